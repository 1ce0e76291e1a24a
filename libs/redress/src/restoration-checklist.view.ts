import type { CalendarDate, Recorded, View } from '#kernel';
import {
  itemKey,
  itemOf,
  type OwedItem,
  type RestorationAct,
  type RestorationEvent,
  type RestorationItemOwed,
  type RestorationOpened,
} from './restoration.events.js';

export type ChecklistState = 'owed' | 'done' | 'inapplicable';
export const CHECKLIST_STATE_ZH: Readonly<Record<ChecklistState, string>> = { owed: '待办', done: '已办', inapplicable: '不适用' };
export type ChecklistItem = Readonly<{
  item: OwedItem;
  state: ChecklistState;
  date: CalendarDate | null;
  documentNo: string | null;
  amountFen: number | null;
  givenPostId: string | null;
  eventId: string;
}>;
export type RestorationChecklistRow = RestorationOpened['data'] & Readonly<{ items: readonly ChecklistItem[]; open: number; eventId: string }>;

const counted = (row: Omit<RestorationChecklistRow, 'open'>): RestorationChecklistRow => ({
  ...row,
  open: row.items.filter(({ state }) => state === 'owed').length,
});

function owed(row: RestorationChecklistRow | undefined, { id, data: { item } }: Recorded<RestorationItemOwed>): RestorationChecklistRow | undefined {
  const line: ChecklistItem = { item, state: 'owed', date: null, documentNo: null, amountFen: null, givenPostId: null, eventId: id };
  return row && counted({ ...row, items: [...row.items, line] });
}

function settled(row: RestorationChecklistRow | undefined, event: Recorded<RestorationAct>): RestorationChecklistRow | undefined {
  const key = itemKey(itemOf(event));
  const { date, documentNo } = event.data;
  const more = event.type === 'EntitlementRestored' ? { amountFen: event.data.amountFen ?? null, givenPostId: event.data.givenPostId ?? null } : {};
  const state = event.type === 'RestorationItemInapplicable' ? 'inapplicable' : 'done';
  const line = (one: ChecklistItem): ChecklistItem => (itemKey(one.item) === key ? { ...one, ...more, state, date, documentNo, eventId: event.id } : one);
  return row && counted({ ...row, items: row.items.map(line) });
}

/** After an appeal: what is owed since when, what was done with which paper, and who else is touched though nothing changes for them? */
export const restorationChecklist: View<RestorationChecklistRow, RestorationEvent> = {
  name: 'restoration-checklist',
  version: 1,
  zh: '恢复事项清单（仅限案件承办机关及申诉人）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: {
    RestorationOpened: (_, { id, data }) => ({ ...data, items: [], open: 0, eventId: id }),
    RestorationItemOwed: owed,
    EntitlementRestored: settled,
    NameRestored: settled,
    CorrectionNoticeIssued: settled,
    UnitResultRestored: settled,
    RestorationItemInapplicable: settled,
  },
};
