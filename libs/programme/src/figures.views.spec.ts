import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStrictJson, type AnyView } from '#kernel';
import { DUTY_KIND_ZH, FIVE_ONES } from '../../registry/src/registry.events.js';
import { recorded, type Past } from '../../../test/support/specification.js';
import { villageAssistance, residentDays } from './assistance.views.js';
import { enterpriseLinks } from './enterprise-links.view.js';
import { parseFigures } from './figures.parse.js';
import { listedHouseholds } from './listed-households.view.js';
import { pairings, supportGroups } from './partners.views.js';
import { pathReconciliation } from './path-reconciliation.view.js';
import { programmeFigures } from './programme-figures.view.js';
import { programmeFacts } from './programme.facts.js';
import { reconcile } from './reconcile.js';
import { reinforcements } from './reinforcements.view.js';
import { valueTags } from './value-tags.view.js';
import { villageDutyHolders } from './village-duty-holders.view.js';
import { villageHouseholds } from './village-households.view.js';
import { TEAM_ZH, villagePlan } from './village-plan.view.js';

function project(view: AnyView, ...events: readonly Past[]): ReadonlyMap<string, any> {
  const rows = new Map<string, unknown>();
  for (const event of events.map(recorded))
    for (const key of view.keysOf(event)) {
      const row: unknown = view.on[event.type]!(rows.get(key), event, key);
      if (row === undefined) rows.delete(key);
      else rows.set(key, row);
    }
  return rows;
}
const event = (type: string, data: object): Past => ({ type, data });
const of = { villageId: 'village-yunwu', year: 2016 };
const by = (date: string) => ({ organUnitId: 'unit-county1', documentNo: '示例1号', date });

describe('path-reconciliation', () => {
  const text = readFileSync(join(__dirname, '../../../test/fixtures/figures/pingli-2016.json'), 'utf8');
  const document = parseFigures(parseStrictJson(text, { fractions: 'text' }));
  const recordedFigures = (asOf: string, paths = document.paths) =>
    event('PathFiguresRecorded', { programmeId: 'pingli-11236', year: 2016, asOf, documentRef: '报道', ...document, paths, nodeIds: {} });
  it('says of recorded figures exactly what it says of the file', () => {
    const row = project(pathReconciliation, recordedFigures('2016-12-07')).get('pingli-11236-2016');
    expect(row).toMatchObject(reconcile(document));
    expect(row.gross).toEqual({ households: 14_119, persons: 39_589 });
  });
  it('says it of the newest, and on a date of the newest by then', () => {
    const row = project(pathReconciliation, recordedFigures('2016-12-07'), recordedFigures('2017-01-10', document.paths.slice(0, 1))).get('pingli-11236-2016');
    expect(row.lines).toBe(5);
    expect(pathReconciliation.validOn!(row, '2016-12-31')!.lines).toBe(33);
    expect(pathReconciliation.validOn!(row, '2016-12-06')).toBeUndefined();
  });
});

describe('programme-figures', () => {
  const about = { programmeId: 'pingli-11236', nodeId: 'community-factory', nodeName: '社区工厂', role: 'reported' };
  const said = (value: number, more: object = {}) => ({ value, quantifier: 'exact', status: 'final', source: '报道', asOf: '2016-12-07', ...more });
  const stated = (figureId: string, [measure, unit]: readonly [string, string], value: number, more: object = {}) =>
    event('FigureStated', { ...about, figureId, measure, zh: measure, unit, ...said(value, more) });
  const key = 'pingli-11236/community-factory';
  it('never adds across units of count, and keeps “余” as at least', () => {
    const row = project(
      programmeFigures,
      stated('figure-jobs1', ['work', 'jobs'], 3_000, { quantifier: 'at-least' }),
      stated('figure-jobs2', ['work', 'jobs'], 10),
      stated('figure-persons', ['work', 'persons'], 529),
      stated('figure-rate', ['insured', 'persons'], 529, { outOf: 529 }),
    ).get(key);
    expect(row.totals).toEqual([
      { measure: 'work', role: 'reported', unit: 'jobs', value: 3_010, quantifier: 'at-least', preliminary: false, figures: 2 },
      { measure: 'work', role: 'reported', unit: 'persons', value: 529, quantifier: 'exact', preliminary: false, figures: 1 },
    ]);
    expect(row.figures.find(({ figureId }: { figureId: string }) => figureId === 'figure-rate')).toMatchObject({ value: 529, outOf: 529 });
  });
  it('is about as vague as its vaguest part', () => {
    const parts = [stated('figure-a', ['m', 'u'], 1, { quantifier: 'about' }), stated('figure-b', ['m', 'u'], 1, { quantifier: 'at-least' })];
    expect(project(programmeFigures, ...parts).get(key).totals[0]).toMatchObject({ value: 2, quantifier: 'about' });
  });
  it('keeps a preliminary figure as what it was, until the final one', () => {
    const preliminary = stated('figure-gifts', ['gifts', 'fen'], 2_429_000_000, { status: 'preliminary' });
    const final = event('FigureSuperseded', {
      figureId: 'figure-gifts',
      programmeId: about.programmeId,
      nodeId: about.nodeId,
      ...said(2_500_000_000, { asOf: '2017-02-01' }),
    });
    const row = project(programmeFigures, preliminary, final).get(key);
    expect(row.totals).toMatchObject([{ value: 2_500_000_000, preliminary: false }]);
    expect(row.figures[0].history.map(({ type }: { type: string }) => type)).toEqual(['FigureStated', 'FigureSuperseded']);
    expect(programmeFigures.validOn!(row, '2017-01-31')!.totals).toMatchObject([{ value: 2_429_000_000, preliminary: true }]);
    expect(programmeFigures.validOn!(row, '2016-12-06')).toBeUndefined();
  });
});

