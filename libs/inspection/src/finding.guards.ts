import { dateOf, holdsOn, isDate, isPlainPrivate, must, type CalendarDate, type DecisionInput, type EvidenceRef, type Need, type Private } from '#kernel';
import type { FindingEvidence } from './finding.events.js';
import type { FindingState, FindingStatus } from './finding.state.js';
import { roundPosts, type RoundPostRow } from './round-subjects.view.js';

/** Pieces that one step may bring; what a finding holds in all is bounded too. */
const EVIDENCE_AT_ONCE_MAX = 20;
const EVIDENCE_CURRENT_MAX = 60;
const SHA256 = /^[0-9a-f]{64}$/;
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/;

/** A date that exists, lies not in the future and not before what the step rests on. */
export function mustBeDated(date: CalendarDate, notBefore: CalendarDate, { recordedAt }: DecisionInput): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'finding.date-in-future', { zh: '日期不得晚于记录日', en: 'this cannot be dated after the day it is recorded' });
  must(date >= notBefore, 'finding.out-of-order', { zh: `日期早于所依据的${notBefore}`, en: `this is dated before ${notBefore}, on which it rests` });
}

export const mustSay = (text: string, zh: string, en: string): void =>
  must(text.trim() !== '', 'text.blank', { zh: `${zh}不能为空`, en: `${en} must not be blank` });
/** A commitment was checked when it was a text. */
export const mustSayPrivately = (text: Private, zh: string, en: string): void => {
  if (isPlainPrivate(text)) mustSay(text.private, zh, en);
};
export function mustBeAuthorized({ reason, authorityRef }: Readonly<{ reason: string; authorityRef: string }>): void {
  mustSay(reason, '理由', 'the reason');
  mustSay(authorityRef, '依据文件', 'the authority');
}

type Placed = Readonly<{ unitId: string; year?: number }>;
/** The finding that the command speaks of, still open to any step at all. */
export function mustBeOpen({ status, unitId, year }: FindingState, said: Placed): void {
  must(status !== 'none', 'finding.unknown', { zh: '没有这一问题', en: 'there is no such finding' });
  must(unitId === said.unitId && (said.year === undefined || year === said.year), 'finding.other-unit', {
    zh: '问题所属单位或年度不符',
    en: 'the finding belongs to another unit or year',
  });
  must(status !== 'withdrawn', 'finding.withdrawn', { zh: '问题已撤回', en: 'the finding has been withdrawn' });
}
export const mustBeFinding = ({ goodPractice }: FindingState): void =>
  must(!goodPractice, 'finding.good-practice', { zh: '这是好做法，不是问题', en: 'this is a good practice, not a finding' });
/** What is said to the unit, and by it, is said about the original. */
export const mustBeOriginal = ({ duplicateOf }: FindingState): void =>
  must(duplicateOf === undefined, 'finding.is-duplicate', {
    zh: `该问题已认定与${duplicateOf}重复`,
    en: `the finding is marked as a duplicate of ${duplicateOf}`,
  });

const WANTED: Readonly<Record<'shown' | 'answered' | 'disputed', Readonly<{ code: string; zh: string; en: string; from: readonly FindingStatus[] }>>> = {
  shown: { code: 'finding.already-shown', zh: '问题已向单位反馈', en: 'the finding has already been shown to the unit', from: ['logged'] },
  // Refusing to sign forfeits nothing, and an objection may be given up while nobody has decided it.
  answered: { code: 'finding.not-awaiting-answer', zh: '没有待单位答复的问题', en: 'no answer of the unit is awaited', from: ['shown', 'signature-refused'] },
  disputed: { code: 'finding.not-disputed', zh: '没有待处理的异议', en: 'no objection awaits a decision', from: ['disputed'] },
};
export function mustStand({ status }: FindingState, ...wanted: readonly (keyof typeof WANTED)[]): void {
  const { code, zh, en } = WANTED[wanted[0]!];
  must(
    wanted.some((step) => WANTED[step].from.includes(status)),
    code,
    { zh, en },
  );
}

/** 谁督查谁负责: only those who signed the finding change what lies under it. */
export const mustBeSigner = ({ loggedByPersonIds }: FindingState, { actor }: DecisionInput): void =>
  must(actor.personId !== undefined && loggedByPersonIds.includes(actor.personId), 'finding.not-signer', {
    zh: '只有登记该问题的督查人员可以办理',
    en: 'only those who logged the finding may do this',
  });
/** No unit takes back, merges or decides what was found about it. */
export const mustNotSpeakForUnit = ({ unitPersonIds }: FindingState, { actor }: DecisionInput): void =>
  must(actor.personId === undefined || !unitPersonIds.includes(actor.personId), 'finding.by-unit', {
    zh: '代表单位签收或答复的人不得办理',
    en: 'those who spoke for the unit may not do this',
  });

type Answerer = Readonly<{ unitId: string; personId: string; postId: string; date: CalendarDate }>;
export const answererNeeds = ({ data: { postId } }: Readonly<{ data: Answerer }>): readonly Need[] => [{ view: roundPosts.name, key: postId, guard: postId }];
/** Whoever speaks for the unit holds one of its posts on that day, and is none of those who found the fact. */
export function mustAnswerFor({ loggedByPersonIds }: FindingState, { unitId, personId, postId, date }: Answerer, { facts }: DecisionInput): void {
  const post = facts.get<RoundPostRow>(roundPosts.name, postId);
  must(post?.unitId === unitId, 'finding.not-unit-post', { zh: '该岗位不属于被督查单位', en: 'this post does not belong to the unit concerned' });
  must(
    post.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)),
    'finding.not-post-holder',
    { zh: '该人员当日不在此岗位', en: 'this person did not hold the post on that day' },
  );
  must(!loggedByPersonIds.includes(personId), 'finding.answered-by-signer', {
    zh: '登记问题的人不得代表单位答复',
    en: 'those who logged the finding cannot answer for the unit',
  });
}

export function mustBeFile({ sha256, sizeBytes, mediaType }: EvidenceRef): void {
  must(SHA256.test(sha256) && Number.isSafeInteger(sizeBytes) && sizeBytes > 0 && MEDIA_TYPE.test(mediaType), 'finding.evidence-invalid', {
    zh: '证据须有SHA-256、大小和类型',
    en: 'evidence has a SHA-256, a size and a media type',
  });
}
/** New pieces, each named once; whether the files are really kept is for the edge to know. */
export function mustBeEvidence(evidence: readonly FindingEvidence[], { evidenceIds, currentEvidenceIds }: FindingState): void {
  must(evidence.length > 0, 'finding.evidence-missing', { zh: '须附证据', en: 'evidence is required' });
  const within = evidence.length <= EVIDENCE_AT_ONCE_MAX && currentEvidenceIds.length + evidence.length <= EVIDENCE_CURRENT_MAX;
  must(within, 'finding.evidence-too-much', {
    zh: `一次至多${EVIDENCE_AT_ONCE_MAX}份证据，一个问题至多${EVIDENCE_CURRENT_MAX}份`,
    en: `at most ${EVIDENCE_AT_ONCE_MAX} pieces of evidence at once and ${EVIDENCE_CURRENT_MAX} under one finding`,
  });
  const ids = [...evidenceIds, ...evidence.map(({ evidenceId }) => evidenceId)];
  must(new Set(ids).size === ids.length, 'finding.evidence-twice', { zh: '证据编号重复', en: 'an evidence id is used twice' });
  for (const { zh, file } of evidence) {
    mustSay(zh, '证据说明', 'what the evidence shows');
    mustBeFile(file);
  }
}
