import { emptyHash, leafHash, nodeHash, type Hash } from './hash.js';

/**
 * RFC 6962 Merkle tree hash, leaf by leaf: holds only the right edge, one root per complete subtree (at most 53 hashes).
 * The root of n leaves over event bytes is the ledger's `logHash`.
 */
export class TreeHasher {
  /** Roots of complete subtrees from left to right: their sizes are the bits of `size`, the highest first. */
  private readonly edge: Uint8Array[] = [];
  private leaves = 0;

  constructor(private readonly hash: Hash) {}

  /** A tree of the same leaves that goes its own way from here. */
  copy(): TreeHasher {
    const copy = new TreeHasher(this.hash);
    copy.edge.push(...this.edge);
    copy.leaves = this.leaves;
    return copy;
  }

  get size(): number {
    return this.leaves;
  }

  /** Adds a leaf by its bytes. */
  add(bytes: Uint8Array): void {
    this.addLeafHash(leafHash(this.hash, bytes));
  }

  /** Adds a leaf that was hashed already. */
  addLeafHash(leaf: Uint8Array): void {
    let root = leaf;
    // As in binary addition: each trailing one bit of the size is a subtree as large as the one in hand.
    for (let carry = this.leaves; carry % 2 === 1; carry = Math.floor(carry / 2)) root = nodeHash(this.hash, this.edge.pop()!, root);
    this.edge.push(root);
    this.leaves++;
  }

  /** The root over all leaves so far; more may follow. */
  root(): Uint8Array {
    return this.edge.length === 0 ? emptyHash(this.hash) : this.edge.reduceRight((right, left) => nodeHash(this.hash, left, right));
  }
}
