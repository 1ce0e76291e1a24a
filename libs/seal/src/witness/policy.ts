import { Rejection } from '#kernel';
import {
  hex,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyNote,
  type Checkpoint,
  type Note,
  type SignatureSuite,
  type VerifiedSignature,
  type VerifierKey,
} from '#transparency';
import { ED25519, sha256, SM2_SM3 } from '../suites/index.js';
import { WITNESS_SUITES } from './witness-keys.js';

export type PolicyLog = Readonly<{ key: VerifierKey; url?: string }>;
export type PolicyWitness = Readonly<{ name: string; key: VerifierKey; url?: string }>;
/** A witness, or so many of these; `none` is none of nothing. */
export type Quorum = PolicyWitness | Readonly<{ needs: number; of: readonly Quorum[] }>;
/** c2sp.org/tlog-policy: which logs and witnesses there are, and how many of them make a checkpoint believed. */
export type Policy = Readonly<{ logs: readonly PolicyLog[]; witnesses: readonly PolicyWitness[]; quorum: Quorum }>;

const LOG_SUITES: readonly SignatureSuite[] = [ED25519, SM2_SM3];
const NONE = 'none';

/** What lines before have defined. Each name becomes a member, or a key is listed, once at most: nobody counts twice. */
type Draft = Readonly<{
  logs: PolicyLog[];
  witnesses: PolicyWitness[];
  named: Map<string, Quorum>;
  members: Set<string>;
}> & { quorum?: Quorum };

class PolicyFault extends Error {}
function holds(condition: unknown, why: string): asserts condition {
  if (!condition) throw new PolicyFault(why);
}

/**
 * Reads a policy file, strictly. Names are octets to the specification, so lines are cut before anything is taken for UTF-8.
 * @throws Rejection `witness.policy`, with the line
 */
export function parsePolicy(bytes: Uint8Array): Policy {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const draft: Draft = { logs: [], witnesses: [], named: new Map([[NONE, { needs: 0, of: [] }]]), members: new Set() };
  atLine(lines.length, () => holds(lines.pop() === '', 'the last line has no newline'));
  lines.forEach((line, i) => atLine(i + 1, () => readLine(draft, line)));
  const { logs, witnesses, quorum } = draft;
  atLine(lines.length, () => holds(quorum, 'there is no quorum line'));
  return { logs, witnesses, quorum: quorum! };
}

function atLine(number: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof PolicyFault || error instanceof Malformed)) throw error;
    throw new Rejection('witness.policy', {
      zh: `策略文件第${number}行有误（${error.message}）`,
      en: `the policy file is wrong at line ${number}: ${error.message}`,
    });
  }
}

function readLine(draft: Draft, line: string): void {
  // oxlint-disable-next-line no-control-regex -- the specification allows of all controls the tab alone
  holds(!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line), 'a control character');
  const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === undefined || keyword.startsWith('#')) return;
  const read = Object.hasOwn(LINES, keyword) ? LINES[keyword] : undefined;
  holds(read, `no line begins with ${keyword}`);
  read(
    draft,
    items.map((item) => Buffer.from(item, 'latin1').toString('utf8')),
  );
}

const LINES: Readonly<Record<string, (draft: Draft, items: readonly string[]) => void>> = {
  log(draft, [vkey, url, ...rest]) {
    holds(vkey !== undefined && rest.length === 0, 'log <vkey> [<url>]');
    draft.logs.push({ key: newKey(draft.logs, LOG_SUITES, vkey), ...(url !== undefined && { url: checkedUrl(url) }) });
  },
  witness(draft, [name, vkey, url, ...rest]) {
    holds(name !== undefined && vkey !== undefined && rest.length === 0, 'witness <name> <vkey> [<url>]');
    const witness = { name, key: newKey(draft.witnesses, WITNESS_SUITES, vkey), ...(url !== undefined && { url: checkedUrl(url) }) };
    define(draft, name, witness);
    draft.witnesses.push(witness);
  },
  group(draft, [name, threshold, ...members]) {
    holds(name !== undefined && threshold !== undefined && members.length > 0, 'group <name> all|any|<k> <name>…');
    const of = members.map((member) => {
      holds(member !== NONE && !draft.members.has(member), `${member} cannot be a member here`);
      draft.members.add(member);
      return defined(draft, member);
    });
    define(draft, name, { needs: needed(threshold, of.length), of });
  },
  quorum(draft, [name, ...rest]) {
    holds(name !== undefined && rest.length === 0, 'quorum <name>');
    holds(draft.quorum === undefined, 'a second quorum line');
    draft.quorum = defined(draft, name);
  },
};

function needed(threshold: string, count: number): number {
  if (threshold === 'any') return 1;
  if (threshold === 'all') return count;
  holds(/^[1-9][0-9]*$/.test(threshold) && Number(threshold) <= count, `${threshold} of ${count} members`);
  return Number(threshold);
}

