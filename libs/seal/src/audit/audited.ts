import { Rejection } from '#kernel';
import { fromBase64, Malformed, parseCheckpoint, parseNote, verifyConsistency, verifyNote, type Checkpoint, type VerifierKey } from '#transparency';
import { sha256 } from '../suites/index.js';
import { auditFiles, type AuditState, type ProvenBeginning } from './audit-state.js';
import { openAuditorKey } from './auditor-key.js';

/**
 * What a holder read of a log, all of it, up to a checkpoint. `isSigned`: the checkpoint carries the cosignature that the holder's own audit gave it, so that nobody put
 * another in its place. `proofs`: that what the checkpoint stands for begins with earlier states.
 */
export type AuditedLog = Readonly<{ checkpoint: Checkpoint; isSigned: boolean; proofs: readonly ProvenBeginning[] }>;

/**
 * What the auditor of a folder remembers of a log; undefined where it never audited it.
 * @throws Rejection `audit.no-key`, `audit.key-exposed`, `audit.key-damaged`, `audit.state-damaged`
 */
export function auditedLog(folder: string, origin: string): AuditedLog | undefined {
  const { key } = openAuditorKey(folder);
  const state = auditFiles(folder).read(origin);
  if (!state) return undefined;
  try {
    return remembered(state, key);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('audit.state-damaged', {
      zh: `审计记录已损坏或被改动：${folder}（${origin}）`,
      en: `what the auditor remembers of ${origin} is damaged, or was changed (${error.code}): ${folder}`,
    });
  }
}

/** @throws Malformed unless note, figures and proofs agree, and, where the auditor's own line stands there, it holds */
function remembered({ origin, size, root, note: text, proofs = [] }: AuditState, key: VerifierKey): AuditedLog {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  const isSame = checkpoint.origin === origin && checkpoint.size === size && Buffer.from(checkpoint.root).toString('hex') === root;
  if (!isSame) throw new Malformed('audited-checkpoint');
  const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
  if (!proofs.every((proof) => proves(proof, checkpoint))) throw new Malformed('audited-proof');
  if (own.length > 0) verifyNote({ text: note.text, signatures: own }, [key]);
  return { checkpoint, isSigned: own.length > 0, proofs };
}

const proves = ({ size, root, path }: ProvenBeginning, to: Checkpoint): boolean =>
  verifyConsistency(sha256, { from: size, to: to.size, fromRoot: fromBase64(root), toRoot: to.root, path: path.map(fromBase64) });
