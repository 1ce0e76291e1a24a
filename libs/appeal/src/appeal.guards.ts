import { ALL, dateOf, isDate, must, Rejection, type CalendarDate, type DecisionInput, type Facts, type Message, type Need } from '#kernel';
import { complaintNeeds } from '#registry';
import { bookIfAny, countedLastDay, type AppealPlace, type RuleBook, type TimeLimit } from '#rulebook';
import { againstKey, concernedIn } from './against.js';
import { dayOf, type AppealActCommand, type AppealClockKind } from './appeal.commands.js';
import type { AppealDue, Filing } from './appeal.events.js';
import { APPEAL_PHASE_ZH, type AppealPhase, type AppealState } from './appeal.state.js';
import { barRowsOf, type BarRows } from './bars.js';
import { barredFromReview } from './barred-from-review.view.js';
import {
  appealDesignations,
  appealOrgans,
  appealPersons,
  appealPosts,
  holdsPostOn,
  type AppellantRow,
  type DesignationRow,
  type OrganPostRow,
  type OrganRow,
} from './organ.views.js';
import { reviewComplaints } from './review-complaints.view.js';
import { reviewRelations } from './review-relations.view.js';
import { remedies, type RemedyRow } from './remedies.view.js';

/** What an act is decided on, joined. */
export type Known = Readonly<{
  posts: ReadonlyMap<string, OrganPostRow>;
  organs: ReadonlyMap<string, OrganRow>;
  remedy?: RemedyRow;
  person?: AppellantRow;
  book?: RuleBook;
}>;
/** What the rules of an act are given beside command and state. */
export type Bench = Readonly<{ input: DecisionInput; known: Known }>;
/** What an act adds to what people said. */
export type Found = Readonly<{ breaches?: readonly string[]; established?: object }>;
export type ActRules<Type extends AppealActCommand['type']> = {
  readonly [T in Type]: (command: Extract<AppealActCommand, { type: T }>, state: AppealState, bench: Bench) => Found;
};

export const actNeeds = ({ data: { against } }: AppealActCommand): readonly Need[] => [
  { view: appealPosts.name, key: ALL },
  { view: appealOrgans.name, key: ALL },
  { view: appealPersons.name, key: concernedIn(against) },
  { view: remedies.name, key: againstKey(against) },
];
/** Whom an act seats on the panel or among the deciders. */
const seatedBy = ({ data }: AppealActCommand): readonly string[] => [
  ...('memberIds' in data ? data.memberIds : []),
  ...('replacementId' in data && data.replacementId !== undefined ? [data.replacementId] : []),
  ...('participantIds' in data ? data.participantIds : []),
];
/** Who may sit and decide is worked out from everybody's part and everybody's kin. */
export const barNeeds = (command: AppealActCommand): readonly Need[] => [
  ...actNeeds(command),
  ...seatedBy(command).map((key) => ({ view: appealPersons.name, key })),
  ...[barredFromReview.name, reviewRelations.name, appealDesignations.name].map((view) => ({ view, key: ALL })),
  ...complaintNeeds(reviewComplaints.name),
];
export function knownTo({ data: { against } }: AppealActCommand, input: Readonly<{ facts: Facts; book?: unknown }>): Known {
  const { facts } = input;
  const remedy = facts.get<RemedyRow>(remedies.name, againstKey(against));
  const person = facts.get<AppellantRow>(appealPersons.name, concernedIn(against));
  const book = bookIfAny(input)?.book;
  return {
    posts: new Map(facts.all<OrganPostRow>(appealPosts.name)),
    organs: new Map(facts.all<OrganRow>(appealOrgans.name)),
    ...(remedy && { remedy }),
    ...(person && { person }),
    ...(book && { book }),
  };
}
export const barRows = (facts: Facts): BarRows => barRowsOf(facts, { barred: barredFromReview.name, relations: reviewRelations.name });
export const designationsOf = (facts: Facts, personId: string): DesignationRow['targets'] =>
  new Map(facts.all<DesignationRow>(appealDesignations.name)).get(personId)?.targets ?? [];

