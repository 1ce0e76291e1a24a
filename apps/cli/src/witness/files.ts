import { writeFileSync } from 'node:fs';
import { Rejection } from '#kernel';
import { areFrames, framesOf, parsePolicy, qrSvg, textFrom, type Policy } from '#seal';
import { Malformed, textOf } from '#transparency';
import { bytesOf, fileRefusal } from '../files.js';

/** @throws Rejection `usage.file`, `witness.policy` */
export const readPolicy = (file: string): Policy => parsePolicy(bytesOf(file));

/** A carried file, or what a scanner read from its QR codes, one a line. @throws Rejection `usage.file`, `witness.unreadable` */
export function readCarried(file: string): string {
  const bytes = bytesOf(file);
  try {
    const text = textOf(bytes);
    return areFrames(text) ? textFrom(text.split(/\r?\n/).filter((frame) => frame.trim() !== '')) : text;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('witness.unreadable', { zh: `无法读取${file}（${error.code}）`, en: `${file} cannot be read (${error.code})` });
  }
}

/** Writes what is carried, and, if wanted, the same as QR codes beside it. Never over a file. @returns the files written @throws Rejection `usage.file` */
export function writeCarried(file: string, text: string, asQr: boolean): readonly string[] {
  const frames = asQr ? framesOf(text) : [];
  const pictures = frames.map((frame, i) => [`${file}.${i + 1}-of-${frames.length}.svg`, qrSvg(frame)] as const);
  return [[file, text] as const, ...pictures].map(([path, content]) => {
    try {
      writeFileSync(path, content, { flag: 'wx' });
    } catch (error) {
      throw fileRefusal(path, error);
    }
    return path;
  });
}
