import { addSignatures, formatNote, Malformed, parseLine, verifyNote, type Note } from '#transparency';
import { must } from '#kernel';
import { judge, type Policy, type PolicyWitness } from './policy.js';
import { requestFrom, type LatestCheckpoint, type WitnessedLog } from './witnessed-log.js';

/** What a witness's server said. */
export type Said = Readonly<{ status: number; type: string; body: string }>;
/** Sends one request to a submission prefix. @throws Unreachable */
export type Submit = (url: string, body: string) => Promise<Said>;
/** Nobody answered, or not in time. */
export class Unreachable extends Error {}

/**
 * `cosigned` now, `present` before; `absent`: no address in the policy; `waiting`: not asked again yet; `unreachable`; `refused`: 400, 403, 404 or another status; `busy`: others kept submitting;
 * `ahead`: the witness cosigned a larger tree than this log has; `inconsistent`: it says this log does not continue what it cosigned (422); `unbelievable`: its
 * answer cannot be read, or its signature is wrong.
 */
export type OutcomeCode = 'cosigned' | 'present' | 'absent' | 'waiting' | 'unreachable' | 'refused' | 'busy' | 'ahead' | 'inconsistent' | 'unbelievable';
export type Outcome = Readonly<{ witness: string; code: OutcomeCode; detail?: string }>;
export type Collected = Readonly<{ size: number; quorum: boolean; alarm: boolean; outcomes: readonly Outcome[] }>;

/** What only a rolled back or forked log meets. */
const ALARMS: readonly OutcomeCode[] = ['ahead', 'inconsistent'];
export const isAlarm = (code: OutcomeCode): boolean => ALARMS.includes(code);
/** Whoever is overtaken by other submissions so often may come again later. */
const ATTEMPTS_MAX = 4;
type Asking = Readonly<{ log: WitnessedLog; latest: LatestCheckpoint; submit: Submit }>;

/** `isDue`: absent, all are. `again`: asks those too that have cosigned already, since a log that was rolled back has forgotten what a witness has not. */
export type WhomToAsk = Readonly<{ isDue?(witness: PolicyWitness): boolean; again?: boolean }>;

/**
 * Submits a log's newest checkpoint to every witness of the policy that is to be asked and keeps each cosignature that verifies.
 * @throws Rejection `witness.no-checkpoint`, `witness.own-signature` when no log key of the policy signed the checkpoint
 */
export async function collectCosignatures(
  log: WitnessedLog,
  policy: Policy,
  submit: Submit,
  { isDue = () => true, again = false }: WhomToAsk = {},
): Promise<Collected> {
  const latest = await log.latest();
  must(latest !== undefined, 'witness.no-checkpoint', { zh: '账本尚无检查点', en: 'the ledger has no checkpoint yet' });
  const before = judged(policy, latest.note);
  const answers = await Promise.all(
    policy.witnesses.map(async (witness): Promise<Answered> => {
      const [{ name, url }, has] = [witness, before.witnesses.includes(witness.name)];
      if (has && !(again && url !== undefined)) return { witness: name, code: 'present' };
      if (url === undefined) return { witness: name, code: 'absent' };
      if (!isDue(witness)) return { witness: name, code: 'waiting' };
      const answer = await ask({ log, latest, submit }, witness, url);
      // What it signed before counts, whatever it says now, unless it says that this is not what it signed.
      return { witness: name, ...answer, ...(has && !isAlarm(answer.code) && { code: 'present' as const }) };
    }),
  );
  const note = addSignatures(
    latest.note,
    answers.flatMap(({ signatures = [] }) => signatures),
  );
  const outcomes = answers.map(({ signatures: _, ...outcome }) => outcome);
  return { size: latest.size, quorum: judged(policy, note).quorum, alarm: outcomes.some(({ code }) => isAlarm(code)), outcomes };
}

/** One's own checkpoint against the policy. @throws Rejection `witness.own-signature` */
export function judged(policy: Policy, note: Note): ReturnType<typeof judge> {
  try {
    return judge(policy, formatNote(note));
  } catch (error) {
    must(!(error instanceof Malformed), 'witness.own-signature', {
      zh: '检查点的签名与策略文件中的密钥不符',
      en: 'the checkpoint’s signatures do not fit the keys of the policy file',
    });
    throw error;
  }
}

type Answer = Readonly<{ code: OutcomeCode; detail?: string; signatures?: Note['signatures'] }>;
type Answered = Answer & Readonly<{ witness: string }>;

async function ask({ log, latest, submit }: Asking, witness: PolicyWitness, url: string): Promise<Answer> {
  let oldSize = Math.min(await log.cosignedSize(witness.key), latest.size);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const said = await submit(url, await requestFrom(log, latest, oldSize)).catch(unreachable);
    if ('code' in said) return said;
    if (said.status === 200) return keepCosignatures({ log, latest, submit }, witness, said);
    if (said.status === 422) return { code: 'inconsistent', detail: said.body.trim() };
    if (said.status !== 409) return { code: 'refused', detail: String(said.status) };
    const told = sizeTold(said);
    if (told === undefined || told === oldSize) return { code: 'unbelievable', detail: '409' };
    if (told > latest.size) return { code: 'ahead', detail: String(told) };
    oldSize = told;
  }
  return { code: 'busy' };
}

function unreachable(error: unknown): Answer {
  if (error instanceof Unreachable) return { code: 'unreachable', detail: error.message };
  throw error;
}

function sizeTold({ type, body }: Said): number | undefined {
  const size = /^(?:0|[1-9][0-9]{0,15})\n$/.test(body) ? Number(body) : NaN;
  return type === 'text/x.tlog.size' && Number.isSafeInteger(size) ? size : undefined;
}

/** Lines of unknown keys are ignored; one of the witness's key must be there and verify, with its time. */
async function keepCosignatures({ log, latest: { note } }: Asking, { key }: PolicyWitness, { body }: Said): Promise<Answer> {
  try {
    const lines = body.split('\n');
    if (lines.pop() !== '') throw new Malformed('signature-line');
    const own = lines.map(parseLine).filter(({ name, id }) => name === key.name && id === key.id);
    const verified = verifyNote({ text: note.text, signatures: own }, [key]);
    if (verified.some(({ timestamp }) => !timestamp)) throw new Malformed('timestamp');
    await log.store(addSignatures(note, own), [key]);
    return { code: 'cosigned', signatures: own };
  } catch (error) {
    if (error instanceof Malformed) return { code: 'unbelievable', detail: error.code };
    throw error;
  }
}
