import { createHash } from 'node:crypto';
import { must, Rejection, type CalendarDate } from '#kernel';
import type { ComplaintRegisterRow } from '#registry';
import { sha256 } from '#seal';
import { formatNote, hex, leafHash, parseTlogProof } from '#transparency';
import { adoptedKeyTexts } from './adopted-keys.js';
import { inclusionOf, type CheckpointAnswer } from './checkpoints.js';
import type { Parts } from './parts.js';

/** What the informant holds: known to nobody but who was given the code. */
export const receiptHash = (complaintId: string, code: string): string => createHash('sha256').update(`${complaintId}:${code}`).digest('hex');

/**
 * Where the complaint lies in the log, and that it lies there: `leaf` is its RFC 6962 leaf hash in hex. `sealed`: the newest checkpoint that covers it, with the keys
 * that verify it, and the c2sp.org/tlog-proof under it; null as long as no checkpoint does. All of it are places and hashes.
 */
export type ReceiptProof = Readonly<{ position: number; leaf: string; sealed: (CheckpointAnswer & Readonly<{ proof: string }>) | null }>;
/** Nothing of whom it is about, nor of who asks. */
export type ReceiptAnswer = Readonly<{
  complaintId: string;
  receivedOn: CalendarDate;
  organUnitId: string;
  startedCase: boolean;
  concluded: ComplaintRegisterRow['concluded'];
  eventId: string;
  proof: ReceiptProof;
}>;

/**
 * What became of a complaint, for who holds its code, and the proof that it is in the log. It is asked by nobody in particular, so nothing is noted of who asks, and
 * no record of persons leaves; a wrong code and a complaint that there is not are answered alike. @throws Rejection `complaint.receipt-unknown`
 */
export async function complaintReceipt(parts: Parts, complaintId: string, code: string): Promise<ReceiptAnswer> {
  const row = (await parts.reader.get('complaint-register', complaintId)).row as ComplaintRegisterRow | undefined;
  must(row?.receiptHash === receiptHash(complaintId, code), 'complaint.receipt-unknown', {
    zh: '没有与此编号和回执码相符的举报',
    en: 'no complaint has that number and that code',
  });
  const { receivedOn, organUnitId, cases, concluded, eventId } = row!;
  return { complaintId, receivedOn, organUnitId, startedCase: cases.length > 0, concluded, eventId, proof: await proofOf(parts, eventId) };
}

async function proofOf(parts: Parts, eventId: string): Promise<ReceiptProof> {
  const stored = await parts.engines.log.find(eventId);
  must(stored, 'ledger.corrupt', { zh: `账本中没有事件${eventId}`, en: `the log has no event ${eventId}` });
  return { position: stored.position, leaf: hex(leafHash(sha256, stored.bytes)), sealed: await sealedProof(parts, eventId) };
}

/** Not sealed yet is an answer, not a fault. */
async function sealedProof(parts: Parts, eventId: string): Promise<ReceiptProof['sealed']> {
  try {
    const { origin, size, root, proof } = await inclusionOf(parts, { eventId });
    return { origin, size, root, note: formatNote(parseTlogProof(proof).checkpoint), keys: await adoptedKeyTexts(parts.engines), proof };
  } catch (error) {
    if (error instanceof Rejection && ['seal.none', 'proof.not-sealed'].includes(error.code)) return null;
    throw error;
  }
}
