import type { AdoptedKeys } from './adopted-keys.js';
import type { Check } from './check.js';
import { checkHeads, type HeadsChecked, type VerifyTrust } from './checkpoint-check.js';
import { quorumCheck } from './quorum-check.js';
import { isForgotten, signedHeads, type OutsideNote, type SealPlacesRead, type SignedHeadFound } from './signed-heads.js';
import { checkpointsCheck, cosignersCheck, tilesCheck } from './tell.js';
import { TreeWalk } from './tree-walk.js';

export type HeadsAsk = Readonly<{
  /** Checkpoints and tiles beside the data, the signed head beside the key. */
  seal?: SealPlacesRead;
  /** Checkpoints that somebody else kept. */
  outside?: readonly OutsideNote[];
  trust?: VerifyTrust;
}>;
/** `forgotten`: nothing here tells what was signed. */
export type Heads = Readonly<{ heads: readonly SignedHeadFound[]; tree: TreeWalk; forgotten: boolean }>;

/** What was signed is looked up first, so that one reading of the log meets all of it. */
export async function treeFor({ seal, outside }: HeadsAsk): Promise<Heads> {
  const heads = await signedHeads(seal, outside);
  const published = heads.flatMap(({ source, checkpoint }) => (source === 'published' && checkpoint ? [checkpoint.size] : []));
  const sizes = new Set(heads.flatMap(({ checkpoint }) => checkpoint?.size ?? []));
  const tiles = seal && { store: seal.checkpoints.tiles, published: [...new Set(published)].sort((a, b) => a - b) };
  return { heads, tree: new TreeWalk({ sizes, tiles }), forgotten: seal !== undefined && (await isForgotten(seal, heads)) };
}

/** Who knows no origin takes the log's own word for it. */
export function headsAgainst({ seal, trust = {} }: HeadsAsk, { heads, tree, adopted, forgotten }: Heads & Readonly<{ adopted: AdoptedKeys }>): HeadsChecked {
  const checked = checkHeads(heads, { origin: seal?.origin ?? adopted.origin ?? '', tree, adopted, trust });
  const position = forgotten ? adopted.firstFrom(seal?.signsFrom ?? 0) : undefined;
  return position === undefined ? checked : { ...checked, findings: [...checked.findings, { head: GONE, bad: { position, ...SIGNED_FOR } }] };
}

const GONE: SignedHeadFound = { source: 'published', name: 'checkpoints' };
const SIGNED_FOR = {
  zh: '账本启用过签封密钥，而检查点和签封记录（seal.db）都不见了',
  en: 'the log adopted a key to be signed with, and neither checkpoints nor what the key remembers (seal.db) are here',
};

export function headChecks({ seal, outside, trust }: HeadsAsk, { heads, checked, tree }: Heads & Readonly<{ checked: HeadsChecked }>): readonly Check[] {
  if (!seal && !outside) return [];
  return [
    checkpointsCheck(heads, checked, trust),
    ...(seal ? [tilesCheck(tree)] : []),
    ...(trust?.policy ? [quorumCheck(heads, checked, trust.policy)] : []),
    ...(trust?.cosigners ? [cosignersCheck(checked, trust.cosigners)] : []),
  ];
}
