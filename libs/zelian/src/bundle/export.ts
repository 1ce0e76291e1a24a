import { kindOf, must, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { TreeHasher } from '#transparency';
import { notAnOwner, ownsCases } from '../case-owners.js';
import { handOut, type Handing } from '../handing-out.js';
import { sha256 } from '../log-walk.js';
import type { Zelian } from '../zelian.js';
import { openBundleSigner, type BundleSigner } from './bundle-signer.js';
import { formatBundle, privateLine, sha256Of, type BundleHeader } from './format.js';

export type BundleAsk = Readonly<{
  /** The first position that goes along. */
  since: number;
  actor: Actor;
  /** Private values of these stream categories go along; they are about persons, so it is recorded who gets them. */
  scopes?: readonly string[];
  to?: Handing;
  /** Over a network, events are for case owners. */
  ownersOnly?: boolean;
}>;

/** One bundle is checked in memory on the other side; the next begins where it ends. */
export const BUNDLE_EVENTS_MAX = 20_000;

/** The key that bundles of this ledger are signed with. @throws Rejection `bundle.no-keys` */
export function bundleSigner({ parts: { keysFolder } }: Zelian): BundleSigner {
  must(keysFolder !== undefined, 'bundle.no-keys', { zh: '内存账本没有密钥目录', en: 'a ledger in memory has no folder for keys' });
  return openBundleSigner(keysFolder);
}

/** The ledger's events from a position on, as one signed file for another ledger; that somebody takes it is noted first. @throws Rejection `bundle.nothing-new` */
export async function exportBundle(zelian: Zelian, { since, actor, scopes, to, ownersOnly = false }: BundleAsk): Promise<Buffer> {
  const { access, clock, info } = zelian.parts;
  const entry = {
    at: clock.now(),
    actor,
    kind: 'export' as const,
    view: 'bundle',
    purpose: scopes ? `with private values: ${scopes.join(', ')}` : 'events only',
  };
  return answerRecorded(access, entry, async () => {
    if (ownersOnly && !(await ownsCases(zelian.parts, actor))) throw notAnOwner();
    const signer = bundleSigner(zelian);
    const taken = await takenFrom(zelian, since);
    const values = scopes ? await valuesOf(zelian, taken.ids, scopes) : { lines: [], personIds: [] };
    const header: BundleHeader = {
      ...{ format: 'zelian-bundle/1', ledgerId: info.ledgerId, clock: info.clock, from: since, to: since + taken.lines.length },
      ...{ rootBefore: taken.rootBefore, rootAfter: taken.rootAfter, leaves: taken.lines.map(sha256Of) },
      ...{ scopes: scopes ?? null, privates: values.lines.map(sha256Of), publicKey: signer.publicKey },
    };
    const bytes = formatBundle(header, [...taken.lines, ...values.lines], signer);
    const record = { kind: 'bundle', key: `${info.ledgerId}/${header.from}-${header.to}` };
    return handOut(zelian, { record, personIds: values.personIds, bytes, actor, to });
  });
}

type Taken = Readonly<{ lines: readonly Buffer[]; ids: ReadonlySet<string>; rootBefore: string; rootAfter: string }>;

async function takenFrom({ log }: Zelian, since: number): Promise<Taken> {
  const tree = new TreeHasher(sha256);
  const root = () => Buffer.from(tree.root()).toString('hex');
  const [lines, ids]: [Buffer[], Set<string>] = [[], new Set()];
  let rootBefore = root();
  for await (const { bytes, id, position } of log.readAll(0)) {
    if (position === since) rootBefore = root();
    if (position === since + BUNDLE_EVENTS_MAX) break;
    tree.add(bytes);
    if (position < since) continue;
    lines.push(bytes);
    ids.add(id);
  }
  must(lines.length > 0, 'bundle.nothing-new', { zh: `第${since}号起没有事件`, en: `there are no events from ${since} on` });
  return { lines, ids, rootBefore, rootAfter: root() };
}

/** What the vault holds for those events within the scopes; erased values are not there to be given. */
async function valuesOf(zelian: Zelian, ids: ReadonlySet<string>, scopes: readonly string[]): Promise<Readonly<{ lines: Buffer[]; personIds: string[] }>> {
  const unknown = scopes.find((scope) => !zelian.scopes.includes(scope));
  must(unknown === undefined, 'bundle.scope-unknown', { zh: `没有这一范围：${unknown}`, en: `no such scope: ${unknown}` });
  const lines: Buffer[] = [];
  const persons = new Set<string>();
  for await (const entry of zelian.parts.shown.entries()) {
    if (!ids.has(entry.eventId) || !scopes.includes(entry.scope)) continue;
    lines.push(privateLine(entry));
    if (kindOf(entry.subject) === 'person') persons.add(entry.subject);
  }
  return { lines, personIds: [...persons].sort() };
}
