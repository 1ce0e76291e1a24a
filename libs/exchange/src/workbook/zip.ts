import { crc32, inflateRawSync } from 'node:zlib';
import { malformed, refused } from './refusals.js';

/** Limits that are looked at in the directory of the zip, before a single byte is inflated. */
export const ZIP_LIMITS = {
  bytesMax: 32 * 1024 * 1024,
  entriesMax: 1_000,
  partBytesMax: 64 * 1024 * 1024,
  totalBytesMax: 128 * 1024 * 1024,
  ratioMax: 200,
} as const;
/** Below this a high ratio harms nobody: a small sheet of empty cells packs well. */
const RATIO_FROM_BYTES = 1024 * 1024;

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED_FLAG = 1;
/** Legacy .xls, and any encrypted .xlsx: both are OLE containers. */
const OLE = 'd0cf11e0a1b11ae1';

type Entry = Readonly<{ name: string; flags: number; method: number; crc: number; packedBytes: number; bytes: number; offset: number }>;

/** The parts of a zip by name, inflated one at a time and only as far as the directory promised. */
export class ZipParts {
  private constructor(
    private readonly content: Buffer,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Rejection `workbook.too-large`, `.not-a-zip`, `.encrypted`, `.bomb`, `.malformed` */
  static of(bytes: Uint8Array): ZipParts {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (content.length > ZIP_LIMITS.bytesMax) throw refused('too-large', 'Excel文件过大', `the workbook has more than ${ZIP_LIMITS.bytesMax} bytes`);
    if (content.subarray(0, 8).toString('hex') === OLE)
      throw refused(
        'encrypted',
        '文件已加密，或为旧版xls格式：请去除密码并另存为xlsx',
        'the workbook is encrypted or in the old .xls format: save it as .xlsx without a password',
      );
    const entries = new Map<string, Entry>();
    for (const entry of directoryOf(content)) {
      if (entries.has(entry.name)) throw malformed(`two parts are called ${entry.name}`);
      entries.set(entry.name, entry);
    }
    mustBeBounded([...entries.values()]);
    return new ZipParts(content, entries);
  }

  names(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** A part's text, or undefined when there is none of that name. @throws Rejection `workbook.malformed` */
  text(name: string): string | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    const bytes = this.inflate(entry);
    if (crc32(bytes) !== entry.crc) throw malformed(`the checksum of ${name} does not fit`);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw malformed(`${name} is not UTF-8`);
    }
  }

  private inflate({ name, method, packedBytes, bytes, offset }: Entry): Buffer {
    const { content } = this;
    if (offset + LOCAL_BYTES > content.length || content.readUInt32LE(offset) !== LOCAL) throw malformed(`${name} is not where the directory says`);
    const from = offset + LOCAL_BYTES + content.readUInt16LE(offset + 26) + content.readUInt16LE(offset + 28);
    if (from + packedBytes > content.length) throw malformed(`${name} is cut off`);
    const packed = content.subarray(from, from + packedBytes);
    const whole = method === STORED ? packed : inflated(name, packed, bytes);
    if (whole.length !== bytes) throw malformed(`${name} is not as long as the directory says`);
    return whole;
  }
}

function inflated(name: string, packed: Buffer, bytes: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (error) {
    throw malformed(`${name} cannot be unpacked (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function* directoryOf(content: Buffer): Iterable<Entry> {
  const end = endOf(content);
  const count = content.readUInt16LE(end + 10);
  if (count > ZIP_LIMITS.entriesMax) throw refused('bomb', '压缩包内文件过多，已拒绝', `more than ${ZIP_LIMITS.entriesMax} parts`);
  let at = content.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_BYTES > end || content.readUInt32LE(at) !== CENTRAL) throw malformed('the directory of the zip is cut off');
    const nameBytes = content.readUInt16LE(at + 28);
    yield {
      name: content.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      flags: content.readUInt16LE(at + 8),
      method: content.readUInt16LE(at + 10),
      crc: content.readUInt32LE(at + 16),
      packedBytes: content.readUInt32LE(at + 20),
      bytes: content.readUInt32LE(at + 24),
      offset: content.readUInt32LE(at + 42),
    };
    at += CENTRAL_BYTES + nameBytes + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
}

/** Where the directory ends: the record that closes a zip, with a comment behind it at most. */
function endOf(content: Buffer): number {
  for (let at = content.length - END_BYTES; at >= Math.max(0, content.length - END_BYTES - COMMENT_BYTES_MAX); at--)
    if (content.readUInt32LE(at) === END && at + END_BYTES + content.readUInt16LE(at + 20) === content.length) return at;
  throw refused('not-a-zip', '不是Excel文件（xlsx）', 'this is no .xlsx workbook');
}

function mustBeBounded(entries: readonly Entry[]): void {
  let total = 0;
  for (const { name, flags, method, packedBytes, bytes } of entries) {
    if (flags & ENCRYPTED_FLAG) throw refused('encrypted', '文件已加密：请去除密码', `${name} is encrypted: save the workbook without a password`);
    if (method !== STORED && method !== DEFLATED) throw malformed(`${name} is packed by a method that Excel does not use`);
    total += bytes;
    const swells = bytes > RATIO_FROM_BYTES && bytes > packedBytes * ZIP_LIMITS.ratioMax;
    if (swells || bytes > ZIP_LIMITS.partBytesMax || total > ZIP_LIMITS.totalBytesMax)
      throw refused('bomb', '解压后内容过大，已拒绝（未解压）', `unpacked, ${name} would have ${bytes} bytes from ${packedBytes}: it was not unpacked`);
  }
}
