import type { View } from '#kernel';
import type { Actors, Tagged, ValueEvent } from './values.events.js';

export type ValueTagsRow = Readonly<{
  programmeId: string;
  nodeId: string;
  actors: Actors;
  tags: readonly Readonly<{ tagId: string; on: Tagged; note?: string; eventId: string }>[];
}>;

/** What shows each of the values, by whose conduct? Material for people; nobody is ranked by it. */
export const valueTags: View<ValueTagsRow, ValueEvent> = {
  name: 'value-tags',
  version: 1,
  zh: '“三苦三真”标注',
  keysOf: ({ data }) => [`${data.programmeId}/${data.nodeId}`],
  on: {
    ValueTagged: (row, { id, data: { programmeId, nodeId, actors, tagId, on, note } }) => ({
      programmeId,
      nodeId,
      actors,
      tags: [...(row?.tags ?? []), { tagId, on: { ...on }, ...(note !== undefined && { note }), eventId: id }],
    }),
    ValueTagRemoved: (row, { data }) => row && { ...row, tags: row.tags.filter(({ tagId }) => tagId !== data.tagId) },
  },
};
