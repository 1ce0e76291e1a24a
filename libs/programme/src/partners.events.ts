import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';

/** A circle of bodies from outside the county; `statedCount`: how many its source says it has. */
export type SupportGroupNamed = Event<'SupportGroupNamed', { groupId: string; zh: string; statedCount: number; source: string }>;
type InGroup = Readonly<{ groupId: string; bodyId: string }>;
export type SupportBodyJoined = Event<'SupportBodyJoined', InGroup & Readonly<{ name: string; from: CalendarDate }>>;
export type SupportBodyLeft = Event<'SupportBodyLeft', InGroup & Readonly<{ from: CalendarDate; to: CalendarDate; reason: string }>>;
export type SupportGroupEvent = SupportGroupNamed | SupportBodyJoined | SupportBodyLeft;

/** 结对: so many supporters for so many helped, by the source's own numbers; who they are stays with whoever runs the campaign. */
export type PairingCampaignOpened = Event<
  'PairingCampaignOpened',
  { campaignId: string; zh: string; statedSupporters: number; statedHelped: number; source: string; date: CalendarDate }
>;
export type SupporterPaired = Event<
  'SupporterPaired',
  { campaignId: string; supporterId: string; helpedIds: readonly string[]; date: CalendarDate; documentRef: string }
>;
export type SupporterUnpaired = Event<
  'SupporterUnpaired',
  { campaignId: string; supporterId: string; helpedIds: readonly string[]; date: CalendarDate; reason: string }
>;
export type PairingEvent = PairingCampaignOpened | SupporterPaired | SupporterUnpaired;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const partnerEvents: Readonly<Record<(SupportGroupEvent | PairingEvent)['type'], EventDefinition>> = {
  SupportGroupNamed: fact('帮扶团登记'),
  SupportBodyJoined: fact('帮扶单位加入'),
  SupportBodyLeft: fact('帮扶单位退出'),
  PairingCampaignOpened: fact('结对活动启动'),
  SupporterPaired: fact('结对帮扶'),
  SupporterUnpaired: fact('结对解除'),
};
