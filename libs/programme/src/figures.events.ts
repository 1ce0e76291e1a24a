import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';
import type { FiguresDocument, PathFigures, Quantifier } from './figures.document.js';

/** `outOf`: a rate's denominator; the value is its numerator, and nothing is ever divided. */
export type Said = Readonly<{
  value: number;
  outOf?: number;
  quantifier: Quantifier;
  status: 'preliminary' | 'final';
  source: string;
  asOf: CalendarDate;
}>;
type About = Readonly<{ figureId: string; programmeId: string; nodeId: string }>;
/**
 * A number said of a node of the programme. `role`: promised (`goal`) or said to have been reached (`reported`). `unit`: what is counted (households, persons,
 * workers, jobs, fen …): figures of different units are never added. `nodeName`: the name by which the source called the node.
 */
export type FigureStated = Event<
  'FigureStated',
  About & Said & Readonly<{ nodeName: string; measure: string; zh: string; role: 'goal' | 'reported'; unit: string; villageId?: string }>
>;
/** A later word on the same thing, as the final count after a preliminary one. */
export type FigureSuperseded = Event<'FigureSuperseded', About & Said>;
/** The figure as it should have been recorded in the first place. */
export type FigureCorrected = Event<'FigureCorrected', About & Said & Readonly<{ reason: string; documentRef: string }>>;
export type FigureEvent = FigureStated | FigureSuperseded | FigureCorrected;

/** A year's stated figures with their breakdowns, the whole document each time; `nodeIds` by the paths' own ids. */
export type PathFiguresRecorded = Event<
  'PathFiguresRecorded',
  Omit<FiguresDocument, 'paths'> &
    Readonly<{
      programmeId: string;
      year: number;
      asOf: CalendarDate;
      documentRef: string;
      paths: readonly PathFigures[];
      nodeIds: Readonly<Record<string, string>>;
    }>
>;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const figureEvents: Readonly<Record<(FigureEvent | PathFiguresRecorded)['type'], EventDefinition>> = {
  FigureStated: fact('公布数字'),
  FigureSuperseded: fact('数字更新'),
  FigureCorrected: fact('数字更正'),
  PathFiguresRecorded: fact('各路径数字入账'),
};
