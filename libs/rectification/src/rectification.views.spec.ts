import type { AnyView } from '#kernel';
import { DUE, evidence, inspectorPersonIds, item, place, secret, UNIT, VILLAGE, was, WHO } from '../../../test/support/rectification.js';
import { recorded, type Past } from '../../../test/support/specification.js';
import { awaitingVerification, openRectifications, rectificationClocks } from './rectification-lists.views.js';
import { rectificationOrders } from './rectification-orders.view.js';
import { rectificationPersons, rectificationPosts, rectificationUnits } from './rectification-people.views.js';
import { rectificationRegister } from './rectification-register.view.js';
import { rectificationChains, rectificationTotals } from './rectification-sums.views.js';
import { stateOf } from './progress.js';
import { supervisionDrafts } from './supervision-drafts.view.js';

type Rows = Record<string, Record<string, unknown>>;
function rowsOf(view: AnyView, ...history: readonly Past[]): Rows {
  const rows: Rows = {};
  for (const event of history.map(recorded)) {
    const fold = view.on[event.type];
    if (!fold) continue;
    for (const key of view.keysOf(event)) {
      const row = fold(rows[key], event, key) as Rows[string] | undefined;
      if (row === undefined) delete rows[key];
      else rows[key] = row;
    }
  }
  return rows;
}
const KEY = `${UNIT.town}/rectification-1`;
const received = [was('assigned'), was('acknowledged')];
const reported = [...received, was('reported')];
const closed = [...reported, was('closed')];
const replaced: Past = {
  type: 'RectificationEvidenceReplaced',
  data: { ...item, ...evidence('1b')[0], replaces: 'evidence-1', reason: '更清楚', date: '2016-12-05' },
};
const cancelled: Past = {
  type: 'RectificationCancelled',
  data: { ...item, reason: secret(), documentNo: '5号', date: '2016-12-06', established: { inspectorPersonIds, ground: 'finding-withdrawn' } },
};
const issued: Past = {
  type: 'SupervisionIssued',
  data: {
    ...{ ...item, stepId: 'letter', at: '2016-12-23T10:00:00.000Z', documentNo: '督1号', issuerUnitId: UNIT.office, sealRef: '印1', date: '2016-12-24' },
    established: { paperId: 'listing', zh: '挂牌督办', documentZh: '通知', lists: true },
  },
};
const regained: Past = { type: 'RectificationGroundRegained', data: { ...item, established: { dueAt: DUE, steps: [] } } };
const successor = was('assigned', { rectificationId: 'rectification-2', unitId: UNIT.works, predecessorId: 'rectification-1', date: '2016-12-07' });

