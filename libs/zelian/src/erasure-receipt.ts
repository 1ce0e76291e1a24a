import { createHash } from 'node:crypto';
import { canonicalJson, must, parseStrictJson, type Actor, type Instant } from '#kernel';
import { answerRecorded } from '#access';
import type { ErasureGround, ErasureRow, ErasureStep } from '#redress';
import type { VerifierKey } from '#transparency';
import { notAnOwner, ownsCases } from './case-owners.js';
import type { Parts } from './parts.js';
import { isNoteOf, SIGNED_NOTE, type PaperSignature } from './receipt-signer.js';
import { originOf } from './sealing.js';
import { isSignedHere, signerOf } from './signing.js';

/** Who acted, when, and the hash of the event that says so: the receipt can be held against the ledger for ever. */
type Act = Readonly<{ eventId: string; position: number; recordedAt: Instant; actor: Actor; sha256: string }>;
/** What a receipt says. It holds no private value: `commitments` are what nothing opens any more. */
export type ErasureStatement = Readonly<{
  format: 'zelian-erasure-receipt/1';
  ledgerId: string;
  erasureId: string;
  subjectId: string;
  fields: readonly string[] | 'all';
  ground: ErasureGround;
  provision: string;
  /** Of the proposal, and of the decision on it. */
  documentNo: string;
  approvalNo: string;
  proposed: Act;
  approved: Act;
  carriedOut: Act;
  commitments: readonly string[];
}>;
export type ErasureReceipt = Readonly<{ statement: ErasureStatement; signature: PaperSignature }>;

/** Begins as no event does, and as no checkpoint: no receipt's signature is any of theirs. As a signed note this is the text, without its last newline. */
export const receiptText = (statement: unknown): Buffer => Buffer.from(`zelian-erasure-receipt/1\n${canonicalJson(statement)}`, 'utf8');

type Asked = Readonly<{ erasureId: string; actor: Actor }>;

/** The receipt of what was erased, for case owners and the subject; that it was asked for is noted. @throws Rejection `erasure.not-carried-out` */
export async function erasureReceipt(parts: Parts, { erasureId, actor }: Asked): Promise<ErasureReceipt> {
  const { reader, access, clock, info } = parts;
  const entry = { at: clock.now(), actor, kind: 'read' as const, view: 'erasures', key: erasureId, purpose: 'receipt' };
  const row = await answerRecorded(access, entry, async () => {
    const found = (await reader.get('erasures', erasureId)).row as ErasureRow | undefined;
    const own = found !== undefined && found.subjectId === actor.personId;
    if (!own && !(await ownsCases(parts, actor))) throw notAnOwner();
    return found;
  });
  must(row?.approved && row.carriedOut, 'erasure.not-carried-out', { zh: '没有已执行的这一删除事项', en: 'no such erasure has been carried out' });
  const signer = await signerOf(parts);
  must(signer, 'erasure.no-signer', { zh: '缺少密钥，不能出具删除回执', en: 'the key is not here: no receipt can be signed' });
  const { subjectId, fields = 'all', ground, provision, documentNo } = row;
  const { commitments, ...carriedOut } = row.carriedOut;
  const act = (step: ErasureStep) => actOf(parts, step);
  const statement: ErasureStatement = {
    ...{
      format: 'zelian-erasure-receipt/1',
      ledgerId: info.ledgerId,
      erasureId,
      subjectId,
      fields,
      ground,
      provision,
      documentNo,
      approvalNo: row.approved.documentNo,
    },
    ...{ proposed: await act(row.proposed), approved: await act(row.approved), carriedOut: await act(carriedOut), commitments },
  };
  const { algorithm, keyId } = signer;
  return { statement, signature: { algorithm, keyId, value: signer.sign(receiptText(statement)).toString('hex') } };
}

async function actOf({ engines }: Parts, { eventId, position, recordedAt, actor }: ErasureStep): Promise<Act> {
  const stored = await engines.log.find(eventId);
  must(stored, 'ledger.corrupt', { zh: `账本中没有事件${eventId}`, en: `the log has no event ${eventId}` });
  return { eventId, position, recordedAt, actor, sha256: createHash('sha256').update(stored.bytes).digest('hex') };
}

