import { byCodePoint, dateOf, Rejection, type Actor, type CalendarDate } from '#kernel';
import type { Clock } from '#ledger';
import { answerRecorded, type AccessLog } from '#access';
import {
  againstFrom,
  againstKey,
  barredFrom,
  complaintsAbout,
  concernedIn,
  openPaths,
  pathQuestion,
  type Against,
  type AppealClocksRow,
  type AppealRow,
  type AppellantRow,
  type BarredRow,
  type BarReason,
  type OrganPostRow,
  type OrganRow,
  type Paths,
  type RelationRow,
  type RemedyRow,
} from '#appeal';
import type { Moment, Reader } from '#readmodel';
import type { ComplaintTies } from '#registry';
import { bookInForceFrom, type RuleBookRow } from '#rulebook';
import { concernsActor, notAnOwner, ownsCases } from './case-owners.js';
import { momentOf, rowOf, rowsOf } from './moment-rows.js';
import { asksAs } from './who-may-ask.js';

type Desk = Readonly<{ reader: Reader; access: AccessLog; clock: Clock }>;
/** `date`: the day for which is asked. */
export type AppealAsk = Readonly<{ date: CalendarDate; actor: Actor; moment?: Moment }>;

/** The ways of appeal of one decision on a day: open with last day, where to file and why, closed with why. */
export type RemediesAnswer = Paths &
  Readonly<{
    decision: string;
    against: Against;
    date: CalendarDate;
    position: number;
    decidedOn: CalendarDate;
    measure: string | null;
    grade: string | null;
    served: RemedyRow['served'] | null;
    book: Readonly<{ bookId: string; bookVersion: number }>;
    appeals: RemedyRow['appeals'];
  }>;
/** Where an appeal stands: the file without what only the deciders' fold holds, and its clocks with their lights on the day. */
export type AppealStatus = Omit<AppealRow, 'folded'> & Readonly<{ date: CalendarDate; position: number; clocks: AppealClocksRow['clocks'] }>;
export type BarredAnswer = Readonly<{
  decision: string;
  position: number;
  persons: readonly Readonly<{ personId: string; reasons: readonly BarReason[] }>[];
  /** Informants who are barred as well and stay unnamed: a panel with one of them is refused when it is formed. */
  undisclosed: number;
}>;

/** An answer about one decision, for who owns cases and for whom it concerns; refused attempts are noted as well. */
async function about<Answer>(
  desk: Desk,
  { view, key, actor, against }: Readonly<{ view: string; key: string; actor: Actor; against: Against }>,
  answer: () => Promise<Answer>,
) {
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view, key, subject: concernedIn(against) };
  return answerRecorded(desk.access, entry, async () => {
    if (!(await concernsActor(desk, against, actor))) await asksAs(desk, { actor, decisions: [against] });
    return answer();
  });
}

/** Why there are no ways to tell of: nothing decided stands, or no book says. */
const NO_REMEDIES = {
  'appeal.nothing-decided': { zh: '没有可申诉的决定', en: 'there is no decision to appeal against' },
  'book.none-in-force': { zh: '该日期没有生效的规则', en: 'no rule book is in force on that date' },
} as const;
export type NoRemedies = keyof typeof NO_REMEDIES;

/** Every way to appeal a decision on a day. @throws Rejection `appeal.decision-unknown`, `appeal.nothing-decided`, `access.case-owner-only` */
export async function appealPaths(desk: Desk, decision: string, { date, actor, moment = {} }: AppealAsk): Promise<RemediesAnswer> {
  const against = againstFrom(decision);
  return about(desk, { view: 'appeal-paths', key: decision, actor, against }, async () => {
    const { position } = await momentOf(desk.reader, moment);
    const answer = await remediesAt(desk.reader, against, { date, position });
    if (typeof answer === 'string') throw new Rejection(answer, NO_REMEDIES[answer]);
    return answer;
  });
}

