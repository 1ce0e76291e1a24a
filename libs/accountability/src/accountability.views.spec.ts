import { evolve, type AnyView, type Event, type Recorded } from '#kernel';
import { act, HEAD, play, SECRETARY, setBasis, until } from '../../../test/support/accountability-case.js';
import { happened, missedExit, rows } from '../../../test/support/accountability.js';
import { factsFrom, type Past } from '../../../test/support/specification.js';
import { accountabilityCases, caseRowKey, isReliedOn, type CaseRow } from './accountability-cases.view.js';
import { caseClocks, lightOf, type CaseClocksRow } from './case-clocks.view.js';
import { caseDecider } from './case.decider.js';
import { measuresInForce, type MeasuresRow } from './measures-in-force.view.js';
import { nominationOutcomes, type NominationOutcomesRow } from './nomination-outcomes.view.js';
import { nominationScreenings } from './nomination-screenings.view.js';
import {
  responsibilityDuties,
  responsibilityPersons,
  responsibilityPosts,
  responsibilityUnits,
  responsibilityVillages,
  statusOn,
  type PersonRow,
  type PostRow,
} from './responsibility.views.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';
import { triggerRegister, triggerRowKey, type TriggerRow } from './trigger-register.view.js';
import { wantedTriggers } from './wanted.js';

/** The row of a key after a history; events that the view does not know, or that touch other rows, pass by. */
function rowOf<Row>(view: AnyView, key: string, history: readonly Past[]): Row | undefined {
  const events = history.map((event, position) => happened(event, position));
  return events.reduce<Row | undefined>(
    (row, event) => (Object.hasOwn(view.on, event.type) && view.keysOf(event).includes(key) ? view.on[event.type]!(row, event, key) : row),
    undefined,
  );
}
const file = (...history: readonly Past[]) => rowOf<CaseRow>(accountabilityCases, caseRowKey(SECRETARY), history)!;
const clocks = (history: readonly Past[]) => rowOf<CaseClocksRow>(caseClocks, caseRowKey(SECRETARY), history);
const inForce = (history: readonly Past[], personId = SECRETARY.personId) => rowOf<MeasuresRow>(measuresInForce, personId, history);

describe('the case file', () => {
  it('shows grounds, steps with dates, breaches, measure and clocks', () => {
    const row = file(...play(...until('ServeDecision'), act('ExecuteMeasure', { date: '2017-03-20', doneElsewhere: true, documentNo: '示例〔2017〕9号' })));
    expect(row).toMatchObject({
      ...SECRETARY,
      phase: 'executed',
      phaseZh: '已执行',
      withdrawn: false,
      breaches: ['S-MONTH'],
      team: ['person-inv1', 'person-inv2'],
    });
    expect(row.bases).toEqual([
      {
        clauseId: 'X-1',
        target: 'village-vil1',
        measure: 'RemovalFromPost',
        state: 'triggered',
        days: 83,
        bookId: 'invented',
        bookVersion: 1,
        clauseHash: missedExit.basis.clauseHash,
        events: ['e7'],
      },
    ]);
    expect(row.decision).toMatchObject({
      measure: 'RemovalFromPost',
      date: '2017-02-10',
      executedOn: '2017-03-20',
      formalitiesDueOn: '2017-03-10',
      effectUntil: '2018-02-10',
      basisLost: false,
      overdue: false,
    });
    expect(isReliedOn(row, { clauseId: 'X-1', target: 'village-vil1' })).toBe(true);
    expect(row.steps.at(-1)).toMatchObject({
      type: 'MeasureExecuted',
      date: '2017-03-20',
      elsewhere: true,
      documentNo: '示例〔2017〕9号',
      breaches: ['S-MONTH'],
    });
    expect(row.steps.find(({ type }) => type === 'StatementHeard')).toMatchObject({
      date: '2017-02-03',
      actor: { personId: 'person-jw01', postId: 'post-jw01' },
    });
  });
  it('keeps no narrative', () => expect(JSON.stringify(file(...play(...until('ArchiveCase'))))).not.toMatch(/private|commitment/));
  it('says when the grounds were withdrawn, and when a decided measure lost its own', () => {
    const fallen = setBasis(SECRETARY, { state: 'fallen' });
    expect(file(...play(setBasis(), fallen))).toMatchObject({ withdrawn: true, bases: [], phase: 'open' });
    const lost = file(...play(...until('ServeDecision'), fallen));
    expect(lost).toMatchObject({ withdrawn: false, decision: { basisLost: true }, phase: 'decided' });
    expect(file(...play(...until('ServeDecision'), fallen, setBasis())).decision!.basisLost).toBe(false);
    expect(isReliedOn(file(...play(setBasis())), { clauseId: 'X-1', target: 'village-vil1' })).toBe(false);
  });
  it('shows the end without a measure, the correction and where the decision was published', () => {
    expect(file(...play(...until('HearStatement'), act('ConcludeWithoutAccountability')))).toMatchObject({ phase: 'concluded', phaseZh: '已终结（不予问责）' });
    const corrected = file(...play(...until('ServeDecision'), act('PublishDecision'), act('CorrectDecision')));
    expect(corrected).toMatchObject({ phase: 'corrected', corrected: 'revoked', publications: [{ scope: '全县' }] });
    expect(corrected.decision).toBeUndefined();
  });
  it('is the decider’s own fold of the case', () => {
    const history = play(...until('ArchiveCase'));
    const state = history
      .map((event, position) => happened(event, position))
      .reduce<typeof caseDecider.initialState>((soFar, event) => evolve(caseDecider, soFar, event as Recorded<Event>), caseDecider.initialState);
    expect(file(...history).folded).toEqual(state);
  });
});

