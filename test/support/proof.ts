import { createHash } from 'node:crypto';
import type { EvidenceRef } from '#kernel';

/** A page that proves nothing: what a test names as evidence has to lie in the store. */
export const PROOF_BYTES = Buffer.from('%PDF-1.4\n% an invented page\n%%EOF\n', 'utf8');
export const PROOF: EvidenceRef = {
  sha256: createHash('sha256').update(PROOF_BYTES).digest('hex'),
  sizeBytes: PROOF_BYTES.length,
  mediaType: 'application/pdf',
};
