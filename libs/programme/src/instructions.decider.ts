import { dateOf, holdsOn, isDate, must, yearOf, type Decider, type Facts } from '#kernel';
import type { RecordInstruction } from './commands.js';
import { officeHolders } from './office-holders.view.js';
import { programmeTree } from './programme-tree.view.js';
import type { InstructionRecorded } from './programme.events.js';
import type { OfficeRow, ProgrammeTreeRow } from './rows.js';

type State = Readonly<{ instructionIds: readonly string[] }>;
type Instruction = InstructionRecorded['data'];

/** Words weigh by the post they were spoken from, so the speaker must have held it on that day. */
function mustHoldPost(facts: Facts, { postId, personId, date }: Instruction): void {
  const office = facts.get<OfficeRow>(officeHolders.name, postId);
  must(office, 'post.unknown', { zh: '岗位尚未登记', en: 'this post is not registered' });
  const held = office.holders.some((holder) => holder.personId === personId && holdsOn(holder, date));
  must(held, 'instruction.post-not-held', { zh: '讲话人当日不在该岗位', en: 'the speaker did not hold this post on that date' });
}

function mustKnowNodes(facts: Facts, { programmeId, nodeIds = [] }: Instruction): void {
  if (programmeId === undefined)
    return must(nodeIds.length === 0, 'instruction.programme-missing', { zh: '未注明所属总体思路', en: 'nodes are named without their programme' });
  const tree = facts.get<ProgrammeTreeRow>(programmeTree.name, programmeId);
  must(tree, 'programme.unknown', { zh: '没有这一总体思路', en: 'no such programme' });
  const unknown = nodeIds.find((nodeId) => !tree.document.nodes.some(({ id }) => id === nodeId));
  must(unknown === undefined, 'programme.node-unknown', { zh: `没有节点${unknown}`, en: `no node ${unknown}` });
}

/** The instructions of one year, each dated and spoken from a post. */
export const instructionsDecider: Decider<State, RecordInstruction, InstructionRecorded> = {
  category: 'instructions',
  streamOf: ({ data }) => `instructions-${yearOf(data.date)}`,
  initialState: { instructionIds: [] },
  commands: { RecordInstruction: { by: 'person', zh: '记录动员与指示' } },
  needs: {
    RecordInstruction: ({ data: { postId, programmeId } }) => [
      { view: officeHolders.name, key: postId },
      ...(programmeId === undefined ? [] : [{ view: programmeTree.name, key: programmeId }]),
    ],
  },
  decide: {
    RecordInstruction: ({ data }, { instructionIds }, { facts, recordedAt }) => {
      must(isDate(data.date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
      must(data.date <= dateOf(recordedAt), 'instruction.in-future', { zh: '指示日期晚于记录日期', en: 'the instruction is dated after the day of recording' });
      must(data.text.trim() !== '', 'text.blank', { zh: '内容不能为空', en: 'the text must not be blank' });
      must(!instructionIds.includes(data.instructionId), 'instruction.already-recorded', { zh: '该编号已使用', en: 'this instruction id is taken' });
      mustHoldPost(facts, data);
      mustKnowNodes(facts, data);
      return [{ type: 'InstructionRecorded', data, validAt: { from: data.date } }];
    },
  },
  evolve: { InstructionRecorded: ({ instructionIds }, { data }) => ({ instructionIds: [...instructionIds, data.instructionId] }) },
  commandOf: { InstructionRecorded: (_, { data }) => ({ type: 'RecordInstruction', data }) },
};
