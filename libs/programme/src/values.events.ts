import { subjectIdsIn, type Event, type EventDefinition } from '#kernel';

/** What a value is tagged on: an instruction by its key `<date>/<id>`, a good practice by its finding id, a piece of evidence by the hash of its file. */
export type Tagged = Readonly<{ kind: 'instruction' | 'good-practice' | 'evidence'; ref: string }>;
export type Actors = 'leaders' | 'cadres' | 'masses';
/** 三苦三真: whose conduct shows which value. `nodeName`: the name by which it was called. */
export type ValueTagged = Event<
  'ValueTagged',
  { tagId: string; programmeId: string; nodeName: string; nodeId: string; actors: Actors; on: Tagged; note?: string }
>;
export type ValueTagRemoved = Event<'ValueTagRemoved', { tagId: string; programmeId: string; nodeId: string; reason: string }>;
export type ValueEvent = ValueTagged | ValueTagRemoved;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const valueEvents: Readonly<Record<ValueEvent['type'], EventDefinition>> = {
  ValueTagged: fact('标注“三苦三真”'),
  ValueTagRemoved: fact('撤销标注'),
};
