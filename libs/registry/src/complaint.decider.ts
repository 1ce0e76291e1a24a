import {
  ALL,
  dateOf,
  holdsOn,
  isDate,
  isPlainPrivate,
  must,
  privately,
  type CalendarDate,
  type Command,
  type Decider,
  type DecisionInput,
  type Private,
} from '#kernel';
import type { ComplaintConcluded, ComplaintEvent, ComplaintLinked, ComplaintReceived } from './complaint.events.js';
import { mustKnow, mustSay, needsOf, POSTS, UNITS } from './guards.js';
import type { Competence } from './registry.events.js';
import type { PostRow, UnitRow } from './rows.js';

export type ReceiveComplaint = Command<'ReceiveComplaint', ComplaintReceived['data']>;
export type LinkComplaint = Command<'LinkComplaint', ComplaintLinked['data']>;
export type ConcludeComplaint = Command<'ConcludeComplaint', ComplaintConcluded['data']>;
export type ComplaintCommand = ReceiveComplaint | LinkComplaint | ConcludeComplaint;
type State = Readonly<{ since?: CalendarDate; cases: readonly string[]; concluded: boolean }>;

/** Who receives and concludes complaints (信访举报), and may know who complained. */
export const COMPLAINT_ORGANS: readonly Competence[] = ['discipline'];
const HASH = /^[0-9a-f]{64}$/;
const OFFICE = [POSTS, UNITS].map((view) => ({ view, key: ALL }));

/** Somebody in post, on the day of recording, at an organ for complaints. @returns its unit @throws Rejection `complaint.not-competent` */
function mustBeOfOrgan({ actor, facts, recordedAt }: DecisionInput): string {
  const post = actor.postId === undefined ? undefined : facts.get<PostRow>(POSTS, actor.postId);
  const inPost = post?.tenures.some((tenure) => tenure.personId === actor.personId && holdsOn(tenure, dateOf(recordedAt))) ?? false;
  const competences = (inPost && facts.get<UnitRow>(UNITS, post!.unitId)?.competences) || [];
  must(
    competences.some((competence) => COMPLAINT_ORGANS.includes(competence)),
    'complaint.not-competent',
    { zh: '举报由纪检监察机关在岗人员登记', en: 'complaints are for people in post at the organ for discipline' },
  );
  return post!.unitId;
}

function mustBeDated(date: CalendarDate, { recordedAt }: DecisionInput, since?: CalendarDate): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'complaint.date-in-future', { zh: '日期不得晚于记录日期', en: 'it cannot be dated after the day it is recorded' });
  must(since === undefined || since <= date, 'complaint.out-of-order', { zh: `不得早于收到举报之日（${since}）`, en: `it was received on ${since}` });
}
const mustBeReceived = ({ since }: State): void => must(since !== undefined, 'complaint.unknown', { zh: '没有这一举报', en: 'there is no such complaint' });
const mustTell = (value: Private | undefined, zh: string, en: string): void => {
  // A commitment was checked when it was made.
  if (value !== undefined && isPlainPrivate(value)) mustSay(value.private, zh, en);
};

function mustBeAbout({ personIds, unitIds, villageIds }: ComplaintReceived['data'], { facts }: DecisionInput): void {
  const about = [...personIds, ...unitIds, ...villageIds];
  must(about.length > 0 && new Set(about).size === about.length, 'complaint.about-nobody', {
    zh: '须列明举报所涉人员、单位或者村且不重复',
    en: 'a complaint names the persons, units or villages it is about, each once',
  });
  for (const id of personIds) mustKnow(facts, 'person', id);
  for (const id of unitIds) mustKnow(facts, 'unit', id);
  for (const id of villageIds) mustKnow(facts, 'village', id);
}

/** Who complains is asked for in the register only as far as that is known, and does not complain about himself. */
function mustBeSomebody({ complainantId, complainant, personIds }: ComplaintReceived['data'], { facts }: DecisionInput): void {
  mustTell(complainant, '举报人', 'who complains');
  if (complainantId === undefined || !isPlainPrivate(complainantId)) return;
  mustKnow(facts, 'person', complainantId.private);
  must(!personIds.includes(complainantId.private), 'complaint.about-oneself', { zh: '不能举报本人', en: 'nobody complains about himself' });
}

