import type { Assurance } from '#transparency';

/** docs/dossier-format.md: what readers of any make rely on. A new meaning is a new version. */
export const FORMAT = 'zelian-dossier';
export const FORMAT_VERSION = 2;
/** What is read. Version 1 differs in that a file might list cosigners who did not cosign. */
export const FORMAT_VERSIONS = [1, FORMAT_VERSION] as const;
/** What a case file of any sense stays below; a reader must know when to stop. */
export const LIMITS = { bytes: 64 * 1024 * 1024, events: 100_000, hashes: 1_000_000, listed: 1_000_000, earlier: 64 } as const;

/** Bytes in the file are standard base64 with padding. */
export type PlacedBytes = Readonly<{ position: number; bytes: string }>;
/** A value that the recipient may read: whoever has the salt can check that it is what the event committed to. */
export type RevealedValue = Readonly<{ commitment: string; eventId: string; field: string; salt: string; value: string }>;
/** A value that stays closed, with a reason in words or none (''). The event is proved all the same. */
export type WithheldValue = Readonly<{ commitment: string; withheld: string }>;
export type PrivateValue = RevealedValue | WithheldValue;
/** A clause as an event cites it; `text` is the clause's canonical JSON, of which `clauseHash` is the SHA-256. */
export type CitedClause = Readonly<{ bookId: string; bookVersion: number; clauseId: string; clauseHash: string; text?: string }>;
export type CitedEvidence = Readonly<{ position: number; sha256: string; sizeBytes: number; mediaType: string }>;
/** That an earlier checkpoint, of this size and root, is a beginning of the same log: RFC 6962 consistency. */
export type EarlierCheckpoint = Readonly<{ size: number; root: string; path: readonly string[] }>;
/** Keys as the file brings them: the log's, and those of witnesses and auditors whose cosignatures stand on the checkpoint. Nobody trusts a key for being listed. */
export type ClaimedKeys = Readonly<{ log: readonly string[]; witnesses: readonly string[]; auditors: readonly string[] }>;

export type Dossier = Readonly<{
  format: typeof FORMAT;
  version: (typeof FORMAT_VERSIONS)[number];
  subject: string;
  checkpoint: string;
  earlier: readonly EarlierCheckpoint[];
  keys: ClaimedKeys;
  index: PlacedBytes;
  events: readonly PlacedBytes[];
  multiproof: readonly string[];
  subjectProof: string;
  privateValues: readonly PrivateValue[];
  clauses: readonly CitedClause[];
  evidence: readonly CitedEvidence[];
  /** What the file says of itself; the assurance as it would be if its own keys were trusted. */
  stated: Readonly<{ covers: number; count: number; after: number; assurance: Assurance }>;
  /** Not authenticated: who made the file says so. */
  exported: Readonly<{ at: string; by: string }>;
  /** Not authenticated: what event types and fields are called, for people. */
  labels: Readonly<Record<string, string>>;
  /** SHA-256 of the canonical JSON without this member: finds damage anywhere, proves nothing against who made the file. */
  digest: string;
}>;

export const isRevealed = (value: PrivateValue): value is RevealedValue => 'value' in value;