describe('rectification-register', () => {
  const row = (...history: readonly Past[]) => rowsOf(rectificationRegister, ...history)[KEY];
  it('shows an item under its unit and under its village', () => {
    const rows = rowsOf(rectificationRegister, was('assigned'));
    expect(Object.keys(rows)).toEqual([KEY, `${VILLAGE}/rectification-1`]);
    expect(rows[KEY]).toEqual(rows[`${VILLAGE}/rectification-1`]);
    const { villageId: _, ...unitOnly } = place;
    expect(rectificationRegister.keysOf(recorded({ type: 'RectificationOverdue', data: unitOnly }, 0) as never)).toEqual([KEY]);
  });
  it.each<[string, string, readonly Past[]]>([
    ['awaiting-receipt', '待签收', [was('assigned')]],
    ['in-progress', '整改中', received],
    ['reported', '已报告', reported],
    ['under-verification', '核查中', [...reported, was('started')]],
    ['returned', '已退回', [...reported, was('returned')]],
    ['overdue', '已逾期', [...received, was('overdue')]],
    ['listed-supervision', '挂牌督办', [...received, was('overdue'), was('drafted'), issued]],
    ['in-progress', '整改中', [...received, was('overdue'), was('asked'), was('extended')]],
    ['reported', '已报告', [...received, was('overdue'), was('reported')]],
    ['returned', '已退回', [...received, was('overdue'), was('reported'), was('returned')]],
    ['closed', '已销号', closed],
    ['closed', '已销号', [...closed, was('lookedBack', { result: 'held' })]],
    ['recurred', '已反弹', [...closed, was('lookedBack')]],
    ['cancelled', '已撤销', [...received, was('lost'), cancelled]],
  ])('%s is %s', (state, stateZh, history) => expect(row(...history)).toMatchObject({ state, stateZh }));
  it('keeps replaced evidence on record, and says whose it is', () =>
    expect(row(...reported, replaced, was('closed'), was('lookedBack'))).toMatchObject({
      evidence: [
        { evidenceId: 'evidence-1', by: 'unit', replacedBy: 'evidence-1b' },
        { evidenceId: 'evidence-1b', by: 'unit', replacedBy: null },
        { evidenceId: 'evidence-2', by: 'inspectors' },
        { evidenceId: 'evidence-3', by: 'inspectors' },
      ],
    }));
  it('says who fixed, reported and verified, and what of it did not hold', () =>
    expect(row(...closed, was('lookedBack', { falseClosure: true }))).toMatchObject({
      fixedByPersonIds: [WHO.builder, WHO.farmer],
      reportedByPersonIds: [WHO.lent, WHO.mayor],
      verifiedByPersonIds: [WHO.lead, WHO.member],
      closedOn: '2016-12-05',
      lookBackUntil: '2017-03-05',
      lookedBack: [{ date: '2016-12-06', result: 'recurred', falseClosure: true, lookedByPersonIds: [WHO.member] }],
    }));
  it('flags an item whose finding fell, until it stands again', () => {
    expect(row(...received, was('lost'))).toMatchObject({ groundLost: 'finding-withdrawn', state: 'in-progress' });
    expect(row(...received, was('lost'), regained)).toMatchObject({ groundLost: null });
  });
  it('shows requests, extensions, returns, reminders and breaches', () => {
    expect(row(...received, was('asked'))).toMatchObject({ extensionAskedUntil: '2016-12-30T10:00:00.000Z', extensions: 0 });
    const refused: Past = { type: 'RectificationExtensionRefused', data: { ...item, reason: secret(), date: '2016-12-06' } };
    expect(row(...received, was('asked'), refused)).toMatchObject({ extensionAskedUntil: null });
    const breach = was('extended', { breaches: ['rectification.extension-too-long'] });
    expect(row(...received, was('asked'), breach)).toMatchObject({
      ...{ extensionAskedUntil: null, extensions: 1, dueAt: '2016-12-30T10:00:00.000Z', breaches: ['rectification.extension-too-long'] },
    });
    const reminded: Past = { type: 'RectificationReminded', data: { ...item, stepId: 'remind', at: DUE, zh: '提醒' } };
    expect(row(...received, reminded, was('reported'), was('returned'))).toMatchObject({ timesReminded: 1, timesReturned: 1, dueAt: DUE });
    const anew = was('returned', { deadline: { workDays: 3 }, established: { dueAt: DUE, calendarKnown: false, steps: [], inspectorPersonIds } });
    expect(row(...received, was('asked'), was('extended'), was('reported'), anew)).toMatchObject({ extensions: 0, calendarKnown: false });
  });
  it('says which event led to which state', () =>
    expect(row(...closed)!.history).toMatchObject(['awaiting-receipt', 'in-progress', 'reported', 'closed'].map((state) => ({ state }))));
  it('knows nothing of what was never ordered', () => {
    expect(row(was('overdue'))).toBeUndefined();
    expect(() => stateOf({ phase: 'none', overdue: false, listed: false })).toThrow('never ordered');
  });
});

