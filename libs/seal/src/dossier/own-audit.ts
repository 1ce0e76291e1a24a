import { fromBase64, sameBytes, type Assurance, type Checkpoint } from '#transparency';
import type { AuditedLog } from '../audit/audited.js';
import type { Words } from './checks.js';
import type { ReaderTrust } from './dossier-trust.js';
import type { Dossier } from './format.js';

/** Whether the reader's own audit reaches the claim of a dossier, or what is missing for it; `size`: how far it reaches. */
export type OwnAudit = Readonly<{ code: 'audited' | 'never' | 'unsigned' | 'behind' | 'ahead' | 'not-comparable'; size?: number; text: Words }>;
type Found = OwnAudit | 'conflict' | undefined;
type Claim = Readonly<{ checkpoint: Checkpoint; position: number; earlier: Dossier['earlier'] }>;

/** Holds a dossier's checkpoint against what its reader read of the log. `conflict`: the log showed the auditor another history. @throws Rejection as `auditedLog` does */
export function ownAudit({ audited }: ReaderTrust, { earlier, index }: Dossier, checkpoint: Checkpoint): Found {
  if (!audited) return undefined;
  const log = audited(checkpoint.origin);
  if (!log) return told('never', ['所给审计记录没有审计过这一账本', 'the audit memory given knows nothing of this log']);
  if (!log.isSigned) return told('unsigned', UNSIGNED, log.checkpoint.size);
  return related(log, { checkpoint, position: index.position, earlier });
}

export const assuranceWith = (assurance: Assurance | undefined, audit: OwnAudit | undefined): Assurance | 'L2' | undefined =>
  audit?.code === 'audited' ? 'L2' : assurance;

const told = (code: OwnAudit['code'], [zh, en]: readonly [string, string], size?: number): OwnAudit => ({
  code,
  ...(size !== undefined && { size }),
  text: { zh, en },
});
const UNSIGNED = [
  '审计记录没有审计者自己的签名（由较早版本写下，或被替换），不予采信：请重新审计',
  "the audit memory lacks its own auditor's signature (written by an earlier version, or replaced): not counted, audit again",
] as const;
const AUDITED = [
  '您自己的审计逐件读过这一账本，包括本案卷的检查点',
  'your own audit read this log event by event, what the checkpoint of this dossier stands for included',
] as const;

/** Every index event below the audited size was recomputed: what counts is that the dossier's lies there, in the same history. */
function related({ checkpoint: read, proofs }: AuditedLog, { checkpoint, position, earlier }: Claim): Found {
  const { size } = read;
  if (size === checkpoint.size) return sameBytes(read.root, checkpoint.root) ? told('audited', AUDITED, size) : 'conflict';
  // Both lists were held against the checkpoint that they belong to.
  const [early, between] = size < checkpoint.size ? [read, earlier] : [checkpoint, proofs];
  const proof = between.find((one) => one.size === early.size);
  if (!proof) return missing(size, { checkpoint, position });
  if (!sameBytes(fromBase64(proof.root), early.root)) return 'conflict';
  return position < size ? told('audited', AUDITED, size) : behind(size, checkpoint);
}

function missing(size: number, { checkpoint, position }: Pick<Claim, 'checkpoint' | 'position'>): OwnAudit {
  if (size > checkpoint.size)
    return told(
      'ahead',
      [
        `您的审计已到${size}件，但没有记下本案卷检查点（${checkpoint.size}件）是其开头的证明：请索取新案卷，再对其检查点审计一次`,
        `your audit reaches ${size} events, without a proof that it begins with the ${checkpoint.size} of this dossier's checkpoint: ask for the dossier anew, then audit its checkpoint`,
      ],
      size,
    );
  if (position >= size) return behind(size, checkpoint);
  return told(
    'not-comparable',
    [
      `文件没有从您审计过的${size}件到其检查点（${checkpoint.size}件）的一致性证明：请对这一检查点审计一次`,
      `the file has no proof from the ${size} events that you audited to its checkpoint of ${checkpoint.size}: audit that checkpoint`,
    ],
    size,
  );
}

const behind = (size: number, checkpoint: Checkpoint): OwnAudit =>
  told(
    'behind',
    [
      `您的审计只到${size}件，本案卷的索引事件在其后：请对${checkpoint.size}件的检查点审计一次`,
      `your audit reaches ${size} events only, the dossier's index event lies behind them: audit the checkpoint of ${checkpoint.size}`,
    ],
    size,
  );
