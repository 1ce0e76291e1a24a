import { holdsOn, type ValidTime, type View } from '#kernel';
import { gapsIn, intervalOf } from './intervals.js';
import type { PostEvent } from './registry.events.js';
import type { PostGapsRow } from './rows.js';

function withInterval(row: PostGapsRow | undefined, tenureId: string, interval: ValidTime): PostGapsRow | undefined {
  if (!row) return undefined;
  const tenures = [...row.tenures.filter((tenure) => tenure.tenureId !== tenureId), { tenureId, ...intervalOf(interval) }].sort((a, b) =>
    a.tenureId < b.tenureId ? -1 : 1,
  );
  return { ...row, neverHeld: false, tenures, gaps: gapsIn(tenures) };
}

/** When was a post empty (空缺)? On a date: the posts that stood empty that day. */
export const postGaps: View<PostGapsRow, PostEvent> = {
  name: 'post-gaps',
  version: 1,
  zh: '岗位空缺',
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId, title } }) => ({ postId, unitId, title, neverHeld: true, tenures: [], gaps: [] }),
    TenureStarted: (row, { data: { tenureId, from } }) => withInterval(row, tenureId, { from }),
    TenureEnded: (row, { data: { tenureId, from, to } }) => withInterval(row, tenureId, { from, to }),
    TenureCorrected: (row, { data }) => withInterval(row, data.tenureId, data),
  },
  validOn: (row, date) => {
    const gaps = row.gaps.filter((gap) => holdsOn(gap, date));
    return gaps.length > 0 || row.neverHeld ? { ...row, gaps } : undefined;
  },
};
