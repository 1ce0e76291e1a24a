import { ALL, dateOf, holdsOn, isDate, must, type CalendarDate, type DecisionInput, type Need } from '#kernel';
import type { Competence } from '#registry';
import { redressPersons, redressPosts, redressUnits, type RedressPostRow, type RedressUnitRow } from './redress-offices.views.js';

/** The actor is known only when deciding, so posts are asked for whole. */
export const OFFICE_NEEDS: readonly Need[] = [redressPosts, redressUnits].map(({ name }) => ({ view: name, key: ALL }));
export const personNeeds = (...ids: readonly string[]): readonly Need[] => [...new Set(ids)].map((key) => ({ view: redressPersons.name, key }));

/** Who carries out what a case's outcome asks for (2019 rules, Art. 21; 政务处分法 60): the organs of a case. */
export const CASE_ORGANS: readonly Competence[] = ['discipline', 'organization', 'party-committee'];
/** What concerns a unit's grade or veto is also its assessors' and the command office's. */
export const UNIT_ORGANS: readonly Competence[] = [...CASE_ORGANS, 'assessment-office', 'command-office'];

/** The actor holds, on the day of recording, a post of an organ that is competent. @throws Rejection */
export function mustBeOfOrgan({ actor, facts, recordedAt }: DecisionInput, allowed: readonly Competence[]): void {
  const post = facts.get<RedressPostRow>(redressPosts.name, actor.postId ?? '');
  const today = dateOf(recordedAt);
  const inPost = post?.tenures.some((tenure) => tenure.personId === actor.personId && holdsOn(tenure, today)) ?? false;
  const { competences = [] } = (inPost && facts.get<RedressUnitRow>(redressUnits.name, post!.unitId)) || {};
  must(
    competences.some((competence) => allowed.includes(competence)),
    'redress.not-competent',
    {
      zh: '此事由有权机关的在岗人员办理',
      en: `this is for somebody in post at an organ competent for: ${allowed.join(', ')}`,
    },
  );
}

export const mustKnowPersons = ({ facts }: DecisionInput, ids: readonly string[]): void => {
  const unknown = ids.find((id) => facts.get(redressPersons.name, id) === undefined);
  must(unknown === undefined, 'redress.person-unknown', { zh: `人员${unknown}尚未登记`, en: `person ${unknown} is not registered` });
};

/** Something done: on a real day, not after the day on which it is recorded, nor before what it follows. @throws Rejection */
export function mustBeDone(date: CalendarDate, { recordedAt }: Pick<DecisionInput, 'recordedAt'>, after?: CalendarDate): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'redress.date-in-future', { zh: '日期不得晚于记录日', en: 'it cannot be dated after the day it is recorded' });
  must(after === undefined || date >= after, 'redress.out-of-order', { zh: `此事须在${after ?? ''}之后`, en: `this comes on or after ${after ?? ''}` });
}

export const mustCite = (documentNo: string): void =>
  must(documentNo.trim() !== '', 'redress.document-missing', { zh: '须注明文书号', en: 'the document has to be named' });
