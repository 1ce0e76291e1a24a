import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type EvidenceRef } from '#kernel';
import type { Authority } from './programme.events.js';

export type StandardItem = Readonly<{ id: string; zh: string }>;
/** What a village is to look like by the year's end: a document with as many items as it says. `priorities`: what it puts first. */
export type VillageStandardIssued = Event<
  'VillageStandardIssued',
  {
    standardId: string;
    standardVersion: number;
    zh: string;
    year: number;
    statedItems: number;
    items: readonly StandardItem[];
    priorities: readonly string[];
    authority: Authority;
  }
>;

type OfVillage = Readonly<{ villageId: string; year: number; standardId: string; standardVersion: number }>;
/** One item looked at in one village; the last look counts. */
export type StandardItemChecked = Event<
  'StandardItemChecked',
  OfVillage & Readonly<{ itemId: string; met: boolean; date: CalendarDate; checkedByPersonIds: readonly string[]; evidence: readonly EvidenceRef[] }>
>;
/** 美丽乡村初步建成. `breaches`: what the determination lacked, when it was made elsewhere and is only recorded here. */
export type BeautifulVillageDetermined = Event<
  'BeautifulVillageDetermined',
  OfVillage & Readonly<{ authority: Authority; doneElsewhere?: boolean; breaches?: readonly string[] }>
>;
export type BeautifulVillageWithdrawn = Event<'BeautifulVillageWithdrawn', Readonly<{ villageId: string; year: number; reason: string; authority: Authority }>>;
export type VillageStandardEvent = StandardItemChecked | BeautifulVillageDetermined | BeautifulVillageWithdrawn;

/** 销号: the village is struck off the list. Both statuses have to hold on that day; `breaches` as above. */
export type VillageDelisted = Event<
  'VillageDelisted',
  Readonly<{ villageId: string; year: number; authority: Authority; doneElsewhere?: boolean; breaches?: readonly string[] }>
>;
export type VillageDelistingRevoked = Event<'VillageDelistingRevoked', Readonly<{ villageId: string; year: number; reason: string; authority: Authority }>>;
export type DelistingEvent = VillageDelisted | VillageDelistingRevoked;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
export const standardEvents: Readonly<Record<(VillageStandardIssued | VillageStandardEvent | DelistingEvent)['type'], EventDefinition>> = {
  VillageStandardIssued: define('act', '村容村貌标准印发'),
  StandardItemChecked: define('fact', '标准逐项检查'),
  BeautifulVillageDetermined: define('fact', '认定美丽乡村初步建成'),
  BeautifulVillageWithdrawn: define('fact', '撤回美丽乡村认定'),
  VillageDelisted: define('act', '贫困村销号'),
  VillageDelistingRevoked: define('act', '撤销销号'),
};