/** The same for whoever has been let in already, as known after a position. */
export async function remediesAt(
  reader: Reader,
  against: Against,
  { date, position }: Readonly<{ date: CalendarDate; position: number }>,
): Promise<RemediesAnswer | NoRemedies> {
  const moment = { asKnownAt: position };
  const decision = againstKey(against);
  const remedy = await rowOf<RemedyRow>(reader, 'remedies', { key: decision, moment });
  const decided = remedy?.decision;
  if (!remedy || !decided) return 'appeal.nothing-decided';
  const inForce = bookInForceFrom(await rowsOf<RuleBookRow>(reader, 'rule-books', { moment }), date);
  if (!inForce) return 'book.none-in-force';
  const { book } = inForce;
  const posts = new Map((await rowsOf<OrganPostRow>(reader, 'appeal-posts', { moment })).map((post) => [post.postId, post]));
  const organs = new Map((await rowsOf<OrganRow>(reader, 'appeal-organs', { moment })).map((organ) => [organ.unitId, organ]));
  const person = await rowOf<AppellantRow>(reader, 'appeal-persons', { key: concernedIn(against), moment });
  const rows = { posts, organs, remedy: { ...remedy, decision: decided }, ...(person && { person }) };
  return {
    ...{ decision, against, date, position, decidedOn: decided.decidedOn, measure: decided.measure ?? null, grade: decided.grade ?? null },
    ...{ served: remedy.served ?? null, book: { bookId: book.id, bookVersion: book.version }, appeals: remedy.appeals },
    ...openPaths(pathQuestion(rows, { date, book }), book),
  };
}

/** The appeals against a decision, as known after a position, in the order in which they were filed. */
export async function appealsAgainst(reader: Reader, against: Against, position: number): Promise<readonly AppealRow[]> {
  const rows = await rowsOf<AppealRow>(reader, 'appeals', { moment: { asKnownAt: position } });
  return rows
    .filter((row) => againstKey(row.against) === againstKey(against))
    .sort((a, b) => byCodePoint(`${a.filedOn} ${a.appealId}`, `${b.filedOn} ${b.appealId}`));
}

/** Where an appeal stands on a day, and what silence allows. @throws Rejection `appeal.unknown`, `access.case-owner-only` */
export async function appealStatus(desk: Desk, appealId: string, { date, actor, moment = {} }: AppealAsk): Promise<AppealStatus> {
  const { reader } = desk;
  const { position, at } = await momentOf(reader, moment);
  const row = await rowOf<AppealRow>(reader, 'appeals', { key: appealId, moment: at });
  // Whoever has no part in it learns no more of an appeal that exists than of one that does not.
  if (!row) return unknownAppeal(desk, appealId, actor);
  return about(desk, { view: 'appeal-status', key: appealId, actor, against: row.against }, async () => {
    const clocks = await rowOf<AppealClocksRow>(reader, 'appeal-clocks', { key: appealId, moment: { ...at, validOn: date } });
    const { folded: _folded, ...shown } = row;
    return { ...shown, date, position, clocks: clocks?.clocks ?? [] };
  });
}

/** That somebody asked is noted all the same. */
function unknownAppeal(desk: Desk, appealId: string, actor: Actor): Promise<never> {
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view: 'appeal-status', key: appealId };
  return answerRecorded(desk.access, entry, async () => {
    if (!(await ownsCases(desk, actor))) throw notAnOwner();
    throw new Rejection('appeal.unknown', { zh: '没有这一申诉', en: 'there is no such appeal' });
  });
}

/** Who may not review a decision, and by which events: for case owners and the panel. @throws Rejection `appeal.decision-unknown`, `access.case-owner-only` */
export async function appealBarred(desk: Desk, decision: string, { actor, moment = {} }: Omit<AppealAsk, 'date'>): Promise<BarredAnswer> {
  const against = againstFrom(decision);
  const entry = { at: desk.clock.now(), actor, kind: 'read' as const, view: 'appeal-barred', key: decision, subject: concernedIn(against) };
  return answerRecorded(desk.access, entry, async () => {
    await asksAs(desk, { actor, decisions: [against] });
    const { position, at } = await momentOf(desk.reader, moment);
    const barred = new Map((await rowsOf<BarredRow>(desk.reader, 'barred-from-review', { moment: at })).map((row) => [row.key, row]));
    const relations = new Map((await rowsOf<RelationRow>(desk.reader, 'review-relations', { moment: at })).map((row) => [row.personId, row]));
    const rows = { barred: (key: string) => barred.get(key), relations: (personId: string) => relations.get(personId) };
    const date = dateOf(desk.clock.now());
    const persons = barredFrom(against, rows, { on: date });
    const post = against.kind === 'measure' ? await rowOf<OrganPostRow>(desk.reader, 'appeal-posts', { key: against.postId, moment: at }) : undefined;
    const matter = { against, date, ...(post && { unitId: post.unitId }) };
    const undisclosed = complaintsAbout(matter, rows, await rowsOf<ComplaintTies>(desk.reader, 'review-complaints', { moment: at }));
    return { decision, position, persons: [...persons].map(([personId, reasons]) => ({ personId, reasons })), undisclosed };
  });
}
