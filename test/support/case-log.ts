import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel';
import {
  ED25519,
  ED25519_COSIGNATURE,
  ed25519Signer,
  INDEX_EVENT,
  makeDossier,
  readStoredEvent,
  sha256,
  SM2_SM3,
  SM2_SM3_COSIGNATURE,
  sm2Signer,
  type DossierParts,
  type Opening,
} from '#seal';
import {
  addSignatures,
  consistencyProof,
  cosign,
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
  hex,
  leafHash,
  multiproof,
  parseNote,
  rootAt,
  signNote,
  SubjectMap,
  tileNodes,
  tilePath,
  TileWriter,
  type IndexedDossier,
  type LogEntry,
  type Nodes,
  type NoteSigner,
  type Tile,
} from '#transparency';
import { commit } from '#vault';

/** Which events a lying index leaves out of whose list. */
export type Hides = (position: number, subject: string) => boolean;
export type SuiteName = 'ed25519' | 'sm2-sm3';
const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

const signersOf = (suite: SuiteName, origin: string) =>
  suite === 'ed25519'
    ? {
        log: ed25519Signer(origin, secret(1), ED25519),
        witness: ed25519Signer('example.org/witness', secret(3), ED25519_COSIGNATURE),
        auditor: ed25519Signer('example.org/auditor', secret(2), ED25519_COSIGNATURE),
      }
    : {
        log: sm2Signer(origin, secret(1), SM2_SM3),
        witness: sm2Signer('example.org/witness', secret(3), SM2_SM3_COSIGNATURE),
        auditor: sm2Signer('example.org/auditor', secret(2), SM2_SM3_COSIGNATURE),
      };

/** What a test puts into an event. */
export type CaseEvent = Readonly<{
  subjects: readonly string[];
  type?: string;
  /** Private values by field. */
  privates?: Readonly<Record<string, string>>;
  /** Other members of the data. */
  data?: Readonly<Record<string, unknown>>;
  /** Clauses cited, by their canonical texts. */
  clauses?: readonly string[];
}>;

/** What the parts of an export may differ in. */
export type Shown = Partial<Pick<DossierParts, 'exported' | 'labels' | 'withheldBecause' | 'clauseTexts'>> &
  Readonly<{ reveals?(opening: Opening): boolean; witnessed?: boolean; audited?: boolean; earlier?: readonly number[] }>;

/** A small log of events as the ledger stores them, signed with either suite; its operator may lie in the index. */
export class CaseLog {
  readonly entries: LogEntry[] = [];
  readonly openings: Opening[] = [];
  readonly clauseTexts = new Map<string, string>();
  readonly signers: Readonly<{ log: NoteSigner; witness: NoteSigner; auditor: NoteSigner }>;
  private readonly tiles = new Map<string, Uint8Array>();
  private readonly writer = new TileWriter(sha256, (tile, bytes) => this.tiles.set(tilePath(tile), bytes));
  private map: SubjectMap;
  private hides: Hides = () => false;

  constructor(
    suite: SuiteName = 'ed25519',
    readonly origin = 'example.org/ledger',
  ) {
    this.signers = signersOf(suite, origin);
    this.map = new SubjectMap(sha256, origin);
  }

  get keys() {
    const { log, witness, auditor } = this.signers;
    return { log: [log.key], witnesses: [witness.key], auditors: [auditor.key] };
  }

  /** The same as a reader would type them. */
  get written() {
    const { log, witnesses, auditors } = this.keys;
    return { log: log.map(formatVerifierKey), witnesses: witnesses.map(formatVerifierKey), auditors: auditors.map(formatVerifierKey) };
  }

  add(...events: readonly CaseEvent[]): this {
    for (const event of events) this.addOne(event);
    return this;
  }

  /** Events as a ledger stored them. */
  load(stored: readonly Uint8Array[]): this {
    for (const bytes of stored) this.appendBytes(bytes);
    return this;
  }