describe('village-assistance', () => {
  const assigned = (assistanceId: string, householdId: string, nodeId: string, from = '2016-03-01') =>
    event('AssistanceAssigned', { ...of, assistanceId, householdId, nodeId, assistance: '示例', from });
  const ended = event('AssistanceEnded', {
    ...of,
    assistanceId: 'assistance-2',
    householdId: 'household-1',
    nodeId: 'e-commerce',
    from: '2016-03-01',
    to: '2016-06-01',
  });
  const listed = event('HouseholdsListed', { ...of, householdIds: ['household-1', 'household-2', 'household-3'], documentRef: '示例' });
  const row = project(
    villageAssistance,
    listed,
    assigned('assistance-1', 'household-1', 'industry'),
    assigned('assistance-2', 'household-1', 'e-commerce'),
    assigned('assistance-3', 'household-2', 'industry', '2016-05-01'),
    assigned('assistance-4', 'household-1', 'industry', '2016-05-01'),
    ended,
  ).get('village-yunwu-2016');
  it('counts different households, not memberships', () =>
    expect(row).toMatchObject({ gross: 2, distinct: 2, onSeveralPaths: 0, byPath: [{ nodeId: 'industry', households: 2 }], unassisted: ['household-3'] }));
  it('counts on a date what was done that day', () => {
    expect(villageAssistance.validOn!(row, '2016-05-31')).toMatchObject({ gross: 3, distinct: 2, onSeveralPaths: 1 });
    expect(villageAssistance.validOn!(row, '2016-04-30')).toMatchObject({
      gross: 2,
      distinct: 1,
      onSeveralPaths: 1,
      unassisted: ['household-2', 'household-3'],
    });
  });
});

describe('households on file', () => {
  const list = (householdIds: string[], more: object = {}) => event('HouseholdsListed', { ...of, householdIds, documentRef: '示例', ...more });
  const kinds = [{ kind: 'orphan', householdIds: ['household-1'] }];
  it('are those of the newest list, each once', () =>
    expect(project(villageHouseholds, list(['household-1', 'household-2'], { kinds })).get('village-yunwu-2016')).toMatchObject({
      count: 2,
      kinds: [{ kind: 'orphan', count: 1 }],
    }));
  it('leave with the list that drops them', () => {
    const rows = project(listedHouseholds, list(['household-1', 'household-2'], { kinds }), list(['household-2'], { droppedHouseholdIds: ['household-1'] }));
    expect([...rows.keys()]).toEqual(['2016/household-2']);
    expect(project(listedHouseholds, list(['household-1'], { kinds })).get('2016/household-1')).toMatchObject({ villageId: of.villageId, kind: 'orphan' });
  });
});

