import { isCommitted } from '#kernel';
import { isCount, isHash, isObject, isText, type StoredDocument } from '../stored-event.js';
import type { CitedClause, CitedEvidence } from './format.js';

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