describe('the trigger register', () => {
  const [trigger] = wantedTriggers(missedExit, structureOf(factsFrom(rows, STRUCTURE_NEEDS)));
  const events: readonly Past[] = [
    { type: 'ClauseTriggered', data: trigger, basis: [missedExit.basis] },
    { type: 'ClauseTriggerFell', data: { ...trigger, holding: undefined }, basis: [{ ...missedExit.basis, events: ['e9'] }] },
  ];
  const row = (...history: readonly Past[]) => rowOf<TriggerRow>(triggerRegister, triggerRowKey(trigger!), history);
  it('names clause, hash, facts, person, post, days and state', () =>
    expect(row(events[0]!)).toEqual({ ...trigger, bases: [missedExit.basis], eventId: 'e0' }));
  it('keeps what fell', () => expect(row(...events)).toMatchObject({ state: 'fallen', measure: 'RemovalFromPost', bases: [{ events: ['e9'] }] }));
  it('says nothing of what never was', () => expect(row(events[1]!)).toBeUndefined());
});

describe('clocks', () => {
  const decided = play(...until('ServeDecision'));
  it('show their lights on the day asked for', () => {
    const on = (date: string) => caseClocks.validOn!(clocks(decided)!, date)?.clocks.map(({ kind, light, daysLeft }) => [kind, light, daysLeft]);
    expect(on('2017-02-10')).toEqual([
      ['formalities', 'green', 28],
      ['effect', 'green', 365],
    ]);
    expect(on('2017-03-04')![0]).toEqual(['formalities', 'yellow', 6]);
    expect(on('2017-03-10')![0]).toEqual(['formalities', 'yellow', 0]);
    expect(on('2017-03-11')![0]).toEqual(['formalities', 'red', -1]);
    expect(on('2017-02-09')).toBeUndefined();
  });
  it('stop when done', () => {
    const executed = clocks([...decided, ...play(...until('ExecuteMeasure')).slice(-1)])!;
    expect(executed.clocks[0]).toMatchObject({ doneOn: '2017-02-24' });
    expect(lightOf(executed.clocks[0]!, '2017-02-23')).toBe('green');
    expect(lightOf(executed.clocks[0]!, '2017-06-01')).toBe('done');
    expect(lightOf(executed.clocks[1]!, '2018-02-11')).toBe('done');
    expect(
      clocks([...decided, { type: 'EffectPeriodEnded', data: { ...SECRETARY, measure: 'RemovalFromPost', endedOn: '2018-02-10' } }])!.clocks[1],
    ).toMatchObject({ doneOn: '2018-02-10' });
  });
  it('know the service, end with the congress’s refusal, go with a revocation and start anew with a variation', () => {
    expect(clocks(decided)).toMatchObject({ servedOn: '2017-02-13', measure: 'RemovalFromPost' });
    const congress = (result: string) => clocks([...decided, { type: 'CongressActRecorded', data: act('RecordCongressAct', { result }).data }]);
    expect(congress('refused')!.clocks.map(({ doneOn }) => doneOn)).toEqual(['2017-02-20', '2017-02-20']);
    expect(congress('approved')!.clocks.map(({ doneOn }) => doneOn)).toEqual([undefined, undefined]);
    expect(clocks(play(...until('ServeDecision'), act('CorrectDecision')))).toBeUndefined();
    expect(clocks(play(...until('ServeDecision'), act('CorrectDecision', { kind: 'varied', measure: 'Admonition' })))).toMatchObject({
      measure: 'Admonition',
      servedOn: '2017-02-13',
      clocks: [{ kind: 'formalities', lastDay: '2017-04-20' }],
    });
    expect(clocks([{ type: 'FormalitiesOverdue', data: { ...SECRETARY, dueOn: '2017-03-10', breaches: [] } }])).toBeUndefined();
  });
});

