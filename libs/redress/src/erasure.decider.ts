import {
  ALL,
  dateOf,
  addDays,
  holdsOn,
  isPlainPrivate,
  kindOf,
  must,
  privately,
  type Actor,
  type Command,
  type Decider,
  type DecisionInput,
  type Need,
  type Private,
} from '#kernel';
import { tiesFrom, tiesOf, tiesText, type Scrutiny } from '#registry';
import type { ErasureApproved, ErasureCarriedOut, ErasureEvent, ErasureProposed, ErasureRefused } from './erasure.events.js';
import { erasureHandlers, erasureTies, type ErasureHandlersRow } from './erasure-interests.view.js';
import type { ErasureState } from './erasures.view.js';
import { mustBeOfOrgan, mustCite, OFFICE_NEEDS, UNIT_ORGANS } from './guards.js';
import { legalHolds, type LegalHoldRow } from './legal-holds.view.js';

export type ProposeErasure = Command<'ProposeErasure', ErasureProposed['data']>;
export type ApproveErasure = Command<'ApproveErasure', ErasureApproved['data']>;
export type RefuseErasure = Command<'RefuseErasure', ErasureRefused['data']>;
export type RecordErasureCarriedOut = Command<'RecordErasureCarriedOut', ErasureCarriedOut['data']>;
export type ErasureCommand = ProposeErasure | ApproveErasure | RefuseErasure | RecordErasureCarriedOut;

type State = Readonly<{ proposed?: ErasureProposed['data']; by?: Actor; state?: ErasureState }>;
type Of = Readonly<{ erasureId: string; subjectId: string }>;

const COMMITMENT = /^[0-9a-f]{64}$/;
const FIELD = /^[A-Za-z][A-Za-z0-9]{0,59}$/;
const handlingNeeds = ({ data: { subjectId } }: Readonly<{ data: Of }>): readonly Need[] => [
  ...OFFICE_NEEDS,
  { view: erasureTies.name, key: ALL },
  { view: erasureHandlers.name, key: subjectId },
];
const withHolds = (command: Readonly<{ data: Of }>): readonly Need[] => [...handlingNeeds(command), { view: legalHolds.name, key: ALL }];

/**
 * Private values about a subject go by two people: one proposes on a legal ground, another of another post approves. Neither is the subject, related to it, or
 * decided on it. What follows in the vault is done from the approval on record (`zelian/erasing.ts`) and comes back as `ErasureCarriedOut`.
 */
export const erasureDecider: Decider<State, ErasureCommand, ErasureEvent> = {
  category: 'erasure',
  streamOf: ({ data }) => data.erasureId,
  initialState: {},
  commands: {
    ProposeErasure: { by: 'person', zh: '提请删除个人信息' },
    ApproveErasure: { by: 'person', zh: '批准删除个人信息' },
    RefuseErasure: { by: 'person', zh: '不予批准删除' },
    RecordErasureCarriedOut: { by: 'import', zh: '登记删除结果' },
  },
  needs: { ProposeErasure: withHolds, ApproveErasure: withHolds, RefuseErasure: handlingNeeds },
  decide: {
    ProposeErasure: ({ data }, { state }, input) => {
      mustHandle(data, input);
      must(state === undefined, 'erasure.already-proposed', { zh: '该删除事项已提请', en: 'this erasure is proposed already' });
      must(kindOf(data.subjectId) !== undefined, 'erasure.subject-invalid', { zh: '须为人员、岗位、单位或村', en: 'a person, post, unit or village' });
      const { fields } = data;
      must(
        fields === undefined || (fields.length > 0 && new Set(fields).size === fields.length && fields.every((field) => FIELD.test(field))),
        'erasure.fields-invalid',
        {
          zh: '列明字段的，每个字段列一次',
          en: 'fields, where they are named, are each named once',
        },
      );
      must(data.provision.trim() !== '', 'erasure.provision-missing', { zh: '须注明法律依据条款', en: 'the article that asks for it has to be cited' });
      mustCite(data.documentNo);
      mustSay(data.reason);
      mustNotBeHeld(data, input);
      return [{ type: 'ErasureProposed', data: { ...data, reason: privately(data.reason) } }];
    },
    ApproveErasure: ({ data }, known, input) => {
      mustHandle(data, input);
      mustBePending(data, known);
      mustBeSecond(known, input);
      mustCite(data.documentNo);
      mustNotBeHeld(data, input);
      return [{ type: 'ErasureApproved', data }];
    },
    RefuseErasure: ({ data }, known, input) => {
      mustHandle(data, input);
      mustBePending(data, known);
      mustSay(data.reason);
      return [{ type: 'ErasureRefused', data: { ...data, reason: privately(data.reason) } }];
    },
    RecordErasureCarriedOut: ({ data }, { state, proposed }) => {
      if (state === 'carried-out') return [];
      must(state === 'approved' && proposed?.subjectId === data.subjectId, 'erasure.not-approved', {
        zh: '删除未经批准',
        en: 'nothing was erased that nobody approved',
      });
      must(
        data.commitments.every((one) => COMMITMENT.test(one)),
        'erasure.commitment-invalid',
        { zh: '承诺值格式不正确', en: 'a commitment is 64 hex digits' },
      );
      return [{ type: 'ErasureCarriedOut', data }];
    },
  },
  evolve: {
    ErasureProposed: (_, { data, actor }) => ({ proposed: data, by: actor, state: 'proposed' }),
    ErasureApproved: (known) => ({ ...known, state: 'approved' }),
    ErasureRefused: (known) => ({ ...known, state: 'refused' }),
    ErasureCarriedOut: (known) => ({ ...known, state: 'carried-out' }),
  },
  commandOf: {
    ErasureProposed: (_, { data }) => ({ type: 'ProposeErasure', data }),
    ErasureApproved: (_, { data }) => ({ type: 'ApproveErasure', data }),
    ErasureRefused: (_, { data }) => ({ type: 'RefuseErasure', data }),
    ErasureCarriedOut: (_, { data }) => ({ type: 'RecordErasureCarriedOut', data }),
  },
};

