import { must, parseStrictJson, Rejection, type Actor } from '#kernel';
import { execute, newCommandId, type ForeignEvent, type ReceiveBundle } from '#ledger';
import { opens, type VaultEntry } from '#vault';
import { notAnOwner, ownsCases } from '../case-owners.js';
import { fault, readEnvelope, type Fault } from '../envelope-check.js';
import { holdsPlainPrivate, ImportRefused, type LineFault } from '../event-lines.js';
import type { Zelian } from '../zelian.js';
import { parseBundle, sha256Of, type Bundle } from './format.js';
import { Holdings } from './holdings.js';

export type BundleImport = Readonly<{
  bytes: Buffer;
  actor: Actor;
  /** The source's public key, as it was told by another way; needed the first time, and when the source has a new one. */
  signedBy?: string;
  ownersOnly?: boolean;
}>;
/** `received`: how many events are new by it; a bundle that was here already brings none. */
export type BundleImported = Readonly<{ ledgerId: string; from: number; to: number; received: number; privates: number; position: number }>;

/**
 * Takes another ledger's events in, under a stream of their own, as exactly the bytes they are there: all of the bundle or nothing.
 * @throws ImportRefused with every faulty line; Rejection `bundle.…`
 */
export async function importBundle(zelian: Zelian, { bytes, actor, signedBy, ownersOnly = false }: BundleImport): Promise<BundleImported> {
  if (ownersOnly && !(await ownsCases(zelian.parts, actor))) throw notAnOwner();
  const bundle = parseBundle(bytes);
  const { header } = bundle;
  const { ledgerId, from, to, publicKey: signer } = header;
  mustBeForeign(zelian, bundle);
  const held = await Holdings.of(zelian.log, header);
  mustBeTrusted(bundle, { known: held.signer, signedBy });
  must(from <= held.next, 'bundle.gap', {
    zh: `本账本只有来源账本的前${held.next}个事件，而本包从第${from}号开始：请先导入第${held.next}号至第${from - 1}号`,
    en: `the first ${held.next} events of the source are here, the bundle begins at ${from}: import ${held.next} to ${from - 1} first`,
  });
  const before = held.next;
  const { fresh, faults } = taken(bundle, held);
  const privates = valuesIn(bundle, faults);
  if (faults.length > 0) throw new ImportRefused(faults.sort((a, b) => a.line - b.line));
  must(held.rootAt(from) === header.rootBefore && held.rootAt(to) === header.rootAfter, 'bundle.forked', {
    zh: '来源账本的历史与本账本已接收的不一致',
    en: 'the source tells another history than the one received here',
  });
  const kept = await keep(zelian, privates);
  if (fresh.length === 0) return { ledgerId, from, to, received: 0, privates: kept, position: (await zelian.log.head()).position };
  const data: ReceiveBundle['data'] = { ledgerId, from: before, to, signer, root: header.rootAfter, events: fresh };
  const { position } = await record(zelian, { type: 'ReceiveBundle', data }, actor);
  return { ledgerId, from, to, received: fresh.length, privates: kept, position };
}

function mustBeForeign({ parts: { info } }: Zelian, { header: { ledgerId, clock } }: Bundle): void {
  must(ledgerId !== info.ledgerId, 'bundle.own', { zh: '这是本账本自己的事件包', en: 'this bundle is this ledger’s own' });
  must(clock === info.clock, 'bundle.clock-mismatch', {
    zh: '模拟时钟的账本与真实时钟的账本不得合并',
    en: 'a ledger on a simulated clock and one on the real clock do not mix',
  });
}

function mustBeTrusted({ header: { publicKey }, signed }: Bundle, { known, signedBy }: Readonly<{ known?: string; signedBy?: string }>): void {
  const trusted = signedBy ?? known;
  must(trusted !== undefined, 'bundle.signer-unknown', {
    zh: `首次接收须指明来源公钥（请向来源单位另行核对）：${publicKey}`,
    en: `the first time, say whose key it is, as the source told you by another way: ${publicKey}`,
  });
  must(trusted === publicKey, 'bundle.signer-other', { zh: '签名公钥不是所信任的来源公钥', en: 'it names another key than the one that is trusted' });
  if (!signed) throw new ImportRefused([{ line: 1, ...fault('bundle.signature', '签名不符：首行被改动', 'the signature fails: the first line was changed') }]);
}