function define(draft: Draft, name: string, quorum: Quorum): void {
  holds(!draft.named.has(name), `${name} is there already`);
  draft.named.set(name, quorum);
}

function defined(draft: Draft, name: string): Quorum {
  const found = draft.named.get(name);
  holds(found, `${name} is not defined above`);
  return found;
}

/** Two keys are duplicates when the public key is the same, whatever they are called. */
function newKey(among: readonly Readonly<{ key: VerifierKey }>[], suites: readonly SignatureSuite[], vkey: string): VerifierKey {
  const key = parseVerifierKey(sha256, suites, vkey);
  holds(!among.some((other) => hex(other.key.publicKey) === hex(key.publicKey)), 'the same key twice');
  return key;
}

function checkedUrl(url: string): string {
  holds(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), 'not an HTTP address');
  return url.replace(/\/+$/, '');
}

/** Who of the policy signed a checkpoint, whether that is enough, and who of those whom the quorum counts did not. */
export type Backing = Readonly<{ logs: readonly string[]; witnesses: readonly string[]; missing: readonly string[]; quorum: boolean }>;
export type Judgement = Readonly<{ checkpoint: Checkpoint }> & Omit<Backing, 'missing'>;

/** Holds a checkpoint with its signatures against the policy. @throws Malformed when it is none, no log of the policy signed it, or a known key's signature fails */
export function judge(policy: Policy, whole: string): Judgement {
  const note = parseNote(whole);
  const checkpoint = parseCheckpoint(note.text);
  const { logs, witnesses, quorum } = backedBy(policy, verifyNote(note, keysFor(policy, checkpoint)), checkpoint);
  if (logs.length === 0) throw new Malformed('log-signature');
  return { checkpoint, logs, witnesses, quorum };
}

/** The same of a note that may as well be signed by nobody whom the policy knows. @throws Malformed when it is no checkpoint, or a known key's signature fails */
export function backing(policy: Policy, note: Note): Backing {
  const checkpoint = parseCheckpoint(note.text);
  const keys = keysFor(policy, checkpoint);
  const isKnown = note.signatures.some(({ name, id }) => keys.some((key) => key.name === name && key.id === id));
  return backedBy(policy, isKnown ? verifyNote(note, keys) : [], checkpoint);
}

/** A key's name is its log's origin: no log of the policy speaks for another. */
const logsFor = ({ logs }: Policy, { origin }: Checkpoint): readonly PolicyLog[] => logs.filter(({ key }) => key.name === origin);
const keysFor = (policy: Policy, checkpoint: Checkpoint): readonly VerifierKey[] => [...logsFor(policy, checkpoint), ...policy.witnesses].map(({ key }) => key);

function backedBy(policy: Policy, signed: readonly VerifiedSignature[], checkpoint: Checkpoint): Backing {
  // A cosignature without its time does not say that this is the latest.
  const has = ({ key }: Readonly<{ key: VerifierKey }>) => signed.some((one) => one.key === key && one.timestamp !== 0);
  const cosigned = new Set(policy.witnesses.filter(has));
  return {
    logs: logsFor(policy, checkpoint)
      .filter(has)
      .map(({ key }) => key.name),
    witnesses: [...cosigned].map(({ name }) => name),
    missing: countedIn(policy.quorum).flatMap((one) => (cosigned.has(one) ? [] : [one.name])),
    quorum: isMet(policy.quorum, cosigned),
  };
}

const countedIn = (quorum: Quorum): readonly PolicyWitness[] => ('of' in quorum ? quorum.of.flatMap(countedIn) : [quorum]);

const isMet = (quorum: Quorum, cosigned: ReadonlySet<PolicyWitness>): boolean =>
  'of' in quorum ? quorum.of.filter((member) => isMet(member, cosigned)).length >= quorum.needs : cosigned.has(quorum);

/**
 * When a quorum stood behind a checkpoint, in seconds since 1970 by the clocks of the witnesses; undefined while none does, and where nobody is needed.
 * @throws Malformed as `judge` does
 */
export function quorumTime(policy: Policy, whole: string): number | undefined {
  if (!judge(policy, whole).quorum) return undefined;
  const keys = policy.witnesses.map(({ key }) => key);
  const note = parseNote(whole);
  const timed = note.signatures.some(({ name, id }) => keys.some((key) => key.name === name && key.id === id)) ? verifyNote(note, keys) : [];
  const times = timed.map(({ timestamp = 0 }) => timestamp).sort((a, b) => a - b);
  const signedBy = (time: number) => policy.witnesses.filter(({ key }) => timed.some((one) => one.key === key && one.timestamp! > 0 && one.timestamp! <= time));
  return times.find((time) => isMet(policy.quorum, new Set(signedBy(time))));
}
