import { createHash } from 'node:crypto';
import { must, type Actor, type CalendarDate } from '#kernel';
import type { Reader } from '#readmodel';
import { COMPLAINT_ORGANS, COMPLAINT_SCOPE, type ComplaintRegisterRow, type UnitRow } from '#registry';
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

/** Nothing of whom it is about, nor of who asks. */
export type ReceiptAnswer = Readonly<{
  complaintId: string;
  receivedOn: CalendarDate;
  organUnitId: string;
  startedCase: boolean;
  concluded: ComplaintRegisterRow['concluded'];
  eventId: string;
}>;

/**
 * What became of a complaint, for who holds its code. It is asked by nobody in particular, so nothing is noted of who asks; a wrong code and a complaint that there
 * is not are answered alike. @throws Rejection `complaint.receipt-unknown`
 */
export async function complaintReceipt(reader: Reader, complaintId: string, code: string): Promise<ReceiptAnswer> {
  const row = (await reader.get('complaint-register', complaintId)).row as ComplaintRegisterRow | undefined;
  must(row?.receiptHash === receiptHash(complaintId, code), 'complaint.receipt-unknown', {
    zh: '没有与此编号和回执码相符的举报',
    en: 'no complaint has that number and that code',
  });
  const { receivedOn, organUnitId, cases, concluded, eventId } = row!;
  return { complaintId, receivedOn, organUnitId, startedCase: cases.length > 0, concluded, eventId };
}