/** One rule that an act has to keep: refused when the product performs the act, a named breach when it was done elsewhere (justice 12a). */
export type Check = Readonly<{ holds: boolean; code: string; text: Message; clause?: string }>;
/** The breaches that an act is recorded with. @throws Rejection when the product itself would perform the act out of order */
export function breachesOf({ doneElsewhere }: Readonly<{ doneElsewhere?: boolean }>, checks: readonly Check[]): Readonly<{ breaches?: readonly string[] }> {
  const broken = checks.filter(({ holds }) => !holds);
  const [first] = broken;
  if (first && !doneElsewhere) throw new Rejection(first.code, first.text, first.clause);
  return broken.length === 0 ? {} : { breaches: [...new Set(broken.map(({ code, clause }) => clause ?? code))] };
}
export const check = (holds: boolean, code: string, zh: string, en: string): Check => ({ holds, code: `appeal.${code}`, text: { zh, en } });

/** What no act may lack, wherever it was done. @throws Rejection */
export function mustBeSound(command: AppealActCommand, state: AppealState, { recordedAt }: DecisionInput): void {
  const date = dayOf(command);
  const { against, documentNo, doneElsewhere } = command.data;
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'appeal.date-in-future', { zh: '日期不得晚于记录日期', en: 'an act cannot be dated after the day on which it is recorded' });
  must(!doneElsewhere || (documentNo ?? '') !== '', 'appeal.document-missing', {
    zh: '在别处作出的行为须注明文书号',
    en: 'an act done elsewhere is recorded with its document',
  });
  const known = state.against;
  must(!known || againstKey(known) === againstKey(against), 'appeal.other-decision', {
    zh: '申诉所针对的不是此决定',
    en: 'the appeal is against another decision',
  });
}

/** Nobody is seated whom the registry does not know, wherever it was done: a mistyped id would pass every bar. @throws Rejection `appeal.person-unknown` */
export function mustBeKnown(command: AppealActCommand, { facts }: DecisionInput): void {
  const unknown = seatedBy(command).filter((personId) => facts.get(appealPersons.name, personId) === undefined);
  must(unknown.length === 0, 'appeal.person-unknown', {
    zh: `人员尚未登记：${unknown.join('、')}`,
    en: `the registry does not know: ${unknown.join(', ')}`,
  });
}

/** Recording acts in order is not enough: their own dates have to be in order too. */
export function inPhase({ phase, movedOn }: AppealState, date: CalendarDate, allowed: readonly AppealPhase[]): Check {
  if (!allowed.includes(phase)) {
    const steps = allowed.map((one) => APPEAL_PHASE_ZH[one]).join('”或“');
    return check(
      false,
      'out-of-order',
      `申诉现为“${APPEAL_PHASE_ZH[phase]}”，此步骤须在“${steps}”时办理`,
      `the appeal is ${phase}; this step belongs to: ${allowed.join(', ')}`,
    );
  }
  return check(movedOn === undefined || movedOn <= date, 'out-of-order', `此步骤不得早于${movedOn ?? ''}`, `this step cannot be dated before ${movedOn ?? ''}`);
}
/** What exists only once, and what never was: no act elsewhere makes up for it. @throws Rejection */
export function mustBeLodged({ phase }: AppealState): void {
  must(phase !== 'none', 'appeal.unknown', { zh: '没有这一申诉', en: 'there is no such appeal' });
}

/** One appeal has one outcome, and what follows it needs it: no act elsewhere makes up for that. @throws Rejection */
export function mustBeUndecided({ outcome }: AppealState): void {
  must(outcome === undefined, 'appeal.decided-already', { zh: '申诉已作出处理决定', en: 'the appeal has its outcome already' });
}
export function mustBeDecided({ outcome }: AppealState): void {
  must(outcome !== undefined, 'appeal.undecided', { zh: '申诉尚未作出处理决定', en: 'the appeal has no outcome yet' });
}

/** The filing of an appeal that was lodged. @throws Rejection `appeal.unknown` */
export function filingOf({ filing }: AppealState): Filing {
  must(filing !== undefined, 'appeal.unknown', { zh: '没有这一申诉', en: 'there is no such appeal' });
  return filing;
}

