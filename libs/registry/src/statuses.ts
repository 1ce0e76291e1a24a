import { byCodePoint, type CalendarDate } from '#kernel';
import type { StatusRow } from './rows.js';

/** Statuses with one more, oldest first; another word for the same first day replaces the earlier one. */
export const withStatus = (statuses: readonly StatusRow[], added: StatusRow): readonly StatusRow[] =>
  [...statuses.filter(({ from }) => from !== added.from), added].sort((a, b) => byCodePoint(a.from ?? '', b.from ?? ''));

/** The status on a date: the newest that had begun; the first has no beginning. */
export const statusOn = (statuses: readonly StatusRow[], date: CalendarDate): StatusRow | undefined =>
  statuses.filter(({ from }) => from === undefined || from <= date).at(-1);
