import { createHash } from 'node:crypto';
import { encodeQR } from 'qr';
import { Malformed, textOf } from '#transparency';

// A text as QR codes for paper or a screen. Each code holds one frame of the QR alphanumeric set, so that any scanner gives back what was in it, whatever it takes
// for the character set of bytes: ZELIAN-W1/<number>/<count>/<digest of the whole>/<base45 (RFC 9285) of a part>.

const START = 'ZELIAN-W1';
/** A code of about 100 modules a side: a phone reads it from plain paper. */
const PART_BYTES = 600;
const PARTS_MAX = 99;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const MODULE_PIXELS = 4;

/** Twelve digits tell the parts of two texts apart; what is carried is signed. */
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12).toUpperCase();

/** @throws Malformed when the text is empty, or more than 59 KB */
export function framesOf(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const count = Math.ceil(bytes.length / PART_BYTES);
  if (count === 0 || count > PARTS_MAX) throw new Malformed('frames');
  return Array.from({ length: count }, (_, i) =>
    [START, i + 1, count, digestOf(bytes), base45(bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES))].join('/'),
  );
}

export const areFrames = (text: string): boolean => text.trimStart().startsWith(`${START}/`);

/** Frames in any order, one a line, the same one as often as it was scanned. @throws Malformed when one is missing, or they are of different texts */
export function textFrom(frames: readonly string[]): string {
  const parts = new Map<number, string>();
  const read = frames.map(readFrame);
  const [first] = read;
  if (!first || read.some(({ count, digest }) => count !== first.count || digest !== first.digest)) throw new Malformed('frames-mixed');
  for (const { number, part } of read) {
    if (parts.has(number) && parts.get(number) !== part) throw new Malformed('frames-mixed');
    parts.set(number, part);
  }
  const inOrder = Array.from({ length: first.count }, (_, i) => parts.get(i + 1));
  if (inOrder.includes(undefined)) throw new Malformed('frame-missing');
  const bytes = Buffer.concat(inOrder.map((part) => fromBase45(part!)));
  if (digestOf(bytes) !== first.digest) throw new Malformed('frames-digest');
  return textOf(bytes);
}

function readFrame(frame: string): Readonly<{ number: number; count: number; digest: string; part: string }> {
  const [, number, count, digest, part] = /^ZELIAN-W1\/([1-9]\d?)\/([1-9]\d?)\/([0-9A-F]{12})\/([0-9A-Z $%*+\-./:]+)$/.exec(frame) ?? [];
  if (number === undefined || count === undefined || digest === undefined || part === undefined || Number(number) > Number(count)) throw new Malformed('frame');
  return { number: Number(number), count: Number(count), digest, part };
}

/** A frame as a picture. Medium error correction: a fold or a stain over a seventh of it does no harm. */
export const qrSvg = (frame: string): string => `${encodeQR(frame, 'svg', { ecc: 'medium', encoding: 'alphanumeric', scale: MODULE_PIXELS })}\n`;

/** RFC 9285. */
export function base45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length;
    let rest = isPair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    for (let digit = 0; digit < (isPair ? 3 : 2); digit++) {
      text += ALPHABET[rest % 45];
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** @throws Malformed on anything that `base45` would write otherwise */
export function fromBase45(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((letter) => ALPHABET.indexOf(letter));
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const isPair = digits.length === 3;
    if (digits.includes(-1) || digits.length === 1 || value > (isPair ? 0xffff : 0xff)) throw new Malformed('base45');
    bytes.push(...(isPair ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(bytes);
}
