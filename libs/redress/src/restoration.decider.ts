import { isPlainPrivate, must, privately, type CalendarDate, type Command, type Decider, type DecisionInput, type NewEvent, type Private } from '#kernel';
import type { Against } from '#appeal';
import { CASE_ORGANS, mustBeDone, mustBeOfOrgan, mustCite, OFFICE_NEEDS, UNIT_ORGANS } from './guards.js';
import { redressPosts } from './redress-offices.views.js';
import {
  itemKey,
  itemOf,
  type CorrectionNoticeIssued,
  type EntitlementRestored,
  type ItemRef,
  type NameRestored,
  type OwedItem,
  type RestorationAct,
  type RestorationEvent,
  type RestorationItemOwed,
  type RestorationOpened,
  type UnitResultRestored,
} from './restoration.events.js';

/** By policy: the whole of what is owed after an outcome. */
export type OpenRestoration = Command<'OpenRestoration', RestorationOpened['data'] & { items: readonly OwedItem[] }>;
/** By policy: one thing more, learnt of later. */
export type OweRestorationItem = Command<'OweRestorationItem', RestorationItemOwed['data']>;
type Said<E extends RestorationAct> = Omit<E['data'], 'against'>;
export type RestoreEntitlement = Command<'RestoreEntitlement', Said<EntitlementRestored>>;
export type RestoreName = Command<'RestoreName', Said<NameRestored>>;
export type IssueCorrectionNotice = Command<'IssueCorrectionNotice', Said<CorrectionNoticeIssued>>;
export type RestoreUnitResult = Command<'RestoreUnitResult', Said<UnitResultRestored>>;
export type DeclareItemInapplicable = Command<
  'DeclareItemInapplicable',
  { appealId: string; date: CalendarDate; documentNo: string; item: ItemRef; reason: Private }
>;
type ActCommand = RestoreEntitlement | RestoreName | IssueCorrectionNotice | RestoreUnitResult | DeclareItemInapplicable;
export type RestorationCommand = OpenRestoration | OweRestorationItem | ActCommand;

type Item = Readonly<{ item: OwedItem; settled: boolean }>;
export type RestorationState = Readonly<{ opened?: Readonly<{ against: Against; decidedOn: CalendarDate }>; items: Readonly<Record<string, Item>> }>;

/** Something owed, not settled yet, by people of a competent organ, on a paper, after the outcome. @returns what the appeal was against @throws Rejection */
function mustBeOwed(state: RestorationState, ref: ItemRef, done: Readonly<{ date: CalendarDate; documentNo: string }>, input: DecisionInput): Against {
  const { opened, items } = state;
  must(opened, 'restoration.unknown', { zh: '该申诉没有需要恢复的事项', en: 'nothing is owed after this appeal' });
  mustBeOfOrgan(input, opened.against.kind === 'measure' ? CASE_ORGANS : UNIT_ORGANS);
  const owed = Object.hasOwn(items, itemKey(ref)) ? items[itemKey(ref)] : undefined;
  must(owed, 'restoration.not-owed', { zh: '该事项不在恢复清单', en: 'this is not on the checklist' });
  must(!owed.settled, 'restoration.already-settled', { zh: '该事项已办结', en: 'this is settled already' });
  mustBeDone(done.date, input, opened.decidedOn);
  mustCite(done.documentNo);
  return opened.against;
}

const settle = (state: RestorationState, event: RestorationAct): RestorationState => {
  const key = itemKey(itemOf(event));
  return { ...state, items: { ...state.items, [key]: { ...state.items[key]!, settled: true } } };
};

const mustBeAmount = (amount: number | undefined, isMoney: boolean): void =>
  must(isMoney ? Number.isSafeInteger(amount) && amount! >= 0 : amount === undefined, 'restoration.amount', {
    zh: '补发工资须写明金额（分），其他事项不写金额',
    en: 'what is paid is stated in fen, nothing else has an amount',
  });

function mustBePost({ kind, givenPostId }: Said<EntitlementRestored>, { facts }: DecisionInput): void {
  must((kind === 'post') === (givenPostId !== undefined), 'restoration.post', {
    zh: '恢复职务须写明所任岗位，其他事项不写',
    en: 'an equivalent post is named, and only there',
  });
  must(givenPostId === undefined || facts.get(redressPosts.name, givenPostId) !== undefined, 'redress.post-unknown', {
    zh: '所任岗位尚未登记',
    en: 'the post given is not registered',
  });
}

