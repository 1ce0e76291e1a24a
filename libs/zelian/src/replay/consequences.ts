import type { ChangedRow, ChainStep, FlaggedCommand } from './difference.js';

type Row = Readonly<Record<string, unknown>> | null;
/** One consequence that came out otherwise, before and after; `null` where there is none in one of the two worlds. */
export type Changed<Said> = Readonly<{ before: Said | null; after: Said | null; chain: readonly ChainStep[] }>;
export type ScoreSaid = Readonly<{
  totalHundredths: number | null;
  totalE6: number | null;
  grade: string | null;
  gradeZh: string | null;
  deductions: readonly unknown[];
}>;
export type CaseSaid = Readonly<{ phase: string; phaseZh: string; measure: string | null; clauses: readonly string[] }>;

export type VetoChanged = Readonly<{
  unitId: string;
  year: number;
  before: string;
  after: string;
  never: boolean;
  clauses: readonly string[];
  chain: readonly ChainStep[];
}>;

/**
 * Acts are never rewritten. A decided measure has lost its basis when nothing is left of what it was decided on (justice 20), and the organ has to act; while one
 * ground is left it stands, though the rules would refuse a decision that also names one that fell. `fell`, `restsOn`: clauses that it was decided on. `acts`: what the
 * rules would refuse.
 */
export type CaseChanged = Changed<CaseSaid> &
  Readonly<{
    personId: string;
    postId: string;
    year: number;
    basisLost: boolean;
    fell: readonly string[];
    restsOn: readonly string[];
    acts: readonly string[];
  }>;

/** What changed for units and people, kind by kind: the part of a difference document that a reviewer reads. */
export type Consequences = Readonly<{
  scores: readonly (Changed<ScoreSaid> & Readonly<{ unitId: string; year: number }>)[];
  appraisals: readonly (Changed<Readonly<{ totalHundredths: number | null; totalE10: number | null }>> & Readonly<{ unitId: string; year: number }>)[];
  /** `newly`: met only in the edited world; silence reads undetermined. */
  clauses: readonly Readonly<{ target: string; year: number; clauseId: string; before: string; after: string; newly: boolean; chain: readonly ChainStep[] }>[];
  /**
   * `never`: the edited world has no veto at all, and no row of the register. `after` says what that means: `basis-lost` where people had confirmed it, since what
   * they confirmed stays done and has nothing left to rest on; `none` where nobody had.
   */
  vetoes: readonly VetoChanged[];
  triggers: readonly (Changed<Readonly<{ measure: string; state: string; days: number }>> &
    Readonly<{ clauseId: string; target: string; personId: string; postId: string }>)[];
  cases: readonly CaseChanged[];
  /** Everybody for whom a clause, a case or a tenure comes out otherwise. */
  persons: readonly string[];
}>;

/** Reads the changed rows by what they mean. */
export function consequencesOf(changes: readonly ChangedRow[], flagged: readonly FlaggedCommand[]): Consequences {
  const of = (view: string): readonly Pair[] =>
    changes.filter((change) => change.view === view).map(({ before, after, chain }) => ({ before: before as Row, after: after as Row, chain }));
  const triggers = of('trigger-register').map(triggerOf);
  const cases = of('accountability-cases').map((pair) => caseOf(pair, flagged));
  return {
    scores: of('scorecard')
      .map((pair) => ({ ...placeOf(pair), ...both(pair, scoreSaid) }))
      .filter(differs),
    appraisals: of('appraisal-card')
      .map((pair) => ({ ...placeOf(pair), ...both(pair, appraisalSaid) }))
      .filter(differs),
    clauses: of('clause-outcomes')
      .map(clauseOf)
      .filter(({ before, after }) => before !== after),
    vetoes: of('veto-register')
      .map(vetoOf)
      .filter(({ before, after }) => before !== after),
    triggers: triggers.filter(differs),
    cases,
    persons: [...new Set([...triggers, ...cases].map(({ personId }) => personId))].sort(),
  };
}

type Pair = Readonly<{ before: Row; after: Row; chain: readonly ChainStep[] }>;
const one = ({ before, after }: Pair): Readonly<Record<string, never>> => (after ?? before) as Readonly<Record<string, never>>;
const both = <Said>({ before, after, chain }: Pair, said: (row: NonNullable<Row>) => Said): Changed<Said> => ({
  before: before && said(before),
  after: after && said(after),
  chain,
});
const differs = ({ before, after }: Readonly<{ before: unknown; after: unknown }>): boolean => JSON.stringify(before) !== JSON.stringify(after);
const placeOf = (pair: Pair): Readonly<{ unitId: string; year: number }> => {
  const { unitId, year } = one(pair);
  return { unitId: unitId!, year: year! };
};

