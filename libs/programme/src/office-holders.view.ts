import { holdsOn, type ValidTime, type View } from '#kernel';
import type { PostRegistered, TenureCorrected, TenureEnded, TenureStarted } from '#registry';
import type { OfficeRow } from './rows.js';

type Tenure = { tenureId: string; personId: string } & ValidTime;

/** The interval as the newest word has it; kept in the order of tenure ids. */
function withHolder(row: OfficeRow | undefined, { tenureId, personId, from, to }: Tenure): OfficeRow | undefined {
  if (!row) return undefined;
  const holder = to === undefined ? { tenureId, personId, from } : { tenureId, personId, from, to };
  return { ...row, holders: [...row.holders.filter((other) => other.tenureId !== tenureId), holder].sort((a, b) => (a.tenureId < b.tenureId ? -1 : 1)) };
}

/** Who could speak from which post on which date? Read by decisions about instructions. */
export const officeHolders: View<OfficeRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'office-holders',
  version: 1,
  zh: '各岗位任职人',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId } }) => ({ postId, holders: [] }),
    TenureStarted: (row, { data }) => withHolder(row, data),
    TenureEnded: (row, { data }) => withHolder(row, data),
    TenureCorrected: (row, { data }) => withHolder(row, data),
  },
  validOn: (row, date) => ({ ...row, holders: row.holders.filter((holder) => holdsOn(holder, date)) }),
};
