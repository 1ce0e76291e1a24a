import type { EvidenceRef } from '#kernel';
import { EVIDENCE_BYTES_MAX, mustBeSha256, type Content, type EvidenceStore, type StoredEvidence } from '../evidence-store.js';
import { takeIn, unknownEvidence } from '../intake.js';

/** The obvious twin that the file engine is tested against; also what a simulated run in memory uses. */
export class MemoryEvidenceStore implements EvidenceStore {
  readonly engine = 'memory';
  private readonly held = new Map<string, Readonly<{ ref: EvidenceRef; content: Buffer }>>();

  constructor(private readonly sizeBytesMax = EVIDENCE_BYTES_MAX) {}

  async put(content: Content): Promise<EvidenceRef> {
    const pieces: Buffer[] = [];
    const ref = await takeIn(content, this.sizeBytesMax, (piece) => void pieces.push(Buffer.from(piece)));
    if (!this.held.has(ref.sha256)) this.held.set(ref.sha256, { ref, content: Buffer.concat(pieces) });
    return ref;
  }

  async find(sha256: string): Promise<EvidenceRef | undefined> {
    mustBeSha256(sha256);
    return this.held.get(sha256)?.ref;
  }

  async *open(sha256: string): AsyncIterable<Uint8Array> {
    mustBeSha256(sha256);
    const found = this.held.get(sha256);
    if (!found) throw unknownEvidence(sha256);
    yield Buffer.from(found.content);
  }

  async *entries(): AsyncIterable<StoredEvidence> {
    for (const sha256 of [...this.held.keys()].sort()) yield { sha256, sizeBytes: this.held.get(sha256)!.ref.sizeBytes };
  }

  async close(): Promise<void> {}
}
