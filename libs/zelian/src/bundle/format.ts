import { createHash } from 'node:crypto';
import { canonicalJson, must, parseStrictJson, Rejection } from '#kernel';
import type { VaultEntry } from '#vault';
import { isSignedBy, type BundleSigner } from './bundle-signer.js';

/**
 * The first line of a bundle: everything after it is named here by its hash, so that a change is found in its line. Then one event a line, as stored; then one
 * private value a line, if any were asked for.
 */
export type BundleHeader = Readonly<{
  format: 'zelian-bundle/1';
  ledgerId: string;
  clock: 'real' | 'simulated';
  /** Positions `[from, to)` in the source. */
  from: number;
  to: number;
  /** RFC 6962 roots over the source's first `from` and first `to` events. */
  rootBefore: string;
  rootAfter: string;
  leaves: readonly string[];
  /** Of which stream categories private values travel; null: none. */
  scopes: readonly string[] | null;
  privates: readonly string[];
  publicKey: string;
}>;
export type Bundle = Readonly<{ header: BundleHeader; signed: boolean; events: readonly Buffer[]; privates: readonly Buffer[] }>;

const NEWLINE = 0x0a;
const HASH = /^[0-9a-f]{64}$/;
const LEDGER_ID = /^ledger-[0-9a-f]{32}$/;
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (header: BundleHeader): Buffer => Buffer.from(`zelian-bundle/1\n${canonicalJson(header)}`, 'utf8');
export const privateLine = (entry: VaultEntry): Buffer => Buffer.from(canonicalJson(entry), 'utf8');

export function formatBundle(header: BundleHeader, lines: readonly Buffer[], signer: BundleSigner): Buffer {
  const first = Buffer.from(canonicalJson({ header, signature: signer.sign(bytesOf(header)).toString('hex') }), 'utf8');
  return Buffer.concat([first, ...lines].flatMap((line) => [line, Buffer.of(NEWLINE)]));
}

/** A bundle's lines by what they are; nothing is said yet about whether they are sound. @throws Rejection `bundle.malformed`, `bundle.cut-short` */
export function parseBundle(bytes: Buffer): Bundle {
  const lines = linesIn(bytes);
  const { header, signature } = headOf(lines[0] ?? Buffer.alloc(0));
  const counts = header.leaves.length + header.privates.length + 1;
  must(lines.length === counts, 'bundle.cut-short', {
    zh: `应有${counts}行，实有${lines.length}行：文件不完整或被增删`,
    en: `${counts} lines expected, ${lines.length} found: cut short, or lines added`,
  });
  const events = lines.slice(1, 1 + header.leaves.length);
  return { header, signed: isSignedBy(header.publicKey, bytesOf(header), Buffer.from(signature, 'hex')), events, privates: lines.slice(1 + events.length) };
}

function linesIn(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return from === bytes.length ? lines : [...lines, bytes.subarray(from)];
}

const malformed = (): Rejection => new Rejection('bundle.malformed', { zh: '不是事件包，或首行被改动', en: 'not a bundle, or its first line was changed' });

function headOf(line: Buffer): Readonly<{ header: BundleHeader; signature: string }> {
  const read = parsed(line) as Partial<{ header: Partial<BundleHeader>; signature: string }> | null;
  const header = read?.header;
  if (!header || typeof read.signature !== 'string' || header.format !== 'zelian-bundle/1') throw malformed();
  const whole = [isRange(header), areHashes(header.leaves), areHashes(header.privates), areHashes([header.rootBefore, header.rootAfter]), isSource(header)];
  if (!whole.every(Boolean)) throw malformed();
  return { header: header as BundleHeader, signature: read.signature };
}

function parsed(line: Buffer): unknown {
  try {
    return parseStrictJson(line.toString('utf8'));
  } catch (error) {
    if (error instanceof Rejection) throw malformed();
    throw error;
  }
}

const areHashes = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string' && HASH.test(one));
const isRange = ({ from, to, leaves }: Partial<BundleHeader>): boolean =>
  Number.isSafeInteger(from) && Number.isSafeInteger(to) && from! >= 0 && to! > from! && leaves?.length === to! - from!;
const isSource = ({ ledgerId, clock, publicKey, scopes }: Partial<BundleHeader>): boolean =>
  LEDGER_ID.test(ledgerId ?? '') && (clock === 'real' || clock === 'simulated') && HASH.test(publicKey ?? '') && (scopes === null || Array.isArray(scopes));
