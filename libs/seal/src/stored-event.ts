import { isUtf8 } from 'node:buffer';
import type { Placed } from '#ledger';
import { canonicalValue, parseStrictJson } from '#kernel';
import { Malformed, type IndexClaim, type LoggedEvent } from '#transparency';

/** The stored name of index events. They are about nobody, and only the seal writes them. */
export const INDEX_EVENT = 'SubjectIndexRecorded';
const HASH = /^[0-9a-f]{64}$/;

/** What tree and map need of an event. */
export type LoggedEnvelope = Readonly<{ type?: unknown; subjects?: unknown; data?: unknown }>;
/** What a reader of single events needs of one; all of it stands in the hashed bytes. */
export type StoredDocument = Readonly<{ id: string; type: string; subjects: readonly string[]; data: unknown; basis: readonly unknown[] }> &
  Readonly<Record<string, unknown>>;

/** An event's document, only if the bytes are the one way to write it: UTF-8, RFC 8785, no duplicate key. @throws Malformed, Rejection */
export function readDocument(bytes: Uint8Array): StoredDocument {
  const document = canonicalIn(bytes);
  if (!isObject(document)) throw new Malformed('not-canonical');
  const { id, type, subjects, data, basis = [] } = document;
  if (!isText(id) || !isText(type) || !Array.isArray(basis) || !areTexts(subjects)) throw new Malformed('envelope');
  return { ...document, id, type, subjects, data, basis: basis as readonly unknown[] };
}

function canonicalIn(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new Malformed('not-utf8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const document = canonicalValue(text);
  if (document !== undefined) return document;
  // For what is wrong with it; what a strict reader takes all the same is written in another way.
  parseStrictJson(text);
  throw new Malformed('not-canonical');
}

/** The one reader of stored events: what the seal, auditors and verifiers see is the same, or none of them sees anything. @throws Malformed, Rejection */
export const readStoredEvent = (bytes: Uint8Array): LoggedEvent => loggedFrom(readDocument(bytes));

/** The same of an envelope that was read strictly already. @throws Malformed */
export function loggedFrom({ type, subjects, data }: LoggedEnvelope): LoggedEvent {
  if (!areTexts(subjects)) throw new Malformed('envelope');
  return type === INDEX_EVENT ? { subjects, index: claimIn(data) } : { subjects };
}

/** @throws Malformed */
export function placeIn({ type, stream, revision, recordedAt }: StoredDocument): Placed {
  if (!isText(stream) || !isCount(revision) || !isText(recordedAt)) throw new Malformed('envelope');
  return { type, stream, revision, recordedAt };
}

function claimIn(data: unknown): IndexClaim {
  if (!isObject(data) || Object.keys(data).sort().join() !== 'covers,indexRoot,logRoot') throw new Malformed('index-claim');
  const { covers, logRoot, indexRoot } = data;
  if (!isCount(covers) || !isHash(logRoot) || !isHash(indexRoot)) throw new Malformed('index-claim');
  return { covers, logRoot: bytesOf(logRoot), indexRoot: bytesOf(indexRoot) };
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string';
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isHash = (value: unknown): value is string => isText(value) && HASH.test(value);
