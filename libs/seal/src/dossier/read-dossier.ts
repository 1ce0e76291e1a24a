import { canonicalJson, parseStrictJson, Rejection } from '#kernel';
import { decodeSubjectProof, isSubjectId, Malformed } from '#transparency';
import { FORMAT, FORMAT_VERSIONS, LIMITS, type Dossier } from './format.js';
import { isCount, isHash, isObject, isText } from '../stored-event.js';

type Is = (value: unknown) => boolean;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Bits behind the last byte must be none: otherwise one content could be written in several ways. */
const isBase64: Is = (value) => isText(value) && BASE64.test(value) && Buffer.from(value, 'base64').toString('base64') === value;
const isHash64: Is = (value) => isBase64(value) && (value as string).length === 44 && (value as string).endsWith('=') && !(value as string).endsWith('==');

const listOf =
  (is: Is, max: number): Is =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(is);

/** Exactly these members, no others; those of `optional` may be absent. */
const shaped =
  (members: Readonly<Record<string, Is>>, optional: Readonly<Record<string, Is>> = {}): Is =>
  (value) =>
    isObject(value) &&
    Object.keys(members).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, inner]) =>
      Object.hasOwn(members, name) ? members[name]!(inner) : Object.hasOwn(optional, name) && optional[name]!(inner),
    );

const placed = shaped({ position: isCount, bytes: isBase64 });
const revealed = shaped({ commitment: isHash, eventId: isText, field: isText, salt: isHash, value: isText });
const withheld = shaped({ commitment: isHash, withheld: isText });
const keyList = listOf(isText, 64);
const hashes = listOf(isHash64, LIMITS.hashes);

const isProof: Is = (value) => {
  if (!isBase64(value)) return false;
  try {
    decodeSubjectProof(Buffer.from(value as string, 'base64'));
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
};

const isDossier = shaped({
  format: (value) => value === FORMAT,
  version: (value) => FORMAT_VERSIONS.some((one) => one === value),
  subject: (value) => isText(value) && isSubjectId(value),
  checkpoint: isText,
  earlier: listOf(shaped({ size: isCount, root: isHash64, path: listOf(isHash64, 256) }), LIMITS.earlier),
  keys: shaped({ log: keyList, witnesses: keyList, auditors: keyList }),
  index: placed,
  events: listOf(placed, LIMITS.events),
  multiproof: hashes,
  subjectProof: isProof,
  privateValues: listOf((value) => revealed(value) || withheld(value), LIMITS.listed),
  clauses: listOf(shaped({ bookId: isText, bookVersion: isCount, clauseId: isText, clauseHash: isHash }, { text: isText }), LIMITS.listed),
  evidence: listOf(shaped({ position: isCount, sha256: isHash, sizeBytes: isCount, mediaType: isText }), LIMITS.listed),
  stated: shaped({ covers: isCount, count: isCount, after: isCount, assurance: (value) => value === 'L0' || value === 'L1' }),
  exported: shaped({ at: isText, by: isText }),
  labels: (value) => isObject(value) && Object.values(value).every(isText),
  digest: isHash,
});

const refusal = (code: string, zh: string, en: string): Rejection => new Rejection(`dossier.${code}`, { zh, en });

/**
 * A dossier from the text of its file, taken only in the one way in which it can be written.
 * @throws Rejection `dossier.too-large`, `dossier.not-canonical`, `dossier.shape`, `json.*`
 */
export function readDossier(text: string): Dossier {
  if (Buffer.byteLength(text, 'utf8') > LIMITS.bytes) throw refusal('too-large', '文件过大', `more than ${LIMITS.bytes} bytes`);
  const value = parseStrictJson(text);
  if (`${canonicalJson(value)}\n` !== text) throw refusal('not-canonical', '文件不是规范写法（RFC 8785）', 'the file is not written canonically (RFC 8785)');
  if (!isDossier(value))
    throw refusal('shape', `文件不符合案卷格式第${FORMAT_VERSIONS.join('、')}版`, `not a ${FORMAT} of version ${FORMAT_VERSIONS.join(' or ')}`);
  return value as Dossier;
}
