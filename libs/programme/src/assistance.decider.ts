import { must, type CalendarDate, type Command, type Decider, type Need } from '#kernel';
import {
  RELOCATION_STAGE_ZH,
  RELOCATION_STAGES,
  type AssistanceAssigned,
  type AssistanceEnded,
  type AssistanceEvent,
  type RelocationStage,
  type RelocationStageReached,
} from './assistance.events.js';
import { householdNeeds, mustBeListed, mustCite, mustEndAfter, mustFollow, mustHaveHappened, mustMeanNode, mustSay, treeNeeds } from './guards.js';

export type AssignAssistance = Command<'AssignAssistance', Omit<AssistanceAssigned['data'], 'nodeId'>>;
export type EndAssistance = Command<'EndAssistance', Omit<AssistanceEnded['data'], 'programmeId' | 'nodeId' | 'from' | 'villageId'>>;
export type RecordRelocationStage = Command<'RecordRelocationStage', RelocationStageReached['data']>;
export type AssistanceCommand = AssignAssistance | EndAssistance | RecordRelocationStage;

type Assigned = AssistanceAssigned['data'] & Readonly<{ to?: CalendarDate }>;
type State = Readonly<{ assigned: readonly Assigned[]; stage?: RelocationStage; since?: CalendarDate }>;

const listed = ({ data: { householdId, year } }: Readonly<{ data: { householdId: string; year: number } }>): readonly Need[] =>
  householdNeeds(year, [householdId]);

/** The next stage after the one reached; none is skipped and none repeated. */
function mustBeNext(stage: RelocationStage, reached: RelocationStage | undefined): void {
  const next = RELOCATION_STAGES[reached === undefined ? 0 : RELOCATION_STAGES.indexOf(reached) + 1];
  const text =
    next === undefined
      ? { zh: '该户已脱贫', en: 'the last stage has been reached' }
      : { zh: `下一步应为“${RELOCATION_STAGE_ZH[next]}”`, en: `the next stage is ${next}` };
  must(stage === next, 'relocation.out-of-order', text);
}

/** One household in one year: the paths it is on, and how far a relocation has come. */
export const assistanceDecider: Decider<State, AssistanceCommand, AssistanceEvent> = {
  category: 'assistance',
  streamOf: ({ data }) => `assistance-${data.householdId}-${data.year}`,
  initialState: { assigned: [] },
  commands: {
    AssignAssistance: { by: 'person', zh: '落实帮扶措施' },
    EndAssistance: { by: 'person', zh: '结束帮扶措施' },
    RecordRelocationStage: { by: 'person', zh: '记录搬迁进展' },
  },
  needs: { AssignAssistance: (command) => [...listed(command), ...treeNeeds(command.data.programmeId)], RecordRelocationStage: listed },
  decide: {
    AssignAssistance: ({ data }, { assigned }, input) => {
      mustBeListed(input.facts, data.villageId, data.year, [data.householdId]);
      must(!assigned.some(({ assistanceId }) => assistanceId === data.assistanceId), 'assistance.already-assigned', {
        zh: '该措施编号已使用',
        en: 'this assistance id is taken',
      });
      const nodeId = mustMeanNode(input.facts, data.programmeId, data.pathName, 'path').id;
      mustSay(data.assistance, '措施', 'the assistance');
      mustCite(data.documentRef);
      mustHaveHappened(data.from, input);
      return [{ type: 'AssistanceAssigned', data: { ...data, nodeId }, validAt: { from: data.from } }];
    },
    EndAssistance: ({ data }, { assigned }, input) => {
      const found = assigned.find(({ assistanceId }) => assistanceId === data.assistanceId);
      must(found, 'assistance.unknown', { zh: '该户没有这一措施', en: 'this household has no such assistance' });
      must(found.to === undefined, 'assistance.already-ended', { zh: '该措施已经结束', en: 'this assistance has ended' });
      mustSay(data.reason, '结束原因', 'the reason of an end');
      mustHaveHappened(data.to, input);
      mustEndAfter(found, data.to);
      const { programmeId, nodeId, from, villageId } = found;
      return [{ type: 'AssistanceEnded', data: { ...data, villageId, programmeId, nodeId, from }, validAt: { from, to: data.to } }];
    },
    RecordRelocationStage: ({ data }, { stage, since }, input) => {
      mustBeListed(input.facts, data.villageId, data.year, [data.householdId]);
      mustBeNext(data.stage, stage);
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, since);
      return [{ type: 'RelocationStageReached', data, validAt: { from: data.date } }];
    },
  },
  evolve: {
    AssistanceAssigned: (state, { data }) => ({ ...state, assigned: [...state.assigned, data] }),
    AssistanceEnded: (state, { data: { assistanceId, to } }) => ({
      ...state,
      assigned: state.assigned.map((one) => (one.assistanceId === assistanceId ? { ...one, to } : one)),
    }),
    RelocationStageReached: (state, { data: { stage, date } }) => ({ ...state, stage, since: date }),
  },
  commandOf: {
    AssistanceAssigned: (_, { data: { nodeId: _node, ...data } }) => ({ type: 'AssignAssistance', data }),
    AssistanceEnded: (_, { data: { householdId, year, assistanceId, to, reason } }) => ({
      type: 'EndAssistance',
      data: { householdId, year, assistanceId, to, reason },
    }),
    RelocationStageReached: (_, { data }) => ({ type: 'RecordRelocationStage', data }),
  },
};
