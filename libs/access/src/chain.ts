import { timingSafeEqual } from 'node:crypto';
import { canonicalJson, isInstant, must, parseStrictJson, Rejection } from '#kernel';
import { CANNOT_SHOW, type AccessEntry, type AccessFilter, type AccessKeys, type AccessVerdict, type StoredAccess } from './access-log.js';

/** As the engines keep it: the exact canonical bytes and the chained MAC. */
export type Link = Readonly<{ seq: number; bytes: Buffer; mac: Buffer; macKeyId: string }>;
/** How many entries there are and the last one's MAC; `seal` binds both to the key. */
export type Head = Readonly<{ count: number; mac: string; seal: string }>;

/** What the first entry chains to. */
export const GENESIS = Buffer.alloc(32);
const TEXT_MAX = 500;
const KINDS = ['read', 'export', 'refused'];

const linkMac = (keys: AccessKeys, previous: Buffer, bytes: Buffer): Buffer => keys.mac(Buffer.concat([previous, bytes]));
/** Begins with a word that no MAC of 32 bytes followed by JSON begins with by design: a head never passes as an entry. */
const sealOf = (keys: AccessKeys, count: number, mac: string): string => keys.mac(Buffer.from(`access-head|${count}|${mac}`)).toString('hex');

/** The next link after `previous`. @throws Rejection `access.keyless`, `access.invalid` */
export function nextLink(entry: AccessEntry, previous: Pick<Link, 'seq' | 'mac'> | undefined, keys: AccessKeys | undefined): Link {
  must(keys, 'access.keyless', { zh: '缺少密钥，无法登记查阅，故不予查阅', en: 'without the key the read cannot be recorded, so it is not answered' });
  mustBeSound(entry);
  const seq = (previous?.seq ?? -1) + 1;
  const { at, actor, kind, view, key, subject, purpose, outcome } = entry;
  const bytes = Buffer.from(canonicalJson({ seq, at, actor, kind, view, key, subject, purpose, outcome }), 'utf8');
  return { seq, bytes, mac: linkMac(keys, previous?.mac ?? GENESIS, bytes), macKeyId: keys.macKeyId };
}

function mustBeSound({ at, kind, ...texts }: AccessEntry): void {
  const { actor, ...rest } = texts;
  const all = [...Object.values(rest), ...Object.values(actor)].filter((text) => text !== undefined);
  const sound = isInstant(at) && KINDS.includes(kind) && Object.values(actor).some((name) => name !== undefined && name !== '');
  must(sound && all.every((text) => typeof text === 'string' && text.length <= TEXT_MAX && text.isWellFormed()), 'access.invalid', {
    zh: `查阅登记须写明时间、查阅人和结果，每项不超过${TEXT_MAX}字`,
    en: `a record of access names time, actor and outcome, each text at most ${TEXT_MAX} characters`,
  });
}

/** A link as readers meet it. @throws Rejection `access.damaged` */
export function storedOf({ seq, bytes, mac, macKeyId }: Link): StoredAccess {
  const entry = parsed(bytes);
  if (entry?.seq !== seq) throw new Rejection('access.damaged', { zh: `第${seq}条查阅记录已损坏`, en: `access entry ${seq} is damaged` });
  return { ...(entry as AccessEntry & { seq: number }), mac: mac.toString('hex'), macKeyId };
}

/** The entry in some bytes, when they are strict, canonical JSON of an object. */
function parsed(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = parseStrictJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && canonicalJson(value) === text
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Damage is the answer here, not a fault: the caller names the entry.
    return undefined;
  }
}

/** Whether an entry is asked for. */
export function fits(entry: StoredAccess, { subject, view, kind, personId, from, to }: AccessFilter): boolean {
  const wanted = [
    [subject, entry.subject],
    [view, entry.view],
    [kind, entry.kind],
    [personId, entry.actor.personId],
  ] as const;
  return wanted.every(([asked, is]) => asked === undefined || asked === is) && (from === undefined || entry.at >= from) && (to === undefined || entry.at < to);
}

