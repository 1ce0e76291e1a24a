import { must, type Command, type Decider, type Facts } from '#kernel';
import { mustMeanNode, mustSay, treeNeeds } from './guards.js';
import { instructions } from './instructions.view.js';
import type { InstructionRow } from './rows.js';
import type { Tagged, ValueEvent, ValueTagged, ValueTagRemoved } from './values.events.js';

export type TagValue = Command<'TagValue', Omit<ValueTagged['data'], 'nodeId'>>;
export type RemoveValueTag = Command<'RemoveValueTag', Omit<ValueTagRemoved['data'], 'nodeId'>>;
export type ValueCommand = TagValue | RemoveValueTag;
type Tag = Readonly<{ tagId: string; nodeId: string; on: string; removed: boolean }>;
type State = Readonly<{ tags: readonly Tag[] }>;

const refOf = ({ kind, ref }: Tagged): string => `${kind}/${ref}`;
const SHA256 = /^[0-9a-f]{64}$/;

/** An instruction is ours to know; what other contexts keep is only named, in the form in which they name it. */
function mustExist({ kind, ref }: Tagged, facts: Facts): void {
  if (kind === 'instruction')
    return must(facts.get<InstructionRow>(instructions.name, ref), 'instruction.unknown', { zh: '没有这一指示', en: 'no such instruction' });
  const right = kind === 'evidence' ? SHA256.test(ref) : /^finding-[0-9a-z][0-9a-z-]*$/.test(ref);
  must(right, 'value.ref-invalid', { zh: '所标注的材料编号不正确', en: 'not the reference of such a thing' });
}

/** The values shown, tag by tag. A value belongs to one class of actors: leaders lead, cadres help, the masses work. */
export const valuesDecider: Decider<State, ValueCommand, ValueEvent> = {
  category: 'values',
  streamOf: ({ data }) => `values-${data.programmeId}`,
  initialState: { tags: [] },
  commands: { TagValue: { by: 'person', zh: '标注“三苦三真”' }, RemoveValueTag: { by: 'person', zh: '撤销标注' } },
  needs: {
    TagValue: ({ data: { programmeId, on } }) => [...treeNeeds(programmeId), ...(on.kind === 'instruction' ? [{ view: instructions.name, key: on.ref }] : [])],
  },
  decide: {
    TagValue: ({ data }, { tags }, { facts }) => {
      const node = mustMeanNode(facts, data.programmeId, data.nodeName, 'value');
      must(node.actors === data.actors, 'value.wrong-actors', { zh: `“${node.zh}”不是这类人员的要求`, en: `${node.id} is not asked of ${data.actors}` });
      must(!tags.some(({ tagId }) => tagId === data.tagId), 'value.already-tagged', { zh: '该标注编号已使用', en: 'this tag id is taken' });
      const same = tags.some((tag) => !tag.removed && tag.nodeId === node.id && tag.on === refOf(data.on));
      must(!same, 'value.already-tagged', { zh: '该材料已有这一标注', en: 'it bears this tag already' });
      mustExist(data.on, facts);
      return [{ type: 'ValueTagged', data: { ...data, nodeId: node.id } }];
    },
    RemoveValueTag: ({ data }, { tags }) => {
      const tag = tags.find(({ tagId, removed }) => tagId === data.tagId && !removed);
      must(tag, 'value.not-tagged', { zh: '没有这一标注', en: 'no such tag' });
      mustSay(data.reason, '撤销理由', 'the reason of a removal');
      return [{ type: 'ValueTagRemoved', data: { ...data, nodeId: tag.nodeId } }];
    },
  },
  evolve: {
    ValueTagged: ({ tags }, { data: { tagId, nodeId, on } }) => ({ tags: [...tags, { tagId, nodeId, on: refOf(on), removed: false }] }),
    ValueTagRemoved: ({ tags }, { data: { tagId } }) => ({ tags: tags.map((tag) => (tag.tagId === tagId ? { ...tag, removed: true } : tag)) }),
  },
  commandOf: {
    ValueTagged: (_, { data: { nodeId: _node, ...data } }) => ({ type: 'TagValue', data }),
    ValueTagRemoved: (_, { data: { nodeId: _node, ...data } }) => ({ type: 'RemoveValueTag', data }),
  },
};
