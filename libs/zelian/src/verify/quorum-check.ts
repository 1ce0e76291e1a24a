import type { Message } from '#kernel';
import { backing, type Backing, type Policy } from '#seal';
import { addSignatures, parseCheckpoint, type Note } from '#transparency';
import { told, type Check } from './check.js';
import type { HeadsChecked } from './checkpoint-check.js';
import type { SignedHeadFound } from './signed-heads.js';

type Backed = Backing & Readonly<{ size: number }>;

/**
 * The quorum of the asker's policy has to stand behind the last checkpoint that holds, and one of its logs, where it names any, has to have signed it. Otherwise: who is
 * missing, and how far a quorum does reach.
 */
export function quorumCheck(heads: readonly SignedHeadFound[], { findings }: HeadsChecked, policy: Policy): Check {
  const sound = heads.flatMap((head) => (head.note && !findings.some((finding) => finding.head === head) ? [head.note] : []));
  const backed = together(sound)
    .map((note): Backed => ({ size: parseCheckpoint(note.text).size, ...backing(policy, note) }))
    .sort((a, b) => b.size - a.size);
  const [last] = backed;
  if (!last) return told(QUORUM, { faults: [{ place: 'checkpoints', what: NONE }], sound: NONE });
  const believed = backed.find((one) => isBelieved(policy, one));
  const faults = believed?.size === last.size ? [] : [{ place: `checkpoint/${last.size}`, what: unmet(policy, last, believed) }];
  return told(QUORUM, { faults, sound: met(believed ?? last) });
}

const QUORUM = ['quorum', '法定见证数', 'quorum of the policy'] as const;
const NONE: Message = { zh: '没有成立的检查点，无从见证', en: 'there is no checkpoint that holds, so nobody stands behind one' };
function met({ size, witnesses }: Backed): Message {
  const by = witnesses.length === 0 ? { zh: '', en: '' } : { zh: `（${witnesses.join('、')}）`, en: ` (${witnesses.join(', ')})` };
  return { zh: `${size}个事件的检查点已达到${by.zh}`, en: `it stands behind the checkpoint of ${size} events${by.en}` };
}

const isBelieved = ({ logs }: Policy, backed: Backing): boolean => backed.quorum && (logs.length === 0 || backed.logs.length > 0);

/** The same checkpoint may lie here and be kept elsewhere, each with cosignatures that the other has not. */
function together(notes: readonly Note[]): readonly Note[] {
  const byText = new Map<string, Note>();
  for (const note of notes) {
    const before = byText.get(note.text);
    byText.set(note.text, before ? addSignatures(before, note.signatures) : note);
  }
  return [...byText.values()];
}

function unmet(policy: Policy, { size, quorum, missing, witnesses }: Backed, reaches: Backed | undefined): Message {
  const further: Message = reaches
    ? { zh: `；达到的只到${reaches.size}个事件`, en: `; one reaches as far as ${reaches.size} events` }
    : { zh: '；没有一个检查点达到', en: '; it stands behind no checkpoint' };
  if (quorum)
    return {
      zh: `${size}个事件的检查点不是策略文件所列账本公钥签名（列有${policy.logs.length}个）${further.zh}`,
      en: `the checkpoint of ${size} events is signed by none of the ${policy.logs.length} log keys of the policy${further.en}`,
    };
  return {
    zh: `${size}个事件的检查点未达到法定见证数：缺${missing.join('、')}，已有${witnesses.join('、') || '无'}${further.zh}`,
    en: `no quorum behind the checkpoint of ${size} events: missing ${missing.join(', ')}, there ${witnesses.join(', ') || 'nobody'}${further.en}`,
  };
}
