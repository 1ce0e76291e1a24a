import type { CaseRow, TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import type { VetoRow } from '#veto';
import { checkpointAnswer, type CheckpointAnswer, type Zelian } from '#zelian';
import type { AppealShown } from './appeal.js';
import { STORY_THEN } from '../story/story.js';

/** What was known of grades and vetoes at a moment. */
type Known = Readonly<{ instant: string; position: number; grades: Readonly<Record<string, string | null>>; vetoes: Readonly<Record<string, string>> }>;
export type DemoResult = Readonly<{
  events: number;
  position: number;
  logHash: string;
  vetoes: readonly Readonly<{ unit: string; state: string; clause: readonly string[] }>[];
  triggers: readonly Readonly<{
    clause: string;
    clauseHash: readonly string[];
    measure: string;
    person: string;
    post: string;
    target: string;
    days: number;
    state: string;
    bases: readonly string[];
    book: readonly string[];
  }>[];
  decisions: readonly Readonly<{
    person: string;
    post: string;
    year: number;
    phase: string;
    measure: string | null;
    date: string | null;
    executedOn: string | null;
    basisLost: boolean;
    breaches: readonly string[];
  }>[];
  appeal: AppealShown;
  asKnown: Readonly<{ then: Known; now: Known; changed: readonly Readonly<{ view: string; key: string }>[] }>;
  /** Signed at the end of the year, by a key that follows from the public seed: the same on every machine. */
  checkpoint: CheckpointAnswer;
  verify: Readonly<{ ok: boolean }>;
  rebuild: Readonly<{ same: boolean }>;
  /** Row hash of every view: the same on every machine. */
  views: Readonly<Record<string, string>>;
}>;

/** What the demo has to show for itself, as data; `appeal` answers what is being found out meanwhile. */
export async function resultOf(zelian: Zelian, appeal: () => Promise<AppealShown>): Promise<DemoResult> {
  // Rows are rebuilt and compared in the next line, whole.
  const verdict = await zelian.verify({ rows: false });
  const rebuilt = await zelian.rebuild();
  const { position } = await zelian.log.head();
  const triggers = await rowsOf<TriggerRow>(zelian, 'trigger-register');
  const cases = await rowsOf<CaseRow>(zelian, 'accountability-cases');
  const vetoes = await rowsOf<VetoRow>(zelian, 'veto-register');
  return {
    events: verdict.events,
    position,
    logHash: verdict.logHash,
    vetoes: vetoes.map(({ unitId, state, bases, history }) => ({
      unit: unitId,
      state,
      clause: (bases.length > 0 ? bases : history).flatMap(({ clauseId }) => clauseId ?? []).filter(unique),
    })),
    triggers: triggers.map(({ clauseId, measure, personId, postId, target, holding, state, bases }) => ({
      clause: clauseId,
      clauseHash: bases.map(({ clauseHash }) => clauseHash),
      measure,
      person: personId,
      post: postId,
      target,
      days: holding.days,
      state,
      bases: bases.flatMap(({ events }) => events),
      book: bases.map(({ bookId, bookVersion }) => `${bookId}@${bookVersion}`),
    })),
    decisions: cases
      .filter(({ phase }) => phase !== 'open')
      .map(({ personId, postId, year, phase, decision, breaches }) => ({
        person: personId,
        post: postId,
        year,
        phase,
        measure: decision?.measure ?? null,
        date: decision?.date ?? null,
        executedOn: decision?.executedOn ?? null,
        basisLost: decision?.basisLost ?? false,
        breaches,
      })),
    appeal: await appeal(),
    asKnown: await asKnown(zelian),
    checkpoint: await checkpointAnswer(zelian.parts),
    verify: { ok: verdict.ok },
    rebuild: { same: rebuilt.every(({ before, after }) => before === after) },
    views: Object.fromEntries(rebuilt.map(({ view, after }) => [view, after])),
  };
}

const unique = <Value>(value: Value, index: number, all: readonly Value[]): boolean => all.indexOf(value) === index;

export async function rowsOf<Row>(zelian: Zelian, view: string, asKnownAt?: number | string): Promise<readonly Row[]> {
  const { rows } = await zelian.reader.list(view, { limit: 1_000, ...(asKnownAt !== undefined && { moment: { asKnownAt } }) });
  return rows.map(({ row }) => row as Row);
}

async function asKnown(zelian: Zelian): Promise<DemoResult['asKnown']> {
  const head = await zelian.log.head();
  const [then, now] = [await knownAt(zelian, STORY_THEN), await knownAt(zelian, head.recordedAt)];
  const changed = [];
  for (const view of ['scorecard', 'veto-register', 'trigger-register', 'accountability-cases']) {
    const { rows } = await zelian.reader.difference(view, STORY_THEN);
    changed.push(...rows.map(({ key }) => ({ view, key })));
  }
  return { then, now, changed };
}

async function knownAt(zelian: Zelian, instant: string): Promise<Known> {
  const scorecards = await rowsOf<ScorecardRow>(zelian, 'scorecard', instant);
  const vetoes = await rowsOf<VetoRow>(zelian, 'veto-register', instant);
  return {
    instant,
    position: await zelian.log.positionAt(instant),
    grades: Object.fromEntries(scorecards.map(({ unitId, grade }) => [unitId, grade])),
    vetoes: Object.fromEntries(vetoes.map(({ unitId, state }) => [unitId, state])),
  };
}