/** Holds each event against its hash, against what is here already, and against the event before it. */
function taken({ header, events }: Bundle, held: Holdings): Readonly<{ fresh: ForeignEvent[]; faults: LineFault[] }> {
  const [fresh, faults]: [ForeignEvent[], LineFault[]] = [[], []];
  const next = held.next;
  for (const [index, bytes] of events.entries()) {
    const position = header.from + index;
    const hash = header.leaves[index]!;
    const found = takeOne(bytes, { position, hash, held, isHeld: position < next, ledgerId: header.ledgerId });
    if ('fault' in found) faults.push({ line: index + 2, ...found.fault });
    else if (found.event) fresh.push(found.event);
  }
  return { fresh, faults };
}

type Place = Readonly<{ position: number; hash: string; held: Holdings; isHeld: boolean; ledgerId: string }>;

function takeOne(bytes: Buffer, { position, hash, held, isHeld, ledgerId }: Place): Readonly<{ fault: Fault }> | Readonly<{ event?: ForeignEvent }> {
  if (sha256Of(bytes) !== hash) {
    held.passOver(bytes);
    return { fault: fault('bundle.line-changed', '内容被改动', 'the line was changed') };
  }
  if (isHeld)
    return held.hashes[position] === hash
      ? {}
      : { fault: fault('bundle.forked', '与已接收的同号事件不同', 'another event than the one received at this position') };
  const { envelope, fault: unreadable } = { envelope: undefined, fault: undefined, ...readEnvelope(bytes) };
  if (!envelope) {
    held.passOver(bytes);
    return { fault: unreadable! };
  }
  if (holdsPlainPrivate(bytes)) return { fault: fault('import.plain-private', '含有未加密承诺的私密内容', 'holds a private value in clear') };
  if (position === 0 && (envelope.data as { ledgerId?: unknown }).ledgerId !== ledgerId)
    return { fault: fault('bundle.other-ledger', '首个事件不是该账本的开立', 'the first event opens another ledger') };
  const broken = held.succession.next(envelope);
  if (broken) return { fault: broken };
  held.add(bytes, hash);
  return { event: { position, type: envelope.type, subjects: envelope.subjects, sha256: hash, bytes: bytes.toString('utf8') } };
}

/** Private values that open commitments of events in the bundle, within the scopes that were said. */
function valuesIn({ header, events, privates }: Bundle, faults: LineFault[]): readonly VaultEntry[] {
  if (privates.length === 0) return [];
  const texts = new Map<string, string>();
  for (const bytes of events) {
    const { envelope } = { envelope: undefined, ...readEnvelope(bytes) };
    if (envelope) texts.set(envelope.id, bytes.toString('utf8'));
  }
  return privates.flatMap((bytes, index) => {
    const entry = sha256Of(bytes) === header.privates[index] ? entryIn(bytes) : undefined;
    const sound = entry && opens(entry) && header.scopes?.includes(entry.scope) && texts.get(entry.eventId)?.includes(`"${entry.commitment}"`);
    if (!sound)
      faults.push({ line: 2 + events.length + index, ...fault('bundle.private-value', '私密内容与承诺不符', 'a private value does not open its commitment') });
    return sound ? [entry] : [];
  });
}

const ENTRY_FIELDS = ['commitment', 'eventId', 'field', 'scope', 'subject', 'value', 'salt'] as const;
function entryIn(bytes: Buffer): VaultEntry | undefined {
  try {
    const value = parseStrictJson(bytes.toString('utf8')) as Partial<VaultEntry> | null;
    return ENTRY_FIELDS.every((field) => typeof value?.[field] === 'string') ? (value as VaultEntry) : undefined;
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

/** Before the events, as with any private value. What was erased here stays erased. @returns how many are new */
async function keep({ parts: { engines, shown }, scopes }: Zelian, entries: readonly VaultEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  const commitments = entries.map(({ commitment }) => commitment);
  const [known, erased] = [await shown.reveal(commitments, scopes), await shown.erased(commitments, scopes)];
  const fresh = entries.filter(({ commitment }) => !known.has(commitment) && !erased.has(commitment));
  if (fresh.length > 0) await engines.vault.put(fresh);
  return fresh.length;
}

async function record(zelian: Zelian, command: ReceiveBundle, actor: Actor): Promise<Readonly<{ position: number }>> {
  const { write, clock, entropy } = zelian.parts;
  must(write, 'ledger.read-only', { zh: '账本以只读方式打开', en: 'the ledger is open for reading only' });
  const { ledgerId, from, to } = command.data;
  const commandId = newCommandId(clock.now(), entropy, `bundle|${ledgerId}|${from}|${to}`);
  return execute(write.ports, zelian.deciderOf(command.type), { command, commandId, actor, origin: 'import' });
}