describe('what is open', () => {
  it('stays with the unit until it ends', () => {
    const open = (...history: readonly Past[]) => rowsOf(openRectifications, ...history)[KEY]?.state;
    expect([open(was('assigned')), open(...reported), open(...reported, was('returned'))]).toEqual(['awaiting-receipt', 'reported', 'returned']);
    expect([open(...closed), open(...closed, was('lookedBack')), open(...received, was('lost'), cancelled)]).toEqual([undefined, undefined, undefined]);
  });
  const awaiting = (...history: readonly Past[]) => Object.keys(rowsOf(awaitingVerification, ...history));
  it('awaits the group, and each who logged it', () => {
    const keys = ['group-1', WHO.lead, WHO.member].map((who) => `${who}/rectification-1`);
    expect(awaiting(...reported)).toEqual(keys);
    expect(awaiting(...reported, was('started'))).toEqual(keys);
    expect(rowsOf(awaitingVerification, ...reported, was('started'))[keys[0]!]).toMatchObject({
      ...{ state: 'under-verification', verifierPersonIds: [WHO.lead], reportedAt: '2016-12-05T02:00:00.000Z', late: false, dueAt: DUE, roundId: 'round-1' },
    });
    for (const end of [was('closed'), was('returned'), cancelled]) expect(awaiting(...reported, end)).toEqual([]);
  });
  it('falls due on its day; midnight ends the day before', () => {
    const days = (...history: readonly Past[]) => Object.keys(rowsOf(rectificationClocks, ...history));
    expect(days(was('assigned'))).toEqual(['2016-12-20/rectification-1']);
    expect(days(was('assigned', { established: { dueAt: '2016-12-28T16:00:00.000Z', steps: [], inspectorPersonIds } }))).toEqual([
      '2016-12-28/rectification-1',
    ]);
    expect(days(was('assigned', { established: { steps: [], inspectorPersonIds } }))).toEqual([]);
    expect(days(...received, was('overdue'))).toEqual(['2016-12-20/rectification-1']);
    expect(days(...received, was('asked'), was('extended'))).toEqual(['2016-12-30/rectification-1']);
    expect(days(...reported)).toEqual([]);
    expect(days(...reported, was('returned'))).toEqual(['2016-12-20/rectification-1']);
    expect(days(...received, was('lost'))).toEqual([]);
    expect(days(...received, was('lost'), regained)).toEqual(['2016-12-20/rectification-1']);
    expect(days(...received, was('lost'), cancelled)).toEqual([]);
  });
});

describe('sums and chains', () => {
  it('count every item in exactly one state', () => {
    const rows = rowsOf(rectificationTotals, ...closed, was('lookedBack'), was('assigned', { rectificationId: 'rectification-3' }), successor);
    expect(rows[`${UNIT.town}/2016`]).toMatchObject({ assigned: 2, successors: 0, states: { recurred: 1, 'awaiting-receipt': 1 } });
    expect(rows[`${UNIT.works}/2016`]).toMatchObject({ assigned: 0, successors: 1, states: { 'awaiting-receipt': 1 } });
  });
  it('show on the original that it recurred, and by what it goes on', () => {
    const chain = rowsOf(rectificationChains, ...closed, was('lookedBack', { falseClosure: true }), successor)['rectification-1'];
    expect(chain).toMatchObject({
      findingId: 'finding-1',
      villageId: VILLAGE,
      links: [
        {
          ...{ rectificationId: 'rectification-1', predecessorId: null, successorId: 'rectification-2', state: 'recurred' },
          ...{ closedOn: '2016-12-05', signerPersonIds: [WHO.lead, WHO.member], recurredOn: '2016-12-06', falseClosure: true },
        },
        {
          rectificationId: 'rectification-2',
          predecessorId: 'rectification-1',
          successorId: null,
          unitId: UNIT.works,
          state: 'awaiting-receipt',
          recurredOn: null,
        },
      ],
    });
    const held = rowsOf(rectificationChains, ...closed, was('lookedBack', { result: 'held' }))['rectification-1'];
    expect(held).toMatchObject({ links: [{ state: 'closed', recurredOn: null }] });
  });
  it('say by which successor an item goes on, to who orders one', () => {
    const orders = rowsOf(rectificationOrders, ...closed, was('lookedBack'), successor);
    expect(orders['rectification-1']).toMatchObject({ recurredOn: '2016-12-06', successorId: 'rectification-2', predecessorId: null });
    expect(orders['rectification-2']).toMatchObject({ recurredOn: null, successorId: null, predecessorId: 'rectification-1', chainId: 'rectification-1' });
    expect(rowsOf(rectificationOrders, ...closed, was('lookedBack', { result: 'held' }))['rectification-1']).toMatchObject({ recurredOn: null });
  });
});

