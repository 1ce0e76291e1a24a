import { base64, fromBase64, fromDecimal, HASH_LENGTH, joined, readU64, u64, utf8 } from './bytes.js';
import { Malformed } from './malformed.js';
import type { Note, NoteSignature } from './note.js';
import type { NoteSigner, Statement, VerifierKey } from './suite.js';

/** c2sp.org/tlog-checkpoint: which log, how many leaves, which root. Extension lines are not recommended: nobody can audit them. */
export type Checkpoint = Readonly<{ origin: string; size: number; root: Uint8Array; extensions: readonly string[] }>;
/** A signature that was checked; cosignatures tell their time in seconds since 1970. */
export type VerifiedSignature = Readonly<{ key: VerifierKey; timestamp?: number }>;

const TIMESTAMP_LENGTH = 8;
/** What an origin or a cosigner's name may have in the binary message: one byte counts it. */
const NAME_MAX = 255;

/** The note's text, without signatures. @throws Malformed on anything that `formatCheckpoint` would write otherwise */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  if (!origin || size === undefined || root === undefined || rest.pop() !== '' || rest.includes('')) throw new Malformed('checkpoint');
  const checkpoint = { origin, size: fromDecimal(size), root: fromBase64(root), extensions: rest };
  if (checkpoint.root.length !== HASH_LENGTH) throw new Malformed('checkpoint');
  return checkpoint;
}

/** @throws Malformed when a line would be empty, or two */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const text = `${[origin, String(size), base64(root), ...extensions].join('\n')}\n`;
  const read = parseCheckpoint(text);
  if (read.origin !== origin || read.extensions.length !== extensions.length) throw new Malformed('checkpoint');
  return text;
}

/** c2sp.org/tlog-cosignature: the bytes that a cosigner signs. @throws Malformed when the text is no checkpoint, or a name is too long */
export function cosignedMessage(text: string, key: VerifierKey, timestamp: number): Uint8Array {
  const { origin, size, root } = parseCheckpoint(text);
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new Malformed('timestamp');
  if (key.suite.statement === 'cosignature') return utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
  return joined(utf8('subtree/v1\n\0'), counted(key.name), u64(timestamp), counted(origin), u64(0), u64(size), root);
}

function counted(text: string): Uint8Array {
  const bytes = utf8(text);
  if (bytes.length === 0 || bytes.length > NAME_MAX) throw new Malformed('name-length');
  return joined(new Uint8Array([bytes.length]), bytes);
}

/** A cosignature of a checkpoint's text as a note signature: time, then signature. @throws Malformed */
export function cosign(text: string, { key, sign }: NoteSigner, timestamp: number): NoteSignature {
  if (key.suite.statement === 'note') throw new Malformed('statement');
  return { name: key.name, id: key.id, signature: joined(u64(timestamp), sign(cosignedMessage(text, key, timestamp))) };
}

/**
 * The signatures of known keys, in the order of the note. Lines of unknown keys are ignored, as the specification demands.
 * @throws Malformed when a known key's signature fails, or none is by a known key
 */
export function verifyNote(note: Note, keys: readonly VerifierKey[]): readonly VerifiedSignature[] {
  const verified = note.signatures.flatMap((line) => {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id);
    return key ? [checked(note.text, key, line.signature)] : [];
  });
  if (verified.length === 0) throw new Malformed('no-known-signature');
  return verified;
}

const READ: Readonly<
  Record<Statement, (text: string, key: VerifierKey, line: Uint8Array) => Readonly<{ message: Uint8Array; signature: Uint8Array; timestamp?: number }>>
> = {
  note: (text, _key, signature) => ({ message: utf8(text), signature }),
  cosignature: timed,
  subtree: timed,
};

function timed(text: string, key: VerifierKey, line: Uint8Array): Readonly<{ message: Uint8Array; signature: Uint8Array; timestamp: number }> {
  if (line.length < TIMESTAMP_LENGTH) throw new Malformed('signature-length');
  const timestamp = readU64(line, 0);
  return { message: cosignedMessage(text, key, timestamp), signature: line.slice(TIMESTAMP_LENGTH), timestamp };
}

function checked(text: string, key: VerifierKey, line: Uint8Array): VerifiedSignature {
  const { message, signature, timestamp } = READ[key.suite.statement](text, key, line);
  if (signature.length !== key.suite.signatureLength) throw new Malformed('signature-length');
  if (!key.suite.verify(key.publicKey, message, signature)) throw new Malformed('signature');
  return timestamp === undefined ? { key } : { key, timestamp };
}
