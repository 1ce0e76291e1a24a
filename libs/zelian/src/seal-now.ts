import { must, Rejection, type Actor } from '#kernel';
import type { SealSuite } from '#seal';
import { Malformed } from '#transparency';
import { notAnOwner, ownsCases } from './case-owners.js';
import { checkpointAnswer, type CheckpointAnswer } from './checkpoints.js';
import type { Zelian } from './zelian.js';

/**
 * Seals what there is, first with a new key when that is asked for. Over a network a change of keys is for case owners. `after`: what was signed last as far as `actor`
 * knows, where the key's own memory of it is gone; `none`: nothing beyond this log.
 */
export async function sealNow(
  { parts, sealer, duties }: Zelian,
  { rotate, actor, ownersOnly = false, after }: Readonly<{ rotate?: SealSuite; actor?: Actor; ownersOnly?: boolean; after?: string }> = {},
): Promise<CheckpointAnswer> {
  if (rotate && ownersOnly && !(await ownsCases(parts, actor ?? {}))) throw notAnOwner();
  must(duties.areOurs, 'ledger.not-on-duty', { zh: '签封由同一账本的另一进程负责', en: 'another process on this log seals it' });
  if (after !== undefined) await resumed(sealer, after, actor ?? {});
  const { size } = rotate ? await sealer.rotate(rotate) : await sealer.seal();
  return checkpointAnswer(parts, size);
}

async function resumed(sealer: Zelian['sealer'], after: string, by: Actor): Promise<void> {
  try {
    await sealer.resume({ by, ...(after !== 'none' && { last: after }) });
  } catch (error) {
    if (error instanceof Malformed) throw new Rejection('checkpoint.malformed', { zh: '所交的不是检查点原文', en: 'what was handed in is no checkpoint note' });
    throw error;
  }
}
