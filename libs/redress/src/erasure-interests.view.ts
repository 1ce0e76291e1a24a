import type { Recorded, View } from '#kernel';
import type { CollectivelyDecided, MeasureExecuted } from '#accountability';
import { tiesView, type TiesEvent, type TiesRow } from '#registry';

/** Who is related to whom, for decisions on erasure. */
export const erasureTies: View<TiesRow, TiesEvent> = tiesView('erasure-ties', '利害关系（删除裁定用，仅限案件承办机关）');

export type ErasureHandlersRow = Readonly<{ handlerIds: readonly string[] }>;
function handled(row: ErasureHandlersRow | undefined, { actor, data }: Recorded<CollectivelyDecided | MeasureExecuted>): ErasureHandlersRow {
  const more = 'participantIds' in data ? data.participantIds : [];
  const known = [...(row?.handlerIds ?? []), ...more, ...(actor.personId === undefined ? [] : [actor.personId])];
  return { handlerIds: [...new Set(known)].sort() };
}

/** Who decided on a person, or carried it out: what was said of the case is not theirs to remove. Read by decisions. */
export const erasureHandlers: View<ErasureHandlersRow, CollectivelyDecided | MeasureExecuted> = {
  name: 'erasure-handlers',
  version: 1,
  zh: '案件经办人（删除裁定用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: { CollectivelyDecided: handled, MeasureExecuted: handled },
};
