import { setImmediate as turn } from 'node:timers/promises';
import { Rejection, type Actor } from '#kernel';
import type { StoredLeaf } from '#ledger';
import { Auditor, formatCheckpoint, formatNote, formatVerifierKey, sameBytes, signNote, TileWriter, type LogEntry, type SubjectProof } from '#transparency';
import type { PlacedTile, SignedHead } from './checkpoint-store.js';
import type { AdoptSealKey, SealKeyAdopted, SubjectIndexRecorded } from './seal.context.js';
import { secretFrom, type SealSuite } from './seal-keys.js';
import { ReadingOrder } from './reading-order.js';
import type { SealPorts } from './seal-ports.js';
import { forked, macFails, notSealable, overtaken, readsBackAsAnother, rolledBack, rootsDiffer, SealStopped } from './seal-stopped.js';
import { SigningKeys } from './signing-keys.js';
import { SignedSoFar } from './signed-so-far.js';
import { INDEX_EVENT } from './stored-event.js';
import { sha256 } from './suites/index.js';

/** A signed head, and the index event at its end. */
export type Sealed = SignedHead & Readonly<{ index: LogEntry; covers: number }>;

/** Appends go on while a long log is read: each turn takes some ten milliseconds. */
const EVENTS_PER_TURN = 128;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Takes leaves in log order, writes index events and signs checkpoints. Before it signs it has read every event back, recomputed tree and map in two ways, checked
 * MACs and continuity and compared with what it signed before: it signs only what continues that. The first thing wrong stops it for good.
 */