describe('supervision-drafts', () => {
  const row = (...history: readonly Past[]) => rowsOf(supervisionDrafts, was('drafted'), ...history)[KEY] as { toSign: number; papers: object[] };
  it('are drafts until somebody signs', () =>
    expect(row()).toMatchObject({ toSign: 1, papers: [{ stepId: 'letter', state: 'drafted', documentNo: null, issuerUnitId: null, sealRef: null }] }));
  it('become papers', () =>
    expect(row(issued)).toMatchObject({
      toSign: 0,
      papers: [{ state: 'issued', documentNo: '督1号', issuerUnitId: UNIT.office, sealRef: '印1', breaches: [] }],
    }));
  it('or do not', () =>
    expect(
      row({ type: 'SupervisionDiscarded', data: { ...item, stepId: 'letter', at: '2016-12-23T10:00:00.000Z', reason: secret(), date: '2016-12-24' } }),
    ).toMatchObject({
      toSign: 0,
      papers: [{ state: 'discarded' }],
    }));
  it('lapse with the deadline, or the item', () => {
    for (const end of [was('extended'), was('closed'), cancelled, was('returned', { deadline: { workDays: 3 } })])
      expect(row(end)).toMatchObject({ toSign: 0, papers: [{ state: 'lapsed' }] });
    expect(row(was('returned'))).toMatchObject({ toSign: 1 });
    expect(row(issued, was('closed'))).toMatchObject({ papers: [{ state: 'issued' }] });
  });
});

describe('who is of which unit', () => {
  const tenure = { tenureId: 'tenure-1', personId: WHO.mayor, postId: 'post-mayor1', from: '2016-01-01' };
  const posted: Past = { type: 'PostRegistered', data: { postId: 'post-mayor1', unitId: UNIT.town } };
  it('is remembered of posts and tenures', () => {
    const tenures = (...history: readonly Past[]) => rowsOf(rectificationPosts, posted, ...history)['post-mayor1']?.tenures;
    const started: Past = { type: 'TenureStarted', data: tenure };
    const held = { tenureId: 'tenure-1', personId: WHO.mayor, from: '2016-01-01' };
    expect(tenures(started)).toEqual([held]);
    expect(tenures(started, { type: 'TenureEnded', data: { ...tenure, to: '2016-06-01', reason: '' } })).toEqual([{ ...held, to: '2016-06-01' }]);
    expect(tenures(started, { type: 'TenureCorrected', data: { ...tenure, from: '2016-02-01' } })).toEqual([{ ...held, from: '2016-02-01' }]);
  });
  it('is remembered of people lent, and of organs', () => {
    const lent = { secondmentId: 's1', personId: WHO.lent, homeUnitId: UNIT.office, hostUnitId: UNIT.town, from: '2016-01-01' };
    const known: Past = { type: 'PersonRegistered', data: { personId: WHO.lent } };
    const rows = rowsOf(
      rectificationPersons,
      known,
      { type: 'SecondmentStarted', data: lent },
      { type: 'SecondmentEnded', data: { ...lent, to: '2016-03-01' } },
    );
    expect(rows[WHO.lent]!.secondments).toEqual([{ secondmentId: 's1', hostUnitId: UNIT.town, from: '2016-01-01', to: '2016-03-01' }]);
    expect(rowsOf(rectificationUnits, { type: 'UnitRegistered', data: { unitId: UNIT.town, competences: ['congress'] } })).toEqual({
      [UNIT.town]: { unitId: UNIT.town, competences: ['congress'] },
    });
  });
});
