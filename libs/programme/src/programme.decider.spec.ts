import { specification } from '../../../test/support/specification.js';
import { instructionsDecider } from './instructions.decider.js';
import { programmeDecider } from './programme.decider.js';
import type { ProgrammeNode, ProgrammeTree } from './programme.events.js';
import { namesIn } from './tree.rules.js';
import { PINGLI_11236 } from './trees/pingli-11236.js';

describe('a programme tree', () => {
  const given = specification(programmeDecider);
  const mechanism: ProgrammeNode = { id: 'accountability', kind: 'mechanism', zh: '问责问效机制', aliases: ['问责机制'] };
  const tree: ProgrammeTree = { zh: '示例思路', source: '示例', composition: { mechanism: 1 }, nodes: [mechanism] };
  const publish = (document: ProgrammeTree) => ({ type: 'PublishProgrammeTree', data: { programmeId: 'sample', document } }) as const;
  const published = { type: 'ProgrammeTreePublished', data: { programmeId: 'sample', treeVersion: 1, document: tree } } as const;

  it('is published as data', () => given().when(publish(tree)).then(published));
  it('of another county needs no code', () =>
    given()
      .when(publish({ ...tree, composition: {}, nodes: [{ id: 'road', kind: 'path', zh: '修路一批' }] }))
      .thenData({ ...published, data: { ...published.data, document: { ...tree, composition: {}, nodes: [{ id: 'road', kind: 'path', zh: '修路一批' }] } } }));
  it('gets its next version', () =>
    given(published)
      .when(publish({ ...tree, zh: '新名' }))
      .then({ ...published, data: { ...published.data, treeVersion: 2, document: { ...tree, zh: '新名' } } }));
  it('is not published twice alike', () =>
    given(published)
      .when(publish({ ...tree }))
      .thenRejected('programme.unchanged'));
  it('never drops an id', () =>
    given(published)
      .when(publish({ ...tree, nodes: [{ ...mechanism, id: 'other' }] }))
      .thenRejected('programme.id-dropped'));
  it.each<[string, readonly ProgrammeNode[], string]>([
    ['an id twice', [mechanism, { ...mechanism, zh: '别名', aliases: [] }], 'programme.id-twice'],
    ['a name for two nodes', [mechanism, { ...mechanism, id: 'other' }], 'programme.name-twice'],
    ['an alias that is another’s label', [mechanism, { id: 'other', kind: 'group', zh: '问责机制' }], 'programme.name-twice'],
    ['an unknown parent', [{ ...mechanism, parentId: 'none' }], 'programme.parent-unknown'],
    ['itself as parent', [{ ...mechanism, parentId: 'accountability' }], 'programme.parent-unknown'],
    [
      'a circle',
      [
        { ...mechanism, parentId: 'b' },
        { id: 'b', kind: 'group', zh: '乙', parentId: 'accountability' },
      ],
      'programme.parent-unknown',
    ],
    ['more than it says', [mechanism, { id: 'second', kind: 'mechanism', zh: '第二机制' }], 'programme.composition'],
    ['fewer than it says', [], 'programme.composition'],
  ])('has not %s', (_, nodes, code) =>
    given()
      .when(publish({ ...tree, nodes }))
      .thenRejected(code),
  );
  it.each(['zh', 'source'])('needs its %s', (field) =>
    given()
      .when(publish({ ...tree, [field]: '' }))
      .thenRejected('text.blank'),
  );
});

describe('the “11236” tree', () => {
  const names = namesIn(PINGLI_11236);
  it('is accepted as it stands', () =>
    specification(programmeDecider)()
      .when({ type: 'PublishProgrammeTree', data: { programmeId: 'pingli-11236', document: PINGLI_11236 } })
      .thenData({ type: 'ProgrammeTreePublished', data: { programmeId: 'pingli-11236', treeVersion: 1, document: PINGLI_11236 } }));
  const count = (wanted: Partial<ProgrammeNode>) =>
    PINGLI_11236.nodes.filter((node) => Object.entries(wanted).every(([key, value]) => node[key as keyof ProgrammeNode] === value)).length;
  it('has one leadership, ten paths of which seven are given and three local, two goals for 2020, 3 + 3 values, six mechanisms', () => {
    expect([count({ kind: 'guidance' }), count({ kind: 'path' }), count({ setBy: 'provincial-city' }), count({ setBy: 'local' })]).toEqual([1, 10, 7, 3]);
    expect([count({ kind: 'goal', horizonYear: 2020 }), count({ kind: 'value' }), count({ kind: 'mechanism' })]).toEqual([2, 6, 6]);
    expect((['leaders', 'cadres', 'masses'] as const).map((actors) => count({ actors }))).toEqual([2, 2, 2]);
  });
  it.each([
    ['激励鼓励机制', 'incentive'],
    ['鼓励激励机制', 'incentive'],
    ['1+10', 'ten-paths'],
    ['支部+10', 'ten-paths'],
    ['十个一批', 'ten-paths'],
    ['七个一批', 'provincial-seven'],
    ['社区工厂', 'community-factory'],
  ])('knows %s as %s', (name, id) => expect(names[name]).toBe(id));
});

describe('an instruction', () => {
  const rows = {
    'office-holders': {
      'post-0001': { postId: 'post-0001', holders: [{ tenureId: 'tenure-1', personId: 'person-0001', from: '2015-01-01', to: '2016-11-08' }] },
    },
    'programme-tree': { 'pingli-11236': { document: PINGLI_11236 } },
  };
  const given = specification(instructionsDecider, { rows });
  const instruction = {
    instructionId: 'instruction-1',
    date: '2016-11-07',
    postId: 'post-0001',
    personId: 'person-0001',
    text: '冲刺大会再动员',
    programmeId: 'pingli-11236',
    nodeIds: ['work-progress'],
  };
  const record = (more: object = {}) => ({ type: 'RecordInstruction', data: { ...instruction, ...more } }) as const;
  const recordedOne = { type: 'InstructionRecorded', data: instruction } as const;

  it('is dated and spoken from a post', () =>
    given()
      .when(record())
      .then({ ...recordedOne, validAt: { from: '2016-11-07' } }));
  it('needs no programme', () =>
    given()
      .when(record({ programmeId: undefined, nodeIds: undefined }))
      .thenData({ ...recordedOne, data: { ...instruction, programmeId: undefined, nodeIds: undefined } }));
  it('is recorded once', () => given(recordedOne).when(record()).thenRejected('instruction.already-recorded'));
  it.each([
    ['from a post left the day before', { date: '2016-11-08' }, 'instruction.post-not-held'],
    ['by somebody else', { personId: 'person-0002' }, 'instruction.post-not-held'],
    ['from an unknown post', { postId: 'post-none' }, 'post.unknown'],
    ['on no real date', { date: '2016-11-31' }, 'date.invalid'],
    ['tomorrow', { date: '2016-12-08' }, 'instruction.in-future'],
    ['without words', { text: ' ' }, 'text.blank'],
    ['about an unknown programme', { programmeId: 'other' }, 'programme.unknown'],
    ['about an unknown node', { nodeIds: ['none'] }, 'programme.node-unknown'],
    ['about nodes of no programme', { programmeId: undefined }, 'instruction.programme-missing'],
  ])('is not given %s', (_, more, code) => given().when(record(more)).thenRejected(code));
});
