import { PINGLI_11236 } from '#programme';
import { readBook } from '#rulebook/nest';
import type { StoryData } from './story.js';

/** The documents that the product ships and the story publishes. */
export const shippedDocuments = async (): Promise<StoryData> => ({
  book: await readBook('pingli-2016'),
  tree: { programmeId: 'pingli-11236', document: PINGLI_11236 },
});
