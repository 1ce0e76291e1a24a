import {
  addSignatures,
  cosign,
  emptyHash,
  formatLine,
  formatNote,
  hex,
  Malformed,
  sameBytes,
  verifyConsistency,
  verifyNote,
  type Note,
  type NoteSigner,
  type VerifierKey,
} from '#transparency';
import { sha256 } from '../suites/index.js';
import { parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.js';
import type { Cosigned, WitnessStore } from './witness-store.js';

/** What c2sp.org/tlog-witness answers: cosignature lines, the size that it cosigned last, or why not. */
export type WitnessAnswer =
  Readonly<{ status: 200; body: string }> | Readonly<{ status: 409; size: number }> | Readonly<{ status: 400 | 403 | 404 | 422; reason: string }>;

export type WitnessParts = Readonly<{
  store: WitnessStore;
  /** The witness's own keys: never a log's. */
  signers: readonly NoteSigner[];
  /** Keys of the logs that it watches; a key's name is its log's origin. */
  logs: readonly VerifierKey[];
  /** Seconds since 1970. */
  now(): number;
  /** Told between check and store, and between store and answer. */
  onStep?(step: WitnessStep): void;
}>;
export type WitnessStep = 'checked' | 'stored';
type Refusal = Exclude<WitnessAnswer, { status: 200 }>;

/**
 * Cosigns checkpoints of known logs, each only as the continuation of the one before (c2sp.org/tlog-witness). Several processes may share one store: what counts is
 * the store's compare-and-swap, and the cosigned note is stored before anybody sees it.
 */
export class Witness {
  constructor(private readonly parts: WitnessParts) {}

  /** `add-checkpoint`. */
  addCheckpoint(body: string): WitnessAnswer {
    const asked = parsed(body);
    if (!asked) return { status: 400, reason: 'the request cannot be read' };
    const signed = this.signedByLog(asked);
    return 'status' in signed ? signed : this.checkAndStore(asked, signed);
  }

  /** The latest cosigned checkpoint of a log: the log's signatures and the witness's own. */
  latest(origin: string): Cosigned | undefined {
    return this.parts.logs.some(({ name }) => name === origin) ? this.parts.store.latest(origin) : undefined;
  }

  /** The same by the lower-case hex SHA-256 of the origin, as monitors ask. */
  latestByHash(originHash: string): Cosigned | undefined {
    const log = this.parts.logs.find(({ name }) => hex(sha256(Buffer.from(name, 'utf8'))) === originHash);
    return log && this.parts.store.latest(log.name);
  }

  /** The checkpoint with those signatures only that the log's known keys made. */
  private signedByLog({ note, checkpoint }: AddCheckpoint): Note | Refusal {
    const keys = this.parts.logs.filter(({ name }) => name === checkpoint.origin);
    if (keys.length === 0) return { status: 404, reason: 'unknown log' };
    try {
      verifyNote(note, keys);
    } catch (error) {
      if (error instanceof Malformed) return { status: 403, reason: error.code };
      throw error;
    }
    // One line for each key: with as many as a note may hold, the witness's own would make it unreadable.
    const signatures = keys.flatMap(({ name, id }) => note.signatures.find((line) => line.name === name && line.id === id) ?? []);
    return { text: note.text, signatures };
  }

  private checkAndStore(asked: AddCheckpoint, signed: Note): WitnessAnswer {
    const { store, signers, now, onStep } = this.parts;
    for (;;) {
      const before = store.latest(asked.checkpoint.origin);
      const refusal = refusalOf(asked, before);
      if (refusal) {
        this.keepContradiction(asked, signed, before);
        return refusal;
      }
      const cosignatures = signers.map((signer) => cosign(signed.text, signer, now()));
      const { origin, size, root } = asked.checkpoint;
      onStep?.('checked');
      const stored = store.replace(before, { origin, size, root, note: formatNote(addSignatures(signed, cosignatures)) });
      onStep?.('stored');
      // Where another process was faster, all is checked again against what it stored; the signature made in vain is seen by nobody.
      if (stored) return { status: 200, body: cosignatures.map(formatLine).join('') };
    }
  }

  /** Two checkpoints of one size with two roots contradict each other by themselves; a wrong proof alone proves nothing against the log, whoever sent it. */
  private keepContradiction({ checkpoint }: AddCheckpoint, signed: Note, before: Cosigned | undefined): void {
    const { origin, size, root } = checkpoint;
    if (before?.size !== size || sameBytes(before.root, root)) return;
    this.parts.store.keep({ origin, size, root, note: formatNote(signed), against: before.note, seenAt: this.parts.now() });
  }
}

function parsed(body: string): AddCheckpoint | undefined {
  try {
    return parseAddCheckpoint(body);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The checks in the order of the specification. */
function refusalOf({ oldSize, path, checkpoint }: AddCheckpoint, before: Cosigned | undefined): Refusal | undefined {
  const { size, root } = checkpoint;
  if (oldSize > size) return { status: 400, reason: 'the old size is larger than the checkpoint' };
  const cosignedSize = before?.size ?? 0;
  if (oldSize !== cosignedSize) return { status: 409, size: cosignedSize };
  if (size === 0 && !sameBytes(root, emptyHash(sha256))) return { status: 422, reason: 'the empty tree has another root' };
  const fromRoot = before?.root ?? emptyHash(sha256);
  const consistent = verifyConsistency(sha256, { from: oldSize, to: size, fromRoot, toRoot: root, path });
  return consistent ? undefined : { status: 422, reason: 'the checkpoint does not continue the one cosigned before' };
}
