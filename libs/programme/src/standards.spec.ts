import { recorded, specification, type Past } from '../../../test/support/specification.js';
import { delistingDecider } from './delisting.decider.js';
import { delistingGates, type DelistingGateRow } from './delisting.view.js';
import { standardProgress, type StandardProgressRow } from './standard-progress.view.js';
import { standardDecider } from './standards.decider.js';
import { villageStandardDecider } from './village-standard.decider.js';
import { villageStandards } from './village-standards.view.js';

const by = (date: string, organUnitId = 'unit-county1') => ({ organUnitId, documentNo: '示例〔2016〕1号', date });
const of = { villageId: 'village-yunwu', year: 2016 };
/** Ten items of an invented standard: the source names the number, not the items. */
const items = Array.from({ length: 10 }, (_, index) => ({ id: `item-${index + 1}`, zh: `示例标准第${index + 1}项` }));
const standard = {
  standardId: 'standard-1',
  zh: '村容村貌“十个一”（示例）',
  year: 2016,
  statedItems: 10,
  items,
  priorities: ['改造民居', '补齐设施', '环境卫生', '绿化美化', '乡风文明'],
  authority: by('2016-05-01'),
};
const issued = (more: object = {}) => ({ type: 'VillageStandardIssued', data: { ...standard, standardVersion: 1, ...more } }) as const;
const rows = {
  'planning-subjects': {
    'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' },
    'unit-county1': { id: 'unit-county1', kind: 'unit' },
    'unit-town1': { id: 'unit-town1', kind: 'unit' },
  },
  'village-standards': { 'standard-1': villageStandards.on.VillageStandardIssued(undefined, issued() as never, '') },
};

describe('a standard', () => {
  const given = specification(standardDecider, { rows });
  const issue = (more: object = {}) => ({ type: 'IssueVillageStandard', data: { ...standard, ...more } }) as never;
  it('has as many items as it says', () =>
    given()
      .when(issue())
      .then({ ...issued(), validAt: { from: '2016-05-01' } }));
  it('gets its next version', () =>
    given(issued())
      .when(issue({ priorities: [] }))
      .thenData({ ...issued(), data: { ...issued().data, priorities: [], standardVersion: 2 } }));
  it.each<[string, readonly Past[], object, string]>([
    ['nine items under the name of ten', [], { items: items.slice(1) }, 'standard.item-count'],
    ['an item twice', [], { items: [...items.slice(1), items[1]] }, 'standard.item-twice'],
    ['no name', [], { zh: ' ' }, 'text.blank'],
    ['what it has already', [issued()], {}, 'standard.unchanged'],
    ['another year', [issued()], { year: 2017 }, 'standard.other-year'],
    ['an older document', [issued()], { priorities: [], authority: by('2016-04-01') }, 'date.out-of-order'],
    ['an unknown organ', [], { authority: by('2016-05-01', 'unit-none') }, 'unit.unknown'],
  ])('has not %s', (_, history, more, code) =>
    given(...history)
      .when(issue(more))
      .thenRejected(code),
  );
});

const check = (itemId: string, more: object = {}) => ({
  ...of,
  standardId: 'standard-1',
  standardVersion: 1,
  itemId,
  met: true,
  date: '2016-11-01',
  checkedByPersonIds: ['person-aaaa'],
  evidence: [],
  ...more,
});
const checked = (itemId: string, more: object = {}) => ({ type: 'StandardItemChecked', data: check(itemId, more) }) as Past;
const all = items.map(({ id }) => checked(id));
const beautiful = (more: object = {}) => ({ ...of, standardId: 'standard-1', standardVersion: 1, authority: by('2016-12-01'), ...more });
const determined = { type: 'BeautifulVillageDetermined', data: beautiful() };
const withdrawal = { ...of, reason: '返工', authority: by('2016-12-05') };
const withdrawn = { type: 'BeautifulVillageWithdrawn', data: withdrawal };

