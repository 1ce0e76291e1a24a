import { mkdirSync, readdirSync } from 'node:fs';
import { Rejection } from '#kernel';

const REASONS: Readonly<Record<string, Readonly<{ zh: string; en: string }>>> = {
  ENOTDIR: { zh: '不是目录', en: 'it is no folder, or lies below what is none' },
  EEXIST: { zh: '不是目录', en: 'it is no folder' },
  EACCES: { zh: '无权访问', en: 'access is denied' },
  EPERM: { zh: '无权访问', en: 'access is denied' },
  EROFS: { zh: '文件系统只读', en: 'the file system is read only' },
};

/** What somebody named as a folder and cannot be one is wrong usage; anything else of a disk is a fault. */
function refusalOf(folder: string, error: unknown): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason
    ? new Rejection('usage.folder', { zh: `不能用作目录：${folder}（${reason.zh}）`, en: `cannot be used as a folder: ${folder} (${reason.en})` })
    : error;
}

/** The names in a folder; undefined when there is none. @throws Rejection `usage.folder` when what stands there, or on the way to it, is none */
export function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw refusalOf(folder, error);
  }
}

/** Whether a folder may be filled: there is none yet, or nothing in it. @throws Rejection `usage.folder` */
export const isFree = (folder: string): boolean => (namesIn(folder) ?? []).length === 0;

/** Makes a folder and those above it, where they are not there. @throws Rejection `usage.folder` */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    throw refusalOf(folder, error);
  }
}