const mustSay = (reason: Private): void =>
  must(!isPlainPrivate(reason) || reason.private.trim() !== '', 'erasure.reason-missing', { zh: '须写明理由', en: 'a reason has to be given' });

function mustBePending({ subjectId }: Of, { state, proposed }: State): void {
  must(state !== undefined && proposed?.subjectId === subjectId, 'erasure.unknown', {
    zh: '没有对该对象的这一删除事项',
    en: 'no such erasure about this subject',
  });
  must(state === 'proposed', 'erasure.already-decided', { zh: '该删除事项已有结论', en: 'this erasure is decided already' });
}

/** Four eyes: another person, and not the same office by another hand. */
function mustBeSecond({ by }: State, { actor }: DecisionInput): void {
  must(by?.personId !== actor.personId, 'erasure.same-person', { zh: '提请人不得批准', en: 'who proposed it cannot approve it' });
  must(by?.postId !== actor.postId, 'erasure.same-post', { zh: '须由另一岗位的人员批准', en: 'somebody of another post has to approve it' });
}

/** Somebody in post at an organ that may, who has nothing to gain from it. @throws Rejection */
function mustHandle({ subjectId }: Of, input: DecisionInput): void {
  mustBeOfOrgan(input, UNIT_ORGANS);
  const { actor, facts } = input;
  const personId = actor.personId!;
  must(personId !== subjectId, 'erasure.own-matter', { zh: '本人不得办理本人信息的删除', en: 'nobody handles an erasure about themself' });
  const handlers = facts.get<ErasureHandlersRow>(erasureHandlers.name, subjectId)?.handlerIds ?? [];
  must(!handlers.includes(personId), 'erasure.handled-case', {
    zh: '参与处理过该人员案件的，不得办理其信息的删除',
    en: 'who decided on this person, or carried it out, does not erase what was said of it',
  });
  const ties = tiesFrom(facts, erasureTies.name);
  const found = tiesOf(personId, interestIn(subjectId, ties, input), ties);
  must(found.length === 0, 'erasure.interested', tiesText(found));
}

/** The subject itself, or the office it stands for, as of today. */
function interestIn(subjectId: string, { posts }: ReturnType<typeof tiesFrom>, { recordedAt }: DecisionInput): Scrutiny {
  const today = dateOf(recordedAt);
  const kind = kindOf(subjectId);
  const held = posts.filter(({ postId, tenures }) => postId === subjectId || tenures.some((one) => one.personId === subjectId && holdsOn(one, today)));
  return {
    personIds: kind === 'person' ? [subjectId] : [],
    postIds: held.map(({ postId }) => postId),
    unitIds: kind === 'unit' ? [subjectId] : held.map(({ unitId }) => unitId),
    villageIds: kind === 'village' ? [subjectId] : [],
    superiors: false,
    window: { from: today, to: addDays(today, 1) },
  };
}

/** As long as an appeal runs, what it is about stays. The vault holds to it once more when the values are to go: a hold may come in between. */
function mustNotBeHeld({ subjectId }: Of, { facts }: DecisionInput): void {
  const hold = facts.all<LegalHoldRow>(legalHolds.name).find(([, { released, heldIds }]) => released === null && heldIds.includes(subjectId));
  must(hold === undefined, 'erasure.legal-hold', {
    zh: `申诉${hold?.[0] ?? ''}尚未办结，所涉个人信息不得删除（保全）`,
    en: `the appeal ${hold?.[0] ?? ''} is not over: nothing about it may be erased (legal hold)`,
  });
}