describe('a village under the standard', () => {
  const given = specification(villageStandardDecider, { rows });
  const command = (type: string, data: object) => ({ type, data }) as never;
  it('is looked at item by item', () =>
    given()
      .when(command('CheckStandardItem', check('item-1')))
      .then({ ...checked('item-1'), validAt: { from: '2016-11-01' } } as never));
  it('is beautiful when all ten are met', () =>
    given(...all)
      .when(command('DetermineBeautifulVillage', beautiful()))
      .thenData(determined));
  it('keeps what was determined elsewhere, with what it lacked', () =>
    given(...all.slice(1))
      .when(command('DetermineBeautifulVillage', beautiful({ doneElsewhere: true })))
      .thenData({ ...determined, data: { ...beautiful({ doneElsewhere: true }), breaches: ['item-open/item-1'] } }));
  it('may lose the determination', () =>
    given(...all, determined)
      .when(command('WithdrawBeautifulVillage', withdrawal))
      .thenData(withdrawn));
  it.each<[string, readonly Past[], string, object, string]>([
    ['looked at in an unknown village', [], 'CheckStandardItem', check('item-1', { villageId: 'village-none' }), 'village.unknown'],
    ['looked at by no standard', [], 'CheckStandardItem', check('item-1', { standardId: 'standard-9' }), 'standard.unknown'],
    ['looked at by another year’s standard', [], 'CheckStandardItem', check('item-1', { year: 2017 }), 'standard.other-year'],
    ['looked at by an unknown version', [], 'CheckStandardItem', check('item-1', { standardVersion: 2 }), 'standard.version-unknown'],
    ['looked at for an unknown item', [], 'CheckStandardItem', check('item-11'), 'standard.item-unknown'],
    ['looked at by nobody', [], 'CheckStandardItem', check('item-1', { checkedByPersonIds: [] }), 'standard.nobody'],
    ['looked at tomorrow', [], 'CheckStandardItem', check('item-1', { date: '2016-12-08' }), 'date.in-future'],
    ['looked at before the last look', [checked('item-1')], 'CheckStandardItem', check('item-1', { date: '2016-10-31' }), 'date.out-of-order'],
    ['beautiful with nine', all.slice(1), 'DetermineBeautifulVillage', beautiful(), 'standard.items-open'],
    ['beautiful when an item fell', [...all, checked('item-1', { met: false })], 'DetermineBeautifulVillage', beautiful(), 'standard.items-open'],
    ['beautiful before it was looked at', all, 'DetermineBeautifulVillage', beautiful({ authority: by('2016-10-31') }), 'standard.items-open'],
    ['beautiful twice', [...all, determined], 'DetermineBeautifulVillage', beautiful(), 'standard.already-determined'],
    ['beautiful by its own town', all, 'DetermineBeautifulVillage', beautiful({ authority: by('2016-12-01', 'unit-town1') }), 'standard.own-town'],
    ['taken back undetermined', all, 'WithdrawBeautifulVillage', withdrawal, 'standard.not-determined'],
    ['taken back before', [...all, determined], 'WithdrawBeautifulVillage', { ...withdrawal, authority: by('2016-11-30') }, 'date.out-of-order'],
    ['taken back without reason', [...all, determined], 'WithdrawBeautifulVillage', { ...withdrawal, reason: '' }, 'text.blank'],
  ])('is not %s', (_, history, ...[type, data, code]) =>
    given(...history)
      .when(command(type, data))
      .thenRejected(code),
  );
});

describe('the year’s checks', () => {
  const villages = Array.from({ length: 15 }, (_, index) => `village-v${String(index).padStart(3, '0')}`);
  const planned = villages.map((villageId) => ({ type: 'ExitPlanned', data: { villageId, year: 2016, cutOff: '2016-12-31', authority: by('2016-01-20') } }));
  const project = (...events: readonly Past[]) =>
    events
      .map(recorded)
      .reduce<unknown>((row, event) => standardProgress.on[event.type as 'ExitPlanned'](row as never, event as never, ''), undefined) as StandardProgressRow;
  it('are 10 × 15 = 150, and each open one is named with its village', () => {
    const row = project(...planned, issued(), checked('item-1', { villageId: villages[0] }), checked('item-2', { villageId: villages[0], met: false }));
    expect(row).toMatchObject({ expected: 150, checked: 2, met: 1, items: 10 });
    expect(row.villages[0]).toMatchObject({ villageId: villages[0], met: 1, unmet: ['示例标准第2项'] });
    expect(row.villages[1]!.unchecked).toHaveLength(10);
  });
  it('shrink with the plan, and count on a date what was there', () => {
    const adjusted = { type: 'ExitPlanAdjusted', data: { villageId: villages[0], year: 2016, reason: '受灾', authority: by('2016-09-01') } };
    const row = project(...planned, issued(), adjusted, checked('item-1', { villageId: villages[1] }));
    expect(row.expected).toBe(140);
    expect(standardProgress.validOn!(row, '2016-08-31')).toMatchObject({ expected: 150, checked: 0 });
    expect(standardProgress.validOn!(row, '2016-04-30')).toMatchObject({ expected: 0, items: 0 });
    expect(standardProgress.validOn!(row, '2016-01-01')).toBeUndefined();
  });
  it('go by the last look of the world, not of the record', () => {
    const row = project(
      ...planned,
      issued(),
      checked('item-1', { villageId: villages[0], date: '2016-11-20', met: false }),
      checked('item-1', { villageId: villages[0], date: '2016-11-01' }),
    );
    expect(row.met).toBe(0);
  });
});

