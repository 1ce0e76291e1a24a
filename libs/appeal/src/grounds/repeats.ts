import type { CaseFile } from './case-file.js';
import { groundKey, ofType, type Decided } from './decided.js';
import { seen, type Seen, type Sighting } from './sighting.js';

/** Whether one fact was answered for twice: by another decision of this case, or in another case of the same person. */
export function repeatsSeen({ key, others }: CaseFile, { decision, before }: Decided): Seen {
  const own = new Set(decision.data.bases.map(groundKey));
  const standing = ofType(before, 'CollectivelyDecided').filter(({ data }) => data.bases.some((ref) => own.has(groundKey(ref))));
  const elsewhere = others.filter(({ year, bases }) => year === key.year && bases.some((ref) => own.has(groundKey(ref))));
  const twice = (other: string, zh: string, en: string): Sighting => ({
    ...{ fault: 'same-fact-twice', what: { zh, en }, eventIds: [decision.id, other], named: false },
  });
  return seen([
    ...standing.map(({ id }) =>
      twice(id, '本案就同一事实已有决定，未经纠正又作决定', 'this case was decided on the same ground before, and that was not corrected'),
    ),
    ...elsewhere.map(({ eventId, postId }) =>
      twice(eventId, `同一人因同一事实另以岗位${postId}被处理`, `the same person answers for the same fact in the post ${postId} as well`),
    ),
  ]);
}
