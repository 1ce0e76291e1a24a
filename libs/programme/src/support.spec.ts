import { specification } from '../../../test/support/specification.js';
import { pairingDecider, supportGroupDecider } from './partners.decider.js';
import { reinforcementDecider } from './reinforcement.decider.js';
import { namesIn } from './tree.rules.js';
import { PINGLI_11236 } from './trees/pingli-11236.js';
import { valuesDecider } from './values.decider.js';

const rows = {
  'programme-tree': { 'pingli-11236': { programmeId: 'pingli-11236', treeVersion: 1, document: PINGLI_11236, names: namesIn(PINGLI_11236) } },
  'planning-subjects': {
    'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' },
    'unit-county1': { id: 'unit-county1', kind: 'unit' },
    'unit-dept1': { id: 'unit-dept1', kind: 'unit' },
    'unit-dept2': { id: 'unit-dept2', kind: 'unit' },
  },
  'village-duty-holders': {
    'village-yunwu': {
      villageId: 'village-yunwu',
      holders: [{ dutyId: 'duty-1', kind: 'paired-department', year: 2016, unitId: 'unit-dept2', from: '2016-01-01' }],
    },
  },
  instructions: { '2016-11-07/instruction-1': { instructionId: 'instruction-1' } },
};
const by = (date: string, organUnitId = 'unit-county1') => ({ organUnitId, documentNo: '示例〔2016〕1号', date });
const of = { villageId: 'village-yunwu', year: 2016 };

describe('reinforcement', () => {
  const given = specification(reinforcementDecider, { rows });
  const find = (more: object = {}) =>
    ({
      type: 'DetermineVillageWeakness',
      data: { ...of, weaknesses: ['heavy-task', 'slow-progress'], reason: '任务多', authority: by('2016-03-01'), ...more },
    }) as never;
  const found = {
    type: 'VillageWeaknessDetermined',
    data: { ...of, weaknesses: ['heavy-task', 'slow-progress'], reason: '任务多', authority: by('2016-03-01') },
  } as const;
  const one = { ...of, reinforcementId: 'reinforcement-1' };
  const sending = { ...one, unitId: 'unit-dept1', weaknesses: ['heavy-task'], dueOn: '2016-03-20', authority: by('2016-03-10') };
  const send = (more: object = {}) => ({ type: 'AssignReinforcement', data: { ...sending, ...more } }) as never;
  const sent = { type: 'ReinforcementAssigned', data: sending } as const;
  const arrive = (more: object = {}) =>
    ({ type: 'RecordReinforcementArrival', data: { ...one, date: '2016-03-25', personIds: ['person-aaaa'], documentRef: '示例', ...more } }) as never;
  const arrived = {
    type: 'ReinforcementArrived',
    data: { ...one, unitId: 'unit-dept1', date: '2016-03-25', personIds: ['person-aaaa'], documentRef: '示例' },
  } as const;
  const end = (more: object = {}) => ({ type: 'EndReinforcement', data: { ...one, to: '2016-08-01', reason: '完成', ...more } }) as never;
  const ended = { type: 'ReinforcementEnded', data: { ...one, unitId: 'unit-dept1', to: '2016-08-01', reason: '完成' } } as const;

  it('begins with a determined weakness', () =>
    given()
      .when(find())
      .then({ ...found, validAt: { from: '2016-03-01' } }));
  it('of a village no longer weak ends in an empty list', () =>
    given(found)
      .when(find({ weaknesses: [], authority: by('2016-09-01') }))
      .thenData({ ...found, data: { ...found.data, weaknesses: [], authority: by('2016-09-01') } }));
  it('answers one of the weaknesses', () =>
    given(found)
      .when(send())
      .then({ ...sent, validAt: { from: '2016-03-10' } }));
  it('arrives, or does not', () =>
    given(found, sent)
      .when(arrive())
      .then({ ...arrived, validAt: { from: '2016-03-25' } }));
  it('ends, also without having arrived', () => {
    given(found, sent, arrived)
      .when(end())
      .then({ ...ended, validAt: { from: '2016-08-01' } });
    given(found, sent).when(end()).thenData(ended);
  });
  it.each<[string, readonly object[], unknown, string]>([
    ['weakness in an unknown village', [], find({ villageId: 'village-none' }), 'village.unknown'],
    ['weakness by an unknown organ', [], find({ authority: by('2016-03-01', 'unit-none') }), 'unit.unknown'],
    ['weakness without reason', [], find({ reason: '' }), 'text.blank'],
    ['weakness as it stands', [found], find({ weaknesses: ['slow-progress', 'heavy-task'] }), 'reinforcement.unchanged'],
    ['weakness older than the last word', [found], find({ weaknesses: [], authority: by('2016-02-01') }), 'date.out-of-order'],
    ['help for a village not found weak', [], send(), 'reinforcement.not-weak'],
    ['help for another weakness', [found], send({ weaknesses: ['weak-force'] }), 'reinforcement.not-weak'],
    ['help for nothing', [found], send({ weaknesses: [] }), 'reinforcement.no-reason'],
    ['help by the paired department', [found], send({ unitId: 'unit-dept2' }), 'reinforcement.already-paired'],
    ['help by an unknown department', [found], send({ unitId: 'unit-none' }), 'unit.unknown'],
    ['help under an id that is taken', [found, sent], send(), 'reinforcement.already-recorded'],
    ['help by one who is there', [found, sent], send({ reinforcementId: 'reinforcement-2' }), 'reinforcement.already-assigned'],
    ['help due before it is ordered', [found], send({ dueOn: '2016-03-09' }), 'date.out-of-order'],
    ['help ordered before the weakness', [found], send({ authority: by('2016-02-01') }), 'date.out-of-order'],
    ['arrival of what was not ordered', [found], arrive(), 'reinforcement.unknown'],
    ['arrival twice', [found, sent, arrived], arrive(), 'reinforcement.already-arrived'],
    ['arrival of nobody', [found, sent], arrive({ personIds: [] }), 'reinforcement.nobody'],
    ['arrival before the order', [found, sent], arrive({ date: '2016-03-09' }), 'date.out-of-order'],
    ['arrival after the end', [found, sent, ended], arrive({ date: '2016-09-01' }), 'reinforcement.already-ended'],
    ['arrival without document', [found, sent], arrive({ documentRef: '' }), 'text.blank'],
    ['end without reason', [found, sent], end({ reason: '' }), 'text.blank'],
    ['end before arrival', [found, sent, arrived], end({ to: '2016-03-24' }), 'date.out-of-order'],
    ['end twice', [found, sent, ended], end(), 'reinforcement.already-ended'],
  ])('is no %s', (_, history, command, code) =>
    given(...(history as readonly never[]))
      .when(command as never)
      .thenRejected(code),
  );
  it('guards the duties on which it rests', () =>
    expect(reinforcementDecider.needs!.AssignReinforcement!(send()).map(({ guard }) => guard)).toContain('duties-village-yunwu-2016'));
});

