import { byCodePoint, type CalendarDate, type Recorded, type View } from '#kernel';
import type { Quantifier } from './figures.document.js';
import type { FigureEvent, FigureStated, Said } from './figures.events.js';

export type FigureStep = Said & Readonly<{ type: FigureEvent['type']; eventId: string; reason?: string }>;
export type FigureRow = Said &
  Readonly<{ figureId: string; measure: string; zh: string; role: 'goal' | 'reported'; unit: string; villageId?: string; history: readonly FigureStep[] }>;
/** Of one measure, role and unit. Different units stand apart, and rates are in no total. */
export type FigureTotal = Readonly<{
  measure: string;
  role: 'goal' | 'reported';
  unit: string;
  value: number;
  quantifier: Quantifier;
  preliminary: boolean;
  figures: number;
}>;
export type ProgrammeFiguresRow = Readonly<{ programmeId: string; nodeId: string; figures: readonly FigureRow[]; totals: readonly FigureTotal[] }>;

/** The vaguest part makes the whole as vague: what is only "at least" in one part is at least so in the sum, and "about" makes the sum about. */
const vaguer = (a: Quantifier, b: Quantifier): Quantifier =>
  a === 'about' || b === 'about' ? 'about' : a === 'at-least' || b === 'at-least' ? 'at-least' : 'exact';

const totalOf = ({ measure, role, unit, value, quantifier, status }: FigureRow): FigureTotal => ({
  measure,
  role,
  unit,
  value,
  quantifier,
  preliminary: status === 'preliminary',
  figures: 1,
});
const together = (a: FigureTotal, b: FigureTotal): FigureTotal => ({
  ...a,
  value: a.value + b.value,
  quantifier: vaguer(a.quantifier, b.quantifier),
  preliminary: a.preliminary || b.preliminary,
  figures: a.figures + b.figures,
});

function totalled(figures: readonly FigureRow[]): readonly FigureTotal[] {
  const totals = new Map<string, FigureTotal>();
  for (const figure of figures.filter(({ outOf }) => outOf === undefined)) {
    const key = `${figure.measure}/${figure.role}/${figure.unit}`;
    const before = totals.get(key);
    totals.set(key, before ? together(before, totalOf(figure)) : totalOf(figure));
  }
  return [...totals].sort(([a], [b]) => byCodePoint(a, b)).map(([, total]) => total);
}

const rowOf = ({ programmeId, nodeId }: Readonly<{ programmeId: string; nodeId: string }>, figures: readonly FigureRow[]): ProgrammeFiguresRow => ({
  programmeId,
  nodeId,
  figures,
  totals: totalled(figures),
});

function stepOf({ id, type, data }: Recorded<FigureEvent>): FigureStep {
  const { value, outOf, quantifier, status, source, asOf } = data;
  const reason = 'reason' in data ? data.reason : undefined;
  return { type, eventId: id, value, ...(outOf !== undefined && { outOf }), quantifier, status, source, asOf, ...(reason !== undefined && { reason }) };
}

/** The figure as its last step left it. */
function standing(figure: Omit<FigureRow, keyof Said>, history: readonly FigureStep[]): FigureRow {
  const { type: _type, eventId: _event, reason: _reason, ...said } = history.at(-1)!;
  return { ...figure, ...said, history };
}

const told = (row: ProgrammeFiguresRow | undefined, event: Recorded<FigureEvent>): ProgrammeFiguresRow | undefined =>
  row &&
  rowOf(
    row,
    row.figures.map((figure) => (figure.figureId === event.data.figureId ? standing(unsaid(figure), [...figure.history, stepOf(event)]) : figure)),
  );
const unsaid = ({ figureId, measure, zh, role, unit, villageId, history }: FigureRow): Omit<FigureRow, keyof Said> => ({
  figureId,
  measure,
  zh,
  role,
  unit,
  ...(villageId !== undefined && { villageId }),
  history,
});

function stated(row: ProgrammeFiguresRow | undefined, event: Recorded<FigureStated>): ProgrammeFiguresRow {
  const figure = standing(unsaid({ ...event.data, history: [] }), [stepOf(event)]);
  const figures = [...(row?.figures ?? []), figure].sort((a, b) => byCodePoint(a.figureId, b.figureId));
  return rowOf(event.data, figures);
}

/** A figure on a date: what had been said as of then, corrections included. */
function saidBy(figure: FigureRow, date: CalendarDate): readonly FigureRow[] {
  const history = figure.history.filter(({ asOf }) => asOf <= date);
  return history.length === 0 ? [] : [standing(unsaid(figure), history)];
}

/** What was promised and what is said to have been reached, under each node of the programme? */
export const programmeFigures: View<ProgrammeFiguresRow, FigureEvent> = {
  name: 'programme-figures',
  version: 1,
  zh: '目标与公布数字',
  keysOf: ({ data }) => [`${data.programmeId}/${data.nodeId}`],
  on: { FigureStated: stated, FigureSuperseded: told, FigureCorrected: told },
  validOn: (row, date) => {
    const figures = row.figures.flatMap((figure) => saidBy(figure, date));
    return figures.length === 0 ? undefined : rowOf(row, figures);
  },
};
