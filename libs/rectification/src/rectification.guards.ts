import { ALL, dateOf, holdsOn, isDate, must, Rejection, type CalendarDate, type DecisionInput, type Message, type Need, type Private } from '#kernel';
import { bookIfAny, type RectificationRules } from '#rulebook';
import type { Phase } from './progress.js';
import { rectificationPersons, rectificationPosts, type PersonRow, type PostRow } from './rectification-people.views.js';
import type { RectificationEvidence } from './rectification.events.js';
import type { Doer, State } from './rectification.state.js';

/** Whether somebody is of a unit is asked of every post: which posts a person holds is known only when deciding. */
export const peopleNeeds = (...personIds: readonly string[]): readonly Need[] => [
  { view: rectificationPosts.name, key: ALL },
  ...[...new Set(personIds)].map((personId) => ({ view: rectificationPersons.name, key: personId })),
];

/** The units to which a person belongs on a day: of the posts held, and of the host while on secondment. */
export function unitsOf(personId: string, date: CalendarDate, { facts }: DecisionInput): readonly string[] {
  const held = facts
    .all<PostRow>(rectificationPosts.name)
    .filter(([, { tenures }]) => tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)));
  return [...new Set(held.map(([, { unitId }]) => unitId))];
}
const hostsOf = (personId: string, date: CalendarDate, { facts }: DecisionInput): readonly string[] =>
  (facts.get<PersonRow>(rectificationPersons.name, personId)?.secondments ?? []).filter((one) => holdsOn(one, date)).map(({ hostUnitId }) => hostUnitId);

export function mustBeKnown(personIds: readonly string[], { facts }: DecisionInput): void {
  must(personIds.length > 0 && new Set(personIds).size === personIds.length, 'rectification.persons', {
    zh: '须列明人员，且不得重复',
    en: 'people have to be named, each once',
  });
  const unknown = personIds.find((personId) => !facts.get<PersonRow>(rectificationPersons.name, personId));
  must(unknown === undefined, 'rectification.unknown-person', { zh: `没有登记人员“${unknown}”`, en: `no person ${unknown} is registered` });
}

/** Real, not in the future, and not before what came before it. @throws Rejection */
export function mustBeDated(date: CalendarDate, { since }: Pick<State, 'since'>, { recordedAt }: Pick<DecisionInput, 'recordedAt'>): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'rectification.date-in-future', { zh: '日期不得晚于记录日', en: 'it cannot be dated after the day it is recorded' });
  must(date >= since, 'rectification.out-of-order', { zh: `日期早于上一环节（${since}）`, en: `it is dated before the step before it (${since})` });
}

const PHASE_TEXT: Message = { zh: '整改事项当前状态不允许此操作', en: 'the item does not stand where this could be done' };
/** The one table of legal steps is made of these. @throws Rejection `rectification.<code>` */
export function mustStandAt({ progress }: State, phases: readonly Phase[], code: string): void {
  must(progress.phase !== 'none', 'rectification.unknown', { zh: '没有此整改事项', en: 'no such item was ordered' });
  must(phases.includes(progress.phase), `rectification.${code}`, PHASE_TEXT);
}

export function actorOf({ actor }: Pick<DecisionInput, 'actor'>): string {
  must(actor.personId !== undefined, 'rectification.actor-unknown', { zh: '须注明操作人', en: 'the acting person has to be named' });
  return actor.personId;
}

/** What is ordered, granted, signed or taken back is never so by the unit that has to rectify. */
export function mustNotBeOfUnit(unitId: string, date: CalendarDate, input: DecisionInput): void {
  must(!unitsOf(actorOf(input), date, input).includes(unitId), 'rectification.own-unit', {
    zh: '整改单位的人员不得办理此事项',
    en: 'people of the unit that has to rectify cannot do this',
  });
}

/** The person who signs for the unit, in a post that is the unit's own. */
export function mustHoldPost(
  unitId: string,
  { personId, postId, date }: Readonly<{ personId: string; postId: string; date: CalendarDate }>,
  { facts }: DecisionInput,
): void {
  const post = facts.all<PostRow>(rectificationPosts.name).find(([key]) => key === postId)?.[1];
  const holds = post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)) ?? false;
  must(post?.unitId === unitId && holds, 'rectification.not-of-unit', {
    zh: '签收人当日不在整改单位的该岗位',
    en: 'the person did not hold that post of the unit on the day',
  });
}
export function mustBeOfUnit(unitId: string, personId: string, { date, input }: Readonly<{ date: CalendarDate; input: DecisionInput }>): void {
  must([...unitsOf(personId, date, input), ...hostsOf(personId, date, input)].includes(unitId), 'rectification.not-of-unit', {
    zh: '报告或申请人当日不属于整改单位',
    en: 'the person was not of the unit on the day',
  });
}

