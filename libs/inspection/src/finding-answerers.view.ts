import { holdsOn, type ValidTime, type View } from '#kernel';
import type { PostRegistered, TenureCorrected, TenureEnded, TenureStarted } from '#registry';

type Holder = ValidTime & Readonly<{ tenureId: string; personId: string }>;
export type FindingAnswererRow = Readonly<{ postId: string; unitId: string; holders: readonly Holder[] }>;

/** The interval as the newest word has it; kept in the order of tenure ids. */
function withHolder(row: FindingAnswererRow | undefined, { tenureId, personId, from, to }: Holder): FindingAnswererRow | undefined {
  if (!row) return undefined;
  const holder = to === undefined ? { tenureId, personId, from } : { tenureId, personId, from, to };
  return { ...row, holders: [...row.holders.filter((other) => other.tenureId !== tenureId), holder].sort((a, b) => (a.tenureId < b.tenureId ? -1 : 1)) };
}

/** Who could answer for which unit, in which post, on which date? Read by decisions. */
export const findingAnswerers: View<FindingAnswererRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'finding-answerers',
  version: 1,
  zh: '谁能代表单位签收、认可或提出异议？',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId } }) => ({ postId, unitId, holders: [] }),
    TenureStarted: (row, { data }) => withHolder(row, data),
    TenureEnded: (row, { data }) => withHolder(row, data),
    TenureCorrected: (row, { data }) => withHolder(row, data),
  },
  validOn: (row, date) => ({ ...row, holders: row.holders.filter((holder) => holdsOn(holder, date)) }),
};
