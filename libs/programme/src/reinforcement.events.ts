import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';
import type { Authority } from './programme.events.js';

/** 任务重、力量弱、推进难. */
export const WEAKNESSES = ['heavy-task', 'weak-force', 'slow-progress'] as const;
export type Weakness = (typeof WEAKNESSES)[number];
export const WEAKNESS_ZH: Readonly<Record<Weakness, string>> = { 'heavy-task': '脱贫任务重', 'weak-force': '帮扶力量弱', 'slow-progress': '工作推进难' };

type OfVillage = Readonly<{ villageId: string; year: number }>;
/** All weaknesses that hold, each time; an empty list says that none does any more. */
export type VillageWeaknessDetermined = Event<
  'VillageWeaknessDetermined',
  OfVillage & Readonly<{ weaknesses: readonly Weakness[]; reason: string; authority: Authority }>
>;
/** 增援: a department beside the paired one, because of these weaknesses. `dueOn`: by when it has to be there; none said, none due. */
export type ReinforcementAssigned = Event<
  'ReinforcementAssigned',
  OfVillage & Readonly<{ reinforcementId: string; unitId: string; weaknesses: readonly Weakness[]; dueOn?: CalendarDate; authority: Authority }>
>;
/** Somebody of the department was there: an assignment alone helps nobody. */
export type ReinforcementArrived = Event<
  'ReinforcementArrived',
  OfVillage & Readonly<{ reinforcementId: string; unitId: string; date: CalendarDate; personIds: readonly string[]; documentRef: string }>
>;
export type ReinforcementEnded = Event<
  'ReinforcementEnded',
  OfVillage & Readonly<{ reinforcementId: string; unitId: string; to: CalendarDate; reason: string }>
>;
export type ReinforcementEvent = VillageWeaknessDetermined | ReinforcementAssigned | ReinforcementArrived | ReinforcementEnded;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
export const reinforcementEvents: Readonly<Record<ReinforcementEvent['type'], EventDefinition>> = {
  VillageWeaknessDetermined: define('fact', '认定薄弱村'),
  ReinforcementAssigned: define('act', '安排部门增援'),
  ReinforcementArrived: define('fact', '增援到位'),
  ReinforcementEnded: define('fact', '增援结束'),
};
