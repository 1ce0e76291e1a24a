import { specification, type Past } from '../../../test/support/specification.js';
import { assistanceDecider } from './assistance.decider.js';
import { enterpriseDecider } from './enterprises.decider.js';
import { householdsDecider } from './households.decider.js';
import { residentDaysDecider } from './resident-days.decider.js';
import { namesIn } from './tree.rules.js';
import { PINGLI_11236 } from './trees/pingli-11236.js';
import { villagePolicyDecider } from './village-policy.decider.js';

const of = { villageId: 'village-yunwu', year: 2016 };
const rows = {
  'programme-tree': { 'pingli-11236': { programmeId: 'pingli-11236', treeVersion: 1, document: PINGLI_11236, names: namesIn(PINGLI_11236) } },
  'planning-subjects': { 'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' } },
  'listed-households': {
    '2016/household-1': { householdId: 'household-1', ...of },
    '2016/household-9': { householdId: 'household-9', villageId: 'village-other', year: 2016 },
  },
  'village-duty-holders': {
    'village-yunwu': {
      villageId: 'village-yunwu',
      holders: [
        { dutyId: 'duty-1', kind: 'first-secretary', year: 2016, personId: 'person-aaaa', from: '2016-08-15' },
        { dutyId: 'duty-2', kind: 'stationed', year: 2016, personId: 'person-bbbb', from: '2016-01-01', to: '2016-08-11' },
      ],
    },
  },
};

describe('a file of households', () => {
  const given = specification(householdsDecider, { rows });
  const list = (more: object = {}) =>
    ({ type: 'ListHouseholds', data: { ...of, householdIds: ['household-1', 'household-2'], documentRef: '示例', ...more } }) as const;
  const listed = (more: object = {}) => ({ type: 'HouseholdsListed', data: list(more).data }) as const;

  it('is the whole list', () => given().when(list()).then(listed()));
  it('says whom the next list drops', () =>
    given(listed())
      .when(list({ householdIds: ['household-2'] }))
      .then({ type: 'HouseholdsListed', data: { ...list({ householdIds: ['household-2'] }).data, droppedHouseholdIds: ['household-1'] } }));
  it('may take in whom another village dropped', () =>
    given(listed({ villageId: 'village-other' }), listed({ villageId: 'village-other', householdIds: [] }))
      .when(list())
      .then(listed()));
  it('sorts households into kinds that exclude each other', () => {
    const kinds = [
      { kind: 'five-guarantee', householdIds: ['household-1'] },
      { kind: 'low-income', householdIds: ['household-2'] },
    ];
    return given().when(list({ kinds })).then(listed({ kinds }));
  });
  it.each([
    ['of an unknown village', [], { villageId: 'village-none' }, 'village.unknown'],
    ['with a household twice', [], { householdIds: ['household-1', 'household-1'] }, 'household.twice'],
    ['with another village’s household', [listed({ villageId: 'village-other' })], {}, 'household.listed-elsewhere'],
    ['without document', [], { documentRef: '' }, 'text.blank'],
    ['as it stands', [listed()], {}, 'household.unchanged'],
    ['with a kind of strangers', [], { kinds: [{ kind: 'orphan', householdIds: ['household-7'] }] }, 'household.not-listed'],
    [
      'with a household of two kinds',
      [],
      {
        kinds: [
          { kind: 'a', householdIds: ['household-1'] },
          { kind: 'b', householdIds: ['household-1'] },
        ],
      },
      'household.two-kinds',
    ],
    [
      'with a kind twice',
      [],
      {
        kinds: [
          { kind: 'a', householdIds: ['household-1'] },
          { kind: 'a', householdIds: ['household-2'] },
        ],
      },
      'household.kind-twice',
    ],
  ] as const)('is not recorded %s', (_, history, more, code) =>
    given(...history)
      .when(list(more))
      .thenRejected(code),
  );
});

