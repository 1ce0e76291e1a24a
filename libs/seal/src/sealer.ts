import { Rejection, type Message } from '#kernel';
import type { EventLog, Keys, StoredEvent } from '#ledger';
import {
  Auditor,
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  leafHash,
  parseNote,
  sameBytes,
  signNote,
  TileWriter,
  type AuditProblem,
  type LogEntry,
  type NoteSigner,
  type SubjectProof,
} from '#transparency';
import type { CheckpointStore, PlacedTile, SealHead, SignedHead } from './checkpoint-store.js';
import { readEvent } from './read-event.js';
import type { AdoptSealKey, SealCommand, SealKeyAdopted, SubjectIndexRecorded } from './seal.context.js';
import { logKeyFrom, secretFrom, type SealKeys, type SealSuite } from './seal-keys.js';
import { sha256 } from './suites/index.js';
import type { TakenLeaves } from './taken-leaves.js';

export type SealPorts = Readonly<{
  /** What the log is called wherever its checkpoints go; never changes. */
  origin: string;
  log: Pick<EventLog, 'readAll' | 'head'>;
  mac: Pick<Keys, 'verify'>;
  taken: Pick<TakenLeaves, 'take'>;
  keys: SealKeys;
  head: SealHead;
  store: CheckpointStore;
  entropy(length: number, purpose: string): Buffer;
  /** Records one of the seal's own events; answers with its position. */
  record(command: SealCommand): Promise<number>;
}>;
/** A signed head, and the index event at its end. */
export type Sealed = SignedHead & Readonly<{ index: LogEntry; covers: number }>;

