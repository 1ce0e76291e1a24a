import type { EvidenceRef } from '#kernel';
import { Rejection } from '#kernel';

/** A file as it comes: whole, or in pieces. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;
/** What lies in the store under a hash, whoever refers to it. */
export type StoredEvidence = Pick<EvidenceRef, 'sha256' | 'sizeBytes'>;

/**
 * The port: files beside the log, by their content. Events hold the reference only, so that a file can be shown to be the one that was meant; the
 * store may hold more than events refer to (a file is put before the command that names it), never less.
 */
export interface EvidenceStore {
  readonly engine: string;
  /**
   * Durable when it resolves; the same content twice is one file, and nothing is ever overwritten.
   * @throws Rejection `evidence.empty`, `evidence.too-large`, `evidence.media-type`, `evidence.damaged`, `evidence.read-only`, `evidence.storage-failed`
   */
  put(content: Content): Promise<EvidenceRef>;
  /** The reference that `put` gave for this content; undefined when it is not here. Looks at size and first bytes, not at the whole content. */
  find(sha256: string): Promise<EvidenceRef | undefined>;
  /** The content as it lies there: whoever must be sure hashes it. @throws Rejection `evidence.unknown` */
  open(sha256: string): AsyncIterable<Uint8Array>;
  /** Everything held, in the order of the hashes. */
  entries(): AsyncIterable<StoredEvidence>;
  close(): Promise<void>;
}

/** Photographs and scans are smaller; a video of a minute fits. */
export const EVIDENCE_BYTES_MAX = 64 * 1024 * 1024;

const SHA256 = /^[0-9a-f]{64}$/;
/** Checked before it becomes part of a path. @throws Rejection `evidence.invalid-hash` */
export function mustBeSha256(text: string): void {
  if (!SHA256.test(text)) throw new Rejection('evidence.invalid-hash', { zh: '文件指纹须为64位十六进制小写', en: 'a hash is 64 lower-case hex digits' });
}

const isMediaType = (value: unknown): boolean => typeof value === 'string' && /^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(value);
const isRef = (value: object): value is EvidenceRef => {
  const { sha256, sizeBytes, mediaType } = value as Partial<Record<keyof EvidenceRef, unknown>>;
  const sized = Number.isSafeInteger(sizeBytes) && (sizeBytes as number) > 0;
  return typeof sha256 === 'string' && SHA256.test(sha256) && sized && isMediaType(mediaType) && Object.keys(value).length === 3;
};
const meansRef = (value: object): boolean => Object.hasOwn(value, 'sha256') && Object.hasOwn(value, 'sizeBytes');

/** Every reference to a file anywhere in a value, in the order they stand. `malformed` is told of what means to be one and is none. */
export function evidenceRefsIn(value: unknown, malformed: (part: object) => void = () => undefined): readonly EvidenceRef[] {
  const found: EvidenceRef[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (meansRef(part)) {
      if (isRef(part)) found.push(part);
      else malformed(part);
    } else for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return found;
}

/** Whether every file that a command names is here and is what it says. @throws Rejection `evidence.malformed`, `.missing`, `.wrong-size`, `.wrong-type` */
export async function mustHoldEvidence(store: Pick<EvidenceStore, 'find'>, data: unknown): Promise<void> {
  const refs = evidenceRefsIn(data, () => {
    throw new Rejection('evidence.malformed', { zh: '证据文件的引用格式不正确', en: 'a reference to a file is sha256, sizeBytes and mediaType' });
  });
  for (const { sha256, sizeBytes, mediaType } of refs) {
    const held = await store.find(sha256);
    if (!held) throw new Rejection('evidence.missing', { zh: `证据文件尚未上传：${sha256}`, en: `the file ${sha256} is not in the store: put it there first` });
    if (held.sizeBytes !== sizeBytes)
      throw new Rejection('evidence.wrong-size', {
        zh: `证据文件大小不符：${sha256}应为${held.sizeBytes}字节`,
        en: `the file ${sha256} has ${held.sizeBytes} bytes, not ${sizeBytes}`,
      });
    if (held.mediaType !== mediaType)
      throw new Rejection('evidence.wrong-type', {
        zh: `证据文件类型不符：${sha256}为${held.mediaType}`,
        en: `the file ${sha256} is ${held.mediaType}, not ${mediaType}`,
      });
  }
}
