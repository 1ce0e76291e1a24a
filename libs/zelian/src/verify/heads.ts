import type { AdoptedKeys } from './adopted-keys.js';
import type { Check } from './check.js';
import { checkHeads, type HeadsChecked, type VerifyTrust } from './checkpoint-check.js';
import { signedHeads, type OutsideNote, type SealPlacesRead, type SignedHeadFound } from './signed-heads.js';
import { checkpointsCheck, cosignersCheck, tilesCheck } from './tell.js';
import { TreeWalk } from './tree-walk.js';

export type HeadsAsk = Readonly<{
  /** Checkpoints and tiles beside the data, the signed head beside the key. */
  seal?: SealPlacesRead;
  /** Checkpoints that somebody else kept. */
  outside?: readonly OutsideNote[];
  trust?: VerifyTrust;
}>;
export type Heads = Readonly<{ heads: readonly SignedHeadFound[]; tree: TreeWalk }>;

/** What was signed is looked up first, so that one reading of the log meets all of it. */
export async function treeFor({ seal, outside }: HeadsAsk): Promise<Heads> {
  const heads = await signedHeads(seal, outside);
  const published = heads.flatMap(({ source, checkpoint }) => (source === 'published' && checkpoint ? [checkpoint.size] : []));
  const sizes = new Set(heads.flatMap(({ checkpoint }) => checkpoint?.size ?? []));
  const tiles = seal && { store: seal.checkpoints.tiles, published: [...new Set(published)].sort((a, b) => a - b) };
  return { heads, tree: new TreeWalk({ sizes, tiles }) };
}

/** Who knows no origin takes the log's own word for it. */
export const headsAgainst = ({ seal, trust = {} }: HeadsAsk, { heads, tree, adopted }: Heads & Readonly<{ adopted: AdoptedKeys }>): HeadsChecked =>
  checkHeads(heads, { origin: seal?.origin ?? adopted.origin ?? '', tree, adopted, trust });

export function headChecks({ seal, outside, trust }: HeadsAsk, { heads, checked, tree }: Heads & Readonly<{ checked: HeadsChecked }>): readonly Check[] {
  if (!seal && !outside) return [];
  return [
    checkpointsCheck(heads, checked, trust),
    ...(seal ? [tilesCheck(tree)] : []),
    ...(trust?.cosigners ? [cosignersCheck(checked, trust.cosigners)] : []),
  ];
}
