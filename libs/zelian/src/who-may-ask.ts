import type { Actor } from '#kernel';
import { caseRowKey, type CaseEvent, type CaseRow } from '#accountability';
import { againstKey, type Against, type AppealRow } from '#appeal';
import type { Clock } from '#ledger';
import type { Reader } from '#readmodel';
import { concernsActor, notAnOwner, ownsCases } from './case-owners.js';
import { rowOf, rowsOf } from './moment-rows.js';

type Register = Readonly<{ reader: Reader; clock: Clock }>;
/** As what somebody asks of a decision: for an organ that owns cases, from the panel of a running appeal against it, or as whom it concerns. */
export type AsksAs = 'owner' | 'reviewer' | 'concerned';

/** Steps by which the person hears of the case. */
const TOLD: readonly CaseEvent['type'][] = ['FactsPresentedToSubject', 'StatementHeard', 'CollectivelyDecided'];
export const isToldOf = ({ steps }: Pick<CaseRow, 'steps'>): boolean => steps.some(({ type }) => TOLD.includes(type));

/** A panel's part in an appeal begins with its seating and ends with the appeal; who has stood aside sits on it no more. */
const OVER: readonly AppealRow['phase'][] = ['ended', 'not-admitted', 'withdrawn'];
async function reviews({ reader }: Register, decisions: ReadonlySet<string>, { personId }: Actor): Promise<boolean> {
  if (personId === undefined) return false;
  const appeals = await rowsOf<AppealRow>(reader, 'appeals', { moment: {} });
  return appeals.some(({ against, phase, panel }) => decisions.has(againstKey(against)) && !OVER.includes(phase) && panel.includes(personId));
}

/** Whoever is concerned by a case learns of it only once told: before that there is none for them. */
async function isTold({ reader }: Register, against: Against): Promise<boolean> {
  if (against.kind !== 'measure') return true;
  const row = await rowOf<CaseRow>(reader, 'accountability-cases', { key: caseRowKey(against), moment: {} });
  return row !== undefined && isToldOf(row);
}

type Asking = Readonly<{ actor: Actor; decisions: readonly Against[]; concerned?: boolean }>;
/**
 * Who may ask of a decision, or of one of several that hang on one result: the people of the organs that own cases, the panel, and, where `concerned` says so, whom it
 * concerns. @throws Rejection `access.case-owner-only`
 */
export async function asksAs(register: Register, asking: Asking): Promise<AsksAs> {
  const as = await partIn(register, asking);
  if (!as) throw notAnOwner();
  return as;
}

/** The same without refusing whoever has no part in it. */
export async function partIn(register: Register, { actor, decisions, concerned = false }: Asking): Promise<AsksAs | undefined> {
  if (await ownsCases(register, actor)) return 'owner';
  if (await reviews(register, new Set(decisions.map(againstKey)), actor)) return 'reviewer';
  for (const against of concerned ? decisions : [])
    if ((await concernsActor(register, against, actor)) && (await isTold(register, against))) return 'concerned';
  return undefined;
}