  private addOne({ subjects, type = 'FindingLogged', privates = {}, data = {}, clauses = [] }: CaseEvent): void {
    const n = this.entries.length;
    const id = `0190a000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
    const concealed = Object.entries(privates).map(([field, value]) => {
      const salt = sha(`${this.origin}|${id}|${field}`);
      const commitment = commit({ salt, eventId: id, field, value });
      this.openings.push({ commitment, eventId: id, field, salt, value });
      return [field, { commitment }] as const;
    });
    const basis = clauses.map((text, i) => {
      this.clauseTexts.set(sha(text), text);
      return { bookId: 'book-1', bookVersion: 1, clauseId: `X-${i}`, clauseHash: sha(text), events: [] };
    });
    this.append({
      ...{ id, type, version: 1, stream: `finding-${n}`, revision: 0, origin: 'person', commandId: id, correlationId: id },
      ...{ recordedAt: '2017-01-01T00:00:00.000Z', validAt: { from: '2017-01-01' }, actor: { personId: 'person-clerk01' } },
      ...{ subjects: [...subjects].sort(), data: { n, ...data, ...Object.fromEntries(concealed) }, ...(basis.length > 0 && { basis }) },
    });
  }

  /** Writes an index event over all events before it; `hides` says which are left out of whose list. */
  index(hides: Hides = () => false): this {
    this.hides = hides;
    this.map = new SubjectMap(sha256, this.origin);
    for (const { position, bytes } of this.entries) {
      const { subjects } = readStoredEvent(bytes);
      this.map.append(
        position,
        leafHash(sha256, bytes),
        subjects.filter((subject) => !hides(position, subject)),
      );
    }
    const n = this.entries.length;
    return this.append({
      ...{ id: `0190b000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`, type: INDEX_EVENT, version: 1, stream: 'index', revision: 0, subjects: [] },
      data: { covers: n, logRoot: hex(this.writer.root()), indexRoot: hex(this.map.root()) },
    });
  }

  get nodes(): Nodes {
    const partial = new Map(this.writer.partialTiles().map(({ tile, bytes }) => [tilePath(tile), bytes]));
    return tileNodes(sha256, (tile: Tile) => (this.tiles.get(tilePath(tile)) ?? partial.get(tilePath(tile)))!, this.entries.length);
  }

  checkpoint({ witnessed = false, audited = false, size = this.entries.length }: Readonly<{ witnessed?: boolean; audited?: boolean; size?: number }> = {}) {
    const text = formatCheckpoint({ origin: this.origin, size, root: rootAt(sha256, this.nodes, size), extensions: [] });
    const note = signNote(text, [this.signers.log]);
    const others = [...(witnessed ? [this.signers.witness] : []), ...(audited ? [this.signers.auditor] : [])];
    return formatNote(
      addSignatures(
        note,
        others.map((signer) => cosign(parseNote(formatNote(note)).text, signer, 1_800_000_000)),
      ),
    );
  }

  /** What the seal would hand out about a subject; the last event has to be an index event, or one position is given. */
  indexed(subject: string, options: Readonly<{ witnessed?: boolean; audited?: boolean; at?: number }> = {}): IndexedDossier {
    const index = this.entries[options.at ?? this.entries.length - 1]!;
    const { covers } = readStoredEvent(index.bytes).index!;
    const events = this.entries.filter(
      ({ position, bytes }) => position < covers && readStoredEvent(bytes).subjects.includes(subject) && !this.hides(position, subject),
    );
    const places = [...events.map(({ position }) => position), index.position];
    const proof = multiproof(sha256, this.nodes, places, this.entries.length);
    return { subject, checkpoint: this.checkpoint(options), index, events, multiproof: proof, subjectProof: this.map.prove(subject) };
  }

  parts(subject: string, { reveals = () => true, witnessed, audited, earlier = [], ...rest }: Shown & Readonly<{ at?: number }> = {}): DossierParts {
    return {
      indexed: this.indexed(subject, { witnessed, audited, at: rest.at }),
      keys: this.keys,
      openings: this.openings.filter(reveals),
      clauseTexts: this.clauseTexts,
      labels: { FindingLogged: '登记问题' },
      exported: { at: '2017-02-01T00:00:00.000Z', by: 'person-clerk01' },
      earlier: earlier.map((size) => ({
        ...{ size, root: rootAt(sha256, this.nodes, size) },
        path: consistencyProof(sha256, this.nodes, size, this.entries.length),
      })),
      ...rest,
    };
  }

  dossier(subject: string, shown: Shown & Readonly<{ at?: number }> = {}): string {
    return makeDossier(this.parts(subject, shown));
  }

  private append(document: object): this {
    return this.appendBytes(Uint8Array.from(Buffer.from(canonicalJson(document), 'utf8')));
  }

  private appendBytes(bytes: Uint8Array): this {
    this.entries.push({ position: this.entries.length, bytes });
    this.writer.add(leafHash(sha256, bytes));
    return this;
  }
}
