import { sameBytes } from './bytes.js';
import { leafHash, type Hash } from './hash.js';
import { heldToRules, readLogged, type IndexClaim, type LoggedEvent, type ReadEvent } from './logged-event.js';
import { Malformed } from './malformed.js';
import { PendingEvents } from './pending-events.js';
import { subjectKey } from './subject-hash.js';
import { SubjectMap } from './subject-map.js';
import type { SubjectProof } from './subject-proof.js';
import { TreeHasher } from './tree.js';

export type AuditCode =
  'position' | 'unreadable' | 'subject-id' | 'subject-twice' | 'too-many-subjects' | 'index-with-subjects' | 'covers' | 'log-root' | 'index-root';
/** The first thing wrong in a log. With a root that differs: what the index event claims, and what follows from the events. */
export type AuditProblem = Readonly<{ position: number; code: AuditCode; claimed?: IndexClaim; computed?: IndexClaim }>;

/** Of how many subjects the keys are remembered at once. */
const KEYS_MAX = 10_000;

/** `onLeaf`: is given each leaf's hash in order, once its event has passed. It is the receiver's to keep. */
export type AuditOptions = Readonly<{ subjectsMax?: number; onLeaf?(leaf: Uint8Array): void }>;

/**
 * An independent auditor: is given every event's bytes in order, rebuilds tree and map, and compares at every index event. It stops for good at the first
 * problem; only a log without any may be cosigned, at `size` and `logRoot()`.
 */
export class Auditor {
  private readonly tree: TreeHasher;
  /** The tree of the covered events only: an index event may cover less than what lies before it. */
  private coveredTree: TreeHasher;
  private readonly map: SubjectMap;
  private readonly pending = new PendingEvents();
  private readonly keys = new Map<string, Uint8Array>();
  private found?: AuditProblem;

  constructor(
    private readonly hash: Hash,
    private readonly origin: string,
    private readonly read: ReadEvent,
    private readonly options: AuditOptions = {},
  ) {
    this.tree = new TreeHasher(hash);
    this.coveredTree = new TreeHasher(hash);
    this.map = new SubjectMap(hash, origin);
  }

  /** How many events it has read without a problem. */
  get size(): number {
    return this.tree.size;
  }

  /** What the last index event covers; 0 before the first. */
  get covers(): number {
    return this.coveredTree.size;
  }

  get problem(): AuditProblem | undefined {
    return this.found;
  }

  logRoot(): Uint8Array {
    return this.tree.root();
  }

  /**
   * Takes the next event. Answers with the problem that ends the audit, if there is one.
   * @param known what these very bytes say, for whoever wrote them and compared them: they are then hashed, and not read again
   */
  add(position: number, bytes: Uint8Array, known?: LoggedEvent): AuditProblem | undefined {
    this.found ??= position === this.size ? this.checked(position, bytes, known) : { position, code: 'position' };
    return this.found;
  }

  private checked(position: number, bytes: Uint8Array, known: LoggedEvent | undefined): AuditProblem | undefined {
    const { subjectsMax } = this.options;
    let event: LoggedEvent;
    try {
      event = known ? heldToRules(known, subjectsMax) : readLogged(this.read, bytes, subjectsMax);
    } catch (error) {
      if (error instanceof Malformed) return { position, code: error.code as AuditCode };
      throw error;
    }
    const problem = event.index && this.compared(position, event, event.index);
    if (problem) return problem;
    const leaf = leafHash(this.hash, bytes);
    this.tree.addLeafHash(leaf);
    this.options.onLeaf?.(leaf);
    const keys = event.index ? [] : event.subjects.map((subject) => this.keyOf(subject));
    this.pending.add(leaf, keys);
    return undefined;
  }

  /** The same few subjects come again and again; what is remembered of them is bounded. */
  private keyOf(subject: string): Uint8Array {
    let key = this.keys.get(subject);
    if (!key) {
      key = subjectKey(this.hash, this.origin, subject);
      if (this.keys.size === KEYS_MAX) this.keys.clear();
      this.keys.set(subject, key);
    }
    return key;
  }

  private compared(position: number, { subjects }: LoggedEvent, claimed: IndexClaim): AuditProblem | undefined {
    if (subjects.length > 0) return { position, code: 'index-with-subjects' };
    if (!Number.isSafeInteger(claimed.covers) || claimed.covers < this.covers || claimed.covers > position) return { position, code: 'covers', claimed };
    const computed = this.cover(claimed.covers);
    if (!sameBytes(claimed.logRoot, computed.logRoot)) return { position, code: 'log-root', claimed, computed };
    return sameBytes(claimed.indexRoot, computed.indexRoot) ? undefined : { position, code: 'index-root', claimed, computed };
  }

  /** What an index event has to say that covers everything read so far: for whoever writes one. */
  claim(): IndexClaim {
    if (this.found) throw new Malformed(this.found.code);
    return this.cover(this.size);
  }

  /** That the subject's list is complete, or that there is none, among the events covered. */
  prove(subject: string): SubjectProof {
    return this.map.prove(subject);
  }

  /** How many of the events covered are about the subject. */
  count(subject: string): number {
    return this.map.count(subject);
  }

  private cover(covers: number): IndexClaim {
    // An index event mostly covers all that lies before it: that tree is there already.
    const whole = covers === this.size;
    let at = this.covers;
    this.pending.take(covers - this.covers, (leaf, keys) => {
      if (!whole) this.coveredTree.addLeafHash(leaf.slice());
      this.map.appendKeys(at++, leaf, keys);
    });
    if (whole) this.coveredTree = this.tree.copy();
    return { covers: this.covers, logRoot: this.coveredTree.root(), indexRoot: this.map.root() };
  }
}
