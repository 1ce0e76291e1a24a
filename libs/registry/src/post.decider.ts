import { must, mustRunForwards, type Decider, type NewEvent, type ValidTime } from '#kernel';
import type { PostCommand } from './commands.js';
import { mustBeId, mustBeNew, mustKnow, mustSay, needsOf } from './guards.js';
import { intervalOf, overlapping, sharesAtMost } from './intervals.js';
import type { PostEvent, TenureEnded } from './registry.events.js';

type Holding = ValidTime & Readonly<{ tenureId: string; personId: string; sharePermille?: number }>;
type State = Readonly<{ registered: boolean; tenures: readonly Holding[] }>;

const WHOLE_PERMILLE = 1000;

/**
 * Overlaps are normal (handover, deputies, 主持工作), but then everybody's part has to be stated (justice 23), and the parts make
 * no more than the whole. The incumbent's part is stated by a correction before the second holder begins.
 */
function mustFit(holding: Holding, others: readonly Holding[]): void {
  mustRunForwards(holding);
  const { sharePermille: share, personId } = holding;
  const possible = share === undefined || (Number.isSafeInteger(share) && share > 0 && share <= WHOLE_PERMILLE);
  must(possible, 'tenure.share-invalid', { zh: '职责份额须为1至1000的整数（千分之一）', en: 'a share is a whole number of thousandths from 1 to 1000' });
  const beside = overlapping(others, holding);
  must(!beside.some((other) => other.personId === personId), 'tenure.already-held', {
    zh: '该人员同一时间已任此职',
    en: 'this person already holds the post at that time',
  });
  const all = [...beside, holding];
  const stated = beside.length === 0 || all.every(({ sharePermille }) => sharePermille !== undefined);
  must(stated, 'tenure.overlap-without-share', { zh: '任期重叠须逐人注明职责份额', en: 'tenures may overlap only when the share of every holder is stated' });
  const within = beside.length === 0 || sharesAtMost(all) <= WHOLE_PERMILLE;
  must(within, 'tenure.shares-over-whole', { zh: '重叠任期的职责份额合计超过全部', en: 'the shares of overlapping holders exceed the whole' });
}

function mustFind({ tenures }: State, id: string): Holding {
  const found = tenures.find(({ tenureId }) => tenureId === id);
  must(found, 'tenure.unknown', { zh: '该岗位没有这一任职记录', en: 'no such tenure of this post' });
  return found;
}

const ended = (
  { tenureId, personId, from }: Holding,
  { postId, to, reason }: Pick<TenureEnded['data'], 'postId' | 'to' | 'reason'>,
): NewEvent<TenureEnded> => ({
  type: 'TenureEnded',
  data: { tenureId, personId, postId, from, to, reason },
  validAt: { from, to },
});

const changed = (state: State, tenureId: string, by: (holding: Holding) => Holding): State => ({
  ...state,
  tenures: state.tenures.map((holding) => (holding.tenureId === tenureId ? by(holding) : holding)),
});

