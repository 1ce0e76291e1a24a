import { Malformed } from './malformed.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HEX = '0123456789abcdef';
const VALUES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const encoder = new TextEncoder();

/** The length of every hash here: trees and maps are SHA-256 on every ledger. */
export const HASH_LENGTH = 32;

/** Proofs are cut into hashes: of two parts with 31 and 33 bytes the concatenation would be the same. */
export const areHashes = (parts: readonly Uint8Array[]): boolean => parts.every(({ length }) => length === HASH_LENGTH);

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @throws Malformed when the bytes are not UTF-8; a byte order mark stays in the text */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed('not-utf8');
  }
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Big-endian; JavaScript counts exactly up to 2^53 - 1, which no log reaches. */
export function writeU64(target: Uint8Array, at: number, value: number): void {
  let rest = value;
  for (let i = at + 7; i >= at; i--) {
    target[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

/** @throws Malformed above 2^53 - 1 */
export function readU64(source: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 8; i++) value = value * 256 + source[i]!;
  if (!Number.isSafeInteger(value)) throw new Malformed('number-too-large');
  return value;
}

export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  writeU64(bytes, 0, value);
  return bytes;
}

/** Standard base64 with padding (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const have = Math.min(3, bytes.length - i);
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let j = 0; j < 4; j++) text += j <= have ? ALPHABET[(word >> (18 - 6 * j)) & 63] : '=';
  }
  return text;
}

/** Only what `base64` writes: padding in place, no other characters, no bits left over. @throws Malformed */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new Malformed('base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0;
    for (const letter of text.slice(i, i + 4)) word = (word << 6) | (VALUES.get(letter) ?? 0);
    for (const shift of [16, 8, 0]) if (at < bytes.length) bytes[at++] = (word >> shift) & 255;
  }
  // Foreign characters, and bits behind the last byte, would let one value be written in several ways.
  if (base64(bytes) !== text) throw new Malformed('base64');
  return bytes;
}

/** Lower case. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte >> 4]! + HEX[byte & 15]!;
  return text;
}

/** A non-negative safe integer without leading zeroes. @throws Malformed */
export function fromDecimal(text: string): number {
  const value = Number(text);
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(value)) throw new Malformed('decimal');
  return value;
}
