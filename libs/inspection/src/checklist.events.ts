import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';

type Named = Readonly<{ id: string; zh: string }>;
/** What is asked in one place of the list: under which question, against which standard, and of whom. */
export type ChecklistItem = Named & Readonly<{ questionId: string; standardId?: string; askedOf: readonly string[] }>;
/** A published list. Questions, standards and respondents are data too: another county asks other things of other people. */
export type ChecklistDocument = Readonly<{
  zh: string;
  source: string;
  /** 示例: made up or put together from memory, not an office's own text. */
  example?: boolean;
  questions: readonly Named[];
  standards: readonly (Named & Readonly<{ of: 'village' | 'household' | 'unit' }>)[];
  respondents: readonly Named[];
  items: readonly ChecklistItem[];
}>;
export type ChecklistPublished = Event<
  'ChecklistPublished',
  { checklistId: string; checklistVersion: number; date: CalendarDate; documentRef: string; document: ChecklistDocument }
>;

/** Manifest of the events; the compiler names a forgotten one. */
export const checklistEvents: Readonly<Record<ChecklistPublished['type'], EventDefinition>> = {
  ChecklistPublished: { kind: 'act', version: 1, zh: '发布督查清单', subjectsOf: subjectIdsIn },
};