describe('village-plan', () => {
  const village = event('VillageRegistered', { villageId: 'village-yunwu', name: '云雾村', townUnitId: 'unit-town1' });
  const planned = event('ExitPlanned', { ...of, cutOff: '2016-12-31', authority: by('2016-01-20') });
  const duties = FIVE_ONES.map((kind) =>
    event('DutyAssigned', { dutyId: `duty-${kind}`, kind, targetId: of.villageId, year: 2016, personId: 'person-aaaa', from: '2016-01-01' }),
  );
  const year = (...events: readonly Past[]) => project(villagePlan, village, ...events).get('village-yunwu').years[0];
  it('names village and role for each of the 75 assignments that is taken away', () => {
    for (const [index, kind] of FIVE_ONES.entries()) {
      const rest = duties.filter((_, at) => at !== index);
      expect(project(villagePlan, village, planned, ...rest).get('village-yunwu')).toMatchObject({
        name: '云雾村',
        years: [{ filled: 4, missing: [DUTY_KIND_ZH[kind]] }],
      });
    }
  });
  it('is complete with all five, and shows all five missing without any', () => {
    expect(year(planned, ...duties)).toMatchObject({ exit: 'planned', filled: 5, missing: [] });
    expect(year(planned).missing).toEqual(FIVE_ONES.map((kind) => DUTY_KIND_ZH[kind]));
  });
  it('counts a place that was left as empty, and as filled on the days before', () => {
    const left = event('DutyEnded', {
      dutyId: 'duty-first-secretary',
      kind: 'first-secretary',
      targetId: of.villageId,
      year: 2016,
      from: '2016-01-01',
      to: '2016-10-01',
      reason: '调离',
    });
    const row = project(villagePlan, village, planned, ...duties, left).get('village-yunwu');
    expect(row.years[0].missing).toEqual(['第一书记']);
    expect(villagePlan.validOn!(row, '2016-09-30')!.years[0]).toMatchObject({ filled: 5, exit: 'planned' });
    expect(villagePlan.validOn!(row, '2016-01-19')!.years[0]!.exit).toBeNull();
  });
  it('calls the roles what the registry calls them', () => expect(TEAM_ZH).toEqual(Object.fromEntries(FIVE_ONES.map((kind) => [kind, DUTY_KIND_ZH[kind]]))));
  it('leaves other duties and unknown villages alone', () => {
    const stationed = event('DutyAssigned', {
      dutyId: 'duty-9',
      kind: 'stationed',
      targetId: of.villageId,
      year: 2016,
      personId: 'person-aaaa',
      from: '2016-01-01',
    });
    expect(project(villagePlan, village, stationed).get('village-yunwu').years).toEqual([]);
    expect(project(villagePlan, planned).size).toBe(0);
    expect(villagePlan.keysOf(recorded(event('DutyAssigned', { kind: 'in-charge', targetId: 'unit-town1' }), 0) as never)).toEqual([]);
  });
});

describe('whoever helps', () => {
  it('stands with the village and leaves it', () => {
    const duty = { dutyId: 'duty-1', kind: 'stationed', targetId: of.villageId, year: 2016, personId: 'person-aaaa', from: '2016-01-01' };
    const row = project(villageDutyHolders, event('DutyAssigned', duty), event('DutyEnded', { ...duty, to: '2016-06-01', reason: '调离' })).get(
      'village-yunwu',
    );
    expect(row.holders).toEqual([{ dutyId: 'duty-1', kind: 'stationed', year: 2016, personId: 'person-aaaa', from: '2016-01-01', to: '2016-06-01' }]);
    expect(villageDutyHolders.validOn!(row, '2016-06-01')!.holders).toEqual([]);
  });
  it('is counted by days of a month, corrections replacing', () => {
    const days = (type: string, month: number, count: number) => event(type, { ...of, month, personId: 'person-aaaa', days: count, documentRef: '示例' });
    const row = project(residentDays, days('ResidentDaysReported', 3, 20), days('ResidentDaysReported', 4, 10), days('ResidentDaysCorrected', 3, 21)).get(
      'village-yunwu-2016',
    );
    expect(row.persons).toEqual([{ personId: 'person-aaaa', days: 31, months: { '2016-03': 21, '2016-04': 10 } }]);
  });
  it('as an enterprise carries different households', () => {
    const link = (householdId: string, more: object = {}) =>
      event('EnterpriseLinked', { enterpriseId: 'enterprise-1', ...of, householdId, modes: ['a'], persons: 3, from: '2016-03-01', ...more });
    const end = event('EnterpriseLinkEnded', { enterpriseId: 'enterprise-1', ...of, householdId: 'household-1', from: '2016-03-01', to: '2016-06-01' });
    const registered = event('EnterpriseRegistered', { enterpriseId: 'enterprise-1', name: '示例', kind: '合作社' });
    const row = project(enterpriseLinks, registered, link('household-1'), link('household-2', { persons: undefined }), end).get('enterprise-1');
    expect(row).toMatchObject({ households: 1, persons: null });
    expect(enterpriseLinks.validOn!(row, '2016-05-31')).toMatchObject({ households: 2 });
  });
  it('from outside is held against what is said: 9 and 10', () => {
    const named = (groupId: string, statedCount: number) => event('SupportGroupNamed', { groupId, zh: groupId, source: '报道', statedCount });
    const joined = (groupId: string, count: number) =>
      Array.from({ length: count }, (_, index) => event('SupportBodyJoined', { groupId, bodyId: `body-${index}`, name: `单位${index}`, from: '2016-01-01' }));
    const rows = project(supportGroups, named('group-school', 9), named('group-city', 10), ...joined('group-school', 9), ...joined('group-city', 8));
    expect([rows.get('group-school'), rows.get('group-city')]).toMatchObject([
      { counted: 9, unaccounted: 0 },
      { counted: 8, unaccounted: 2 },
    ]);
    expect(supportGroups.validOn!(rows.get('group-city'), '2015-12-31')).toMatchObject({ counted: 0 });
  });
  it('in pairs is held against 100 : 1000, ten each', () => {
    const opened = event('PairingCampaignOpened', {
      campaignId: 'campaign-1',
      zh: '百帮千',
      source: '报道',
      statedSupporters: 100,
      statedHelped: 1_000,
      date: '2016-03-08',
    });
    const pairs = Array.from({ length: 100 }, (_, supporter) =>
      event('SupporterPaired', {
        campaignId: 'campaign-1',
        supporterId: `supporter-${supporter}`,
        helpedIds: Array.from({ length: 10 }, (__, one) => `helped-${supporter}-${one}`),
      }),
    );
    expect(project(pairings, opened, ...pairs).get('campaign-1')).toMatchObject({
      paired: { supporters: 100, helped: 1_000, fewest: 10, most: 10 },
      unaccounted: { supporters: 0, helped: 0 },
    });
    const gone = event('SupporterUnpaired', {
      campaignId: 'campaign-1',
      supporterId: 'supporter-0',
      helpedIds: Array.from({ length: 10 }, (_, one) => `helped-0-${one}`),
    });
    expect(project(pairings, opened, ...pairs, gone).get('campaign-1')).toMatchObject({
      paired: { supporters: 99, helped: 990 },
      unaccounted: { supporters: 1, helped: 10 },
    });
    expect(project(pairings, opened).get('campaign-1').paired).toEqual({ supporters: 0, helped: 0, fewest: 0, most: 0 });
  });
});

