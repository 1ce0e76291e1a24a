import { createHash } from 'node:crypto';
import type { StoredEvidence } from './evidence-store.js';

/** What a content really is. */
export async function hashOf(content: AsyncIterable<Uint8Array>): Promise<StoredEvidence> {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of content) {
    digest.update(piece);
    sizeBytes += piece.byteLength;
  }
  return { sha256: digest.digest('hex'), sizeBytes };
}
