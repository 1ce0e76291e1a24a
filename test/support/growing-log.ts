import { ED25519, ed25519Signer, sha256, type LatestCheckpoint, type WitnessedLog } from '#seal';
import {
  addSignatures,
  consistencyProof,
  formatCheckpoint,
  formatNote,
  leafHash,
  parseCheckpoint,
  rootAt,
  signNote,
  tileNodes,
  tilePath,
  TileWriter,
  type Nodes,
  type Note,
  type NoteSigner,
  type Tile,
  type VerifierKey,
} from '#transparency';

type Grown = Readonly<{ origin: string; secret: number; signer?: NoteSigner; fork?: Readonly<{ at: number; tale: string }> }>;

/**
 * A log in memory that signs whatever it has: an honest one, or, with `fork`, one that tells another tale from a position on. Its newest checkpoint is of its present
 * size; `note(size)` is an earlier one.
 */
export class GrowingLog implements WitnessedLog {
  readonly signer: NoteSigner;
  readonly tiles = new Map<string, Uint8Array>();
  private readonly writer = new TileWriter(sha256, (tile, bytes) => this.tiles.set(tilePath(tile), bytes));
  private readonly cosigned: Note[] = [];

  constructor(private readonly grown: Grown) {
    this.signer = grown.signer ?? ed25519Signer(grown.origin, new Uint8Array(32).fill(grown.secret), ED25519);
  }

  get key(): VerifierKey {
    return this.signer.key;
  }

  get size(): number {
    return this.writer.size;
  }

  grow(count: number): this {
    const { origin, fork } = this.grown;
    for (let i = 0; i < count; i++) {
      const tale = fork && this.size >= fork.at ? fork.tale : '';
      this.writer.add(leafHash(sha256, Buffer.from(`${origin} ${this.size} ${tale}`)));
    }
    return this;
  }

  /** A twin under the same key, of the same size, that lies from a position on. */
  forked(at: number, tale = 'another history'): GrowingLog {
    return new GrowingLog({ ...this.grown, fork: { at, tale } }).grow(this.size);
  }

  text(size = this.size): string {
    return formatCheckpoint({ origin: this.grown.origin, size, root: rootAt(sha256, this.nodes, size), extensions: [] });
  }

  note(size = this.size): Note {
    return signNote(this.text(size), [this.signer]);
  }

  /** What `checkpoints/` of a data directory would hold: path and bytes. */
  files(): readonly (readonly [path: string, bytes: Uint8Array])[] {
    const partial = this.writer.partialTiles().map(({ tile, bytes }) => [tilePath(tile), bytes] as const);
    return [[`checkpoint/${this.size}`, Buffer.from(formatNote(this.note()), 'utf8')], ...this.tiles, ...partial];
  }

  latest(): LatestCheckpoint {
    const { text, signatures } = this.note();
    const same = this.cosigned.filter((note) => note.text === text).flatMap((note) => note.signatures);
    return { note: addSignatures({ text, signatures }, same), size: this.size };
  }

  consistency(from: number, to: number): readonly Uint8Array[] {
    return consistencyProof(sha256, this.nodes, from, to);
  }

  cosignedSize({ name, id }: VerifierKey): number {
    const mine = this.cosigned.filter(({ signatures }) => signatures.some((line) => line.name === name && line.id === id));
    return Math.max(0, ...mine.map(({ text }) => parseCheckpoint(text).size));
  }

  store(note: Note): void {
    this.cosigned.push(note);
  }

  private get nodes(): Nodes {
    const partial = new Map(this.writer.partialTiles().map(({ tile, bytes }) => [tilePath(tile), bytes]));
    return tileNodes(sha256, (tile: Tile) => (this.tiles.get(tilePath(tile)) ?? partial.get(tilePath(tile)))!, this.size);
  }
}
