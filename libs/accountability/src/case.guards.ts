import { ALL, dateOf, isDate, must, Rejection, type CalendarDate, type DecisionInput, type Facts, type Message, type Need } from '#kernel';
import type { Competence } from '#registry';
import { addLimit, bookIfAny, competencesFor, deadlinesOf, lastDay, procedureAt, type RuleBook, type TimeLimit } from '#rulebook';
import type { CaseActCommand, CaseKey } from './case.commands.js';
import { isPrincipal } from './levels.js';
import { CLOCK } from './procedure.js';
import { responsibilityPersons, responsibilityPosts, responsibilityUnits, type PersonRow, type PostRow, type UnitRow } from './responsibility.views.js';
import { holdsPost } from './structure.js';

/** Rows that every act of people is decided on: the actor is known only when deciding, so posts are asked for whole. */
export const actNeeds = ({ data }: Readonly<{ data: CaseKey }>): readonly Need[] => [
  { view: responsibilityPosts.name, key: ALL },
  { view: responsibilityUnits.name, key: ALL },
  { view: responsibilityPersons.name, key: data.personId },
];

/** What an act is decided on, joined. */
export type Known = Readonly<{
  post: (id: string | undefined) => PostRow | undefined;
  unit: (id: string | undefined) => UnitRow | undefined;
  person?: PersonRow;
  book?: RuleBook;
}>;
export function knownTo({ personId }: CaseKey, input: Readonly<{ facts: Facts; book?: unknown }>): Known {
  const posts = new Map(input.facts.all<PostRow>(responsibilityPosts.name));
  const units = new Map(input.facts.all<UnitRow>(responsibilityUnits.name));
  return {
    post: (id) => (id === undefined ? undefined : posts.get(id)),
    unit: (id) => (id === undefined ? undefined : units.get(id)),
    person: input.facts.get<PersonRow>(responsibilityPersons.name, personId),
    book: bookIfAny(input)?.book,
  };
}

/** One rule that an act has to keep: refused when the product performs the act, a named breach when it was done elsewhere (justice 12a). */
export type Check = Readonly<{ holds: boolean; code: string; text: Message; clause?: string }>;
type ActData = Readonly<{ doneElsewhere?: boolean }>;

/** What an act does not keep, in the order in which it is said. */
export const brokenOf = (checks: readonly Check[]): Readonly<{ broken: readonly Check[] }> => ({ broken: checks.filter(({ holds }) => !holds) });
/** As a breach is recorded: the book's clause where there is one, else the code of the rule. */
export const breachOf = ({ code, clause }: Pick<Check, 'code' | 'clause'>): string => clause ?? code;

/** The breaches that an act is recorded with. @throws Rejection when the product itself would perform the act out of order. */
export function breachesOf(
  { doneElsewhere }: ActData,
  { broken, late = [] }: Readonly<{ broken: readonly Check[]; late?: readonly Check[] }>,
): Readonly<{ breaches?: readonly string[] }> {
  const first = broken[0];
  if (first && !doneElsewhere) throw new Rejection(first.code, first.text, first.clause);
  const breaches = [...new Set([...broken, ...late].map(breachOf))];
  return breaches.length === 0 ? {} : { breaches };
}

/** The clause by which the book asks for a step of the procedure on a date; code knows steps, never clause ids. */
export const clauseFor = ({ book }: Pick<Known, 'book'>, step: string, date: CalendarDate): string | undefined => book && procedureAt(book, step, date)[0]?.id;

/** Clocks at whose end nobody has to act: they are spans, and a rest day does not lengthen them. */
const SPANS: readonly string[] = [CLOCK.effect, CLOCK.publicNotice];

/** The last day of a clock that starts on a date: where somebody has to act by it, never a rest day. Of several texts the longest period wins. */
export function lastDayOf(book: RuleBook, kind: string, { from, measure }: Readonly<{ from: CalendarDate; measure: string }>): CalendarDate | undefined {
  const endOf = (limit: TimeLimit): CalendarDate => (SPANS.includes(kind) ? addLimit(from, limit) : lastDay(from, limit, book.calendar).date);
  const days = deadlinesOf(book, kind, from, measure).map(({ limit }) => endOf(limit));
  return days.sort().at(-1);
}