const scoreSaid = (row: NonNullable<Row>): ScoreSaid => {
  const { totalHundredths, totalE6, grade, gradeZh, deductions } = row as unknown as ScoreSaid;
  const said = (deductions as readonly Readonly<{ clauseId: string; target: string; pointsHundredths: number }>[]).map(
    ({ clauseId, target, pointsHundredths }) => ({ clauseId, target, pointsHundredths }),
  );
  return { totalHundredths, totalE6, grade, gradeZh, deductions: said };
};
const appraisalSaid = (row: NonNullable<Row>) => {
  const { totalHundredths, totalE10 } = row as Readonly<{ totalHundredths: number | null; totalE10: number | null }>;
  return { totalHundredths, totalE10 };
};

function clauseOf(pair: Pair): Consequences['clauses'][number] {
  const { target, year, clauseId } = one(pair) as unknown as Readonly<{ target: string; year: number; clauseId: string }>;
  const outcome = (row: Row): string => (row?.outcome as string | undefined) ?? 'undetermined';
  const [before, after] = [outcome(pair.before), outcome(pair.after)];
  return { target, year, clauseId, before, after, newly: after === 'met' && before !== 'met', chain: pair.chain };
}

/** Nothing left in a row that people had confirmed: that is a veto without its basis, not one that never was. */
const CONFIRMED: ReadonlySet<string> = new Set(['confirmed', 'lifted', 'basis-lost']);
function vetoOf(pair: Pair): VetoChanged {
  const state = (row: Row): string => (row?.state as string | undefined) ?? 'none';
  const stands = (row: Row): readonly string[] => ((row?.bases ?? []) as readonly Readonly<{ clauseId: string }>[]).map(({ clauseId }) => clauseId);
  const [before, after] = [state(pair.before), state(pair.after)];
  const lost = CONFIRMED.has(before) && (after === 'none' || after === 'withdrawn');
  const clauses = [...new Set([...stands(pair.before), ...stands(pair.after)])];
  return { ...placeOf(pair), before, after: lost ? 'basis-lost' : after, never: pair.after === null, clauses, chain: pair.chain };
}

function triggerOf(pair: Pair): Consequences['triggers'][number] {
  const { clauseId, target, personId, postId } = one(pair) as unknown as Readonly<{ clauseId: string; target: string; personId: string; postId: string }>;
  const said = (row: NonNullable<Row>) => {
    const { measure, state, holding } = row as unknown as Readonly<{ measure: string; state: string; holding: Readonly<{ days: number }> }>;
    return { measure, state, days: holding.days };
  };
  return { clauseId, target, personId, postId, ...both(pair, said) };
}

type CaseRow = Readonly<{
  phase: string;
  phaseZh: string;
  decision?: Readonly<{ measure: string; basisLost: boolean; reliedOn: readonly string[] }>;
  bases: readonly Readonly<{ clauseId: string; target: string }>[];
}>;
function caseOf(pair: Pair, flagged: readonly FlaggedCommand[]): CaseChanged {
  const { personId, postId, year } = one(pair) as unknown as Readonly<{ personId: string; postId: string; year: number }>;
  const said = (row: NonNullable<Row>): CaseSaid => {
    const { phase, phaseZh, decision, bases } = row as unknown as CaseRow;
    return { phase, phaseZh, measure: decision?.measure ?? null, clauses: bases.map(({ clauseId }) => clauseId) };
  };
  const [before, after] = [pair.before as unknown as CaseRow | null, pair.after as unknown as CaseRow | null];
  const stream = `case-${personId}-${postId}-${year}`;
  const acts = flagged.filter((left) => left.stream === stream && left.kind === 'act').flatMap(({ events }) => events.map(({ zh }) => zh));
  const [held, left] = [before, after].map((row) => reliedOnIn(row?.bases ?? [], before?.decision?.reliedOn ?? [])) as [readonly string[], readonly string[]];
  const clausesOf = (grounds: readonly string[]) => grounds.map((ground) => ground.slice(0, ground.lastIndexOf('@')));
  return {
    ...{ personId, postId, year, acts, ...both(pair, said) },
    basisLost: before?.decision !== undefined && left.length === 0,
    fell: clausesOf(held.filter((ground) => !left.includes(ground))),
    restsOn: clausesOf(left),
  };
}

/** Grounds of a case, named as its decision names them, that the decision was made on. */
const reliedOnIn = (bases: CaseRow['bases'], reliedOn: readonly string[]): readonly string[] =>
  bases.map(({ clauseId, target }) => `${clauseId}@${target}`).filter((ground) => reliedOn.includes(ground));
