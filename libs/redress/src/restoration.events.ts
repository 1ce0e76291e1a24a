import type { CalendarDate, Event, Private, ValidTime } from '#kernel';
import type { Against } from '#appeal';

/** What a measure takes from a person, or its effect period bars: owed again when it falls (justice 17). */
export const ENTITLEMENTS = ['pay', 'grade', 'seniority', 'post', 'effect-period'] as const;
export type Entitlement = (typeof ENTITLEMENTS)[number];
export const ENTITLEMENT_ZH: Readonly<Record<Entitlement, string>> = {
  pay: '工资待遇',
  grade: '级别（职级）',
  seniority: '工龄（任职年限）',
  post: '相当职务',
  'effect-period': '影响期取消',
};

/** One thing owed, by natural key. `from`: since when it was withheld, or on which day the word went out that has to be put right. */
export type OwedItem = Readonly<
  | { kind: Entitlement; from: CalendarDate; to?: CalendarDate }
  | { kind: 'name'; scope: string; channel: string; from: CalendarDate }
  | { kind: 'correction'; releaseId: string; from: CalendarDate }
  | { kind: 'unit-result'; from: CalendarDate }
>;
export type OwedKind = OwedItem['kind'];
export const OWED_ZH: Readonly<Record<OwedKind, string>> = { ...ENTITLEMENT_ZH, name: '恢复名誉', correction: '更正通知', 'unit-result': '单位考核结果' };
/** Which item is meant. */
export type ItemRef = Readonly<{ kind: OwedKind; scope?: string; channel?: string; releaseId?: string }>;
export const itemKey = ({ kind, scope, channel, releaseId }: ItemRef): string =>
  [kind, scope, channel, releaseId].filter((part) => part !== undefined).join('|');

/** Somebody whom the outcome touches without anything being written against him: who came to the post meanwhile stays there. */
export type ThirdParty = ValidTime & Readonly<{ personId: string; postId: string }>;

/** An appeal ended so that something is owed. `originalDate`: that of the decision which fell; null where it is not on record. */
export type RestorationOpened = Event<
  'RestorationOpened',
  {
    appealId: string;
    against: Against;
    outcome: 'revoked' | 'varied';
    decidedOn: CalendarDate;
    documentNo: string;
    originalDate: CalendarDate | null;
    measure: string | null;
    variedTo: string | null;
    thirdParties: readonly ThirdParty[];
  }
>;
export type RestorationItemOwed = Event<'RestorationItemOwed', { appealId: string; against: Against; item: OwedItem }>;

type Done<More> = { appealId: string; against: Against; date: CalendarDate; documentNo: string } & More;
/** `amountFen`: what was paid; `givenPostId`: the equivalent post. */
export type EntitlementRestored = Event<'EntitlementRestored', Done<{ kind: Entitlement; amountFen?: number; givenPostId?: string }>>;
/** 恢复名誉: said where the decision had been said (justice 18). */
export type NameRestored = Event<'NameRestored', Done<{ scope: string; channel: string }>>;
/** To whom a record had been handed out, word that it no longer stands. */
export type CorrectionNoticeIssued = Event<'CorrectionNoticeIssued', Done<{ releaseId: string }>>;
/** A unit's grade or veto was put right by the command that does it. */
export type UnitResultRestored = Event<'UnitResultRestored', Done<object>>;
export type RestorationItemInapplicable = Event<'RestorationItemInapplicable', Done<{ item: ItemRef; reason: Private }>>;

export type RestorationDerived = RestorationOpened | RestorationItemOwed;
export type RestorationAct = EntitlementRestored | NameRestored | CorrectionNoticeIssued | UnitResultRestored | RestorationItemInapplicable;
export type RestorationEvent = RestorationDerived | RestorationAct;

/** Which item an act is about. */
export function itemOf(event: Pick<RestorationAct, 'type' | 'data'>): ItemRef {
  const act = event as RestorationAct;
  if (act.type === 'RestorationItemInapplicable') return act.data.item;
  if (act.type === 'EntitlementRestored') return { kind: act.data.kind };
  if (act.type === 'NameRestored') return { kind: 'name', scope: act.data.scope, channel: act.data.channel };
  if (act.type === 'CorrectionNoticeIssued') return { kind: 'correction', releaseId: act.data.releaseId };
  return { kind: 'unit-result' };
}
