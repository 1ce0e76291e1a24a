import type { PolicyAlarm } from '#ledger';
import type { ViewAlarm } from '#readmodel';
import type { WaitingErasure } from './erasing.js';
import type { OutboxState } from './notices.js';
import type { Parts } from './parts.js';
import type { VerifyAlarm } from './verify/continuous.js';

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
}>;

export async function healthOf({ engines, projector, write, watch, clock }: Parts, waiting: Pick<Health, 'outbox' | 'erasures'>): Promise<Health> {
  const { position } = await engines.log.head();
  const alarms = [...projector.alarms(), ...(write?.runner.alarm ? [write.runner.alarm] : []), ...(watch.alarm ? [watch.alarm] : [])];
  const { verifiedAgo, verifiedUpTo } = watch.state(clock.now());
  const lag = { ...(await projector.lag()), ...(write && { policies: position - write.runner.position }) };
  return { ok: alarms.length === 0, position, lag, alarms, verifiedAgo, verifiedUpTo, ...waiting };
}
