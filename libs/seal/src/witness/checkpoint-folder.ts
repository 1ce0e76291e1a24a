import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addSignatures,
  consistencyProof,
  formatNote,
  Malformed,
  parseCheckpoint,
  parseNote,
  tileNodes,
  TILE_WIDTH,
  tilePath,
  type Note,
  type Tile,
  type VerifierKey,
} from '#transparency';
import { CosignerFiles } from '../cosigners.js';
import { sha256 } from '../suites/index.js';
import { writeNew } from '../durable.js';
import type { LatestCheckpoint, WitnessedLog } from './witnessed-log.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const NOTES = 'checkpoint';

/**
 * A log as the seal keeps it in a folder: signed notes below `checkpoint/` by their size, and tiles by their paths. Cosigned notes are kept beside, each in a file
 * of its own below `cosigned/<size>-<digest of the text>/`: what the seal wrote stays as it is, and nothing that was added is ever overwritten.
 */
export class CheckpointFolder implements WitnessedLog {
  private readonly cosigned: string;

  constructor(private readonly folder: string) {
    this.cosigned = join(folder, 'cosigned');
  }

  latest(): LatestCheckpoint | undefined {
    const folder = join(this.folder, NOTES);
    const sizes = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d{1,15}$/.test(name)) : [];
    if (sizes.length === 0) return undefined;
    const size = Math.max(...sizes.map(Number));
    return { note: this.withCosignatures(parseNote(readFileSync(join(folder, String(size)), 'utf8'))), size };
  }

  /** A checkpoint of this log with the signatures that others put on it since. */
  withCosignatures(note: Note): Note {
    return this.notesIn(placeOf(note)).reduce((whole, { signatures }) => addSignatures(whole, signatures), note);
  }

  consistency(from: number, to: number): readonly Uint8Array[] {
    return consistencyProof(
      sha256,
      tileNodes(sha256, (tile) => this.tile(tile), to),
      from,
      to,
    );
  }

  cosignedSize({ name, id }: VerifierKey): number {
    const places = existsSync(this.cosigned) ? readdirSync(this.cosigned) : [];
    const place = places
      .sort((a, b) => sizeIn(b) - sizeIn(a))
      .find((one) => this.notesIn(one).some(({ signatures }) => signatures.some((line) => line.name === name && line.id === id)));
    return place === undefined ? 0 : sizeIn(place);
  }

  /** Checkpoints that somebody cosigned, the largest first, each with all signatures that it has. */
  *cosignedNotes(): Iterable<Note> {
    const places = existsSync(this.cosigned) ? readdirSync(this.cosigned) : [];
    for (const place of places.sort((a, b) => sizeIn(b) - sizeIn(a))) {
      const [first, ...rest] = this.notesIn(place);
      if (first) yield rest.reduce((whole, { signatures }) => addSignatures(whole, signatures), first);
    }
  }

  store(note: Note, witnesses: readonly VerifierKey[]): void {
    const text = formatNote(note);
    const place = join(this.cosigned, placeOf(note));
    const path = join(place, `${digest(text)}.note`);
    mkdirSync(place, { recursive: true });
    if (!existsSync(path)) writeNew(path, text, 0o644);
    const known = new CosignerFiles(this.folder);
    for (const key of witnesses) known.add({ role: 'witness', key });
  }

  private notesIn(place: string): readonly Note[] {
    const folder = join(this.cosigned, place);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.note')) : [];
    return files.sort().map((file) => parseNote(readFileSync(join(folder, file), 'utf8')));
  }

  /** As wide as asked, or the narrowest that is wider: partial tiles go when a wider one is there. */
  private tile(tile: Tile): Uint8Array {
    for (let width = tile.width; width <= TILE_WIDTH; width++) {
      const path = join(this.folder, tilePath({ ...tile, width }));
      if (existsSync(path)) return readFileSync(path);
    }
    throw new Malformed('no-such-tile');
  }
}

const placeOf = ({ text }: Note): string => `${parseCheckpoint(text).size}-${digest(text)}`;
const sizeIn = (place: string): number => Number(place.slice(0, place.indexOf('-')));
