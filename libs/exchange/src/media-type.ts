import { Rejection } from '#kernel';

/** As many first bytes as telling the types apart takes: an office document names its parts within them. */
export const HEAD_BYTES = 4_096;

type Rule = Readonly<{ mediaType: string; fits(head: Buffer): boolean }>;
const begins =
  (hex: string, at = 0) =>
  (head: Buffer): boolean =>
    head.subarray(at, at + hex.length / 2).toString('hex') === hex;
const boxed =
  (...brands: readonly string[]) =>
  (head: Buffer): boolean =>
    head.toString('latin1', 4, 8) === 'ftyp' && brands.includes(head.toString('latin1', 8, 12));
/** A zip whose first entries have such names. */
const packed =
  (name: string) =>
  (head: Buffer): boolean =>
    begins('504b0304')(head) && head.includes(name);

/** What may be kept as evidence: what cameras, scanners and offices make. What a file is, its first bytes say, never its name. */
const RULES: readonly Rule[] = [
  { mediaType: 'image/jpeg', fits: begins('ffd8ff') },
  { mediaType: 'image/png', fits: begins('89504e470d0a1a0a') },
  { mediaType: 'image/tiff', fits: (head) => begins('49492a00')(head) || begins('4d4d002a')(head) },
  { mediaType: 'image/webp', fits: (head) => begins('52494646')(head) && head.toString('latin1', 8, 12) === 'WEBP' },
  { mediaType: 'image/heic', fits: boxed('heic', 'heix', 'mif1') },
  { mediaType: 'video/quicktime', fits: boxed('qt  ') },
  { mediaType: 'video/mp4', fits: boxed('isom', 'iso2', 'mp41', 'mp42', 'avc1', '3gp4', '3gp5') },
  { mediaType: 'audio/mp4', fits: boxed('M4A ') },
  { mediaType: 'audio/mpeg', fits: (head) => begins('494433')(head) || begins('fffb')(head) },
  { mediaType: 'audio/wav', fits: (head) => begins('52494646')(head) && head.toString('latin1', 8, 12) === 'WAVE' },
  { mediaType: 'application/pdf', fits: begins('255044462d') },
  { mediaType: 'application/ofd', fits: packed('OFD.xml') },
  { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', fits: packed('word/') },
  { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', fits: packed('xl/') },
];

/** The kind of a file by its first bytes. @throws Rejection `evidence.media-type` for any other than is let in */
export function mediaTypeOf(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, HEAD_BYTES));
  const rule = RULES.find(({ fits }) => fits(bytes));
  if (rule) return rule.mediaType;
  throw new Rejection('evidence.media-type', {
    zh: '不接受此类文件；可用照片、扫描件、音视频、PDF、OFD、Word（docx）、Excel（xlsx）',
    en: `this kind of file is not taken; these are: ${RULES.map(({ mediaType }) => mediaType).join(', ')}`,
  });
}
