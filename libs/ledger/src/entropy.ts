import { randomBytes } from 'node:crypto';
import { hmacSha256 } from './hmac.js';

/** Where random bytes come from: salts, keys, command ids. `purpose` says what for, e.g. `salt|<event id>|<field>`. */
export interface Entropy {
  bytes(n: number, purpose: string): Buffer;
}

export const realEntropy: Entropy = { bytes: (n) => randomBytes(n) };

/**
 * For simulated ledgers, whose bytes are the same everywhere: what comes out depends on seed and purpose only, never on who asked before.
 * Whoever knows the seed knows every salt and key: never for a real ledger.
 */
export function seededEntropy(seed: string): Entropy {
  const keyOf = hmacSha256(Buffer.from(seed, 'utf8'));
  return {
    bytes(n, purpose) {
      const block = hmacSha256(keyOf(Buffer.from(purpose, 'utf8')));
      const blocks: Buffer[] = [];
      for (let counter = 0; counter * 32 < n; counter++) blocks.push(block(Buffer.from(String(counter))));
      return Buffer.concat(blocks).subarray(0, n);
    },
  };
}
