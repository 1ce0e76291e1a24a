import type { PolicyAlarm } from '#ledger';
import type { ViewAlarm } from '#readmodel';
import type { Backlog } from './backlog.js';
import type { Duties } from './duties.js';
import type { WaitingErasure } from './erasing.js';
import type { OutboxState } from './notices.js';
import { Rejection } from '#kernel';
import type { Parts } from './parts.js';
import { originOf } from './sealing.js';
import type { WitnessesState } from '#seal';
import type { VerifyAlarm } from './verify/continuous.js';

/**
 * How far the log is signed for, and how many events came since. `alarm`: what was found that no signature may cover, and why nothing is signed any more;
 * `fault`: why the last try failed.
 */
export type SealState = Readonly<{ size: number; waiting: number; alarm?: Readonly<{ code: string; message: string; position?: number }>; fault?: string }>;
export type Health = Readonly<{
  ok: boolean;
  position: number;
  lag: Readonly<Record<string, number>>;
  alarms: readonly (ViewAlarm | PolicyAlarm | VerifyAlarm)[];
  /** The continuous verifier: seconds since its last whole pass (null: none yet), and the last position of that pass. */
  verifiedAgo: number | null;
  verifiedUpTo: number;
  /** Whether notices leave at all, and how many wait. Without a sink they wait, which is no fault of the ledger's. */
  outbox: OutboxState;
  /** Erasures that two people approved and that wait for an appeal, or for a reader, to end. */
  erasures: readonly WaitingErasure[];
  seal: SealState;
  /**
   * How old the quorum's word is, and what came of asking each witness; absent where nobody is asked. An alarm here does not stop the ledger: a witness says so
   * without proof, and could stop every ledger that asks it.
   */
  witnesses?: WitnessesState;
  /** Why the log's server cannot be heard; absent while it can, and for a log in a file. */
  log?: Readonly<{ code: string; message: string }>;
  /** Whether this process runs the policies and the seal, and keeps the rows that processes share, where several may record: only one does. */
  onDuty?: boolean;
  /** Machine and process that does, as far as this one knows. */
  holder?: string;
  /** Why this process could not take the duties up yet, or not do all that was left of them. */
  dutiesFault?: string;
  /** Policies are so far behind that whoever records is made to wait. */
  slowed?: true;
}>;
type Beside = Pick<Health, 'outbox' | 'erasures'> & Readonly<{ duties: Pick<Duties, 'areOurs' | 'holder' | 'fault'>; backlog: Backlog }>;

export async function healthOf(parts: Parts, { duties, backlog, ...waiting }: Beside): Promise<Health> {
  const { engines, projector, watch, clock, witnessed } = parts;
  // Whoever is not on duty stands still, which is no fault.
  const write = duties.areOurs ? parts.write : undefined;
  const { position } = await engines.log.head();
  const alarms = [...projector.alarms(), ...[write?.runner.alarm, watch.alarm].flatMap((alarm) => alarm ?? [])];
  const policies = await policiesBehind(parts, backlog);
  const lag = { ...(await projector.lag()), ...(policies !== undefined && { policies }) };
  const seal = await sealState(parts, position);
  const { verifiedAgo, verifiedUpTo } = watch.state(clock.now());
  const witnesses = witnessed && { witnesses: witnessed.witnessing.state() };
  const log = logState(engines);
  return {
    ok: alarms.length === 0 && seal.alarm === undefined && log === undefined,
    ...(log && { log }),
    ...(engines.election && dutiesState(duties)),
    ...(backlog.isLong(policies) && { slowed: true as const }),
    position,
    lag,
    alarms,
    verifiedAgo,
    verifiedUpTo,
    seal,
    ...witnesses,
    ...waiting,
  };
}

/** While the log's server is away nobody can tell how far another process is: the rest is told all the same. */
async function policiesBehind({ engines: { logFault } }: Parts, backlog: Backlog): Promise<number | undefined> {
  return logFault?.() === undefined ? backlog.size() : undefined;
}

function dutiesState({ areOurs, holder, fault }: Beside['duties']): Pick<Health, 'onDuty' | 'holder' | 'dutiesFault'> {
  return { onDuty: areOurs, ...(holder !== undefined && { holder }), ...(fault !== undefined && { dutiesFault: codeOf(fault) }) };
}

const codeOf = (fault: unknown): string => (fault instanceof Rejection ? fault.code : (fault as Error).name);

async function sealState({ engines, info, write }: Parts, position: number): Promise<SealState> {
  const size = (await engines.seal.head.read(originOf(info)))?.size ?? 0;
  const { alarm, fault } = write?.sealer ?? {};
  return {
    ...{ size, waiting: position + 1 - size },
    ...(alarm && { alarm: { code: alarm.code, message: alarm.message, ...(alarm.position !== undefined && { position: alarm.position }) } }),
    ...(fault !== undefined && { fault: codeOf(fault) }),
  };
}

function logState({ logFault }: Parts['engines']): Health['log'] {
  const fault = logFault?.();
  if (fault === undefined) return undefined;
  return fault instanceof Rejection ? { code: fault.code, message: fault.text.en } : { code: 'ledger.unavailable', message: String(fault) };
}
