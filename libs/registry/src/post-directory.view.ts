import { holdsOn, type View } from '#kernel';
import { POSTS } from './guards.js';
import { byFrom } from './intervals.js';
import type { PostEvent } from './registry.events.js';
import type { PostRow, TenureRow } from './rows.js';

const sorted = (tenures: readonly TenureRow[]): readonly TenureRow[] => [...tenures].sort(byFrom(({ tenureId }) => tenureId));

const withTenure = (row: PostRow | undefined, id: string, change: (tenure: TenureRow) => TenureRow): PostRow | undefined =>
  row && { ...row, tenures: sorted(row.tenures.map((tenure) => (tenure.tenureId === id ? change(tenure) : tenure))) };

/** Which posts are there, and who held them from when to when? On a date: the holders of that day, none for a vacant post. */
export const postDirectory: View<PostRow, PostEvent> = {
  name: POSTS,
  version: 1,
  zh: '岗位与历任',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId, role, title, appointedBy, managedByUnitId } }) => ({
      postId,
      unitId,
      role,
      title,
      appointedBy,
      managedByUnitId,
      tenures: [],
    }),
    TenureStarted: (row, { data: { tenureId, personId, from, sharePermille, acting } }) =>
      row && { ...row, tenures: sorted([...row.tenures, { tenureId, personId, from, sharePermille, acting }]) },
    TenureEnded: (row, { data: { tenureId, to, reason } }) => withTenure(row, tenureId, (tenure) => ({ ...tenure, to, endReason: reason })),
    // The reason of an earlier end no longer holds when the tenure turns out to be open.
    TenureCorrected: (row, { data: { tenureId, from, to, sharePermille, documentRef } }) =>
      withTenure(row, tenureId, ({ endReason, ...tenure }) => ({
        ...tenure,
        from,
        to,
        sharePermille,
        documentRef,
        endReason: to === undefined ? undefined : endReason,
      })),
  },
  validOn: (row, date) => ({ ...row, tenures: row.tenures.filter((tenure) => holdsOn(tenure, date)) }),
};
