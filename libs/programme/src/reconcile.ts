import type { Count, FiguresDocument, PathFigures } from './figures.document.js';
import { overlapBounds, type Interval } from './reconcile.bounds.js';
import { flagsOf, otherUnit, type Flag } from './reconcile.flags.js';

export type PathVerdict = 'exact' | 'overlap' | 'short' | 'no-breakdown';
/** `null`: not to be known from these figures. */
export type Amount = Readonly<{ households: number; persons: number | null }>;
/**
 * Members in two or more lines. `given` says what the interval rests on: the lines exclude each other (an exact sum), each stated household is in some line
 * (a sum above), or nothing yet: households so large that somebody has to be asked. `unitsMixed`: the persons' interval adds what is not household members.
 */
export type Overlap = Readonly<{
  households: Interval | null;
  persons: Interval | null;
  unitsMixed: boolean;
  given: 'lines-exclusive' | 'each-in-a-line' | 'ask';
}>;
/** `excess`: the lines' sum less the stated figure; below zero the lines are short by so many. */
export type PathReconciliation = Readonly<{
  id: string;
  name: string;
  stated: Amount;
  lines: number;
  sum: Amount | null;
  excess: Amount | null;
  verdict: PathVerdict;
  overlap: Overlap | null;
  flags: readonly Flag[];
}>;
/** `gross` counts memberships, not people; how many people they are lies in `distinct` until household ids are known. */
export type Reconciliation = Readonly<{
  paths: readonly PathReconciliation[];
  lines: number;
  gross: Amount;
  distinct: Readonly<{ households: Interval; persons: Interval | null }>;
}>;

const amount = ({ households, persons }: Count): Amount => ({ households, persons: persons ?? null });

/** The persons of all, where all are known. */
function personsOf(counts: readonly Count[]): readonly number[] | null {
  const known = counts.flatMap(({ persons }) => persons ?? []);
  return known.length === counts.length ? known : null;
}
const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
function sumOf(counts: readonly Count[]): Amount {
  const persons = personsOf(counts);
  return { households: total(counts.map(({ households }) => households)), persons: persons && total(persons) };
}

/** Persons judge with the households only where they count the same thing: a line of workers may fall short of household members without any of them missing. */
function verdictOf({ lines }: PathFigures, { households, persons }: Amount): PathVerdict {
  const excesses = [households, ...(persons === null || lines.some(otherUnit) ? [] : [persons])];
  if (excesses.some((excess) => excess < 0)) return 'short';
  return excesses.some((excess) => excess > 0) ? 'overlap' : 'exact';
}

function overlapOf({ stated, lines }: PathFigures, verdict: PathVerdict, flags: readonly Flag[]): Overlap | null {
  if (verdict === 'short') return null;
  const unitsMixed = lines.some(otherUnit);
  if (verdict === 'exact' && flags.some(({ code }) => code === 'size-outlier')) return { households: null, persons: null, unitsMixed, given: 'ask' };
  const persons = personsOf(lines);
  return {
    households: overlapBounds(
      stated.households,
      lines.map(({ households }) => households),
    ),
    persons: persons && stated.persons !== undefined ? overlapBounds(stated.persons, persons) : null,
    unitsMixed,
    given: verdict === 'exact' ? 'lines-exclusive' : 'each-in-a-line',
  };
}

/** Households agree and persons do not, or the other way round: one of the two was miscounted. */
function disagreement({ lines }: PathFigures, { households, persons }: Amount): readonly Flag[] {
  if (persons === null || lines.some(otherUnit) || Math.sign(households) === Math.sign(persons)) return [];
  return [{ code: 'measures-disagree', zh: '户数与人数的核对结果不一致' }];
}

function reconcilePath(path: PathFigures, document: FiguresDocument): PathReconciliation {
  const { id, name, lines } = path;
  const stated = amount(path.stated);
  const said = flagsOf(path, document);
  if (lines.length === 0) return { id, name, stated, lines: 0, sum: null, excess: null, verdict: 'no-breakdown', overlap: null, flags: said };
  const sum = sumOf(lines);
  const excess: Amount = {
    households: sum.households - stated.households,
    persons: sum.persons === null || stated.persons === null ? null : sum.persons - stated.persons,
  };
  const verdict = verdictOf(path, excess);
  const flags = [...said, ...disagreement(path, excess)];
  return { id, name, stated, lines: lines.length, sum, excess, verdict, overlap: overlapOf(path, verdict, flags), flags };
}

/** At least the largest path, for its households are all different; at most all memberships, if nobody is on two paths. */
const between = (numbers: readonly number[]): Interval => [Math.max(0, ...numbers), total(numbers)];

/** What the stated figures and their breakdowns say of each other. Pure: the same for a file, a workbook and the ledger. */
export function reconcile(document: FiguresDocument): Reconciliation {
  const stated = document.paths.map((path) => path.stated);
  const persons = personsOf(stated);
  return {
    paths: document.paths.map((path) => reconcilePath(path, document)),
    lines: total(document.paths.map(({ lines }) => lines.length)),
    gross: sumOf(stated),
    distinct: { households: between(stated.map(({ households }) => households)), persons: persons && between(persons) },
  };
}
