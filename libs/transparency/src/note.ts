import { base64, fromBase64, joined, utf8 } from './bytes.js';
import { Malformed } from './malformed.js';
import { isKeyName, keyIdBytes, type NoteSigner } from './suite.js';

/** A signature line: who claims to have signed, with what. */
export type NoteSignature = Readonly<{ name: string; id: number; signature: Uint8Array }>;
/** c2sp.org/signed-note: a text that ends in a newline, and the signatures below it. */
export type Note = Readonly<{ text: string; signatures: readonly NoteSignature[] }>;

/** The specification asks verifiers for 16 at least, and for a limit. */
const SIGNATURES_MAX = 64;
/** Sixty-four post-quantum signatures and a text of any sense fit in. */
const CHARACTERS_MAX = 1_000_000;
const KEY_ID_LENGTH = 4;
const LINE_START = '— ';

/** A text that can be signed. @throws Malformed */
function checkedText(text: string): string {
  if (!text.endsWith('\n') || !text.isWellFormed()) throw new Malformed('note-text');
  // oxlint-disable-next-line no-control-regex -- the specification forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw new Malformed('control-character');
  return text;
}

/** @throws Malformed on anything that `formatNote` would write otherwise */
export function parseNote(whole: string): Note {
  if (whole.length > CHARACTERS_MAX) throw new Malformed('note-too-long');
  const separator = whole.lastIndexOf('\n\n');
  if (separator < 0 || !checkedText(whole)) throw new Malformed('note');
  const lines = whole.slice(separator + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw new Malformed('note');
  if (lines.length > SIGNATURES_MAX) throw new Malformed('too-many-signatures');
  return { text: whole.slice(0, separator + 1), signatures: lines.map(parseLine) };
}

/** A signature line without its newline. @throws Malformed */
export function parseLine(line: string): NoteSignature {
  const [name, encoded, ...rest] = line.startsWith(LINE_START) ? line.slice(LINE_START.length).split(' ') : [];
  if (name === undefined || encoded === undefined || rest.length > 0 || !isKeyName(name)) throw new Malformed('signature-line');
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_LENGTH) throw new Malformed('signature-line');
  return { name, id: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(KEY_ID_LENGTH) };
}

export const formatLine = ({ name, id, signature }: NoteSignature): string => `${LINE_START}${name} ${base64(joined(keyIdBytes(id), signature))}\n`;

/** @throws Malformed when the text is none, or nobody signed */
export function formatNote({ text, signatures }: Note): string {
  if (signatures.length === 0) throw new Malformed('note');
  return `${checkedText(text)}\n${signatures.map(formatLine).join('')}`;
}

/** Signs a text as it stands: for suites whose statement is `note`. @throws Malformed */
export function signNote(text: string, signers: readonly NoteSigner[]): Note {
  const message = utf8(checkedText(text));
  const signatures = signers.map(({ key, sign }) => {
    if (key.suite.statement !== 'note') throw new Malformed('statement');
    return { name: key.name, id: key.id, signature: sign(message) };
  });
  return { text, signatures };
}

/** The note with more signatures; a line that it has already is not added again. */
export function addSignatures(note: Note, signatures: readonly NoteSignature[]): Note {
  const lines = new Map([...note.signatures, ...signatures].map((signature) => [formatLine(signature), signature]));
  return { text: note.text, signatures: [...lines.values()] };
}
