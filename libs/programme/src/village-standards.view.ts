import type { View } from '#kernel';
import type { StandardItem, VillageStandardIssued } from './standards.events.js';

type Version = Readonly<{
  version: number;
  statedItems: number;
  items: readonly StandardItem[];
  priorities: readonly string[];
  date: string;
  documentNo: string;
}>;
export type VillageStandardRow = Readonly<{ standardId: string; zh: string; year: number; versions: readonly Version[] }>;

/** By which items is a village looked at, in which version? */
export const villageStandards: View<VillageStandardRow, VillageStandardIssued> = {
  name: 'village-standards',
  version: 1,
  zh: '村容村貌标准',
  keysOf: ({ data }) => [data.standardId],
  on: {
    VillageStandardIssued: (row, { data: { standardId, standardVersion, zh, year, statedItems, items, priorities, authority } }) => {
      const version = { version: standardVersion, statedItems, items, priorities, date: authority.date, documentNo: authority.documentNo };
      return { standardId, zh, year, versions: [...(row?.versions ?? []), version] };
    },
  },
  validOn: (row, date) => {
    const versions = row.versions.filter((version) => version.date <= date);
    return versions.length === 0 ? undefined : { ...row, versions };
  },
};
