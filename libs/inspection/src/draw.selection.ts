import { sha256Hex } from '#rulebook';

/**
 * The provably fair draw (justice 21), precise enough to be written anew by anyone. Every text is ASCII; every hash is SHA-256 of the text's bytes, written as
 * 64 lower-case hex digits; seeds are 32 random bytes written the same way.
 *
 * 1. List hash: SHA-256 of the candidates' ids in the announced order, joined by one line feed (no line feed at the end).
 * 2. Commitment of a body: SHA-256 of `<list hash>:<draw id>:<body's unit id>:<seed>`. It binds the body to its seed, for this list and this draw only.
 * 3. Combined seed: SHA-256 of `<first body's seed><second body's seed><list hash>`, the bodies in the announced order (192 hex digits, nothing between).
 * 4. Numbers: block i (i = 0, 1, 2, …) is SHA-256 of `<combined seed>:<i in decimal>`; its number is its first 12 hex digits, from 0 to 2^48 − 1. To draw a
 *    number below n, take the next block's number x; if x ≥ floor(2^48 / n) · n, throw it away and take the next block's; the result is x mod n.
 * 5. Selection of k among N: for p = 0 … k − 1, draw r below N − p and exchange the list's entries at p and p + r (Fisher and Yates). The first k entries, in
 *    that order, are drawn.
 */
export const SEED = /^[0-9a-f]{64}$/;
const NUMBER_DIGITS = 12;
const NUMBERS = 2 ** 48;

export const listHashOf = (candidates: readonly string[]): string => sha256Hex(candidates.join('\n'));

export type SeedOf = Readonly<{ listHash: string; drawId: string; bodyUnitId: string; seed: string }>;
export const seedCommitment = ({ listHash, drawId, bodyUnitId, seed }: SeedOf): string => sha256Hex(`${listHash}:${drawId}:${bodyUnitId}:${seed}`);

export const combinedSeedOf = (firstSeed: string, secondSeed: string, listHash: string): string => sha256Hex(`${firstSeed}${secondSeed}${listHash}`);

/** The stream of numbers below n that a combined seed gives, each n as likely as the next. */
function numbersOf(combinedSeed: string): (below: number) => number {
  let block = 0;
  return (below) => {
    const limit = Math.floor(NUMBERS / below) * below;
    for (;;) {
      const x = Number.parseInt(sha256Hex(`${combinedSeed}:${block++}`).slice(0, NUMBER_DIGITS), 16);
      if (x < limit) return x % below;
    }
  };
}

/** The drawn candidates, in the order drawn. */
export function select(candidates: readonly string[], pickCount: number, combinedSeed: string): readonly string[] {
  const list = [...candidates];
  const next = numbersOf(combinedSeed);
  for (let p = 0; p < pickCount; p++) {
    const other = p + next(list.length - p);
    [list[p], list[other]] = [list[other]!, list[p]!];
  }
  return list.slice(0, pickCount);
}

export type DrawOutcome = Readonly<{ combinedSeed: string; picked: readonly string[] }>;
/** What two seeds make of a list; `seeds` in the announced order of the bodies. */
export function drawOutcome(candidates: readonly string[], pickCount: number, seeds: readonly [string, string]): DrawOutcome {
  const combinedSeed = combinedSeedOf(...seeds, listHashOf(candidates));
  return { combinedSeed, picked: select(candidates, pickCount, combinedSeed) };
}
