import type { View } from '#kernel';
import type { ChecklistPublished } from './checklist.events.js';

export type FindingChecklistRow = Readonly<{ checklistId: string; checklistVersion: number; itemIds: readonly string[] }>;
export const checklistKey = (checklistId: string, checklistVersion: number): string => `${checklistId}:${checklistVersion}`;

/** Which items can a finding be logged against? Read by decisions. */
export const findingChecklists: View<FindingChecklistRow, ChecklistPublished> = {
  name: 'finding-checklists',
  version: 1,
  zh: '各版督查清单的条目',
  keysOf: ({ data: { checklistId, checklistVersion } }) => [checklistKey(checklistId, checklistVersion)],
  on: {
    ChecklistPublished: (_, { data: { checklistId, checklistVersion, document } }) => ({
      checklistId,
      checklistVersion,
      itemIds: document.items.map(({ id }) => id),
    }),
  },
};