describe('assistance', () => {
  const given = specification(assistanceDecider, { rows });
  const key = { householdId: 'household-1', year: 2016 };
  const data = {
    ...of,
    ...key,
    assistanceId: 'assistance-1',
    programmeId: 'pingli-11236',
    pathName: '电商',
    assistance: '开网店',
    from: '2016-03-01',
    documentRef: '示例',
  };
  const assign = (more: object = {}) => ({ type: 'AssignAssistance', data: { ...data, ...more } }) as const;
  const assigned = { type: 'AssistanceAssigned', data: { ...data, nodeId: 'e-commerce' } } as const;
  const end = (more: object = {}) =>
    ({ type: 'EndAssistance', data: { ...key, assistanceId: 'assistance-1', to: '2016-06-01', reason: '完成', ...more } }) as const;
  const ended = {
    type: 'AssistanceEnded',
    data: { ...end().data, villageId: of.villageId, programmeId: 'pingli-11236', nodeId: 'e-commerce', from: '2016-03-01' },
  } as const;

  it('puts a household on a path', () =>
    given()
      .when(assign())
      .then({ ...assigned, validAt: { from: '2016-03-01' } }));
  it('puts it on a second one', () =>
    given(assigned)
      .when(assign({ assistanceId: 'assistance-2', pathName: 'industry' }))
      .thenData({ ...assigned, data: { ...data, assistanceId: 'assistance-2', pathName: 'industry', nodeId: 'industry' } }));
  it('ends', () =>
    given(assigned)
      .when(end())
      .then({ ...ended, validAt: { from: '2016-03-01', to: '2016-06-01' } }));
  it.each([
    ['a household of another village', [], { householdId: 'household-9' }, 'household.not-listed'],
    ['a household that is on no file', [], { householdId: 'household-2' }, 'household.not-listed'],
    ['under an id that is taken', [assigned], {}, 'assistance.already-assigned'],
    ['on a mechanism', [], { pathName: '投入保障机制' }, 'programme.node-kind'],
    ['with nothing', [], { assistance: ' ' }, 'text.blank'],
    ['without document', [], { documentRef: '' }, 'text.blank'],
    ['tomorrow', [], { from: '2016-12-08' }, 'date.in-future'],
  ] as const)('does not reach %s', (_, history, more, code) =>
    given(...history)
      .when(assign(more))
      .thenRejected(code),
  );
  it.each([
    ['that never began', [], {}, 'assistance.unknown'],
    ['twice', [assigned, ended], {}, 'assistance.already-ended'],
    ['without reason', [assigned], { reason: '' }, 'text.blank'],
    ['on the day it began', [assigned], { to: '2016-03-01' }, 'date.backwards'],
    ['tomorrow', [assigned], { to: '2016-12-08' }, 'date.in-future'],
  ] as const)('does not end %s', (_, history, more, code) =>
    given(...history)
      .when(end(more))
      .thenRejected(code),
  );

  const stage = (name: string, date = '2016-05-01') =>
    ({ type: 'RecordRelocationStage', data: { ...of, ...key, stage: name, date, documentRef: '示例' } }) as never;
  const reached = (name: string, date = '2016-05-01') => ({ type: 'RelocationStageReached', data: { ...of, ...key, stage: name, date, documentRef: '示例' } });
  const all = ['relocated', 'settled', 'out-of-poverty'];
  it.each([0, 1, 2])('of relocation comes stage by stage (%i)', (index) =>
    given(...all.slice(0, index).map((name) => reached(name)))
      .when(stage(all[index]!))
      .then({ ...reached(all[index]!), validAt: { from: '2016-05-01' } }),
  );
  it.each<[string, readonly Past[], string, string, string]>([
    ['settled first', [], 'settled', '2016-05-01', 'relocation.out-of-order'],
    ['relocated twice', [reached('relocated')], 'relocated', '2016-05-01', 'relocation.out-of-order'],
    ['out of poverty without a home', [reached('relocated')], 'out-of-poverty', '2016-05-01', 'relocation.out-of-order'],
    ['on after the last stage', all.map((name) => reached(name)), 'out-of-poverty', '2016-05-01', 'relocation.out-of-order'],
    ['settled before it moved', [reached('relocated')], 'settled', '2016-04-30', 'date.out-of-order'],
    ['moved tomorrow', [], 'relocated', '2016-12-08', 'date.in-future'],
  ])('of relocation is not %s', (_, history, ...[name, date, code]) =>
    given(...history)
      .when(stage(name, date))
      .thenRejected(code),
  );
});

describe('a village policy', () => {
  const given = specification(villagePolicyDecider, { rows });
  const data = { ...of, programmeId: 'pingli-11236', pathNames: ['产业扶持', '电商'], text: '茶旅结合', date: '2016-02-01', documentRef: '示例' };
  const adopt = (more: object = {}) => ({ type: 'AdoptVillagePolicy', data: { ...data, ...more } }) as const;
  const adopted = { type: 'VillagePolicyAdopted', data: { ...data, nodeIds: ['industry', 'e-commerce'] } } as const;
  it('goes by paths of the tree', () =>
    given()
      .when(adopt())
      .then({ ...adopted, validAt: { from: '2016-02-01' } }));
  it.each([
    ['of no village', [], { villageId: 'village-none' }, 'village.unknown'],
    ['by no path', [], { pathNames: [] }, 'village-policy.no-path'],
    ['by one path under two names', [], { pathNames: ['电商', 'e-commerce'] }, 'village-policy.path-twice'],
    ['by a value', [], { pathNames: ['苦抓'] }, 'programme.node-kind'],
    ['that says nothing', [], { text: ' ' }, 'text.blank'],
    ['without document', [], { documentRef: '' }, 'text.blank'],
    ['as it stands', [adopted], {}, 'village-policy.unchanged'],
    ['older than the one in force', [adopted], { date: '2016-01-01' }, 'date.out-of-order'],
    ['of tomorrow', [], { date: '2016-12-08' }, 'date.in-future'],
  ] as const)('is not adopted %s', (_, history, more, code) =>
    given(...history)
      .when(adopt(more))
      .thenRejected(code),
  );
});