describe('a support group', () => {
  const given = specification(supportGroupDecider);
  const naming = { groupId: 'group-school', zh: '高校帮扶团', statedCount: 9, source: '报道' };
  const named = { type: 'SupportGroupNamed', data: naming } as const;
  const joining = { groupId: 'group-school', bodyId: 'body-1', name: '示例单位', from: '2016-02-01' };
  const joined = { type: 'SupportBodyJoined', data: joining } as const;
  const leave = (more: object = {}) =>
    ({ type: 'LeaveSupportGroup', data: { groupId: 'group-school', bodyId: 'body-1', to: '2016-09-01', reason: '调整', ...more } }) as const;
  it('is named with its number, joined and left', () => {
    given().when({ type: 'NameSupportGroup', data: naming }).then(named);
    given(named)
      .when({ type: 'JoinSupportGroup', data: joining })
      .then({ ...joined, validAt: { from: '2016-02-01' } });
    given(named, joined)
      .when(leave())
      .thenData({ type: 'SupportBodyLeft', data: { ...leave().data, from: '2016-02-01' } });
  });
  it.each<[string, readonly object[], object, string]>([
    ['named twice', [named], { type: 'NameSupportGroup', data: naming }, 'partner.group-named'],
    ['named as none', [], { type: 'NameSupportGroup', data: { ...naming, statedCount: 0 } }, 'partner.not-a-count'],
    ['named without words', [], { type: 'NameSupportGroup', data: { ...naming, zh: '' } }, 'text.blank'],
    ['joined unnamed', [], { type: 'JoinSupportGroup', data: joining }, 'partner.group-unknown'],
    ['joined twice', [named, joined], { type: 'JoinSupportGroup', data: joining }, 'partner.already-joined'],
    ['joined tomorrow', [named], { type: 'JoinSupportGroup', data: { ...joining, from: '2016-12-08' } }, 'date.in-future'],
    ['left by a stranger', [named], leave(), 'partner.not-joined'],
    ['left without reason', [named, joined], leave({ reason: '' }), 'text.blank'],
    ['left before it was joined', [named, joined], leave({ to: '2016-01-01' }), 'date.backwards'],
  ])('is not %s', (_, history, command, code) =>
    given(...(history as readonly never[]))
      .when(command as never)
      .thenRejected(code),
  );
});

