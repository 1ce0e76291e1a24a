import type { CalendarDate } from '#kernel';
import { formsInForce, type MeasureForm } from '#rulebook';
import type { BasisRef } from './case.commands.js';
import type { Check, Known } from './case.guards.js';
import { groundKey, type CaseState } from './case.state.js';
import { bindsToPost } from './measures.js';
import type { PostRow, UnitRow } from './responsibility.views.js';
import { statusOn } from './responsibility.views.js';
import { holdsPost } from './structure.js';

/** What is asked: may this organ decide this measure on this day about the holder of this post? */
export type AuthorityQuestion = Readonly<{
  measure: string;
  date: CalendarDate;
  organUnitId: string;
  personId: string;
  postId: string;
  bases: readonly BasisRef[];
}>;

/** Every path that is open, by date × deciding organ × measure × status of the person (justice 6); none without a book. */
export function openForms(
  { measure, date, organUnitId, personId }: Pick<AuthorityQuestion, 'measure' | 'date' | 'organUnitId' | 'personId'>,
  known: Known,
): readonly MeasureForm[] {
  const status = known.person && known.person.personId === personId ? statusOn(known.person, date) : undefined;
  if (!known.book || !status) return [];
  return formsInForce(known.book, {
    measure,
    date,
    partyMember: status.partyMember,
    staffStatus: status.staffStatus,
    competences: known.unit(organUnitId)?.competences ?? [],
  });
}

/**
 * The measure in the forms in force, told apart by what is wrong: not listed at all on that day, not for a person of that status, not for that organ.
 * The refusal names the clause that flagged the measure: it may flag what nobody may decide (justice 6).
 */
export function formChecks(state: CaseState, question: AuthorityQuestion, known: Known): readonly Check[] {
  const { measure, date } = question;
  const flagging = question.bases.find((ref) => state.grounds[groundKey(ref)]?.measure === measure)?.clauseId;
  const clause = flagging === undefined ? {} : { clause: flagging };
  const listed = known.book ? formsInForce(known.book, { measure, date }) : [];
  const status = known.person && statusOn(known.person, date);
  const forStatus = known.book && status ? formsInForce(known.book, { measure, date, partyMember: status.partyMember, staffStatus: status.staffStatus }) : [];
  return [
    {
      holds: listed.length > 0,
      code: 'accountability.measure-not-in-force',
      text: {
        zh: `该日施行的规定未列此处理方式（${measure}）：可以提示，不能据以决定`,
        en: `no text in force on ${date} lists ${measure}: it can be flagged, not decided`,
      },
      ...clause,
    },
    {
      holds: forStatus.length > 0,
      code: 'accountability.measure-not-for-status',
      text: { zh: '列有此处理方式的规定不适用于该人员身份', en: 'the texts that list this measure do not reach a person of this status' },
      ...clause,
    },
    {
      holds: openForms(question, known).length > 0,
      code: 'accountability.measure-beyond-organ',
      text: { zh: '该机关无权决定此处理方式', en: 'this organ may not decide this measure' },
      ...clause,
    },
  ];
}

/** 干部管理权限: who manages the post decides; an organ beside or below the managing one only what the forms give to it by its own competence. */
export function managementCheck({ organUnitId, postId, measure }: AuthorityQuestion, forms: readonly MeasureForm[], known: Known): Check {
  const managerId = known.post(postId)?.managedByUnitId ?? '';
  const manager = known.unit(managerId);
  const organ = known.unit(organUnitId);
  const name = manager?.name ?? managerId;
  return {
    holds: managerId === organUnitId || (hasOwnForm(forms, organ, manager) && underSameAuthority(organ, manager)),
    code: 'accountability.refer',
    text: {
      zh: `该岗位由“${name}”管理，应移送其决定`,
      en: `outside this organ's authority for ${measure}: refer to ${name} (${managerId})`,
    },
  };
}

/** An organ's own forms: those that name a competence which the managing organ itself does not have. */
const hasOwnForm = (forms: readonly MeasureForm[], organ: UnitRow | undefined, manager: UnitRow | undefined): boolean =>
  forms.some(({ organs }) => organ?.competences.some((competence) => organs.includes(competence) && !manager?.competences.includes(competence)));

const underSameAuthority = (organ: UnitRow | undefined, manager: UnitRow | undefined): boolean =>
  organ !== undefined &&
  manager !== undefined &&
  organ.parentUnitId !== undefined &&
  (organ.parentUnitId === manager.unitId || organ.parentUnitId === manager.parentUnitId);

/** A measure against a post already left does not apply (justice 7); lifelong accountability is left with measures that reach the person. */
export function postCheck({ grounds }: CaseState, { measure, date, personId, postId, bases }: AuthorityQuestion, known: Known): Check {
  const flagged = bases.flatMap((ref) => grounds[groundKey(ref)] ?? []).filter((ground) => ground.measure === measure);
  const onlyLeft = flagged.length > 0 && flagged.every(({ state }) => state === 'notApplicable');
  const applies = !bindsToPost(measure) || (!onlyLeft && holdsPost(known.post(postId), personId, date));
  return {
    holds: applies,
    code: 'accountability.post-left',
    text: { zh: '该人员已离开此岗位，针对岗位的处理不适用', en: 'the person has left the post: a measure against it does not apply' },
    ...(flagged[0] && { clause: flagged[0].clauseId }),
  };
}

/** Elected posts and those of a standing committee's appointment need its act (2009 rules, Art. 21). */
export const needsCongress = (post: Pick<PostRow, 'appointedBy'> | undefined, measure: string): boolean =>
  bindsToPost(measure) && (post?.appointedBy === 'election' || post?.appointedBy === 'standing-committee');
