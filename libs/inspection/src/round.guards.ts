import { ALL, dateOf, holdsOn, isDate, must, Rejection, type CalendarDate, type DecisionInput, type Message, type Need } from '#kernel';
import type { Elsewhere } from './round.events.js';
import { roundOffices, roundPosts, roundSubjects, type RoundPostRow, type RoundSubjectRow } from './round-subjects.view.js';

/** The actor is known only when deciding, so posts are asked for whole. */
export const OFFICE_NEEDS: readonly Need[] = [roundPosts, roundOffices].map(({ name }) => ({ view: name, key: ALL }));

/** Whether the actor holds a post in a unit with the competence of the command office on the day of recording. */
export function isOffice({ actor, facts, recordedAt }: DecisionInput): boolean {
  const offices = new Set(facts.all(roundOffices.name).map(([unitId]) => unitId));
  const post = facts.get<RoundPostRow>(roundPosts.name, actor.postId ?? '');
  const today = dateOf(recordedAt);
  return post !== undefined && offices.has(post.unitId) && post.tenures.some((tenure) => tenure.personId === actor.personId && holdsOn(tenure, today));
}

/** Rounds, groups, lists and rosters are the command office's business (指挥部办公室). */
export const mustBeOffice = (input: DecisionInput): void =>
  must(isOffice(input), 'inspection.not-command-office', {
    zh: '此事由指挥部办公室人员办理，操作人当日不在其岗位',
    en: 'this is for somebody who holds a post in the command office today',
  });

export const subjectNeeds = (ids: readonly string[]): readonly Need[] => [...new Set(ids)].map((key) => ({ view: roundSubjects.name, key }));

const KIND_ZH = { unit: '单位', village: '村', person: '人员' } as const;
/** Whatever is named is registered. */
export function mustKnow({ facts }: DecisionInput, kind: RoundSubjectRow['kind'], ids: readonly string[]): void {
  const unknown = ids.find((id) => facts.get<RoundSubjectRow>(roundSubjects.name, id)?.kind !== kind);
  must(unknown === undefined, `inspection.${kind}-unknown`, { zh: `${KIND_ZH[kind]}${unknown}尚未登记`, en: `${kind} ${unknown} is not registered` });
}

export const mustBeDates = (...dates: readonly CalendarDate[]): void =>
  must(dates.every(isDate), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });

/** What has happened has happened by the day on which it is recorded. */
export function mustBePast(date: CalendarDate, { recordedAt }: DecisionInput): void {
  mustBeDates(date);
  must(date <= dateOf(recordedAt), 'inspection.date-in-future', { zh: '日期不得晚于记录日', en: 'it cannot be dated after the day it is recorded' });
}

export const mustCite = (documentRef: string): void =>
  must(documentRef.trim() !== '', 'inspection.document-missing', { zh: '须注明文件', en: 'the document has to be named' });

/** An id or person named twice in one list is a slip of the pen. */
export function mustBeSet(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  must(twice === undefined, 'inspection.named-twice', { zh: `${twice}重复列出`, en: `${twice} is named twice` });
}

/** One rule that an act has to keep: refused when the product performs the act, a named breach when it was done elsewhere (justice 12a). */
export type Check = Readonly<{ holds: boolean; code: string; text: Message }>;

/** The breaches that an act is recorded with. @throws Rejection when the product itself would perform it out of order */
export function breachesOf({ doneElsewhere, documentNo }: Elsewhere, checks: readonly Check[]): Readonly<{ breaches?: readonly string[] }> {
  must(!doneElsewhere || (documentNo ?? '').trim() !== '', 'inspection.document-missing', {
    zh: '在别处作出的行为须注明文书号',
    en: 'an act done elsewhere is recorded with its document',
  });
  const broken = checks.filter(({ holds }) => !holds);
  const [first] = broken;
  if (first && !doneElsewhere) throw new Rejection(first.code, first.text);
  return broken.length === 0 ? {} : { breaches: [...new Set(broken.map(({ code }) => code))] };
}
