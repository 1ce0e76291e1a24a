import { canonicalJson } from '#kernel';
import {
  base64,
  decodeSubjectProof,
  encodeSubjectProof,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  type Assurance,
  type IndexedDossier,
  type VerifierKey,
} from '#transparency';
import { sha256 } from '../suites/index.js';
import { FORMAT, FORMAT_VERSION, type CitedClause, type ClaimedKeys, type Dossier, type EarlierCheckpoint, type PrivateValue } from './format.js';
import { readDocument, readStoredEvent } from '../stored-event.js';
import { citedByAll } from './cited.js';
import { hasSigned, type KeyRole } from './dossier-trust.js';

/** Value and salt of a commitment, as the vault keeps them. */
export type Opening = Readonly<{ commitment: string; eventId: string; field: string; salt: string; value: string }>;

/** What a dossier is made from. The rest follows from the events themselves. */
export type DossierParts = Readonly<{
  indexed: IndexedDossier;
  /** The log's, and of witnesses and auditors all that are known: those who signed this checkpoint are listed. */
  keys: Readonly<{ log: readonly VerifierKey[]; witnesses: readonly VerifierKey[]; auditors: readonly VerifierKey[] }>;
  /** Earlier checkpoints of which the recipient may hold one. */
  earlier?: readonly Readonly<{ size: number; root: Uint8Array; path: readonly Uint8Array[] }>[];
  /** The private values that the recipient may read; all others are withheld. */
  openings: readonly Opening[];
  /** Why a value is withheld, in words for the recipient: never what it says. */
  withheldBecause?(commitment: string): string;
  /** Canonical texts of clauses by their hash. */
  clauseTexts: ReadonlyMap<string, string>;
  /** What event types and fields of their data are called. */
  labels: Readonly<Record<string, string>>;
  exported: Readonly<{ at: string; by: string }>;
}>;

/** The dossier as the text of its file. Pure: the same parts are the same bytes. */
export function makeDossier(parts: DossierParts): string {
  const { indexed, keys, earlier = [], labels, exported } = parts;
  const documents = indexed.events.map(({ position, bytes }) => ({ position, document: readDocument(bytes) }));
  const { commitments, clauses, evidence } = citedByAll(documents);
  const names = new Set(documents.flatMap(({ document }) => [document.type, ...keysIn(document.data)]));
  const listed = keysListed(keys, indexed.checkpoint);
  return formatDossier({
    format: FORMAT,
    version: FORMAT_VERSION,
    subject: indexed.subject,
    checkpoint: indexed.checkpoint,
    earlier: earlier.map((one): EarlierCheckpoint => ({ size: one.size, root: base64(one.root), path: one.path.map(base64) })),
    keys: listed,
    index: { position: indexed.index.position, bytes: base64(indexed.index.bytes) },
    events: indexed.events.map(({ position, bytes }) => ({ position, bytes: base64(bytes) })),
    multiproof: indexed.multiproof.map(base64),
    subjectProof: base64(canonicalProof(indexed)),
    privateValues: valuesOf(commitments, parts),
    clauses: clauses.map((clause): CitedClause => ({ ...clause, text: parts.clauseTexts.get(clause.clauseHash) })),
    evidence,
    stated: statedOf(parts, listed),
    exported,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name))),
  });
}

function keysIn(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}

/** The file's text: RFC 8785, its own digest among the members, and a line feed. */
export function formatDossier(dossier: Omit<Dossier, 'digest'>): string {
  return `${canonicalJson({ ...dossier, digest: digestOf(dossier) })}\n`;
}

export function digestOf(dossier: Omit<Dossier, 'digest'>): string {
  const rest: Partial<Dossier> = { ...dossier };
  delete (rest as { digest?: string }).digest;
  return Buffer.from(sha256(Buffer.from(canonicalJson(rest), 'utf8'))).toString('hex');
}

/** A proof that decodes as it was encoded: what a reader would refuse is not handed out. @throws Malformed */
function canonicalProof({ subjectProof }: IndexedDossier): Uint8Array {
  const bytes = encodeSubjectProof(subjectProof);
  decodeSubjectProof(bytes);
  return bytes;
}

function valuesOf(commitments: readonly string[], { openings, withheldBecause }: DossierParts): readonly PrivateValue[] {
  const known = new Map(openings.map(({ commitment, eventId, field, salt, value }) => [commitment, { commitment, eventId, field, salt, value }]));
  return commitments.map((commitment) => known.get(commitment) ?? { commitment, withheld: withheldBecause?.(commitment) ?? '' });
}

/** Keys that the log retired stay in the list; of others, only who cosigned this checkpoint. */
function keysListed({ log, witnesses, auditors }: DossierParts['keys'], checkpoint: string): ClaimedKeys {
  const note = parseNote(checkpoint);
  const written = (some: readonly VerifierKey[]): readonly string[] => [...new Set(some.map(formatVerifierKey))].sort();
  const signing = (some: readonly VerifierKey[], role: KeyRole) => written(some).filter((key) => hasSigned(note, key, role));
  return { log: written(log), witnesses: signing(witnesses, 'witness'), auditors: signing(auditors, 'auditor') };
}

function statedOf({ indexed }: DossierParts, { auditors }: ClaimedKeys): Dossier['stated'] {
  const { size } = parseCheckpoint(parseNote(indexed.checkpoint).text);
  const covers = readStoredEvent(indexed.index.bytes).index?.covers ?? 0;
  const assurance: Assurance = auditors.length > 0 ? 'L1' : 'L0';
  return { covers, count: indexed.events.length, after: size - covers - 1, assurance };
}
