import { must, type DecisionInput, type NewEvent } from '#kernel';
import { findingStandings, type FindingStandingRow } from './finding-standings.view.js';
import type { DecideFindingObjection, MarkFindingDuplicate } from './finding.commands.js';
import type { FindingEvent } from './finding.events.js';
import {
  answererNeeds,
  mustAnswerFor,
  mustBeAuthorized,
  mustBeDated,
  mustBeEvidence,
  mustBeFinding,
  mustBeOpen,
  mustBeOriginal,
  mustBeSigner,
  mustNotSpeakForUnit,
  mustSay,
  mustSayPrivately,
  mustStand,
} from './finding.guards.js';
import { loggingNeeds, mustBeLoggable } from './finding.logging.js';
import { roundSubjects, type RoundSubjectRow } from './round-subjects.view.js';
import { evolve, NO_FINDING, type FindingDecider, type FindingState } from './finding.state.js';

const at = (date: string) => ({ validAt: { from: date } });
/** What the command says, and the village that the finding's own log knows. */
const placed = <T extends object>(data: T, { villageId }: FindingState) => (villageId === undefined ? data : { ...data, villageId });
const placedInYear = <T extends object>(data: T, state: FindingState) => ({ ...placed(data, state), year: state.year });

/** An original of the same unit and year that is itself no duplicate: links lead from original to original, so no chain can close. */
function mustBeOriginalOf({ findingId, unitId, year, duplicateOf }: MarkFindingDuplicate['data'], { facts }: DecisionInput): void {
  must(duplicateOf !== findingId, 'finding.duplicate-of-itself', { zh: '问题不能与自身重复', en: 'a finding is no duplicate of itself' });
  const original = facts.get<FindingStandingRow>(findingStandings.name, duplicateOf);
  must(original, 'finding.unknown-original', { zh: '没有所指的原问题', en: 'there is no such original finding' });
  must(original.unitId === unitId && original.year === year, 'finding.original-elsewhere', {
    zh: '原问题属于另一单位或年度',
    en: 'the original belongs to another unit or year',
  });
  must(!original.withdrawn, 'finding.original-withdrawn', { zh: '原问题已撤回', en: 'the original has been withdrawn' });
  must(original.duplicateOf === null, 'finding.original-is-duplicate', {
    zh: `所指问题本身与${original.duplicateOf}重复，请指向原问题`,
    en: `that finding is itself a duplicate of ${original.duplicateOf}: name the original`,
  });
}

/** Never by those who found the fact, nor by those who object to it. */
function objectionEvents(data: DecideFindingObjection['data'], state: FindingState, input: DecisionInput): readonly NewEvent<FindingEvent>[] {
  mustBeOpen(state, data);
  mustStand(state, 'disputed');
  mustBeOriginal(state);
  mustBeDated(data.date, state.since, input);
  const { personId } = input.actor;
  must(personId !== undefined && !state.loggedByPersonIds.includes(personId), 'finding.decided-by-signer', {
    zh: '登记问题的人不得处理对该问题的异议',
    en: 'those who logged a finding cannot decide the objection to it',
  });
  mustNotSpeakForUnit(state, input);
  mustBeAuthorized(data);
  const { stands: _stands, ...withdrawn } = data;
  return [
    { type: 'FindingObjectionDecided', data: placed(data, state), ...at(data.date) },
    ...(data.stands ? [] : [{ type: 'FindingWithdrawn' as const, data: placed(withdrawn, state), ...at(data.date) }]),
  ];
}