const exited = { type: 'VillageExitDetermined', data: { ...of, authority: by('2016-12-01') } };
const falsified = { type: 'FalseExitFound', data: { ...of, authority: by('2016-12-06') } };
const striking = { ...of, authority: by('2016-12-01') };
const delisted = { type: 'VillageDelisted', data: striking };
const gateAfter = (...events: readonly Past[]): DelistingGateRow =>
  events
    .map(recorded)
    .reduce<unknown>((row, event) => delistingGates.on[event.type as 'VillageDelisted'](row as never, event as never, ''), undefined) as DelistingGateRow;

describe('the gate of 销号', () => {
  it.each<[string, readonly Past[], object]>([
    ['both', [exited, determined], { missing: [], sameDay: true, exitOn: '2016-12-01', beautifulVillageOn: '2016-12-01' }],
    ['the exit alone', [exited], { missing: ['beautiful-village'], sameDay: null }],
    ['beauty alone', [determined], { missing: ['exit'], sameDay: null }],
    ['both on different days', [exited, { ...determined, data: beautiful({ authority: by('2016-12-02') }) }], { missing: [], sameDay: false }],
    ['an exit found false', [exited, determined, falsified], { missing: ['exit'], basisLost: false }],
    ['an exit found false since', [exited, determined, delisted, falsified], { missing: ['exit'], delistedOn: '2016-12-01', basisLost: true }],
    ['beauty taken back since', [exited, determined, delisted, withdrawn], { missing: ['beautiful-village'], basisLost: true }],
  ])('with %s', (_, events, row) => expect(gateAfter(...events)).toMatchObject(row));
  it('stood otherwise on another day', () => {
    const row = gateAfter(exited, determined, falsified);
    expect(delistingGates.validOn!(row, '2016-12-05')).toMatchObject({ missing: [] });
    expect(delistingGates.validOn!(row, '2016-11-30')).toBeUndefined();
  });
});

describe('striking off', () => {
  const world = (...events: readonly Past[]) =>
    specification(delistingDecider, { rows: { ...rows, ...(events.length > 0 && { 'delisting-gates': { 'village-yunwu-2016': gateAfter(...events) } }) } });
  const strike = (more: object = {}) => ({ type: 'DelistVillage', data: { ...striking, ...more } }) as never;
  const revoke = (more: object = {}) =>
    ({ type: 'RevokeVillageDelisting', data: { ...of, reason: '材料须补', authority: by('2016-12-05'), ...more } }) as never;
  it('needs both on that day', () =>
    world(exited, determined)()
      .when(strike())
      .then({ ...delisted, validAt: { from: '2016-12-01' } }));
  it.each<[string, readonly Past[], object, string]>([
    ['without anything', [], {}, 'delisting.gate-closed'],
    ['without beauty', [exited], {}, 'delisting.gate-closed'],
    ['without exit', [determined], {}, 'delisting.gate-closed'],
    ['the day before', [exited, determined], { authority: by('2016-11-30') }, 'delisting.gate-closed'],
    ['after the exit was found false', [exited, determined, falsified], { authority: by('2016-12-06') }, 'delisting.gate-closed'],
    ['by its own town', [exited, determined], { authority: by('2016-12-01', 'unit-town1') }, 'delisting.own-town'],
    ['of an unknown village', [exited, determined], { villageId: 'village-none' }, 'village.unknown'],
    ['tomorrow', [exited, determined], { authority: by('2016-12-08') }, 'date.in-future'],
  ])('is refused %s', (_, events, more, code) =>
    world(...events)()
      .when(strike(more))
      .thenRejected(code),
  );
  it('done elsewhere is kept with what it lacked', () =>
    world(exited)()
      .when(strike({ doneElsewhere: true }))
      .thenData({ ...delisted, data: { ...striking, doneElsewhere: true, breaches: ['missing/beautiful-village'] } }));
  it('is done once, and revoked with a reason', () => {
    world(exited, determined)(delisted).when(strike()).thenRejected('delisting.already-delisted');
    world()(delisted)
      .when(revoke())
      .thenData({ type: 'VillageDelistingRevoked', data: { ...of, reason: '材料须补', authority: by('2016-12-05') } });
    world()().when(revoke()).thenRejected('delisting.not-delisted');
    world()(delisted)
      .when(revoke({ reason: ' ' }))
      .thenRejected('text.blank');
    world()(delisted)
      .when(revoke({ authority: by('2016-11-30') }))
      .thenRejected('date.out-of-order');
  });
  it('guards both statuses', () =>
    expect(delistingDecider.needs!.DelistVillage!(strike()).flatMap(({ guard }) => guard ?? [])).toEqual([
      'exit-village-yunwu-2016',
      'village-standard-village-yunwu-2016',
    ]));
});
