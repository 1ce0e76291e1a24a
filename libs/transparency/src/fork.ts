import { sameBytes } from './bytes.js';
import type { Hash } from './hash.js';
import { verifyConsistency } from './proofs.js';
import { proven, Refuted, trustedCheckpoint, type Trust } from './trust.js';

/**
 * That a log signed two trees of which the later does not begin with the earlier: both notes, and a consistency proof of the later one from the root that its first
 * leaves really have. Only one root is consistent with the later checkpoint at that size, so two that differ convict the log. Whoever holds its public key can check it.
 */
export type ForkProof = Readonly<{ earlier: string; later: string; rootAtEarlier: Uint8Array; path: readonly Uint8Array[] }>;

export type ForkCode = 'checkpoint-format' | 'checkpoint-origin' | 'checkpoint-signature' | 'log-signature' | 'sizes' | 'consistency' | 'same-history';
export type ForkVerdict = Readonly<{ proven: boolean; problem?: ForkCode }>;

/** Checks a fork proof; only the log's own keys of `trust` matter. */
export function verifyForkProof(hash: Hash, { earlier, later, rootAtEarlier, path }: ForkProof, { origin, log }: Trust): ForkVerdict {
  try {
    const [from, to] = [earlier, later].map((note) => trustedCheckpoint(note, { origin, log }));
    proven(from!.size > 0 && from!.size <= to!.size, 'sizes');
    proven(verifyConsistency(hash, { from: from!.size, to: to!.size, fromRoot: rootAtEarlier, toRoot: to!.root, path }), 'consistency');
    proven(!sameBytes(rootAtEarlier, from!.root), 'same-history');
    return { proven: true };
  } catch (error) {
    if (!(error instanceof Refuted)) throw error;
    return { proven: false, problem: error.code as ForkCode };
  }
}