const decide: FindingDecider['decide'] = {
  LogFinding: ({ data }, state, input) => {
    mustBeLoggable(data, state, input);
    return [{ type: 'FindingLogged', data, ...at(data.foundOn) }];
  },
  LogGoodPractice: ({ data }, state, input) => {
    mustBeLoggable(data, state, input);
    return [{ type: 'GoodPracticeLogged', data, ...at(data.foundOn) }];
  },
  ReplaceFindingEvidence: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustBeSigner(state, input);
    mustSay(data.reason, '理由', 'the reason');
    const { replaces, evidenceId, zh, file } = data;
    must(replaces === undefined || state.currentEvidenceIds.includes(replaces), 'finding.unknown-evidence', {
      zh: '所替换的证据不存在或已被替换',
      en: 'the piece to be replaced does not exist or was replaced already',
    });
    mustBeEvidence([{ evidenceId, zh, file }], { ...state, currentEvidenceIds: state.currentEvidenceIds.filter((id) => id !== replaces) });
    return [{ type: 'FindingEvidenceReplaced', data: placedInYear(data, state) }];
  },
  FixFindingOnTheSpot: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustBeFinding(state);
    must(!state.fixed, 'finding.already-fixed', { zh: '该问题已立行立改', en: 'the finding was already fixed on the spot' });
    mustBeSigner(state, input);
    mustBeDated(data.date, state.foundOn, input);
    mustBeEvidence(data.evidence, state);
    return [{ type: 'FindingFixedOnTheSpot', data: placedInYear(data, state), ...at(data.date) }];
  },
  ShowFindingToUnit: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustBeFinding(state);
    mustStand(state, 'shown');
    mustBeOriginal(state);
    mustBeDated(data.date, state.since, input);
    mustAnswerFor(state, data, input);
    return [{ type: 'FindingShownToUnit', data: placed(data, state), ...at(data.date) }];
  },
  AgreeToFinding: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustStand(state, 'answered', 'disputed');
    mustBeOriginal(state);
    mustBeDated(data.date, state.since, input);
    mustAnswerFor(state, data, input);
    return [{ type: 'FindingAgreed', data: placed(data, state), ...at(data.date) }];
  },
  DisputeFinding: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustStand(state, 'answered');
    mustBeOriginal(state);
    mustBeDated(data.date, state.since, input);
    mustAnswerFor(state, data, input);
    mustSayPrivately(data.grounds, '异议理由', 'the grounds of the objection');
    return [{ type: 'FindingDisputed', data: placed(data, state), ...at(data.date) }];
  },
  RecordRefusalToSign: ({ data }, state, input) => {
    mustBeOpen(state, data);
    must(state.status === 'shown', 'finding.not-awaiting-signature', { zh: '没有待签字的问题', en: 'no signature is awaited' });
    mustBeOriginal(state);
    mustBeDated(data.date, state.since, input);
    const { witnessPersonIds } = data;
    const fit = witnessPersonIds.length > 0 && !witnessPersonIds.some((id) => state.loggedByPersonIds.includes(id));
    must(fit && new Set(witnessPersonIds).size === witnessPersonIds.length, 'finding.witness-missing', {
      zh: '拒签须有见证人，且不得是登记问题的人',
      en: 'a refusal to sign needs witnesses who are not the signers of the finding',
    });
    const known = witnessPersonIds.every((id) => input.facts.get<RoundSubjectRow>(roundSubjects.name, id)?.kind === 'person');
    must(known, 'person.unknown', { zh: '见证人尚未登记', en: 'a witness is not registered' });
    return [{ type: 'FindingSignatureRefused', data: placed(data, state), ...at(data.date) }];
  },
  DecideFindingObjection: ({ data }, state, input) => objectionEvents(data, state, input),
  MarkFindingDuplicate: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustBeFinding(state);
    mustBeOriginal(state);
    mustBeOriginalOf(data, input);
    mustNotSpeakForUnit(state, input);
    mustBeDated(data.date, state.foundOn, input);
    mustSay(data.reason, '理由', 'the reason');
    return [{ type: 'FindingDuplicateMarked', data: placed(data, state), ...at(data.date) }];
  },
  LiftFindingDuplicateMark: ({ data }, state, input) => {
    mustBeOpen(state, data);
    const { duplicateOf, status } = state;
    must(duplicateOf !== undefined, 'finding.no-duplicate', { zh: '该问题未被认定为重复', en: 'the finding is not marked as a duplicate' });
    mustNotSpeakForUnit(state, input);
    mustBeDated(data.date, state.foundOn, input);
    mustBeAuthorized(data);
    return [{ type: 'FindingDuplicateMarkLifted', data: { ...placed(data, state), duplicateOf, agreed: status === 'agreed' }, ...at(data.date) }];
  },
  WithdrawFinding: ({ data }, state, input) => {
    mustBeOpen(state, data);
    mustNotSpeakForUnit(state, input);
    mustBeDated(data.date, state.foundOn, input);
    mustBeAuthorized(data);
    return [{ type: state.goodPractice ? 'GoodPracticeWithdrawn' : 'FindingWithdrawn', data: placed(data, state), ...at(data.date) }];
  },
};