describe('measures in force', () => {
  it('show only what was decided: no trigger, no recommendation, no case that ended without a measure', () => {
    expect(inForce(play(...until('ReportInvestigation')))).toBeUndefined();
    expect(inForce(play(...until('HearStatement'), act('ConcludeWithoutAccountability')))).toBeUndefined();
    expect(inForce(play(...until('ExecuteMeasure')))).toEqual({
      personId: SECRETARY.personId,
      measures: [
        {
          postId: 'post-sec1',
          year: 2016,
          measure: 'RemovalFromPost',
          organUnitId: 'unit-cpc1',
          decidedOn: '2017-02-10',
          documentNo: '示例问〔2017〕1号',
          until: '2018-02-10',
          executedOn: '2017-02-24',
          basisLost: false,
        },
      ],
    });
  });
  it('hold from the decision to the last day of their effect', () => {
    const on = (date: string) => measuresInForce.validOn!(inForce(play(...until('ExecuteMeasure')))!, date)?.measures.length;
    expect([on('2017-02-09'), on('2017-02-10'), on('2018-02-10'), on('2018-02-11')]).toEqual([undefined, 1, 1, undefined]);
  });
  it('go with a revocation and with the congress’s refusal; a varied one stays as it now is', () => {
    expect(inForce(play(...until('ServeDecision'), act('CorrectDecision')))).toBeUndefined();
    expect(inForce(play(...until('ServeDecision', HEAD), act('RecordCongressAct', { result: 'refused' }, HEAD)), HEAD.personId)).toBeUndefined();
    expect(inForce(play(...until('RecordCongressAct', HEAD)), HEAD.personId)!.measures).toHaveLength(1);
    const varied = inForce(play(...until('ServeDecision'), act('CorrectDecision', { kind: 'varied', measure: 'Admonition' })))!.measures[0]!;
    expect(varied).toMatchObject({ measure: 'Admonition', decidedOn: '2017-02-10' });
    expect(varied.until).toBeUndefined();
  });
  it('say when the ground was lost, regained, and the effect over', () => {
    const fallen = setBasis(SECRETARY, { state: 'fallen' });
    expect(inForce(play(...until('ServeDecision'), fallen))!.measures[0]!.basisLost).toBe(true);
    expect(inForce(play(...until('ServeDecision'), fallen, setBasis()))!.measures[0]!.basisLost).toBe(false);
    expect(
      inForce([...play(...until('ServeDecision')), { type: 'EffectPeriodEnded', data: { ...SECRETARY, measure: 'RemovalFromPost', endedOn: '2018-02-10' } }])!
        .measures[0],
    ).toMatchObject({ endedOn: '2018-02-10' });
  });
});

