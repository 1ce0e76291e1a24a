import type { CalendarDate, View } from '#kernel';
import type { ChecklistDocument, ChecklistPublished } from './checklist.events.js';

export type ChecklistVersion = Readonly<{ version: number; date: CalendarDate; documentRef: string; eventId: string; document: ChecklistDocument }>;
export type ChecklistRow = Readonly<{ checklistId: string; zh: string; version: number; versions: readonly ChecklistVersion[] }>;

/** What does a checklist ask, in each of its versions? On a date: in the versions published by then. */
export const checklists: View<ChecklistRow, ChecklistPublished> = {
  name: 'checklists',
  version: 1,
  zh: '督查清单及其各版本问什么、问谁？',
  keysOf: ({ data }) => [data.checklistId],
  on: {
    ChecklistPublished: (row, { id, data: { checklistId, checklistVersion: version, date, documentRef, document } }) =>
      rowOf(checklistId, [...(row?.versions ?? []), { version, date, documentRef, eventId: id, document }]),
  },
  validOn: ({ checklistId, versions }, date) => {
    const published = versions.filter((one) => one.date <= date);
    return published.length === 0 ? undefined : rowOf(checklistId, published);
  },
};

function rowOf(checklistId: string, versions: readonly ChecklistVersion[]): ChecklistRow {
  const { version, document } = versions.at(-1)!;
  return { checklistId, zh: document.zh, version, versions };
}

/** The document of one version; undefined where the list or the version is unknown. */
export const documentOf = (row: ChecklistRow | undefined, version: number): ChecklistDocument | undefined =>
  row?.versions.find((one) => one.version === version)?.document;
