import { ED25519, ED25519_COSIGNATURE, ed25519Signer, sha256 } from '#seal';
import {
  addSignatures,
  Auditor,
  cosign,
  formatCheckpoint,
  formatNote,
  hex,
  leafHash,
  multiproof,
  parseNote,
  rootAt,
  signNote,
  SubjectMap,
  tileNodes,
  TileWriter,
  tilePath,
  type IndexedDossier,
  type LogEntry,
  type LoggedEvent,
  type Nodes,
  type Tile,
} from '#transparency';

export const ORIGIN = 'example.org/ledger';
const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const LOG = ed25519Signer(ORIGIN, secret(1), ED25519);
const AUDITOR = ed25519Signer('example.org/auditor', secret(2), ED25519_COSIGNATURE);
export const TRUST = { origin: ORIGIN, log: [LOG.key], auditors: [AUDITOR.key] };

/** Which events a lying index leaves out of whose list. */
export type Hides = (position: number, subject: string) => boolean;
const HONEST: Hides = () => false;

const encode = (value: unknown): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(value), 'utf8'));

/** Events of the toy log: JSON of subjects and what an index event claims; whatever would be written otherwise is refused. */
export function readToy(bytes: Uint8Array): LoggedEvent {
  const text = Buffer.from(bytes).toString('utf8');
  const { subjects, index } = JSON.parse(text) as { subjects: string[]; index?: { covers: number; logRoot: string; indexRoot: string } };
  if (!Array.isArray(subjects) || !subjects.every((id) => typeof id === 'string') || !Buffer.from(bytes).equals(encode(JSON.parse(text))))
    throw new Error('not canonical');
  if (!index) return { subjects };
  const root = (value: string) => new Uint8Array(Buffer.from(value, 'hex'));
  return { subjects, index: { covers: index.covers, logRoot: root(index.logRoot), indexRoot: root(index.indexRoot) } };
}

export const READING = { hash: sha256, read: readToy };

/** A whole small log in memory, whose operator may lie in its index. */
export class TransparentLog {
  readonly entries: LogEntry[] = [];
  private readonly tiles = new Map<string, Uint8Array>();
  private readonly writer = new TileWriter(sha256, (tile, bytes) => this.tiles.set(tilePath(tile), bytes));
  private map = new SubjectMap(sha256, ORIGIN);
  private hides = HONEST;

  add(...lists: readonly (readonly string[])[]): this {
    for (const subjects of lists) this.append(encode({ subjects, n: this.entries.length }));
    return this;
  }

  /** Writes an index event over all events before it. */
  index(hides: Hides = HONEST): this {
    this.hides = hides;
    this.map = new SubjectMap(sha256, ORIGIN);
    for (const { position, bytes } of this.entries) {
      const { subjects } = readToy(bytes);
      this.map.append(
        position,
        leafHash(sha256, bytes),
        subjects.filter((subject) => !hides(position, subject)),
      );
    }
    const index = { covers: this.entries.length, logRoot: hex(this.writer.root()), indexRoot: hex(this.map.root()) };
    return this.append(encode({ subjects: [], index }));
  }

  get nodes(): Nodes {
    const size = this.entries.length;
    const partial = new Map(this.writer.partialTiles().map(({ tile, bytes }) => [tilePath(tile), bytes]));
    return tileNodes(sha256, (tile: Tile) => (this.tiles.get(tilePath(tile)) ?? partial.get(tilePath(tile)))!, size);
  }

  checkpoint(): string {
    const text = formatCheckpoint({ origin: ORIGIN, size: this.entries.length, root: rootAt(sha256, this.nodes, this.entries.length), extensions: [] });
    return formatNote(signNote(text, [LOG]));
  }

  /** What the operator would hand out about a subject, from the index event at the end or at a place given. */
  dossier(subject: string, index: LogEntry = this.entries.at(-1)!): IndexedDossier {
    const covers = readToy(index.bytes).index!.covers;
    const events = this.entries.filter(
      ({ position, bytes }) => position < covers && readToy(bytes).subjects.includes(subject) && !this.hides(position, subject),
    );
    const places = [...events.map(({ position }) => position), index.position];
    const proof = multiproof(sha256, this.nodes, places, this.entries.length);
    return { subject, checkpoint: this.checkpoint(), index, events, multiproof: proof, subjectProof: this.map.prove(subject) };
  }

  audit(): Auditor {
    const auditor = new Auditor(sha256, ORIGIN, readToy);
    for (const { position, bytes } of this.entries) auditor.add(position, bytes);
    return auditor;
  }

  private append(bytes: Uint8Array): this {
    this.entries.push({ position: this.entries.length, bytes });
    this.writer.add(leafHash(sha256, bytes));
    return this;
  }
}

/** The dossier with an auditor's cosignature on its checkpoint. */
export function cosigned(dossier: IndexedDossier, timestamp: number): IndexedDossier {
  const note = parseNote(dossier.checkpoint);
  return { ...dossier, checkpoint: formatNote(addSignatures(note, [cosign(note.text, AUDITOR, timestamp)])) };
}
