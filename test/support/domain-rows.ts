import type { CaseRow, TriggerRow } from '#accountability';
import type { ScorecardRow } from '#assessment';
import { byCodePoint } from '#kernel';
import type { VetoRow } from '#veto';
import type { Zelian } from '#zelian';

type Row = Readonly<Record<string, unknown>>;
export type DomainRows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Every row of a view by its natural key. */
export async function rowsByKey(zelian: Zelian, view: string): Promise<Readonly<Record<string, unknown>>> {
  const rows: Record<string, unknown> = {};
  let after: string | undefined;
  do {
    const page = await zelian.reader.list(view, { after, limit: 1_000 });
    for (const { key, row } of page.rows) rows[key] = row;
    after = page.next;
  } while (after !== undefined);
  return rows;
}

type Grounds = readonly Readonly<{ clauseId: string; target?: string }>[];
const grounds = (bases: Grounds) => bases.map(({ clauseId, target }) => `${clauseId}@${target ?? ''}`).sort(byCodePoint);

/**
 * What a row says of the world: which event said it, where that event lies and when it was recorded are left out, and so is the order in which grounds came.
 * A ledger whose policies lagged must agree with one whose policies did not in all of this.
 */
const SAYS: Readonly<Record<string, (row: never) => unknown>> = {
  scorecard: ({ scores, deductions, totalE6, grade, bookId, bookVersion, opened }: ScorecardRow) => ({
    ...{ totalE6, grade, bookId, bookVersion, opened },
    scores: scores.map(({ indicatorId, scoreHundredths, corrected }) => ({ indicatorId, scoreHundredths, corrected })),
    deductions: deductions.map(({ clauseId, target, pointsHundredths }) => ({ clauseId, target, pointsHundredths })),
  }),
  'veto-register': ({ state, bases, effects, effectUndetermined, authorityRef, breaches, lifted }: VetoRow) => ({
    ...{ state, effects, effectUndetermined, authorityRef, breaches, lifted },
    bases: bases.map(({ clauseId, target, values, bookId, bookVersion, clauseHash, events }) => ({
      clauseId,
      target,
      values,
      bookId,
      bookVersion,
      clauseHash,
      evidence: events.length,
    })),
  }),
  'trigger-register': ({ measure, state, holding, triggerDate, bases }: TriggerRow) => ({ measure, state, holding, triggerDate, grounds: grounds(bases) }),
  'accountability-cases': ({ phase, withdrawn, bases, steps, breaches, decision, corrected, team }: CaseRow) => ({
    ...{ phase, withdrawn, breaches, corrected, team },
    decision: decision && { ...decision, reliedOn: [...decision.reliedOn].sort() },
    grounds: grounds(bases),
    // What people did has its own date; when the clock noticed something depends on when it was looked at.
    acts: steps.filter(({ type, actor }) => actor.personId !== undefined && !/Basis/.test(type)).map(({ type, date }) => `${date} ${type}`),
  }),
  'clause-outcomes': ({ eventId: _eventId, since: _since, evidence, ...said }: Row & { evidence: readonly string[] }) => ({
    ...said,
    evidence: evidence.length,
  }),
};
export const DOMAIN_VIEWS = Object.keys(SAYS);

/** Domain rows by view and natural key. */
export async function domainRows(zelian: Zelian): Promise<DomainRows> {
  const all: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const view of DOMAIN_VIEWS) {
    const rows = await rowsByKey(zelian, view);
    all[view] = Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, SAYS[view]!(row as never)]));
  }
  return all;
}
