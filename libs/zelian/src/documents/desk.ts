import type { CalendarDate } from '#kernel';
import type { IntegrityOpinion } from '../answers/integrity-opinion.js';
import type { RecordOfAppeal } from './appeal-record.js';

/** Rows as of one position, made readable; every event that they name is kept for the appendix. */
export type Desk = Readonly<{
  row<Row>(view: string, key: string): Promise<Row>;
  rows<Row>(view: string, fits: (row: Row) => boolean): Promise<readonly Row[]>;
  /** What is known of a case, its screen included. */
  appeal(caseKey: string): Promise<RecordOfAppeal>;
  /** What is in force for a person on a day, of what was decided. */
  opinion(key: string): Promise<IntegrityOpinion>;
  /** What a book calls a measure, by the book in force on a day. */
  measureZh(measure: string, date: CalendarDate): Promise<string>;
  /** What a kind of record is called that was handed out. */
  recordZh(kind: string): string;
}>;
