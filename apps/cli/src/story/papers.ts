import { createHash } from 'node:crypto';
import type { EvidenceRef } from '#kernel';
import { STORY_SEED } from './ids.js';

/** A file that the story puts beside the log before it is named: here a page that only says what it stands for. */
export type Paper = Readonly<{ bytes: Buffer; file: EvidenceRef }>;

/** An invented scan, the same bytes on every machine. */
export function paper(zh: string): Paper {
  const bytes = Buffer.from(`%PDF-1.4\n% ${STORY_SEED} 示例：${zh}\n%%EOF\n`, 'utf8');
  return { bytes, file: { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length, mediaType: 'application/pdf' } };
}
