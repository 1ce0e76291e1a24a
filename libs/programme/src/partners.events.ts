import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';

/** A circle of bodies from outside the county; `statedCount`: how many its source says it has. */
export type SupportGroupNamed = Event<'SupportGroupNamed', { groupId: string; zh: string; statedCount: number; source: string }>;
type InGroup = Readonly<{ groupId: string; bodyId: string }>;
export type SupportBodyJoined = Event<'SupportBodyJoined', InGroup & Readonly<{ name: string; from: CalendarDate }>>;
export type SupportBodyLeft = Event<'SupportBodyLeft', InGroup & Readonly<{ from: CalendarDate; to: CalendarDate; reason: string }>>;
export type SupportGroupEvent = SupportGroupNamed | SupportBodyJoined | SupportBodyLeft;

/** 结对: so many helpers for so many helped, by the source's own numbers; who they are stays with whoever runs the campaign. */
export type PairingCampaignOpened = Event<
  'PairingCampaignOpened',
  { campaignId: string; zh: string; statedHelpers: number; statedHelped: number; source: string; date: CalendarDate }
>;
export type HelperPaired = Event<
  'HelperPaired',
  { campaignId: string; helperId: string; helpedIds: readonly string[]; date: CalendarDate; documentRef: string }
>;
export type HelperUnpaired = Event<
  'HelperUnpaired',
  { campaignId: string; helperId: string; helpedIds: readonly string[]; date: CalendarDate; reason: string }
>;
export type PairingEvent = PairingCampaignOpened | HelperPaired | HelperUnpaired;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const partnerEvents: Readonly<Record<(SupportGroupEvent | PairingEvent)['type'], EventDefinition>> = {
  SupportGroupNamed: fact('帮扶团登记'),
  SupportBodyJoined: fact('帮扶单位加入'),
  SupportBodyLeft: fact('帮扶单位退出'),
  PairingCampaignOpened: fact('结对活动启动'),
  HelperPaired: fact('结对帮扶'),
  HelperUnpaired: fact('结对解除'),
};
