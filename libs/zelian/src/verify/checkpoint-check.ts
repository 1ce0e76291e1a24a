import type { Message } from '#kernel';
import type { Policy } from '#seal';
import { Malformed, sameBytes, verifyNote, type Checkpoint, type Note, type VerifierKey } from '#transparency';
import type { AdoptedKeys } from './adopted-keys.js';
import type { SignedHeadFound } from './signed-heads.js';
import type { TreeWalk } from './tree-walk.js';

/**
 * Whom the asker believes: keys of the log for notes held outside (absent: those that the log itself adopted), and keys of witnesses and auditors who must
 * have cosigned, each some checkpoint. `policy`: its quorum must stand behind the last checkpoint.
 */
export type VerifyTrust = Readonly<{ log?: readonly VerifierKey[]; cosigners?: readonly VerifierKey[]; policy?: Policy }>;
/** A checkpoint that holds: what it says and who signed it. */
export type HeldCheckpoint = Readonly<{
  origin: string;
  size: number;
  root: string;
  source: string;
  signedBy: readonly string[];
  cosignedBy: readonly string[];
}>;
export type HeadFinding = Readonly<{ head: SignedHeadFound; bad: Message & Readonly<{ position?: number; upTo?: number }> }>;
export type HeadsChecked = Readonly<{ held: readonly HeldCheckpoint[]; findings: readonly HeadFinding[] }>;
type Against = Readonly<{ origin: string; tree: TreeWalk; adopted: AdoptedKeys; trust: VerifyTrust }>;
type Read = Readonly<{ head: SignedHeadFound; note: Note; checkpoint: Checkpoint }>;

/** Holds every signed head against the log: its name, its signatures, how far it reaches and its root. */
export function checkHeads(heads: readonly SignedHeadFound[], against: Against): HeadsChecked {
  const held: HeldCheckpoint[] = [];
  const findings: HeadFinding[] = [];
  const inOrder = [...heads].sort((a, b) => (a.checkpoint?.size ?? -1) - (b.checkpoint?.size ?? -1));
  const published = inOrder.flatMap(({ source, checkpoint }) => (source === 'published' && checkpoint ? [checkpoint.size] : []));
  for (const head of inOrder) {
    const { note, checkpoint } = head;
    const found = note && checkpoint ? checkHead({ head, note, checkpoint }, { ...against, published, held }) : { bad: unread(head) };
    if ('bad' in found) findings.push({ head, bad: found.bad });
    else held.push(found);
  }
  return { held, findings };
}

const unread = ({ name, fault }: SignedHeadFound): Message => ({
  zh: `${name}无法读取${fault?.zh ? `（${fault.zh}）` : ''}`,
  en: `${name} cannot be read: ${fault?.en}`,
});

type Looking = Against & Readonly<{ published: readonly number[]; held: readonly HeldCheckpoint[] }>;
type Failed = Readonly<{ bad: HeadFinding['bad'] }>;

function checkHead(read: Read, looking: Looking): HeldCheckpoint | Failed {
  const { origin, size, root } = read.checkpoint;
  const { name, source } = read.head;
  if (origin !== looking.origin) return { bad: { zh: `${name}属于另一账本（${origin}）`, en: `${name} is of another log (${origin})` } };
  const signed = signatures(read, looking);
  if ('bad' in signed) return signed;
  const bad = misfit(read, looking);
  return bad ? { bad } : { origin, size, root: Buffer.from(root).toString('hex'), source, ...signed };
}

type Signed = Readonly<{ signedBy: readonly string[]; cosignedBy: readonly string[] }>;

/** Signed by whoever has to: the key of that time, and once by the key before it. A known key's signature that fails fails the note. */
function signatures({ head: { name, source }, note, checkpoint }: Read, { adopted, trust, published }: Looking): Signed | Failed {
  const cosigners = cosignersIn(trust);
  const given = source === 'outside' ? trust.log : undefined;
  const known = given ?? adopted.keys;
  if (garbledLine(note, [...adopted.keys, ...known, ...cosigners], checkpoint.origin))
    return { bad: { zh: `${name}的签名行已损坏`, en: `a signature line of ${name} is damaged` } };
  const signed = verifiedKeys(note, [...known, ...cosigners, ...keysOf(trust.policy?.logs)]);
  const signedBy = signed.filter((key) => known.includes(key));
  const required = given ? signedBy.slice(0, 1) : requiredAt(checkpoint.size, adopted, published);
  if (required.length === 0 || !required.every((key) => signedBy.includes(key)))
    return { bad: { zh: `${name}没有当时签封密钥的有效签名`, en: `${name} is not signed by the key of its time` } };
  return { signedBy: signedBy.map(keyName), cosignedBy: signed.filter((key) => cosigners.includes(key)).map(keyName) };
}

const keysOf = (named: readonly Readonly<{ key: VerifierKey }>[] = []): readonly VerifierKey[] => named.map(({ key }) => key);
const cosignersIn = ({ cosigners = [], policy }: VerifyTrust): readonly VerifierKey[] => [...cosigners, ...keysOf(policy?.witnesses)];

/** None when a known key's signature fails. */
function verifiedKeys(note: Note, keys: readonly VerifierKey[]): readonly VerifierKey[] {
  try {
    return verifyNote(note, keys).map(({ key }) => key);
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

/** A line in the log's name by no key of the log, or with a known key's id under another name: strange lines are ignored, but these are somebody's. */
const garbledLine = ({ signatures: lines }: Note, keys: readonly VerifierKey[], origin: string): boolean =>
  lines.some(({ name, id }) => !keys.some((key) => key.name === name && key.id === id) && (name === origin || keys.some((key) => key.id === id)));

/** The retired key vouches for the new one on the first checkpoint after a change, if it ever signed. */
function requiredAt(size: number, adopted: AdoptedKeys, published: readonly number[]): readonly VerifierKey[] {
  const known = adopted.at(size);
  const [last, before] = [known.at(-1), known.at(-2)];
  if (!last) return [];
  const isFirst = !published.some((one) => one > last.position && one < size);
  const beforeSigned = before !== undefined && published.some((one) => one > before.position && one <= last.position);
  return isFirst && beforeSigned ? [before.key, last.key] : [last.key];
}

function misfit({ head: { name }, checkpoint: { size, root } }: Read, { tree, held }: Looking): HeadFinding['bad'] | undefined {
  const events = tree.size;
  if (size > events)
    return {
      position: events,
      zh: `${name}已签封${size}个事件，现只有${events}个：末尾被删除，或被恢复到较早状态`,
      en: `${name} was signed over ${size} events, there are ${events}: the last ones were deleted, or an older state was put back`,
    };
  const own = tree.rootAt(size);
  if (own && sameBytes(own, root)) return undefined;
  const sound = Math.max(0, ...held.map((one) => one.size));
  return {
    position: sound,
    upTo: size - 1,
    zh: `前${size}个事件与${name}不一致：第${sound}至${size - 1}号之间被改过`,
    en: `the first ${size} events are not those of ${name}: something from ${sound} to ${size - 1} was changed`,
  };
}

const keyName = ({ name, id }: VerifierKey): string => `${name}+${id.toString(16).padStart(8, '0')}`;