export class Sealer {
  private readonly auditor: Auditor;
  private readonly writer: TileWriter;
  private readonly full: PlacedTile[] = [];
  private readonly keys = new SigningKeys();
  private readonly order = new ReadingOrder();
  private lastIndex: (LogEntry & Readonly<{ covers: number }>) | undefined;
  private readonly signed: SignedSoFar;
  private stopped: SealStopped | undefined;
  private failed: unknown;
  private sealed_: Sealed | undefined;
  private readonly listeners = new Set<() => void>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: SealPorts) {
    this.signed = new SignedSoFar(ports);
    this.writer = new TileWriter(sha256, (tile, bytes) => this.full.push({ tile, bytes }));
    this.auditor = new Auditor(sha256, ports.origin, this.order.read, { onLeaf: (leaf) => this.writer.add(leaf) });
  }

  /** The last checkpoint that this process signed, or found signed and recomputed. */
  get sealed(): Sealed | undefined {
    return this.sealed_;
  }

  /** Set once something was found that no signature may cover. */
  get alarm(): SealStopped | undefined {
    return this.stopped;
  }

  /** Why the last try failed, when it did: a disk that was full, a key that was not there. */
  get fault(): unknown {
    return this.failed;
  }

  /** Told whenever a checkpoint lies where others find it. @returns the way to stop */
  subscribe(onShown: () => void): () => void {
    this.listeners.add(onShown);
    return () => this.listeners.delete(onShown);
  }

  /** Signs what there is; when nothing came since the last checkpoint, that one is the answer. @throws SealStopped */
  seal(): Promise<Sealed> {
    return this.noting(async () => {
      await this.catchUp();
      const { head } = this.signed;
      if (head?.size === this.auditor.size) return this.sealed_?.size === head.size ? this.sealed_ : this.show(head);
      return this.sign(this.keys.now ?? (await this.adopt('ed25519')));
    });
  }

  /** Signs from now on with a new key: the next checkpoint carries both signatures, those after it the new one's. @throws SealStopped */
  async rotate(suite: SealSuite): Promise<Sealed> {
    await this.noting(async () => {
      await this.catchUp();
      await this.adopt(suite);
    });
    return this.seal();
  }

  /**
   * Signs again where what the key signed is not known any more. `last`: the last checkpoint that anybody has; absent, `by` says that none reaches beyond this log. The
   * first thing that this process asks of the seal. @throws SealStopped when the log does not go on from it; Rejection `seal.not-ours`; Malformed
   */
  resume({ last, by }: Readonly<{ last?: string; by: Actor }>): Promise<Sealed> {
    return this.noting(async () => {
      if (this.auditor.size > 0) throw new RangeError('what was read already cannot be held against it');
      const brought = last === undefined ? undefined : this.signed.bring(last);
      await this.catchUp();
      const data = brought ? { size: brought.size, root: hex(brought.root) } : { size: 0 };
      await this.readTo(await this.ports.record({ type: 'ResumeSeal', data }, by));
      await this.signed.begin();
      return this.sign(this.keys.now!);
    });
  }

  /** That the subject's events among those covered are all there are, as the index event of the last checkpoint says; without one the first is signed. */
  prove(subject: string): Promise<Readonly<{ sealed: Sealed; proof: SubjectProof; count: number }>> {
    return this.alone(async () => {
      await this.catchUp();
      if (!this.sealed_) await this.sign(this.keys.now ?? (await this.adopt('ed25519')));
      if (!this.sealed_ || this.sealed_.covers !== this.auditor.covers) throw notSealed();
      return { sealed: this.sealed_, proof: this.auditor.prove(subject), count: this.auditor.count(subject) };
    });
  }

  private async sign(key: SealKeyAdopted['data']): Promise<Sealed> {
    const signers = this.keys.signers(this.ports.keys, key, this.signed.head);
    await this.signed.mustBeKnown();
    // After a crash the index event may be there, and only the signature missing.
    if (!this.endsWithIndex) await this.index();
    const { auditor, writer, signed } = this;
    const { origin } = this.ports;
    const root = writer.root();
    if (!sameBytes(root, auditor.logRoot())) throw this.stop(rootsDiffer());
    const note = formatNote(signNote(formatCheckpoint({ origin, size: auditor.size, root, extensions: [] }), signers));
    const next = { size: auditor.size, root, note };
    if (!(await this.ports.head.advance(origin, signed.head, next))) throw this.stop(overtaken());
    signed.head = next;
    return this.show(next);
  }

  private get endsWithIndex(): boolean {
    return this.lastIndex !== undefined && this.lastIndex.position === this.auditor.size - 1;
  }

  private async index(): Promise<void> {
    const { covers, logRoot, indexRoot } = this.auditor.claim();
    await this.readTo(await this.ports.record({ type: 'RecordSubjectIndex', data: { covers, logRoot: hex(logRoot), indexRoot: hex(indexRoot) } }));
  }

  private async adopt(suite: SealSuite): Promise<SealKeyAdopted['data']> {
    const { origin, keys, entropy } = this.ports;
    const before = this.keys.now;
    await (before ? this.signed.mustBeKnown() : this.signed.begin());
    const signer = keys.create(
      origin,
      suite,
      secretFrom((length) => entropy(length, `seal-key|${before?.verifierKey ?? 'first'}`)),
    );
    const verifierKey = formatVerifierKey(signer.key);
    const command: AdoptSealKey = { type: 'AdoptSealKey', data: { origin, suite, verifierKey, ...(before && { retires: before.verifierKey }) } };
    await this.readTo(await this.ports.record(command));
    return this.keys.now!;
  }

  /** Puts a signed head where others find it. The tree stands at its size. Signatures that others added to it meanwhile stay. */
  private async show({ size, root, note: signed }: SignedHead): Promise<Sealed> {
    const { store } = this.ports;
    const shown = await store.at(size);
    const note = shown?.startsWith(signed) ? shown : signed;
    await store.publish({ size, root, note }, [...this.full, ...this.writer.partialTiles()]);
    this.full.length = 0;
    this.sealed_ = { size, root, note, index: this.lastIndex!, covers: this.lastIndex!.covers };
    for (const told of this.listeners) told();
    return this.sealed_;
  }

  /** Reads to the log's end, past the last head that this key signed. @throws SealStopped when the log is shorter than that, or another */
  private async catchUp(): Promise<void> {
    const before = this.signed.head;
    await this.signed.look();
    const { head } = this.signed;
    // What was read already can no longer be compared with it: whoever starts anew can.
    if (head?.note !== before?.note && head && head.size <= this.auditor.size) throw this.stop(overtaken());
    await this.readTo((await this.ports.log.head()).position);
    const { size } = this.auditor;
    const beyond = await this.signed.beyond(size, this.keys.all);
    if (beyond !== undefined) throw this.stop(rolledBack(size, beyond));
  }

  private async readTo(position: number): Promise<void> {
    if (this.auditor.size > position) return;
    for await (const stored of this.ports.log.readLeaves(this.auditor.size)) {
      if (stored.position > position) break;
      this.read(stored);
      if (stored.position % EVENTS_PER_TURN === 0) await turn();
      const { size } = this.auditor;
      if (this.signed.isAt(size)) await this.meet(size);
    }
  }

  /** Where this key signed last, or a checkpoint lies beside the data. @throws SealStopped when this is another tree */
  private async meet(size: number): Promise<void> {
    if (await this.signed.contradicts(size, this.auditor.logRoot(), this.keys.all)) throw this.stop(forked(size));
    const { head } = this.signed;
    if (head?.size !== size) return;
    if (!this.endsWithIndex) throw this.stop(forked(size));
    // A crash may have come between signing and showing.
    await this.show(head);
  }

  private read(stored: StoredLeaf): void {
    const { position, bytes, mac, macKeyId } = stored;
    if (!this.ports.mac.verify(bytes, mac, macKeyId)) throw this.stop(macFails(position));
    const appended = this.ports.taken.take(position, bytes);
    if (appended?.same === false) throw this.stop(readsBackAsAnother(position));
    // Bytes that equal what this process wrote say what it wrote: they are hashed, and not parsed a second time.
    const problem = this.auditor.add(position, bytes, appended?.said);
    if (problem) throw this.stop(notSealable(problem));
    const place = this.order.next(position, appended);
    if (place instanceof SealStopped) throw this.stop(place);
    if (place.type === 'SealKeyAdopted') this.keys.adopt(dataOf<SealKeyAdopted>(bytes));
    if (place.type === INDEX_EVENT) this.lastIndex = { position, bytes: Uint8Array.from(bytes), covers: dataOf<SubjectIndexRecorded>(bytes).covers };
  }

  private stop(why: SealStopped): SealStopped {
    return (this.stopped = why);
  }

  private async noting<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await this.alone(work);
      this.failed = undefined;
      return result;
    } catch (error) {
      this.failed = error;
      throw error;
    }
  }

  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(() => {
      if (this.stopped) throw this.stopped;
      return work();
    });
    this.turn = result.catch(() => undefined);
    return result;
  }
}

const notSealed = (): Rejection => new Rejection('seal.none', { zh: '尚未签封：还没有检查点', en: 'nothing is sealed yet: there is no checkpoint' });
const dataOf = <E extends { data: unknown }>(bytes: Buffer): E['data'] => (JSON.parse(bytes.toString('utf8')) as E).data;