describe('reinforcements', () => {
  const found = event('VillageWeaknessDetermined', { ...of, weaknesses: ['slow-progress', 'heavy-task'], reason: '示例', authority: by('2016-03-01') });
  const sent = event('ReinforcementAssigned', {
    ...of,
    reinforcementId: 'reinforcement-1',
    unitId: 'unit-dept1',
    weaknesses: ['heavy-task'],
    dueOn: '2016-03-20',
    authority: by('2016-03-10'),
  });
  const arrived = event('ReinforcementArrived', {
    ...of,
    reinforcementId: 'reinforcement-1',
    unitId: 'unit-dept1',
    date: '2016-03-25',
    personIds: ['person-aaaa'],
  });
  const row = project(reinforcements, found, sent, arrived).get('village-yunwu-2016');
  const on = (date: string) => reinforcements.validOn!(row, date);
  it('say who has come and which weakness nobody answers', () =>
    expect(row).toMatchObject({
      weaknesses: ['heavy-task', 'slow-progress'],
      unanswered: ['slow-progress'],
      awaited: [],
      sent: [{ arrivedOn: '2016-03-25', persons: 1 }],
    }));
  it('call nobody late without a date, and on one only after the due day', () => {
    expect(row).not.toHaveProperty('late');
    expect(on('2016-03-20')).toMatchObject({ awaited: ['unit-dept1'], late: [] });
    expect(on('2016-03-21')).toMatchObject({ awaited: ['unit-dept1'], late: ['unit-dept1'] });
    expect(on('2016-03-25')).toMatchObject({ awaited: [], late: [] });
    expect(on('2016-02-28')).toBeUndefined();
  });
  it('leave a weakness unanswered again when they end', () => {
    const ended = event('ReinforcementEnded', { ...of, reinforcementId: 'reinforcement-1', unitId: 'unit-dept1', to: '2016-08-01', reason: '完成' });
    expect(project(reinforcements, found, sent, arrived, ended).get('village-yunwu-2016').unanswered).toEqual(['heavy-task', 'slow-progress']);
  });
  it.each([
    [['heavy-task'], true],
    [[], false],
  ])('make the fact of the book: %j', (weaknesses, value) =>
    expect(programmeFacts.VillageWeaknessDetermined!(recorded(event('VillageWeaknessDetermined', { ...of, weaknesses }), 0))).toEqual([
      { op: 'set', target: 'village-yunwu', year: 2016, fact: 'village.weak', value },
    ]),
  );
});

it('value-tags gathers what shows a value', () => {
  const tag = (tagId: string) =>
    event('ValueTagged', { tagId, programmeId: 'pingli-11236', nodeId: 'true-helping', actors: 'cadres', on: { kind: 'good-practice', ref: 'finding-1' } });
  const removed = event('ValueTagRemoved', { tagId: 'tag-1', programmeId: 'pingli-11236', nodeId: 'true-helping', reason: '有误' });
  expect(project(valueTags, tag('tag-1'), tag('tag-2'), removed).get('pingli-11236/true-helping').tags).toMatchObject([{ tagId: 'tag-2' }]);
});
