import { LEDGER_STREAM, type PoliciesStarted } from '#ledger';
import type { History } from './history.js';

/** From which position on each policy reacts. */
export async function startedPolicies(history: Pick<History, 'readStream'>): Promise<ReadonlyMap<string, number>> {
  const started = new Map<string, number>();
  for await (const event of history.readStream(LEDGER_STREAM)) {
    if (event.type === 'PoliciesStarted') for (const name of (event.data as PoliciesStarted['data']).policies) started.set(name, event.position);
  }
  return started;
}
