import { canonicalJson, isCommitted, parseStrictJson } from '#kernel';
import { Malformed, textOf, type IndexClaim, type LoggedEvent } from '#transparency';
import type { CitedClause, CitedEvidence } from './format.js';

/** The stored name of index events. They are about nobody, and only the seal writes them. */
export const INDEX_EVENT = 'SubjectIndexRecorded';
const HASH = /^[0-9a-f]{64}$/;

/** What a dossier's reader needs of an event's document; all of it stands in the hashed bytes. */
export type StoredDocument = Readonly<{ id: string; type: string; subjects: readonly string[]; data: unknown; basis: readonly unknown[] }> &
  Readonly<Record<string, unknown>>;

/** An event's document, only if the bytes are the one way to write it: UTF-8, RFC 8785, no duplicate key. @throws Malformed, Rejection */
export function readDocument(bytes: Uint8Array): StoredDocument {
  const text = textOf(bytes);
  const document = parseStrictJson(text);
  if (canonicalJson(document) !== text || !isObject(document)) throw new Malformed('not-canonical');
  const { id, type, subjects, data, basis = [] } = document;
  if (!isText(id) || !isText(type) || !Array.isArray(basis) || !Array.isArray(subjects) || !subjects.every(isText)) throw new Malformed('envelope');
  return { ...document, id, type, subjects: subjects as readonly string[], data, basis: basis as readonly unknown[] };
}

/** The reader of stored events that auditors and verifiers are given. @throws Malformed, Rejection */
export function readStoredEvent(bytes: Uint8Array): LoggedEvent {
  const { type, subjects, data } = readDocument(bytes);
  return type === INDEX_EVENT ? { subjects, index: claimIn(data) } : { subjects };
}

function claimIn(data: unknown): IndexClaim {
  if (!isObject(data) || Object.keys(data).sort().join() !== 'covers,indexRoot,logRoot') throw new Malformed('index-claim');
  const { covers, logRoot, indexRoot } = data;
  if (!isCount(covers) || !isHash(logRoot) || !isHash(indexRoot)) throw new Malformed('index-claim');
  return { covers, logRoot: bytesOf(logRoot), indexRoot: bytesOf(indexRoot) };
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string';
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isHash = (value: unknown): value is string => isText(value) && HASH.test(value);

/** What an event cites, found the same way by whoever makes a dossier and whoever checks it. */
export type Cited = Readonly<{ commitments: readonly string[]; clauses: readonly CitedClause[]; evidence: readonly CitedEvidence[] }>;

export function citedBy(position: number, { data, basis }: StoredDocument): Cited {
  const commitments: string[] = [];
  const evidence: CitedEvidence[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isCommitted(part) && isHash(part.commitment)) commitments.push(part.commitment);
    if (isEvidence(part)) evidence.push({ position, sha256: part.sha256, sizeBytes: part.sizeBytes, mediaType: part.mediaType });
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(data);
  return {
    commitments,
    clauses: basis.filter(isClause).map(({ bookId, bookVersion, clauseId, clauseHash }) => ({ bookId, bookVersion, clauseId, clauseHash })),
    evidence,
  };
}

function isEvidence(part: object): part is CitedEvidence {
  const { sha256, sizeBytes, mediaType } = part as Partial<CitedEvidence>;
  return isHash(sha256) && isCount(sizeBytes) && isText(mediaType);
}

function isClause(part: unknown): part is CitedClause {
  if (!isObject(part)) return false;
  const { bookId, bookVersion, clauseId, clauseHash } = part;
  return isText(bookId) && isCount(bookVersion) && isText(clauseId) && isHash(clauseHash);
}

/** All that the events cite, each once, in the order in which a dossier lists it. */
export function citedByAll(documents: readonly Readonly<{ position: number; document: StoredDocument }>[]): Cited {
  const found = documents.map(({ position, document }) => citedBy(position, document));
  return {
    commitments: [...new Set(found.flatMap(({ commitments }) => commitments))].sort(),
    clauses: ordered(
      found.flatMap(({ clauses }) => clauses),
      compareClauses,
    ),
    evidence: ordered(
      found.flatMap(({ evidence }) => evidence),
      compareEvidence,
    ),
  };
}

/** By UTF-16 units, as RFC 8785 sorts. */
const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const compareClauses = (a: CitedClause, b: CitedClause): number =>
  compare(a.clauseHash, b.clauseHash) || compare(a.bookId, b.bookId) || a.bookVersion - b.bookVersion || compare(a.clauseId, b.clauseId);
const compareEvidence = (a: CitedEvidence, b: CitedEvidence): number =>
  a.position - b.position || compare(a.sha256, b.sha256) || compare(a.mediaType, b.mediaType) || a.sizeBytes - b.sizeBytes;

function ordered<T>(items: readonly T[], order: (a: T, b: T) => number): readonly T[] {
  const sorted = [...items].sort(order);
  return sorted.filter((item, i) => i === 0 || order(sorted[i - 1]!, item) !== 0);
}