/** One complaint: received, linked to what it started, concluded. */
export const complaintDecider: Decider<State, ComplaintCommand, ComplaintEvent> = {
  category: 'complaint',
  streamOf: ({ data }) => data.complaintId,
  initialState: { cases: [], concluded: false },
  commands: {
    ReceiveComplaint: { by: 'person', zh: '登记举报' },
    LinkComplaint: { by: 'person', zh: '举报关联案件' },
    ConcludeComplaint: { by: 'person', zh: '办结举报' },
  },
  needs: {
    ReceiveComplaint: ({ data }) => {
      const { complainantId, personIds, unitIds, villageIds } = data;
      const own = complainantId !== undefined && isPlainPrivate(complainantId) ? [complainantId.private] : [];
      return [...OFFICE, ...needsOf(...personIds, ...unitIds, ...villageIds, ...own)];
    },
    LinkComplaint: ({ data: { personId, postId } }) => [...OFFICE, ...needsOf(personId, postId)],
    ConcludeComplaint: () => OFFICE,
  },
  decide: {
    ReceiveComplaint: ({ data }, { since }, input) => {
      const unitId = mustBeOfOrgan(input);
      must(since === undefined, 'complaint.already-recorded', { zh: '该举报已登记', en: 'this complaint is on record' });
      must(unitId === data.organUnitId, 'complaint.other-organ', { zh: '操作人不属于收件机关', en: 'the actor is not of the organ that received it' });
      mustBeDated(data.receivedOn, input);
      mustBeAbout(data, input);
      mustBeSomebody(data, input);
      mustTell(data.narrative, '举报内容', 'what it says');
      must(HASH.test(data.receiptHash), 'complaint.receipt-invalid', { zh: '回执指纹须为64位十六进制小写', en: 'a receipt is 64 lower-case hex digits' });
      const { complainant, complainantId, narrative, ...said } = data;
      const own = {
        ...(complainant !== undefined && { complainant: privately(complainant) }),
        ...(complainantId !== undefined && { complainantId: privately(complainantId) }),
      };
      return [{ type: 'ComplaintReceived', data: { ...said, ...own, narrative: privately(narrative) }, validAt: { from: data.receivedOn } }];
    },
    LinkComplaint: ({ data }, state, input) => {
      mustBeOfOrgan(input);
      mustBeReceived(state);
      mustBeDated(data.date, input, state.since);
      mustKnow(input.facts, 'person', data.personId);
      mustKnow(input.facts, 'post', data.postId);
      must(!state.cases.includes(caseOf(data)), 'complaint.already-linked', { zh: '该举报已关联此案', en: 'it is linked to that case already' });
      return [{ type: 'ComplaintLinked', data, validAt: { from: data.date } }];
    },
    ConcludeComplaint: ({ data }, state, input) => {
      mustBeOfOrgan(input);
      mustBeReceived(state);
      must(!state.concluded, 'complaint.already-concluded', { zh: '该举报已办结', en: 'it is concluded already' });
      mustBeDated(data.date, input, state.since);
      mustSay(data.documentNo, '文书号', 'the document');
      return [{ type: 'ComplaintConcluded', data, validAt: { from: data.date } }];
    },
  },
  evolve: {
    ComplaintReceived: (state, { data }) => ({ ...state, since: data.receivedOn }),
    ComplaintLinked: (state, { data }) => ({ ...state, cases: [...state.cases, caseOf(data)] }),
    ComplaintConcluded: (state) => ({ ...state, concluded: true }),
  },
  commandOf: {
    ComplaintReceived: (_, { data }) => ({ type: 'ReceiveComplaint', data }),
    ComplaintLinked: (_, { data }) => ({ type: 'LinkComplaint', data }),
    ComplaintConcluded: (_, { data }) => ({ type: 'ConcludeComplaint', data }),
  },
};

const caseOf = ({ personId, postId, year }: ComplaintLinked['data']): string => `${personId}|${postId}|${year}`;