/** What no act may lack, wherever it was done. @throws Rejection */
export function mustBeSound(
  { date, documentNo, doneElsewhere }: Readonly<{ date: CalendarDate; documentNo?: string; doneElsewhere?: boolean }>,
  { recordedAt }: Pick<DecisionInput, 'recordedAt'>,
): void {
  must(isDate(date), 'accountability.date-invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'accountability.date-in-future', {
    zh: '行为日期不得晚于记录日期',
    en: 'an act cannot be dated after the day on which it is recorded',
  });
  must(!doneElsewhere || (documentNo ?? '') !== '', 'accountability.document-missing', {
    zh: '在别处作出的行为须注明文书号',
    en: 'an act done elsewhere is recorded with its document',
  });
}

type ActType = CaseActCommand['type'];
export const CASE_ORGANS: readonly Competence[] = ['discipline', 'organization', 'party-committee'];
const INVESTIGATING: readonly Competence[] = ['discipline', 'organization'];
/** Whose people may record an act (2009 rules, Art. 11–12): who recommends and investigates is narrower than who takes part. */
const RECORDERS: Readonly<Partial<Record<ActType, readonly Competence[]>>> = {
  RecommendAccountability: INVESTIGATING,
  DismissClue: INVESTIGATING,
  FormInvestigationTeam: INVESTIGATING,
  RecuseMember: INVESTIGATING,
  ReportInvestigation: INVESTIGATING,
  RecordCongressAct: [...CASE_ORGANS, 'congress'],
};
/** In whose name an act may be done where the book names nobody: 组织人事部门 carries out (2009 rules, Art. 19). */
const ORGANS: Readonly<Partial<Record<ActType, readonly Competence[]>>> = {
  RecommendAccountability: INVESTIGATING,
  ExecuteMeasure: ['organization'],
  RecordCongressAct: ['congress'],
};
/** The book's words for acts whose competence it states. */
const ACT_IN_BOOK: Readonly<Partial<Record<ActType, string>>> = {
  RecommendAccountability: 'recommend',
  ApproveInitiation: 'approve-initiation',
  ExecuteMeasure: 'execute',
  RecordCongressAct: 'statutory-act',
};

/** The competences of which an organ needs one, to do an act in its own name. */
export const organsFor = (type: ActType, book: RuleBook | undefined): readonly string[] => {
  const stated = book ? competencesFor(book, ACT_IN_BOOK[type] ?? '') : [];
  return stated.length > 0 ? stated : (ORGANS[type] ?? CASE_ORGANS);
};

/**
 * The actor's post, held on the day: of the act, or of the recording when the act was done elsewhere. Only people of a competent organ act in a case
 * (justice 2). @throws Rejection
 */
export function actorPost({ type, data }: CaseActCommand, { actor, recordedAt }: DecisionInput, known: Known): PostRow {
  const post = known.post(actor.postId);
  const date = data.doneElsewhere ? dateOf(recordedAt) : data.date;
  must(post !== undefined && actor.personId !== undefined, 'accountability.actor-without-post', {
    zh: '操作人须以岗位身份办理',
    en: 'the actor has to act in a post that is registered',
  });
  must(holdsPost(post, actor.personId, date), 'accountability.actor-not-in-post', {
    zh: '操作人当日不在该岗位',
    en: 'the actor did not hold that post on the day',
  });
  const competences = known.unit(post.unitId)?.competences ?? [];
  const allowed: readonly string[] = data.doneElsewhere ? [...CASE_ORGANS, 'congress'] : (RECORDERS[type] ?? CASE_ORGANS);
  must(
    competences.some((competence) => allowed.includes(competence)),
    'accountability.not-competent',
    {
      zh: '操作人所在机关无权办理此事项',
      en: `this act is for an organ competent for: ${allowed.join(', ')}`,
    },
  );
  return post;
}

/** An act in the name of an organ is recorded by that organ's own people, unless it was done elsewhere. */
export const ownOrgan = (post: PostRow, organUnitId: string): Check => ({
  holds: post.unitId === organUnitId,
  code: 'accountability.other-organ',
  text: { zh: '操作人不属于所列机关', en: 'the actor is not of the organ in whose name the act is done' },
});
export const organCompetent = (known: Known, organUnitId: string, allowed: readonly string[]): Check => ({
  holds: known.unit(organUnitId)?.competences.some((competence) => allowed.includes(competence)) ?? false,
  code: 'accountability.wrong-organ',
  text: { zh: '该机关无此职权', en: `the organ is not competent; competent is one for: ${allowed.join(', ')}` },
});
/** 主要负责人审批. */
export const byPrincipal = ({ role }: PostRow): Check => ({
  holds: isPrincipal(role),
  code: 'accountability.not-principal',
  text: { zh: '须由机关主要负责人审批', en: 'the principal of the organ has to approve' },
});