/** The actor's post on the day: of the act, or of the recording where it was done elsewhere. */
export function unitOfActor(command: AppealActCommand, { actor, recordedAt }: DecisionInput, { posts }: Known): string | undefined {
  const post = actor.postId === undefined ? undefined : posts.get(actor.postId);
  const date = command.data.doneElsewhere ? dateOf(recordedAt) : dayOf(command);
  return holdsPostOn(post, actor.personId, date) ? post!.unitId : undefined;
}
/** Somebody in post at the organ that has the appeal; what was done elsewhere is written down by anybody in post at an organ of the matter. @throws Rejection */
export function ofOrgan(command: AppealActCommand, state: AppealState, bench: Bench): readonly Check[] {
  const unitId = unitOfActor(command, bench.input, bench.known);
  must(unitId !== undefined, 'appeal.actor-without-post', { zh: '操作人当日须在岗', en: 'the actor has to act in a post held on the day' });
  const organs = new Set([command.data.organUnitId, ...('toUnitId' in command.data ? [command.data.toUnitId] : [])]);
  const competent = (bench.known.organs.get(unitId)?.competences.length ?? 0) > 0;
  must(!command.data.doneElsewhere || competent || organs.has(unitId), 'appeal.not-competent', {
    zh: '操作人所在单位无权登记此事项',
    en: 'the unit of the actor has no part in this',
  });
  return [
    check(state.organUnitId === command.data.organUnitId, 'other-organ', '申诉不在该机关办理', 'the appeal does not lie with this organ'),
    check(organs.has(unitId), 'actor-of-other-organ', '操作人不属于该机关', 'the actor is not of the organ in whose name the act is done'),
  ];
}

/** A clock that starts on a day, by a limit of the step the appeal was lodged on. */
export function dueOf(
  clock: AppealClockKind,
  limit: TimeLimit,
  { filing, from, book }: Readonly<{ filing: Pick<Filing, 'step' | 'clause'>; from: CalendarDate; book: RuleBook }>,
): AppealDue {
  const counted = countedLastDay(from, limit, { book, step: filing.step });
  return { clock, startsOn: from, on: counted.date, counted, clause: filing.clause };
}
/** The book in force on the day of the act. @throws Rejection `book.none-in-force` */
export function bookFor({ book }: Known): RuleBook {
  must(book !== undefined, 'book.none-in-force', { zh: '该日期没有生效的规则', en: 'no rule book is in force on that date' });
  return book;
}
export const appealRulesOf = (book: RuleBook): NonNullable<RuleBook['appeals']> => {
  must(book.appeals !== undefined, 'appeal.no-rules', { zh: '现行规则没有申诉规定', en: 'the book in force says nothing of appeals' });
  return book.appeals;
};

/** The units at a place of a step. */
export const placesIn =
  (organs: ReadonlyMap<string, OrganRow>, decidingUnitId: string | undefined) =>
  (place: AppealPlace): readonly string[] => {
    if (place.at === 'competent')
      return [...organs.values()].filter(({ competences }) => competences.some((one) => place.competences.includes(one))).map(({ unitId }) => unitId);
    const unitId = place.at === 'deciding-organ' ? decidingUnitId : decidingUnitId === undefined ? undefined : organs.get(decidingUnitId)?.parentUnitId;
    return unitId === undefined ? [] : [unitId];
  };

/** Late by the clock that the act was due under: a breach, never a refusal. */
export const lateBreach = ({ dues, overrun, filing }: AppealState, clock: AppealClockKind, date: CalendarDate): readonly string[] => {
  const due = dues[clock];
  return (due && date > due.on) || (overrun.includes(clock) && filing) ? [due?.clause.id ?? filing!.clause.id] : [];
};
/** Breaches with lateness among them. */
export const withLate = ({ breaches = [] }: Found, late: readonly string[]): Readonly<{ breaches?: readonly string[] }> => {
  const all = [...new Set([...breaches, ...late])];
  return all.length === 0 ? {} : { breaches: all };
};