/** Why nothing is signed any more. A log that changed cannot be mended by signing it. */
export class SealStopped extends Rejection {
  constructor(
    code: string,
    text: Message,
    readonly position?: number,
  ) {
    super(`seal.${code}`, text);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Takes leaves in log order, writes index events and signs checkpoints. Before it signs it has read every event back, recomputed tree and map in two ways, checked
 * the MACs and compared with what it signed before: it signs only what continues that. The first thing wrong stops it for good.
 */
export class Sealer {
  private readonly auditor: Auditor;
  private readonly writer: TileWriter;
  private readonly full: PlacedTile[] = [];
  private adopted: SealKeyAdopted['data'] | undefined;
  private retired: SealKeyAdopted['data'] | undefined;
  private lastIndex: (LogEntry & Readonly<{ covers: number }>) | undefined;
  /** The last head that the key signed, as it stands beside the key. */
  private head: SignedHead | undefined;
  private stopped: SealStopped | undefined;
  private sealed_: Sealed | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: SealPorts) {
    this.writer = new TileWriter(sha256, (tile, bytes) => this.full.push({ tile, bytes }));
    this.auditor = new Auditor(sha256, ports.origin, readEvent, { onLeaf: (leaf) => this.writer.add(leaf) });
  }

  /** The last checkpoint that this process signed, or found signed and recomputed. */
  get sealed(): Sealed | undefined {
    return this.sealed_;
  }

  get alarm(): SealStopped | undefined {
    return this.stopped;
  }

  /** Signs what there is; when nothing came since the last checkpoint, that one is the answer. @throws SealStopped */
  seal(): Promise<Sealed> {
    return this.alone(async () => {
      await this.catchUp();
      if (this.sealed_ && this.sealed_.size === this.auditor.size) return this.sealed_;
      return this.sign(this.adopted ?? (await this.adopt('ed25519')));
    });
  }

  /** Signs from now on with a new key: the next checkpoint carries both signatures, those after it the new one's. @throws SealStopped */
  async rotate(suite: SealSuite): Promise<Sealed> {
    await this.alone(async () => {
      await this.catchUp();
      await this.adopt(suite);
    });
    return this.seal();
  }

  /** That the subject's events among those covered are all there are. The index event of the last checkpoint says so. */
  prove(subject: string): Promise<Readonly<{ sealed: Sealed; proof: SubjectProof; count: number }>> {
    return this.alone(async () => {
      if (!this.sealed_ || this.sealed_.covers !== this.auditor.covers) throw notSealed();
      return { sealed: this.sealed_, proof: this.auditor.prove(subject), count: this.auditor.count(subject) };
    });
  }

  private async sign(key: SealKeyAdopted['data']): Promise<Sealed> {
    // After a crash the index event may be there, and only the signature missing.
    if (!this.endsWithIndex) await this.index();
    const { auditor, writer, head } = this;
    const { origin } = this.ports;
    const root = writer.root();
    if (!sameBytes(root, auditor.logRoot()))
      throw this.stop('roots-differ', '两次计算的树根不一致，不予签封', 'two computations of the root differ: nothing is signed');
    const note = formatNote(signNote(formatCheckpoint({ origin, size: auditor.size, root, extensions: [] }), this.signersFor(key)));
    const next = { size: auditor.size, root, note };
    if (!(await this.ports.head.advance(origin, head, next))) throw this.overtaken();
    this.head = next;
    return this.show(next);
  }

  private get endsWithIndex(): boolean {
    return this.lastIndex !== undefined && this.lastIndex.position === this.auditor.size - 1;
  }

  private async index(): Promise<void> {
    const { covers, logRoot, indexRoot } = this.auditor.claim();
    await this.readTo(await this.ports.record({ type: 'RecordSubjectIndex', data: { covers, logRoot: hex(logRoot), indexRoot: hex(indexRoot) } }));
  }

  /** The old key vouches for the new one once. */
  private signersFor({ verifierKey }: SealKeyAdopted['data']): readonly NoteSigner[] {
    const own = this.ports.keys.find(verifierKey);
    if (!own) throw new Rejection('seal.key-missing', { zh: '缺少签封密钥，不能签封', en: 'the private half of the seal key is not here' });
    const isFirst = this.head !== undefined && !parseNote(this.head.note).signatures.some(({ id }) => id === own.key.id);
    const before = isFirst && this.retired ? this.ports.keys.find(this.retired.verifierKey) : undefined;
    return before ? [before, own] : [own];
  }

  private async adopt(suite: SealSuite): Promise<SealKeyAdopted['data']> {
    const { origin, keys, entropy } = this.ports;
    const before = this.adopted;
    const signer = keys.create(
      origin,
      suite,
      secretFrom((length) => entropy(length, `seal-key|${before?.verifierKey ?? 'first'}`)),
    );
    const verifierKey = formatVerifierKey(signer.key);
    const command: AdoptSealKey = { type: 'AdoptSealKey', data: { origin, suite, verifierKey, ...(before && { retires: before.verifierKey }) } };
    await this.readTo(await this.ports.record(command));
    return this.adopted!;
  }

  /** Puts a signed head where others find it. The tree stands at its size. */
  private async show(head: SignedHead): Promise<Sealed> {
    await this.ports.store.publish(head, [...this.full.splice(0), ...this.writer.partialTiles()]);
    return (this.sealed_ = { ...head, index: this.lastIndex!, covers: this.lastIndex!.covers });
  }

  /** Reads to the log's end, past the last head that this key signed. @throws SealStopped when the log is shorter than that, or another */
  private async catchUp(): Promise<void> {
    const before = this.head;
    this.head = await this.ports.head.read(this.ports.origin);
    // What was read already can no longer be compared with it: whoever starts anew can.
    if (this.head?.note !== before?.note && this.head && this.head.size <= this.auditor.size) throw this.overtaken();
    await this.readTo((await this.ports.log.head()).position);
    const { head, auditor } = this;
    if (!head || head.size <= auditor.size) return;
    const [zh, en] = [
      `账本比已签封的检查点短（现${auditor.size}条，已签封${head.size}条）`,
      `the log has ${auditor.size} events, ${head.size} were signed for`,
    ];
    throw this.stop('rolled-back', zh, en);
  }

  private async readTo(position: number): Promise<void> {
    if (this.auditor.size > position) return;
    for await (const stored of this.ports.log.readAll(this.auditor.size)) {
      if (stored.position > position) break;
      this.read(stored);
      if (this.head?.size === this.auditor.size) await this.meet(this.head);
    }
  }

  /** The tree stands where this key signed last. @throws SealStopped when it is another tree */
  private async meet(head: SignedHead): Promise<void> {
    const { size } = head;
    if (!sameBytes(head.root, this.auditor.logRoot()) || !this.endsWithIndex) {
      const [zh, en] = [`前${size}条与已签封的检查点不一致：历史被改过`, `the first ${size} events are not those that were signed for: history was changed`];
      throw this.stop('forked', zh, en);
    }
    // A crash may have come between signing and showing. Signatures that others added meanwhile stay.
    const shown = await this.ports.store.at(size);
    await this.show(shown === undefined ? head : { ...head, note: shown });
  }

  private read(stored: StoredEvent): void {
    const { position, bytes, mac, macKeyId, type } = stored;
    if (!this.ports.mac.verify(bytes, mac, macKeyId))
      throw this.stop('mac', `第${position}号事件的校验码不符，不予签封`, `the MAC of the event at ${position} does not verify: nothing is signed`, position);
    const leaf = this.ports.taken.take(position);
    if (leaf && !sameBytes(leaf, leafHash(sha256, bytes)))
      throw this.stop(
        'read-back',
        `第${position}号事件读回的内容与写入时不同，不予签封`,
        `the event at ${position} reads back as another: nothing is signed`,
        position,
      );
    const problem = this.auditor.add(position, bytes);
    if (problem) throw this.stop('log', ...wordsFor(problem), problem.position);
    if (type === 'SealKeyAdopted') this.adopting(stored);
    if (type === 'SubjectIndexRecorded') this.lastIndex = { position, bytes: Uint8Array.from(bytes), covers: dataOf<SubjectIndexRecorded>(bytes).covers };
  }

  private adopting({ bytes }: StoredEvent): void {
    const key = dataOf<SealKeyAdopted>(bytes);
    logKeyFrom(key.verifierKey);
    this.retired = this.adopted;
    this.adopted = key;
  }

  private overtaken(): SealStopped {
    return this.stop('overtaken', '另一进程已用此密钥签封了别的检查点，不予签封', 'another process has signed with this key meanwhile: nothing is signed');
  }

  private stop(code: string, zh: string, en: string, position?: number): SealStopped {
    return (this.stopped = new SealStopped(code, { zh, en }, position));
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
const wordsFor = ({ position, code }: AuditProblem): readonly [zh: string, en: string] => [
  `第${position}号事件不能签封（${code}）`,
  `the event at ${position} cannot be sealed: ${code}`,
];