/** The sealed head after a link; without one, of the empty chain. */
export function headAfter(link: Pick<Link, 'seq' | 'mac'> | undefined, keys: AccessKeys): Head {
  const [count, mac] = [(link?.seq ?? -1) + 1, (link?.mac ?? GENESIS).toString('hex')];
  return { count, mac, seal: sealOf(keys, count, mac) };
}

/** A head from its file's text; `undefined` when it is not one. */
export function headFrom(text: string): Head | undefined {
  const value = parsed(Buffer.from(text.trim(), 'utf8'));
  const { count, mac, seal } = value ?? {};
  return Number.isSafeInteger(count) && typeof mac === 'string' && typeof seal === 'string' ? { count: count as number, mac, seal } : undefined;
}

type Fault = NonNullable<AccessVerdict['firstBad']>;
const fault = (seq: number, zh: string, en: string): Fault => ({ seq, what: { zh, en } });
/** What stands where the head is kept. */
export type HeadFound = Head | 'absent' | 'damaged';

/**
 * What the head kept beside the chain says of its end. It may lag behind the chain (a crash between the two writes), never run ahead of it.
 * `macAt` gives the MAC of the last of the first n entries.
 */
export function headFault(head: HeadFound, entries: number, macAt: (count: number) => Buffer | undefined, keys: AccessKeys): Fault | undefined {
  if (head === 'absent')
    return entries === 0
      ? undefined
      : fault(entries, '链头文件缺失，无法断定末尾条目是否被删除', 'the head file is missing: whether the last entries were deleted cannot be told');
  if (head === 'damaged' || head.seal !== sealOf(keys, head.count, head.mac))
    return fault(entries, '链头文件已损坏或被伪造', 'the head file is damaged or forged');
  if (head.count > entries) return fault(entries, `末尾缺少${head.count - entries}条查阅记录`, `the last ${head.count - entries} entries are missing`);
  const mac = head.count === 0 ? GENESIS : macAt(head.count);
  return mac?.toString('hex') === head.mac ? undefined : fault(Math.max(0, head.count - 1), '查阅记录与链头不一致', 'the chain differs from its head');
}

/** Walks the chain from its beginning, then holds its end against the head; names the first fault, repairs nothing. */
export async function verifyChain(links: AsyncIterable<Link>, head: HeadFound, keys: AccessKeys | undefined): Promise<AccessVerdict> {
  if (!keys) return { ok: false, entries: 0, firstBad: fault(0, '缺少密钥，无法核验', 'cannot be verified without the key'), cannotShow: CANNOT_SHOW };
  const wanted = typeof head === 'object' ? head.count : -1;
  let entries = 0;
  let previous: Buffer = GENESIS;
  let atHead: Buffer | undefined;
  let firstBad: Fault | undefined;
  try {
    for await (const link of links) {
      firstBad = linkFault(link, entries, previous, keys);
      if (firstBad) break;
      previous = link.mac;
      if (++entries === wanted) atHead = link.mac;
    }
  } catch (error) {
    firstBad = fault(entries, '文件损坏，无法继续读取', `the file is damaged and cannot be read further: ${String(error)}`);
  }
  firstBad ??= headFault(head, entries, () => atHead, keys);
  return { ok: firstBad === undefined, entries, ...(firstBad && { firstBad }), cannotShow: CANNOT_SHOW };
}

function linkFault({ seq, bytes, mac, macKeyId }: Link, expected: number, previous: Buffer, keys: AccessKeys): Fault | undefined {
  if (seq !== expected) return fault(expected, `缺少第${expected}条查阅记录`, `entry ${expected} is missing`);
  if (macKeyId !== keys.macKeyId) return fault(seq, `密钥编号不符：${macKeyId}`, `made with another key: ${macKeyId}`);
  const right = linkMac(keys, previous, bytes);
  if (right.length !== mac.length || !timingSafeEqual(right, mac)) return fault(seq, '内容或校验码被改动', 'the entry or its MAC was changed');
  return parsed(bytes)?.['seq'] === seq ? undefined : fault(seq, '内容不是规范的查阅记录', 'not a canonical entry');
}
