import { createHash } from 'node:crypto';
import { must, Rejection, type Actor, type CalendarDate } from '#kernel';
import type { Reader } from '#readmodel';
import { COMPLAINT_ORGANS, COMPLAINT_SCOPE, type ComplaintRegisterRow, type UnitRow } from '#registry';
import { sha256 } from '#seal';
import { formatNote, hex, leafHash, parseTlogProof } from '#transparency';
import { adoptedKeyTexts } from './adopted-keys.js';
import { inclusionOf, type CheckpointAnswer } from './checkpoints.js';
import type { Parts } from './parts.js';
import { unitOf } from './sealed-draws.js';

/** Where it lies who complained, and what was told. */
export const COMPLAINTS = COMPLAINT_SCOPE;

/** Only who is in post at an organ that receives complaints may read them; whoever else owns the case learns that there was one. */
export async function receivesComplaints(reader: Reader, asking: Readonly<{ actor: Actor; today: CalendarDate }>): Promise<boolean> {
  const unitId = await unitOf(reader, asking);
  const unit = unitId === undefined ? undefined : ((await reader.get('unit-directory', unitId)).row as UnitRow | undefined);
  return unit?.competences.some((competence) => COMPLAINT_ORGANS.includes(competence)) ?? false;
}

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