const decide: Decider<State, PostCommand, PostEvent>['decide'] = {
  RegisterPost: ({ data }, { registered }, { facts }) => {
    mustBeId(data.postId, 'post');
    mustBeNew(registered, 'post');
    mustSay(data.title, '岗位名称', "a post's title");
    mustSay(data.role, '岗位类别', "a post's role");
    mustKnow(facts, 'unit', data.unitId);
    mustKnow(facts, 'unit', data.managedByUnitId);
    return [{ type: 'PostRegistered', data }];
  },
  StartTenure: ({ data: { ended: over, ...data } }, state, { facts }) => {
    must(state.registered, 'post.unknown', { zh: '岗位尚未登记', en: 'this post is not registered' });
    mustKnow(facts, 'person', data.personId);
    const taken = state.tenures.some(({ tenureId }) => tenureId === data.tenureId);
    must(!taken, 'tenure.already-recorded', { zh: '该任职编号已使用', en: 'this tenure id is taken' });
    const holding = over ? { ...data, to: over.to } : data;
    mustFit(holding, state.tenures);
    if (over) mustSay(over.reason, '离任原因', 'the reason for leaving');
    const start = { type: 'TenureStarted', data, validAt: { from: data.from } } as const;
    return over ? [start, ended(holding, { ...over, postId: data.postId })] : [start];
  },
  EndTenure: ({ data }, state) => {
    const holding = mustFind(state, data.tenureId);
    must(holding.to === undefined, 'tenure.already-ended', {
      zh: '任职已经结束；日期有误请更正',
      en: 'this tenure has already ended; correct it if the date is wrong',
    });
    mustRunForwards({ from: holding.from, to: data.to });
    mustSay(data.reason, '离任原因', 'the reason for leaving');
    return [ended(holding, data)];
  },
  CorrectTenure: ({ data }, state) => {
    const holding = mustFind(state, data.tenureId);
    const { personId } = holding;
    const same = holding.from === data.from && holding.to === data.to && holding.sharePermille === data.sharePermille;
    must(!same, 'tenure.unchanged', { zh: '更正没有改变任何内容', en: 'the correction changes nothing' });
    mustSay(data.reason, '更正理由', 'the reason of a correction');
    mustSay(data.documentRef, '依据文件', 'the document of a correction');
    mustFit(
      { ...data, personId },
      state.tenures.filter((other) => other !== holding),
    );
    return [{ type: 'TenureCorrected', data: { ...data, personId }, validAt: intervalOf(data) }];
  },
  // A policy's command: whoever has already left stays where the record has them.
  EndTenureByRemoval: ({ data }, { tenures }) =>
    tenures
      .filter(({ personId, from, to }) => personId === data.personId && from < data.to && (to === undefined || to > data.to))
      .map((holding) => ended(holding, data)),
};

/** A post and everybody who held it, on the stream named by the post's id. */
export const postDecider: Decider<State, PostCommand, PostEvent> = {
  category: 'post',
  streamOf: ({ data }) => data.postId,
  initialState: { registered: false, tenures: [] },
  commands: {
    RegisterPost: { by: 'person', zh: '登记岗位' },
    StartTenure: { by: 'person', zh: '登记任职' },
    EndTenure: { by: 'person', zh: '登记离任' },
    CorrectTenure: { by: 'person', zh: '更正任职' },
    EndTenureByRemoval: { by: 'policy', zh: '免职执行后离任' },
  },
  needs: {
    RegisterPost: ({ data }) => needsOf(data.unitId, data.managedByUnitId),
    StartTenure: ({ data }) => needsOf(data.personId),
  },
  decide,
  evolve: {
    PostRegistered: (state) => ({ ...state, registered: true }),
    TenureStarted: (state, { data: { tenureId, personId, from, sharePermille } }) => ({
      ...state,
      tenures: [...state.tenures, { tenureId, personId, from, sharePermille }],
    }),
    TenureEnded: (state, { data: { tenureId, to } }) => changed(state, tenureId, (holding) => ({ ...holding, to })),
    TenureCorrected: (state, { data: { tenureId, from, to, sharePermille } }) =>
      changed(state, tenureId, (holding) => ({ ...holding, from, to, sharePermille })),
  },
  commandOf: {
    PostRegistered: (_, { data }) => ({ type: 'RegisterPost', data }),
    TenureStarted: ([, second], { data }) =>
      second?.type === 'TenureEnded'
        ? { type: 'StartTenure', data: { ...data, ended: { to: second.data.to, reason: second.data.reason } } }
        : { type: 'StartTenure', data },
    TenureEnded: (_, { origin, data: { tenureId, personId, postId, to, reason } }) =>
      origin === 'policy'
        ? { type: 'EndTenureByRemoval', data: { postId, personId, to, reason } }
        : { type: 'EndTenure', data: { tenureId, postId, to, reason } },
    TenureCorrected: (_, { data: { personId: _person, ...data } }) => ({ type: 'CorrectTenure', data }),
  },
};
