import { Rejection, type EventDefinition } from '#kernel';
import { Succession, type Envelope, type LedgerOpened } from '#ledger';
import { originOf } from './sealing.js';
import { IndexWalk } from './verify/index-walk.js';
import { fault, readEnvelope, type Fault } from './envelope-check.js';

/** What is wrong with a line of an export; lines count from 1. */
export type LineFault = Fault & Readonly<{ line: number }>;

/** Nothing was imported; every fault found (at most 100) is named by its line. */
export class ImportRefused extends Rejection {
  constructor(readonly errors: readonly LineFault[]) {
    const [{ line, code, zh, en }] = errors as readonly [LineFault];
    super('import.refused', {
      zh: `未导入任何内容，共${errors.length}处错误；首处为第${line}行：${zh}`,
      en: `nothing was imported, ${errors.length} faults; the first in line ${line}: ${en} (${code})`,
    });
  }
}

const FAULTS_MAX = 100;
const LINE_BYTES_MAX = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
/** A private value in clear: quotes inside a string are escaped, so this cannot stand in one. */
const PLAIN_PRIVATE = /\{"private":"(?:[^"\\]|\\.)*"\}/;

/** Whether a private value stands in an event's bytes as it is. */
export const holdsPlainPrivate = (bytes: Buffer): boolean => bytes.includes('{"private":"') && PLAIN_PRIVATE.test(bytes.toString('utf8'));

/** Splits bytes at newlines, whatever the chunks; the last line may lack its newline. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const chunk of source) {
    let from = 0;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, bytes.subarray(from, end)]);
      [rest, held, from] = [[], 0, end + 1];
    }
    rest.push(Buffer.from(bytes.subarray(from)));
    held += bytes.length - from;
    if (held > LINE_BYTES_MAX) throw new Rejection('import.line-too-long', { zh: '单行超过16 MiB', en: 'a line exceeds 16 MiB' });
  }
  if (held > 0) yield Buffer.concat(rest);
}

/** Holds the lines of an export against all that a ledger's events must be: strict, canonical, known, and each the next of its log. */
export class LineCheck {
  readonly faults: LineFault[] = [];
  private readonly succession = new Succession();
  private readonly ids = new Set<string>();
  /** The log's own index events say what came before them: an export that lacks an event in the middle, or has another, cannot follow them. */
  private index: IndexWalk | undefined;
  private line = 0;

  constructor(private readonly definitions?: ReadonlyMap<string, EventDefinition>) {}

  /** Takes the next line. @throws ImportRefused when more faults came together than anyone reads */
  take(bytes: Buffer): Envelope | undefined {
    this.line++;
    const { envelope, fault: unreadable } = { envelope: undefined, fault: undefined, ...readEnvelope(bytes) };
    const found = envelope ? [this.succession.next(envelope), this.faultIn(envelope, bytes)].find((one) => one !== undefined) : unreadable;
    if (!envelope) this.succession.skip();
    if (this.line === 1 && envelope) this.index = new IndexWalk(originOf((envelope as Envelope & LedgerOpened).data));
    this.index?.add(this.line - 1, bytes, envelope);
    if (found) this.faults.push({ line: this.line, ...found });
    if (this.faults.length >= FAULTS_MAX) throw new ImportRefused(this.faults);
    return envelope;
  }

  /** @throws ImportRefused when any line was faulty or there was none */
  finish(): void {
    if (this.line === 0) this.faults.push({ line: 0, ...fault('import.empty', '没有任何事件', 'there are no events') });
    const bad = this.index?.bad;
    if (bad && this.faults.length === 0) this.faults.push({ line: bad.position + 1, code: 'import.index', ...bad.what });
    if (this.faults.length > 0) throw new ImportRefused(this.faults);
  }

  private faultIn({ id, type, version }: Envelope, bytes: Buffer): Fault | undefined {
    if (this.ids.has(id)) return fault('import.duplicate-id', `事件编号重复：${id}`, `event id twice: ${id}`);
    this.ids.add(id);
    if (holdsPlainPrivate(bytes)) return fault('import.plain-private', '含有未加密承诺的私密内容', 'holds a private value in clear');
    const definition = this.definitions?.get(type);
    if (this.definitions && !definition) return fault('import.unknown-type', `未知事件类型：${type}`, `unknown event type: ${type}`);
    return definition && version > definition.version
      ? fault('import.newer-version', `事件版本高于本程序所知：${type} v${version}`, `${type} v${version} was written by a newer program`)
      : undefined;
  }
}
