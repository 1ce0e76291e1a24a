import { createWriteStream, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Rejection } from '#kernel';
import { LIMITS } from '#seal';

const REASON_ZH: Readonly<Record<string, string>> = {
  EEXIST: '文件已存在，不会覆盖',
  ENOENT: '没有这个文件或其所在目录',
  EISDIR: '是目录，不是文件',
  ENOTDIR: '路径中有一段不是目录',
  EACCES: '无权访问',
  EPERM: '无权访问',
  EROFS: '文件系统只读',
  ENOSPC: '磁盘已满',
};

/** Why a file that somebody named cannot be used, in both languages; anything else that went wrong is passed on as it is. */
export function fileRefusal(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const en = code === 'EEXIST' ? `${path} exists and is not overwritten` : `cannot use ${path}: ${message}`;
  return new Rejection('usage.file', { zh: `无法使用文件：${path}（${REASON_ZH[code] ?? code}）`, en });
}

/** A file's descriptor; `wx` never opens one that exists. @throws Rejection `usage.file` */
export function opened(path: string, flags: 'r' | 'wx'): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

/** What is in a file; `-` is standard input. @throws Rejection `usage.file` */
export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

const tooLarge = (path: string): Rejection =>
  new Rejection('usage.file', { zh: `文件过大：${path}，最多${LIMITS.bytes}字节`, en: `cannot use ${path}: more than ${LIMITS.bytes} bytes` });

/** What somebody handed over: its size is looked at first, and what is too large is not even read. @throws Rejection `usage.file` */
export function limitedBytes(path: string): Buffer {
  try {
    if (statSync(path).size > LIMITS.bytes) throw tooLarge(path);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof Rejection ? error : fileRefusal(path, error);
  }
}
export const limitedText = (path: string): string => limitedBytes(path).toString('utf8');

/** Writes a text as a new file. @throws Rejection `usage.file` */
export function savedText(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

/** Writes a new file. @throws Rejection `usage.file` */
export const saved = (path: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> =>
  pipeline(Readable.from(content), createWriteStream(path, { fd: opened(path, 'wx'), flush: true }));