describe('a pairing', () => {
  const given = specification(pairingDecider);
  const opening = { campaignId: 'campaign-1', zh: '百帮千', statedSupporters: 100, statedHelped: 1_000, source: '报道', date: '2016-03-08' };
  const opened = { type: 'PairingCampaignOpened', data: opening } as const;
  const pair = (supporterId: string, ...helpedIds: string[]) => ({ campaignId: 'campaign-1', supporterId, helpedIds, date: '2016-04-01' });
  const paired = (supporterId: string, ...helpedIds: string[]) =>
    ({ type: 'SupporterPaired', data: { ...pair(supporterId, ...helpedIds), documentRef: '示例' } }) as const;
  const pairing = (supporterId: string, helpedIds: string[], more: object = {}) =>
    ({ type: 'PairSupporter', data: { ...pair(supporterId, ...helpedIds), documentRef: '示例', ...more } }) as never;
  const unpairing = (supporterId: string, helpedIds: string[], more: object = {}) =>
    ({ type: 'UnpairSupporter', data: { ...pair(supporterId, ...helpedIds), reason: '外出', ...more } }) as never;
  it('has one supporter for several helped', () => {
    given().when({ type: 'OpenPairingCampaign', data: opening }).thenData(opened);
    given(opened)
      .when(pairing('supporter-1', ['helped-1', 'helped-2']))
      .thenData(paired('supporter-1', 'helped-1', 'helped-2'));
    given(opened, paired('supporter-1', 'helped-1'))
      .when(unpairing('supporter-1', ['helped-1']))
      .thenData({ type: 'SupporterUnpaired', data: { ...pair('supporter-1', 'helped-1'), reason: '外出' } });
  });
  it.each<[string, readonly object[], unknown, string]>([
    ['opened twice', [opened], { type: 'OpenPairingCampaign', data: opening }, 'pairing.already-open'],
    ['opened for none', [], { type: 'OpenPairingCampaign', data: { ...opening, statedHelped: 0 } }, 'partner.not-a-count'],
    ['without campaign', [], pairing('supporter-1', ['helped-1']), 'pairing.unknown'],
    ['with nobody', [opened], pairing('supporter-1', []), 'pairing.nobody'],
    ['with one twice', [opened], pairing('supporter-1', ['helped-1', 'helped-1']), 'pairing.nobody'],
    ['with one who has a supporter', [opened, paired('supporter-1', 'helped-1')], pairing('supporter-2', ['helped-1']), 'pairing.already-paired'],
    ['before the campaign', [opened], pairing('supporter-1', ['helped-1'], { date: '2016-03-07' }), 'date.out-of-order'],
    ['without document', [opened], pairing('supporter-1', ['helped-1'], { documentRef: '' }), 'text.blank'],
    ['undone by another', [opened, paired('supporter-1', 'helped-1')], unpairing('supporter-2', ['helped-1']), 'pairing.not-paired'],
    ['undone without reason', [opened, paired('supporter-1', 'helped-1')], unpairing('supporter-1', ['helped-1'], { reason: '' }), 'text.blank'],
  ])('is not %s', (_, history, command, code) =>
    given(...(history as readonly never[]))
      .when(command as never)
      .thenRejected(code),
  );
});

describe('a value tag', () => {
  const given = specification(valuesDecider, { rows });
  const data = {
    tagId: 'tag-1',
    programmeId: 'pingli-11236',
    nodeName: '苦抓',
    actors: 'leaders',
    on: { kind: 'instruction', ref: '2016-11-07/instruction-1' },
  };
  const tag = (more: object = {}) => ({ type: 'TagValue', data: { ...data, ...more } }) as never;
  const tagged = { type: 'ValueTagged', data: { ...data, nodeId: 'hard-leading' } } as never;
  const remove = (more: object = {}) => ({ type: 'RemoveValueTag', data: { tagId: 'tag-1', programmeId: 'pingli-11236', reason: '有误', ...more } }) as const;
  const removed = { type: 'ValueTagRemoved', data: { ...remove().data, nodeId: 'hard-leading' } } as const;
  it('stands on an instruction, a good practice or a file', () => {
    given().when(tag()).then(tagged);
    for (const on of [
      { kind: 'good-practice', ref: 'finding-1' },
      { kind: 'evidence', ref: 'a'.repeat(64) },
    ])
      given()
        .when(tag({ on }))
        .thenData({ type: 'ValueTagged', data: { ...data, on, nodeId: 'hard-leading' } } as never);
  });
  it('is taken off, and may come back', () => {
    given(tagged).when(remove()).then(removed);
    given(tagged, removed)
      .when(tag({ tagId: 'tag-2' }))
      .thenData({ type: 'ValueTagged', data: { ...data, tagId: 'tag-2', nodeId: 'hard-leading' } } as never);
  });
  it.each<[string, readonly object[], unknown, string]>([
    ['on other actors', [], tag({ actors: 'masses' }), 'value.wrong-actors'],
    ['of a path', [], tag({ nodeName: '电商' }), 'programme.node-kind'],
    ['on an unknown instruction', [], tag({ on: { kind: 'instruction', ref: '2016-11-08/none' } }), 'instruction.unknown'],
    ['on what is no file', [], tag({ on: { kind: 'evidence', ref: 'photo.png' } }), 'value.ref-invalid'],
    ['on what is no finding', [], tag({ on: { kind: 'good-practice', ref: '进城卖鸡' } }), 'value.ref-invalid'],
    ['under an id that is taken', [tagged], tag({ nodeName: '真抓' }), 'value.already-tagged'],
    ['twice', [tagged], tag({ tagId: 'tag-2' }), 'value.already-tagged'],
    ['taken off twice', [tagged, removed], remove(), 'value.not-tagged'],
    ['taken off without reason', [tagged], remove({ reason: '' }), 'text.blank'],
  ])('is not put %s', (_, history, command, code) =>
    given(...(history as readonly never[]))
      .when(command as never)
      .thenRejected(code),
  );
});
