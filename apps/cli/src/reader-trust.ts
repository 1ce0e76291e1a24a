import { must, Rejection } from '#kernel';
import { readHeldCheckpoint, readVerifierKey } from '#seal';
import { Malformed } from '#transparency';

/** An option that may be repeated. */
export const several = (value: string, before: readonly string[]): readonly string[] => [...before, value.trim()];

/** What the reader brings has to be keys and checkpoints, or the check would say something of the file that is not so. @throws Rejection `usage.not-a-key` */
export function usable(keys: readonly string[], checkpoints: readonly string[]): void {
  try {
    for (const text of keys) readVerifierKey(text);
    for (const text of checkpoints) readHeldCheckpoint(text);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('usage.not-a-key', { zh: '所给的公钥或检查点无法识别', en: `the key or checkpoint given is none: ${error.code}` });
  }
}

/** A leaf hash as it stands on paper, spaces and line breaks left out: 64 hex digits. @throws Rejection `usage.leaf` */
export function leafFrom(text: string): string {
  const leaf = text.replaceAll(/\s/g, '').toLowerCase();
  must(/^[0-9a-f]{64}$/.test(leaf), 'usage.leaf', { zh: '内容指纹须为64位十六进制', en: 'a leaf hash is 64 hex digits' });
  return leaf;
}