describe('an enterprise', () => {
  const given = specification(enterpriseDecider, { rows });
  const registered = { type: 'EnterpriseRegistered', data: { enterpriseId: 'enterprise-1', name: '示例合作社', kind: '合作社' } } as const;
  const data = { enterpriseId: 'enterprise-1', ...of, householdId: 'household-1', modes: ['contract-labour'], from: '2016-03-01', documentRef: '示例' };
  const link = (more: object = {}) => ({ type: 'LinkEnterprise', data: { ...data, ...more } }) as const;
  const linked = { type: 'EnterpriseLinked', data } as const;
  const end = (more: object = {}) =>
    ({
      type: 'EndEnterpriseLink',
      data: { enterpriseId: 'enterprise-1', householdId: 'household-1', year: 2016, to: '2016-06-01', reason: '到期', ...more },
    }) as const;
  it('is registered once', () => {
    given().when({ type: 'RegisterEnterprise', data: registered.data }).then(registered);
    given(registered).when({ type: 'RegisterEnterprise', data: registered.data }).thenRejected('enterprise.already-registered');
    given()
      .when({ type: 'RegisterEnterprise', data: { ...registered.data, name: '' } })
      .thenRejected('text.blank');
  });
  it('carries a household by at least one mode', () =>
    given(registered)
      .when(link())
      .then({ ...linked, validAt: { from: '2016-03-01' } }));
  it('lets it go', () =>
    given(registered, linked)
      .when(end())
      .thenData({ type: 'EnterpriseLinkEnded', data: { ...end().data, villageId: of.villageId, from: '2016-03-01' } }));
  it.each([
    ['when nobody knows it', [], {}, 'enterprise.unknown'],
    ['by no mode', [registered], { modes: [] }, 'enterprise.no-mode'],
    ['twice', [registered, linked], {}, 'enterprise.already-linked'],
    ['of another village', [registered], { householdId: 'household-9' }, 'household.not-listed'],
    ['without document', [registered], { documentRef: '' }, 'text.blank'],
    ['tomorrow', [registered], { from: '2016-12-08' }, 'date.in-future'],
  ] as const)('does not carry a household %s', (_, history, more, code) =>
    given(...history)
      .when(link(more))
      .thenRejected(code),
  );
  it.each([
    ['unknown', [], {}, 'enterprise.unknown'],
    ['not carried', [registered], {}, 'enterprise.not-linked'],
    ['let go without reason', [registered, linked], { reason: '' }, 'text.blank'],
    ['let go before it began', [registered, linked], { to: '2016-02-01' }, 'date.backwards'],
  ] as const)('%s: no end', (_, history, more, code) =>
    given(...history)
      .when(end(more))
      .thenRejected(code),
  );
});

describe('resident days', () => {
  const given = specification(residentDaysDecider, { rows });
  const data = { ...of, month: 8, personId: 'person-aaaa', days: 17, documentRef: '示例' };
  const report = (more: object = {}) => ({ type: 'ReportResidentDays', data: { ...data, ...more } }) as const;
  const reported = { type: 'ResidentDaysReported', data } as const;
  const correct = (more: object = {}) => ({ type: 'CorrectResidentDays', data: { ...data, days: 16, reason: '误记', ...more } }) as const;
  it('are those of the month on duty', () => given().when(report()).then(reported));
  it('may be none', () =>
    given()
      .when(report({ days: 0 }))
      .then({ ...reported, data: { ...data, days: 0 } }));
  it('are corrected with a reason', () => given(reported).when(correct()).then({ type: 'ResidentDaysCorrected', data: correct().data }));
  it.each([
    ['more than the duty had', [], { days: 18 }, 'resident-days.too-many'],
    ['a month before the duty', [], { month: 7 }, 'resident-days.not-on-duty'],
    ['somebody without duty', [], { personId: 'person-cccc' }, 'resident-days.not-on-duty'],
    ['days after a duty’s end', [], { personId: 'person-bbbb', days: 11 }, 'resident-days.too-many'],
    ['a month that is not over, beyond today', [], { month: 12, days: 8 }, 'resident-days.too-many'],
    ['a year that has not come', [], { year: 2017, month: 1 }, 'date.in-future'],
    ['the same month again', [reported], {}, 'resident-days.already-reported'],
    ['no document', [], { documentRef: '' }, 'text.blank'],
  ] as const)('are not %s', (_, history, more, code) =>
    given(...history)
      .when(report(more))
      .thenRejected(code),
  );
  it.each([
    ['before they are reported', [], {}, 'resident-days.not-reported'],
    ['to what they are', [reported], { days: 17 }, 'resident-days.unchanged'],
    ['without reason', [reported], { reason: '' }, 'text.blank'],
    ['to too many', [reported], { days: 31 }, 'resident-days.too-many'],
  ] as const)('are not corrected %s', (_, history, more, code) =>
    given(...history)
      .when(correct(more))
      .thenRejected(code),
  );
});
