import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEvent, openKeys, realEntropy, SimulatedClock, type Envelope, type Keys, type LedgerOpened, type Write } from '#ledger';
import { openSqliteEventLog } from '#ledger/sqlite';
import { readStoredEvent, sealKeyFiles, sha256, type PlacedTile, type SealKeyAdopted } from '#seal';
import { CheckpointFiles } from '#seal/files';
import { openSealHead } from '#seal/sqlite';
import {
  formatCheckpoint,
  formatNote,
  leafHash,
  multiproof,
  signNote,
  SubjectMap,
  tileNodes,
  TileWriter,
  type IndexedDossier,
  type LogEntry,
} from '#transparency';
import { openLedger } from '#zelian';

/** Which events a lying index leaves out of whose list. */
export type Hides = (position: number, subject: string) => boolean;
export type Forgery = Readonly<{
  /** The events as the forger wants them; positions and revisions are put right behind it. */
  edit?: (events: Envelope[]) => Envelope[];
  hides?: Hides;
  /** Index events below it stay honest: somebody outside has seen them. */
  liesFrom?: number;
  /** False: no key is at hand. MACs are made up, nothing is signed, and the head beside the key stays. */
  keyed: boolean;
}>;
/** Where the forged ledger lies, and what its operator would hand out. */
export type Forged = Readonly<{ entries: readonly LogEntry[]; dossier(subject: string): Promise<IndexedDossier> }>;

export const INDEX = 'SubjectIndexRecorded';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** MACs by the bytes that they are of: without keys, what stays as it was keeps its own. */
async function macsOf(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const macs = new Map<string, Buffer>();
  for await (const { bytes, mac } of log.readAll(0)) macs.set(bytes.toString('utf8'), mac);
  await log.close();
  return macs;
}

export async function eventsOf(directory: string): Promise<Envelope[]> {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const events: Envelope[] = [];
  for await (const { bytes } of log.readAll(0)) events.push(JSON.parse(bytes.toString('utf8')) as Envelope);
  await log.close();
  return events;
}

/** Somebody with the files, and perhaps the keys, who writes a ledger's history anew so that it looks as if it had always been so. */
export class Insider {
  constructor(
    private readonly directory: string,
    private readonly keysFolder: string,
    private readonly origin: string,
  ) {}

  async forge({ edit = (events) => events, hides = () => false, liesFrom = 0, keyed }: Forgery): Promise<Forged> {
    const events = resequenced(edit(await eventsOf(this.directory)));
    // Without keys index events stay as they are: changing them, too, would only show more.
    if (keyed) this.reindex(events, { hides, liesFrom });
    const macs = keyed ? undefined : await macsOf(this.directory);
    const kept = join(this.directory, '..', 'kept');
    cpSync(this.directory, kept, { recursive: true });
    rmSync(this.directory, { recursive: true });
    await this.write(events, macs);
    for (const name of ['vault.db', 'access.db', 'evidence', ...(keyed ? [] : ['checkpoints'])])
      if (existsSync(join(kept, name))) cpSync(join(kept, name), join(this.directory, name), { recursive: true });
    rmSync(kept, { recursive: true });
    const entries = events.map((event, position) => ({ position, bytes: Uint8Array.from(encodeEvent(event)) }));
    if (keyed) await this.sign(entries);
    await this.buildRows();
    return { entries, dossier: (subject) => this.dossier(subject, entries, hides) };
  }

  /** Index events say what the forger's map says. */
  private reindex(events: Envelope[], { hides, liesFrom }: Readonly<{ hides: Hides; liesFrom: number }>): void {
    const tree = new TileWriter(sha256);
    const [honest, lying] = [new SubjectMap(sha256, this.origin), new SubjectMap(sha256, this.origin)];
    events.forEach((event, position) => {
      const isIndex = event.type === INDEX;
      const map = position < liesFrom ? honest : lying;
      if (isIndex) events[position] = { ...event, data: { covers: position, logRoot: hex(tree.root()), indexRoot: hex(map.root()) } };
      const leaf = leafHash(sha256, encodeEvent(events[position]!));
      tree.add(leaf);
      const subjects = isIndex ? [] : event.subjects;
      honest.append(position, leaf, subjects);
      lying.append(
        position,
        leaf,
        subjects.filter((subject) => !hides(position, subject)),
      );
    });
  }

