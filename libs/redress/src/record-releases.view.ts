import type { Instant, Recorded, View } from '#kernel';
import type { RecordReleased } from './release.decider.js';

/** One handing out; recipient and purpose are commitments. */
export type ReleaseRow = Omit<RecordReleased['data'], 'personIds'> & Readonly<{ eventId: string; recordedAt: Instant; byPersonId?: string }>;
export type RecordReleasesRow = Readonly<{ personId: string; releases: readonly ReleaseRow[] }>;

const released = (row: RecordReleasesRow | undefined, { id, recordedAt, actor, data }: Recorded<RecordReleased>, personId: string): RecordReleasesRow => {
  const { personIds: _about, ...release } = data;
  const one: ReleaseRow = { ...release, eventId: id, recordedAt, ...(actor.personId !== undefined && { byPersonId: actor.personId }) };
  return { personId, releases: [...(row?.releases ?? []), one] };
};

/** Which records about a person were handed out: when, to whom, for what? In the order in which they were recorded. */
export const recordReleases: View<RecordReleasesRow, RecordReleased> = {
  name: 'record-releases',
  version: 1,
  zh: '个人记录对外提供情况（仅限案件承办机关及本人）',
  aboutPersons: true,
  keysOf: ({ data }) => data.personIds,
  on: { RecordReleased: released },
};