/** What the command said, without what the finding's log added. */
const unplaced = <T extends Readonly<{ villageId?: string }>>({ villageId: _village, ...said }: T): Omit<T, 'villageId'> => said;
const unplacedInYear = <T extends Readonly<{ villageId?: string; year?: number }>>({ year: _year, ...data }: T) => unplaced(data as Omit<T, 'year'>);

/**
 * One finding or good practice: found, shown to the unit, answered by it (justice 11). Agreement is what may cost points; what follows from it is the book's
 * business. A mark as duplicate and a withdrawal take the cost back, each by people with a reason.
 */
export const findingDecider: FindingDecider = {
  category: 'finding',
  streamOf: ({ data: { findingId } }) => (findingId.startsWith('finding-') ? findingId : `finding-${findingId}`),
  initialState: NO_FINDING,
  commands: {
    LogFinding: { by: 'person', zh: '登记问题' },
    LogGoodPractice: { by: 'person', zh: '登记好做法' },
    ReplaceFindingEvidence: { by: 'person', zh: '替换或补充证据' },
    FixFindingOnTheSpot: { by: 'person', zh: '立行立改' },
    ShowFindingToUnit: { by: 'person', zh: '向单位反馈问题' },
    AgreeToFinding: { by: 'person', zh: '认可问题' },
    DisputeFinding: { by: 'person', zh: '对问题提出异议' },
    RecordRefusalToSign: { by: 'person', zh: '记录拒签' },
    DecideFindingObjection: { by: 'person', zh: '处理异议' },
    MarkFindingDuplicate: { by: 'person', zh: '认定重复问题' },
    LiftFindingDuplicateMark: { by: 'person', zh: '解除重复认定' },
    WithdrawFinding: { by: 'person', zh: '撤回问题' },
  },
  needs: {
    LogFinding: loggingNeeds,
    LogGoodPractice: loggingNeeds,
    ShowFindingToUnit: answererNeeds,
    AgreeToFinding: answererNeeds,
    DisputeFinding: answererNeeds,
    RecordRefusalToSign: ({ data }) => data.witnessPersonIds.map((key) => ({ view: roundSubjects.name, key })),
    // The original may become a duplicate itself at the same moment.
    MarkFindingDuplicate: ({ data: { duplicateOf } }) => [{ view: findingStandings.name, key: duplicateOf, guard: duplicateOf }],
  },
  decide,
  evolve,
  commandOf: {
    FindingLogged: (_, { data }) => ({ type: 'LogFinding', data }),
    GoodPracticeLogged: (_, { data }) => ({ type: 'LogGoodPractice', data }),
    FindingEvidenceReplaced: (_, { data }) => ({ type: 'ReplaceFindingEvidence', data: unplacedInYear(data) }),
    FindingFixedOnTheSpot: (_, { data }) => ({ type: 'FixFindingOnTheSpot', data: unplacedInYear(data) }),
    FindingShownToUnit: (_, { data }) => ({ type: 'ShowFindingToUnit', data: unplaced(data) }),
    FindingAgreed: (_, { data }) => ({ type: 'AgreeToFinding', data: unplaced(data) }),
    FindingDisputed: (_, { data }) => ({ type: 'DisputeFinding', data: unplaced(data) }),
    FindingSignatureRefused: (_, { data }) => ({ type: 'RecordRefusalToSign', data: unplaced(data) }),
    FindingObjectionDecided: (_, { data }) => ({ type: 'DecideFindingObjection', data: unplaced(data) }),
    FindingDuplicateMarked: (_, { data }) => ({ type: 'MarkFindingDuplicate', data: unplaced(data) }),
    FindingDuplicateMarkLifted: (_, { data }) => {
      const { duplicateOf: _original, agreed: _agreed, ...said } = unplaced(data);
      return { type: 'LiftFindingDuplicateMark', data: said };
    },
    FindingWithdrawn: (_, { data }) => ({ type: 'WithdrawFinding', data: unplaced(data) }),
    GoodPracticeWithdrawn: (_, { data }) => ({ type: 'WithdrawFinding', data: unplaced(data) }),
  },
};