export function mustHaveNoPart(personIds: readonly string[], { fixers, reporters }: State): void {
  const did = (doers: readonly Doer[]) => personIds.some((personId) => doers.some((doer) => doer.personId === personId));
  must(!did(fixers), 'rectification.verifier-fixed', { zh: '整改人不得核查销号', en: 'who fixed it cannot verify it' });
  must(!did(reporters), 'rectification.verifier-reported', { zh: '报告人不得核查销号', en: 'who reported it cannot verify it' });
}

/**
 * Who verifies, sends back, closes or looks back neither fixed nor reported, ever in the item's life, nor is of the unit that had to, nor of a unit whose
 * people did (domain 7; issue: never by the one who fixed). This holds whoever records it and wherever it was done: there is no breach to record instead.
 */
export function mustBeIndependent(personIds: readonly string[], state: State, { date, input }: Readonly<{ date: CalendarDate; input: DecisionInput }>): void {
  mustBeKnown(personIds, input);
  const all = [...new Set([...personIds, actorOf(input)])];
  mustHaveNoPart(all, state);
  const units = new Set([state.item!.unitId, ...state.fixers.flatMap((doer) => unitsOf(doer.personId, doer.date, input))]);
  const days = [date, ...state.fixers.map((doer) => doer.date)];
  const kin = all.find((personId) => days.some((day) => unitsOf(personId, day, input).some((unitId) => units.has(unitId))));
  const lent = personIds.find((personId) => hostsOf(personId, date, input).some((unitId) => units.has(unitId)));
  must(kin === undefined && lent === undefined, 'rectification.verifier-of-unit', {
    zh: '整改单位（或整改人所在单位）的人员不得核查销号',
    en: 'people of the unit that fixed it cannot verify it',
  });
}

export const rulesOf = (input: Pick<DecisionInput, 'book'>): RectificationRules | undefined => bookIfAny(input)?.book.rectification;

/** Each piece is new and small enough, and there is one at least. @throws Rejection */
export function mustBeEvidence(evidence: readonly RectificationEvidence[], { evidenceIds }: State, input: DecisionInput): void {
  must(evidence.length > 0, 'rectification.evidence-missing', { zh: '须附证据', en: 'evidence is required' });
  const ids = evidence.map(({ evidenceId }) => evidenceId);
  must(new Set([...evidenceIds, ...ids]).size === evidenceIds.length + ids.length, 'rectification.evidence-twice', {
    zh: '证据编号重复或已用过',
    en: 'an id of evidence is used twice',
  });
  const sizeMax = rulesOf(input)?.evidenceBytesMax;
  const large = sizeMax === undefined ? undefined : evidence.find(({ file }) => file.sizeBytes > sizeMax);
  must(large === undefined, 'rectification.evidence-too-large', {
    zh: `证据文件超过规则上限（${sizeMax}字节）`,
    en: `a file is larger than the book allows (${sizeMax} bytes)`,
  });
  must(
    evidence.every(({ file }) => file.sizeBytes > 0),
    'rectification.evidence-empty',
    { zh: '证据文件为空', en: 'a file is empty' },
  );
}

export const mustSay = (text: string, code: 'document-missing' | 'reason-missing' | 'seal-missing'): void =>
  must(text.trim() !== '', `rectification.${code}`, { zh: '文号、印章或理由不得为空', en: 'number, seal or reason must say something' });
/** A commitment stands for text that was checked when it was given. */
export const mustSayPrivately = (value: Private): void =>
  must(!('private' in value) || value.private.trim() !== '', 'rectification.reason-missing', {
    zh: '须说明内容或理由',
    en: 'a text is required',
  });

/** One rule that an act has to keep: refused when the product performs the act, a named breach when it was done elsewhere (justice 12a). */
export type Check = Readonly<{ holds: boolean; code: string; text: Message }>;
export function breachesOf(doneElsewhere: boolean | undefined, checks: readonly Check[]): Readonly<{ breaches?: readonly string[] }> {
  const broken = checks.filter(({ holds }) => !holds);
  const first = broken[0];
  if (first && !doneElsewhere) throw new Rejection(first.code, first.text);
  return broken.length === 0 ? {} : { breaches: broken.map(({ code }) => code) };
}