describe('what is remembered of the registry', () => {
  const registered: Past = {
    type: 'PostRegistered',
    data: { postId: 'post-sec1', unitId: 'unit-town1', role: 'party-secretary', title: '书记', appointedBy: 'commission', managedByUnitId: 'unit-cpc1' },
  };
  const started: Past = {
    type: 'TenureStarted',
    data: { tenureId: 't1', personId: 'person-qin1', postId: 'post-sec1', from: '2014-03-01', sharePermille: 500, acting: true },
  };
  const post = (...history: readonly Past[]) => rowOf<PostRow>(responsibilityPosts, 'post-sec1', history);
  it('tenures as they were corrected, in order of time', () => {
    expect(post(registered, started)!.tenures).toEqual([{ tenureId: 't1', personId: 'person-qin1', from: '2014-03-01', sharePermille: 500, acting: true }]);
    const before: Past = { type: 'TenureStarted', data: { tenureId: 't0', personId: 'person-old1', postId: 'post-sec1', from: '2010-01-01' } };
    const ended: Past = {
      type: 'TenureEnded',
      data: { tenureId: 't1', personId: 'person-qin1', postId: 'post-sec1', from: '2014-03-01', to: '2016-10-10', reason: 'r' },
    };
    const corrected: Past = {
      type: 'TenureCorrected',
      data: { tenureId: 't1', personId: 'person-qin1', postId: 'post-sec1', from: '2014-03-01', to: '2016-11-20', reason: 'r', documentRef: 'd' },
    };
    expect(post(registered, started, before, ended)!.tenures.map(({ tenureId, to }) => [tenureId, to])).toEqual([
      ['t0', undefined],
      ['t1', '2016-10-10'],
    ]);
    expect(post(registered, started, ended, corrected)!.tenures).toEqual([
      { tenureId: 't1', personId: 'person-qin1', from: '2014-03-01', to: '2016-11-20', acting: true },
    ]);
  });
  it('units with their competences, villages with their town, duties as they stand', () => {
    expect(
      rowOf(responsibilityUnits, 'unit-jiwei', [
        { type: 'UnitRegistered', data: { unitId: 'unit-jiwei', kind: 'organ', name: '县纪委', parentUnitId: 'unit-coun', competences: ['discipline'] } },
      ]),
    ).toEqual({ unitId: 'unit-jiwei', name: '县纪委', parentUnitId: 'unit-coun', competences: ['discipline'] });
    expect(
      rowOf(responsibilityVillages, 'village-vil1', [
        { type: 'VillageRegistered', data: { villageId: 'village-vil1', name: '示例村', townUnitId: 'unit-town1' } },
      ]),
    ).toEqual({ villageId: 'village-vil1', townUnitId: 'unit-town1' });
    const duty = {
      dutyId: 'duty-1',
      kind: 'stationed',
      targetId: 'village-vil1',
      year: 2016,
      personId: 'person-vic1',
      postId: 'post-vice',
      from: '2016-01-01',
    };
    const history: readonly Past[] = [
      { type: 'DutyAssigned', data: duty },
      { type: 'DutyEnded', data: { ...duty, to: '2016-07-01', reason: 'r' } },
      { type: 'DutyCorrected', data: { ...duty, from: '2016-02-01', reason: 'r', documentRef: 'd' } },
    ];
    expect(rowOf(responsibilityDuties, 'duty-1', history.slice(0, 2))).toEqual({ ...duty, to: '2016-07-01' });
    expect(rowOf(responsibilityDuties, 'duty-1', history)).toEqual({ ...duty, from: '2016-02-01' });
    expect(
      rowOf(responsibilityDuties, 'duty-2', [
        {
          type: 'DutyAssigned',
          data: { dutyId: 'duty-2', kind: 'paired-department', targetId: 'village-vil1', year: 2016, unitId: 'unit-dept1', from: '2016-01-01' },
        },
      ]),
    ).toMatchObject({ unitId: 'unit-dept1' });
  });
  it('the status that a person had on a date', () => {
    const row = rowOf<PersonRow>(responsibilityPersons, 'person-hemu', [
      { type: 'PersonRegistered', data: { personId: 'person-hemu', name: { commitment: 'a' }, partyMember: true, staffStatus: 'civil-servant' } },
      { type: 'PersonStatusChanged', data: { personId: 'person-hemu', partyMember: false, staffStatus: 'institution', from: '2017-01-01' } },
      { type: 'PersonStatusChanged', data: { personId: 'person-hemu', partyMember: true, staffStatus: 'institution', from: '2016-06-01' } },
    ])!;
    expect(
      ['2016-05-31', '2016-06-01', '2017-01-01'].map((date) => statusOn(row, date)).map(({ partyMember, staffStatus }) => [partyMember, staffStatus]),
    ).toEqual([
      [true, 'civil-servant'],
      [true, 'institution'],
      [false, 'institution'],
    ]);
  });
});

describe('nominations', () => {
  const outcome = (clauseId: string, consequence: object, word: string): Past => ({
    type: 'ClauseOutcomeChanged',
    validAt: { from: '2017-01-15' },
    data: {
      target: 'unit-town1',
      targetKind: 'unit',
      year: 2016,
      clauseId,
      clauseHash: 'cd',
      bookId: 'invented',
      bookVersion: 1,
      outcome: word,
      consequence,
      values: {},
      evidence: ['e3'],
      missing: [],
    },
  });
  const barred = { kind: 'nomination', says: 'barred' };
  const row = (...history: readonly Past[]) => rowOf<NominationOutcomesRow>(nominationOutcomes, 'unit-town1', history);
  it('know the last word of each clause', () => {
    expect(row(outcome('N-2', barred, 'met'), outcome('N-2', barred, 'not-met'))!.outcomes).toMatchObject([
      { clauseId: 'N-2', outcome: 'not-met', says: 'barred', since: '2017-01-15' },
    ]);
    expect(row(outcome('N-2', { kind: 'grade' }, 'met'))).toBeUndefined();
    expect(row(outcome('N-2', barred, 'met'), outcome('N-2', { kind: 'grade' }, 'met'))!.outcomes).toEqual([]);
  });
  it('are screened one after another', () => {
    const screened: Past = {
      type: 'NominationScreened',
      data: { personId: 'person-hemu', date: '2017-03-01', aimedPostId: 'post-dept', organUnitId: 'unit-zuzhi', unitIds: [], notices: [], measures: [] },
    };
    expect(rowOf<{ screenings: readonly unknown[] }>(nominationScreenings, 'person-hemu', [screened, screened])!.screenings).toHaveLength(2);
  });
});