/** What is owed after one appeal, and what people have done about it. Nothing here touches conduct, or anybody else's post (justice 17). */
export const restorationDecider: Decider<RestorationState, RestorationCommand, RestorationEvent> = {
  category: 'restoration',
  streamOf: ({ data: { appealId } }) => `restoration-${appealId}`,
  initialState: { items: {} },
  commands: {
    OpenRestoration: { by: 'policy', zh: '列出恢复事项' },
    OweRestorationItem: { by: 'policy', zh: '补列恢复事项' },
    RestoreEntitlement: { by: 'person', zh: '恢复待遇' },
    RestoreName: { by: 'person', zh: '恢复名誉' },
    IssueCorrectionNotice: { by: 'person', zh: '发出更正通知' },
    RestoreUnitResult: { by: 'person', zh: '恢复单位考核结果' },
    DeclareItemInapplicable: { by: 'person', zh: '恢复事项不适用' },
  },
  needs: {
    RestoreEntitlement: () => OFFICE_NEEDS,
    RestoreName: () => OFFICE_NEEDS,
    IssueCorrectionNotice: () => OFFICE_NEEDS,
    RestoreUnitResult: () => OFFICE_NEEDS,
    DeclareItemInapplicable: () => OFFICE_NEEDS,
  },
  decide: {
    OpenRestoration: ({ data: { items, ...opening } }, state) => {
      const { appealId, against } = opening;
      const fresh = new Map(items.map((item) => [itemKey(item), item]).filter(([key]) => !Object.hasOwn(state.items, key as string)) as [string, OwedItem][]);
      const owed = [...fresh.values()].map((item): NewEvent<RestorationEvent> => ({ type: 'RestorationItemOwed', data: { appealId, against, item } }));
      return state.opened ? owed : [{ type: 'RestorationOpened', data: opening, validAt: { from: opening.decidedOn } }, ...owed];
    },
    OweRestorationItem: ({ data }, { opened, items }) => (opened && !Object.hasOwn(items, itemKey(data.item)) ? [{ type: 'RestorationItemOwed', data }] : []),
    RestoreEntitlement: ({ data }, state, input) => {
      const against = mustBeOwed(state, { kind: data.kind }, data, input);
      mustBeAmount(data.amountFen, data.kind === 'pay');
      mustBePost(data, input);
      return [{ type: 'EntitlementRestored', data: { ...data, against }, validAt: { from: data.date } }];
    },
    RestoreName: ({ data }, state, input) => {
      const against = mustBeOwed(state, { kind: 'name', scope: data.scope, channel: data.channel }, data, input);
      return [{ type: 'NameRestored', data: { ...data, against }, validAt: { from: data.date } }];
    },
    IssueCorrectionNotice: ({ data }, state, input) => {
      const against = mustBeOwed(state, { kind: 'correction', releaseId: data.releaseId }, data, input);
      return [{ type: 'CorrectionNoticeIssued', data: { ...data, against }, validAt: { from: data.date } }];
    },
    RestoreUnitResult: ({ data }, state, input) => {
      const against = mustBeOwed(state, { kind: 'unit-result' }, data, input);
      return [{ type: 'UnitResultRestored', data: { ...data, against }, validAt: { from: data.date } }];
    },
    DeclareItemInapplicable: ({ data }, state, input) => {
      const against = mustBeOwed(state, data.item, data, input);
      must(!isPlainPrivate(data.reason) || data.reason.private.trim() !== '', 'restoration.reason-missing', {
        zh: '须说明理由',
        en: 'a reason has to be given',
      });
      return [{ type: 'RestorationItemInapplicable', data: { ...data, against, reason: privately(data.reason) }, validAt: { from: data.date } }];
    },
  },
  evolve: {
    RestorationOpened: (state, { data: { against, decidedOn } }) => ({ ...state, opened: { against, decidedOn } }),
    RestorationItemOwed: (state, { data: { item } }) => ({ ...state, items: { ...state.items, [itemKey(item)]: { item, settled: false } } }),
    EntitlementRestored: settle,
    NameRestored: settle,
    CorrectionNoticeIssued: settle,
    UnitResultRestored: settle,
    RestorationItemInapplicable: settle,
  },
  commandOf: {
    EntitlementRestored: (_, { data: { against: _of, ...data } }) => ({ type: 'RestoreEntitlement', data }),
    NameRestored: (_, { data: { against: _of, ...data } }) => ({ type: 'RestoreName', data }),
    CorrectionNoticeIssued: (_, { data: { against: _of, ...data } }) => ({ type: 'IssueCorrectionNotice', data }),
    UnitResultRestored: (_, { data: { against: _of, ...data } }) => ({ type: 'RestoreUnitResult', data }),
    RestorationItemInapplicable: (_, { data: { against: _of, ...data } }) => ({ type: 'DeclareItemInapplicable', data }),
  },
};
