import type { Message } from '#kernel';
import type { SealHead, CheckpointStore } from '#seal';
import { Malformed, parseCheckpoint, parseNote, type Checkpoint, type Note } from '#transparency';

/** `published`: beside the data; `head`: beside the key; `outside`: kept by somebody else. */
export type HeadSource = 'published' | 'head' | 'outside';
/** A signed head that the log has to go on from; without `note` and `checkpoint` it could not be read. */
export type SignedHeadFound = Readonly<{ source: HeadSource; name: string; note?: Note; checkpoint?: Checkpoint; fault?: Message }>;
export type OutsideNote = Readonly<{ name: string; text: string }>;
export type SealPlacesRead = Readonly<{
  checkpoints: Pick<CheckpointStore, 'sizes' | 'at' | 'tiles' | 'cosigners'>;
  head: Pick<SealHead, 'read' | 'knows'>;
  origin: string;
  /** Whatever key was adopted from this position on has signed here; absent where another machine may have. */
  signsFrom?: number;
  headFaults?: () => readonly Message[];
}>;

/** Every signed head there is: those published, the one beside the key, and those that were handed over. Never throws. */
export async function signedHeads(seal: SealPlacesRead | undefined, outside: readonly OutsideNote[] = []): Promise<readonly SignedHeadFound[]> {
  const handed = outside.map(({ name, text }) => headFrom('outside', name, text));
  if (!seal) return handed;
  return [...(await published(seal)), ...(await besideKey(seal)), ...handed];
}

/** Whether nothing here tells what was signed: no note, no head, and no memory that there was none. Damage tells for itself. */
export async function isForgotten({ head, origin, signsFrom }: SealPlacesRead, heads: readonly SignedHeadFound[]): Promise<boolean> {
  if (signsFrom === undefined || heads.some(({ source }) => source !== 'outside')) return false;
  const known = await attempted('head', 'seal.db', () => head.knows(origin));
  return known === false;
}

async function published({ checkpoints }: SealPlacesRead): Promise<readonly SignedHeadFound[]> {
  const sizes = await attempted('published', 'checkpoints', () => checkpoints.sizes());
  if ('source' in sizes) return [sizes];
  // Keys that are none would be handed out with dossiers.
  const cosigners = await attempted('published', 'cosigners', () => checkpoints.cosigners());
  const found: SignedHeadFound[] = 'source' in cosigners ? [cosigners] : [];
  for (const size of sizes)
    found.push(
      ...ofSize(size, await asked('published', `checkpoint/${size}`, () => checkpoints.at(size)), {
        zh: '其中所记事件数与文件名不符',
        en: 'it is of another size',
      }),
    );
  return found;
}

/** What lies in a place for one size is of that size, or a fault. */
function ofSize(size: number | undefined, found: SignedHeadFound | undefined, otherwise: Message): readonly SignedHeadFound[] {
  if (!found) return [];
  return [!found.checkpoint || found.checkpoint.size === size ? found : unreadable(found.source, found.name, otherwise)];
}

/** The stored columns have to say what the note says. */
async function besideKey({ head, origin, headFaults }: SealPlacesRead): Promise<readonly SignedHeadFound[]> {
  const damage = (headFaults?.() ?? []).map((fault) => unreadable('head', 'seal.db', fault));
  if (damage.length > 0) return damage;
  const stands = await attempted('head', 'seal.db', () => head.read(origin));
  if (stands === undefined) return [];
  if ('source' in stands) return [stands];
  const one = headFrom('head', 'seal.db', stands.note);
  const same = one.checkpoint && one.checkpoint.size === stands.size && Buffer.from(one.checkpoint.root).equals(stands.root);
  return [same || !one.checkpoint ? one : unreadable('head', 'seal.db', { zh: '所存列与原文不一致', en: 'its columns and its note disagree' })];
}

async function asked(source: HeadSource, name: string, read: () => Promise<string | undefined>): Promise<SignedHeadFound | undefined> {
  const text = await attempted(source, name, read);
  return typeof text === 'string' ? headFrom(source, name, text) : text;
}

async function attempted<Result>(source: HeadSource, name: string, read: () => Promise<Result>): Promise<Result | SignedHeadFound> {
  try {
    return await read();
  } catch (error) {
    return unreadable(source, name, { zh: '', en: String(error) });
  }
}

function headFrom(source: HeadSource, name: string, text: string): SignedHeadFound {
  try {
    const note = parseNote(text);
    return { source, name, note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return unreadable(source, name, { zh: '格式不符', en: error.code });
  }
}

const unreadable = (source: HeadSource, name: string, fault: Message): SignedHeadFound => ({ source, name, fault });