/** Whether a receipt is this ledger's, and still true: signed, its events stand as it says, and nothing it names can be opened. Null: no ledger here that could say. */
export type ReceiptVerdict = Readonly<{ ok: boolean; signature: boolean; events: boolean | null; gone: boolean | null }>;

/**
 * Holds a receipt against its ledger and, where keys are given, against these too; against them alone where the ledger is another.
 * @throws Rejection `erasure.receipt-malformed`, `erasure.no-signer`
 */
export async function checkReceipt(parts: Parts, text: string, keys: readonly VerifierKey[] = []): Promise<ReceiptVerdict> {
  const { engines, contexts, info } = parts;
  const receipt = parsed(text);
  const { statement, signature } = receipt;
  if (keys.length > 0 && statement.ledgerId !== info.ledgerId) return checkReceiptByKeys(text, keys);
  const signedHere = await isSignedHere(parts, signature, receiptText(statement));
  must(signedHere !== undefined, 'erasure.no-signer', { zh: '缺少密钥，不能核对回执', en: 'the key is not here: the receipt cannot be checked' });
  const signed = signedHere && (keys.length === 0 || isSignedBy(keys, receipt));
  const acts = [statement.proposed, statement.approved, statement.carriedOut];
  const stand = await Promise.all(
    acts.map(async ({ eventId, position, sha256 }) => {
      const stored = await engines.log.find(eventId);
      return stored?.position === position && createHash('sha256').update(stored.bytes).digest('hex') === sha256;
    }),
  );
  const scopes = [...new Set(contexts.flatMap(({ deciders }) => deciders.map(({ category }) => category)))];
  const gone = (await engines.vault.reveal(statement.commitments, scopes)).size === 0;
  const events = stand.every(Boolean);
  return { ok: signed && events && gone, signature: signed, events, gone };
}

/** What a holder can tell without any ledger: shape, and the signature by one of the keys that he got elsewhere. @throws Rejection `erasure.receipt-malformed` */
export function checkReceiptByKeys(text: string, keys: readonly VerifierKey[]): ReceiptVerdict {
  const signature = isSignedBy(keys, parsed(text));
  return { ok: signature, signature, events: null, gone: null };
}

/** Only the key of the ledger that the receipt names speaks for it: others sign under another name. */
function isSignedBy(keys: readonly VerifierKey[], { statement, signature }: ErasureReceipt): boolean {
  const own = keys.filter(({ name }) => name === originOf(statement));
  return signature.algorithm === SIGNED_NOTE && isNoteOf(own, signature, receiptText(statement));
}

function parsed(text: string): ErasureReceipt {
  const { statement, signature } = (parseStrictJson(text) ?? {}) as Partial<ErasureReceipt>;
  must(isStatement(statement) && isSignature(signature), 'erasure.receipt-malformed', { zh: '不是删除回执', en: 'this is no receipt of an erasure' });
  return { statement, signature };
}

const TEXTS = ['ledgerId', 'erasureId', 'subjectId', 'ground', 'provision', 'documentNo', 'approvalNo'] as const;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isAct = (act: Partial<Act> | null | undefined): boolean =>
  [act?.eventId, act?.sha256, act?.recordedAt].every(isText) && Number.isSafeInteger(act?.position) && typeof act?.actor === 'object' && act.actor !== null;
const isStatement = (one: Partial<ErasureStatement> | undefined): one is ErasureStatement =>
  one?.format === 'zelian-erasure-receipt/1' &&
  TEXTS.every((name) => isText(one[name])) &&
  (one.fields === 'all' || isTexts(one.fields)) &&
  [one.proposed, one.approved, one.carriedOut].every(isAct) &&
  isTexts(one.commitments);
const isSignature = (one: Partial<ErasureReceipt['signature']> | undefined): one is ErasureReceipt['signature'] =>
  typeof one?.keyId === 'string' && typeof one.algorithm === 'string' && /^([0-9a-f]{2})+$/.test(one.value ?? '');