  private async write(events: readonly Envelope[], macs: ReadonlyMap<string, Buffer> | undefined): Promise<void> {
    const { macKeyId } = (events[0] as Envelope & LedgerOpened).data;
    const keys = openKeys(this.keysFolder, { create: false, macKeyId, entropy: realEntropy })!;
    const log = openSqliteEventLog(this.directory);
    for (const event of events) await log.append([writeOf(event, keys, macs)]);
    await log.close();
  }

  /** Every checkpoint that there was, signed anew, and the head beside the key set back. */
  private async sign(entries: readonly LogEntry[]): Promise<void> {
    rmSync(join(this.keysFolder, 'seal.db'), { force: true });
    const [store, head] = [new CheckpointFiles(this.directory), openSealHead(this.keysFolder)];
    const tiles: PlacedTile[] = [];
    const writer = new TileWriter(sha256, (tile, bytes) => tiles.push({ tile, bytes }));
    const adopted = entries.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as SealKeyAdopted).find(({ type }) => type === 'SealKeyAdopted')!;
    const signer = sealKeyFiles(this.keysFolder).find(adopted.data.verifierKey)!;
    let last;
    for (const { bytes, position } of entries) {
      writer.add(leafHash(sha256, bytes));
      if (!readStoredEvent(bytes).index) continue;
      const root = Uint8Array.from(writer.root());
      const note = formatNote(signNote(formatCheckpoint({ origin: this.origin, size: position + 1, root, extensions: [] }), [signer]));
      last = { size: position + 1, root, note };
      await store.publish(last, [...tiles, ...writer.partialTiles()]);
    }
    if (last) await head.begin(this.origin, last);
    await head.close();
  }

  private async buildRows(): Promise<void> {
    const zelian = await openLedger({
      directory: this.directory,
      keysFolder: this.keysFolder,
      mode: 'read',
      clock: new SimulatedClock('2026-01-01T00:00:00.000Z'),
    });
    await zelian.close();
  }

  private async dossier(subject: string, entries: readonly LogEntry[], hides: Hides): Promise<IndexedDossier> {
    const index = entries.at(-1)!;
    const covers = readStoredEvent(index.bytes).index!.covers;
    const map = new SubjectMap(sha256, this.origin);
    const writer = new TileWriter(sha256);
    for (const { position, bytes } of entries) {
      const [event, leaf] = [readStoredEvent(bytes), leafHash(sha256, bytes)];
      writer.add(leaf);
      const subjects = event.index ? [] : event.subjects.filter((one) => !hides(position, one));
      if (position < covers) map.append(position, leaf, subjects);
    }
    const events = entries.filter(({ position, bytes }) => position < covers && readStoredEvent(bytes).subjects.includes(subject) && !hides(position, subject));
    const store = new CheckpointFiles(this.directory);
    const checkpoint = (await store.latest())!;
    const nodes = tileNodes(sha256, store.tiles, entries.length);
    const proof = multiproof(sha256, nodes, [...events.map(({ position }) => position), index.position], entries.length);
    return { subject, checkpoint, index, events, multiproof: proof, subjectProof: map.prove(subject) };
  }
}

/** Revisions follow each other in every stream, as the log demands. */
function resequenced(events: readonly Envelope[]): Envelope[] {
  const next = new Map<string, number>();
  return events.map((event) => {
    const revision = next.get(event.stream) ?? 0;
    next.set(event.stream, revision + 1);
    return { ...event, revision };
  });
}

function writeOf(event: Envelope, keys: Keys, macs: ReadonlyMap<string, Buffer> | undefined): Write {
  const { id, type, recordedAt, stream, revision, commandId } = event;
  const bytes = encodeEvent(event);
  const mac = macs ? (macs.get(bytes.toString('utf8')) ?? Buffer.alloc(32, 7)) : keys.mac(bytes);
  return { stream, expected: revision - 1, events: [{ id, type, recordedAt, bytes, mac, macKeyId: keys.macKeyId, commandDigest: keys.digest(commandId) }] };
}
