import { holdsOn, type CalendarDate, type View } from '#kernel';
import type { AbsenceEvent, AbsenceKind } from './cadence.events.js';

export type AbsenceRow = Readonly<{ absenceId: string; kind: AbsenceKind; from: CalendarDate; to: CalendarDate; documentRef: string }>;
export type AbsencesRow = Readonly<{ personId: string; absences: readonly AbsenceRow[] }>;

const without = (row: AbsencesRow | undefined, absenceId: string): readonly AbsenceRow[] =>
  (row?.absences ?? []).filter((absence) => absence.absenceId !== absenceId);
const withAbsence = (row: AbsencesRow | undefined, { absenceId, personId, kind, from, to, documentRef }: AbsenceRow & { personId: string }): AbsencesRow => ({
  personId,
  absences: [...without(row, absenceId), { absenceId, kind, from, to, documentRef }].sort((a, b) => (a.from < b.from ? -1 : 1)),
});

/** Who was away when, for what kind of reason, by which document? */
export const absences: View<AbsencesRow, AbsenceEvent> = {
  name: 'absences',
  version: 1,
  zh: '请假、病假、公出、学习',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    AbsenceRecorded: (row, { data }) => withAbsence(row, data),
    AbsenceCorrected: (row, { data }) => withAbsence(row, data),
    AbsenceWithdrawn: (row, { data: { personId, absenceId } }) => ({ personId, absences: without(row, absenceId) }),
  },
  validOn: ({ personId, absences: all }, date) => {
    const then = all.filter((absence) => holdsOn(absence, date));
    return then.length === 0 ? undefined : { personId, absences: then };
  },
};
