import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Rejection, type EvidenceRef } from '#kernel';
import { EVIDENCE_BYTES_MAX, mustBeSha256, type Content, type EvidenceStore, type StoredEvidence } from '../evidence-store.js';
import { takeIn, unknownEvidence } from '../intake.js';
import { HEAD_BYTES, mediaTypeOf } from '../media-type.js';
import { hashOf } from '../hash-of.js';

/** Unfinished files lie here until their hash is known: on the same file system, so that the last step is a rename. */
const INCOMING = '.incoming';
/** What a crash left is nobody's after this long; a file that another process is taking in is younger. */
const ABANDONED_MS = 24 * 60 * 60 * 1_000;
const FOLDER = /^[0-9a-f]{2}$/;

export type FilesOptions = Readonly<{ readOnly?: boolean; sizeBytesMax?: number }>;

/** The evidence of a data directory, `evidence/aa/bb/<sha256>`, each file 0600. A store that nothing was ever put into has no folder. */
export const openEvidenceFiles = (directory: string, options: FilesOptions = {}): EvidenceStore => new EvidenceFiles(join(directory, 'evidence'), options);

class EvidenceFiles implements EvidenceStore {
  readonly engine = 'files';

  constructor(
    private readonly root: string,
    private readonly options: FilesOptions,
  ) {}

  async put(content: Content): Promise<EvidenceRef> {
    if (this.options.readOnly)
      throw new Rejection('evidence.read-only', { zh: '以只读方式打开，不能存入文件', en: 'open for reading only: nothing is put in' });
    try {
      return await this.keep(content);
    } catch (error) {
      if (error instanceof Rejection || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw new Rejection('evidence.storage-failed', { zh: '证据文件存储故障，未存入', en: `storage failed, nothing was put in: ${(error as Error).message}` });
    }
  }

  private async keep(content: Content): Promise<EvidenceRef> {
    const incoming = join(this.root, INCOMING);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await sweepAbandoned(incoming);
    const path = join(incoming, randomBytes(16).toString('hex'));
    try {
      const ref = await written(path, (file) => takeIn(content, this.options.sizeBytesMax ?? EVIDENCE_BYTES_MAX, async (piece) => writeAll(file, piece)));
      if (await this.find(ref.sha256)) await this.mustBeSound(ref.sha256);
      else await this.settle(path, ref.sha256);
      return ref;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Two who bring the same content at once rename the same bytes over each other: nothing is lost by that. */
  private async settle(path: string, sha256: string): Promise<void> {
    const folders = [this.root, join(this.root, sha256.slice(0, 2)), join(this.root, sha256.slice(0, 2), sha256.slice(2, 4))];
    await mkdir(folders.at(-1)!, { recursive: true, mode: 0o700 });
    await rename(path, this.pathOf(sha256));
    for (const folder of folders.reverse()) await syncFolder(folder);
  }

  /** What lies there is kept as it is, also when it is no longer what its name says: that is for `verify` to tell and for people to mend. */
  private async mustBeSound(sha256: string): Promise<void> {
    if ((await hashOf(this.open(sha256))).sha256 !== sha256)
      throw new Rejection('evidence.damaged', { zh: `已存的同名文件已损坏：${sha256}`, en: `the file kept under ${sha256} is damaged: it is left as it is` });
  }

  async find(sha256: string): Promise<EvidenceRef | undefined> {
    mustBeSha256(sha256);
    let file: FileHandle;
    try {
      file = await open(this.pathOf(sha256), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { size } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return { sha256, sizeBytes: size, mediaType: typeOrNone(buffer.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  }

  async *open(sha256: string): AsyncIterable<Uint8Array> {
    mustBeSha256(sha256);
    try {
      yield* createReadStream(this.pathOf(sha256)) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? unknownEvidence(sha256) : error;
    }
  }

  async *entries(): AsyncIterable<StoredEvidence> {
    for (const outer of await namesIn(this.root, FOLDER))
      for (const inner of await namesIn(join(this.root, outer), FOLDER))
        for (const sha256 of await namesIn(join(this.root, outer, inner), /^[0-9a-f]{64}$/))
          yield { sha256, sizeBytes: (await stat(join(this.root, outer, inner, sha256))).size };
  }

  async close(): Promise<void> {}

  private pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

/** A damaged file is still there: it has a size, and a type that nothing claims. */
function typeOrNone(head: Uint8Array): string {
  try {
    return mediaTypeOf(head);
  } catch (error) {
    if (error instanceof Rejection) return 'application/octet-stream';
    throw error;
  }
}

async function written<Result>(path: string, fill: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(path, 'wx', 0o600);
  try {
    const result = await fill(file);
    await file.sync();
    return result;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.byteLength;) at += (await file.write(piece, at)).bytesWritten;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function namesIn(folder: string, shape: RegExp): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => shape.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function sweepAbandoned(incoming: string): Promise<void> {
  for (const name of await namesIn(incoming, /^[0-9a-f]{32}$/)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}
