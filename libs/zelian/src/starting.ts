import type { AnyView } from '#kernel';
import { LEDGER_STREAM, newCommandId, policiesOf, policyCommandId, type LedgerOpened, type LedgerPorts, type PolicyRunner } from '#ledger';
import type { Work } from './duties.js';
import type { Mode } from './engines.js';
import type { Parts } from './parts.js';
import { byClock } from './ports.js';
import { mustKeepRows, rebuildOutdated } from './rebuilding.js';
import { startedPolicies } from './started-policies.js';
import type { Zelian } from './zelian.js';

/** What the ledger's first event says of it; undefined for one that has none yet. */
export type Opening = LedgerOpened['data'] | undefined;

/** Rows of another version are rebuilt before anybody reads them; a ledger that is written to says what it is. */
export async function start(zelian: Zelian, opened: Opening, mode: Mode): Promise<void> {
  const { engines, projector, write } = zelian.parts;
  const outdated = await (engines.election?.isHeld() ? rowsTaken(zelian.parts) : projector.prepare());
  if (mode === 'rows') mustKeepRows(zelian.parts);
  await rebuildOutdated(zelian.parts, outdated);
  if (write) await begin(zelian, write.ports, opened);
  await projector.catchUp();
  // Where processes share a vault, one of them looks after it.
  if (write && (!engines.shared || projector.keepsRows)) zelian.notes.push(...(await zelian.erasing.renew(zelian.scopes)));
}

/** Shared rows become this process's, and it knows of all that they tell. @returns the views that have to be rebuilt */
function rowsTaken({ engines: { shared }, projector, history }: Parts): Promise<readonly AnyView[]> {
  if (!shared) return projector.prepare();
  return projector.takeOver(async () => {
    await shared.take();
    await history.refresh();
  });
}

/** A new ledger says what it is; policies that are new start at the head, on record. */
async function begin(zelian: Zelian, ports: LedgerPorts, opened: Opening): Promise<void> {
  const { engines, entropy, contexts, info, write, history } = zelian.parts;
  // Where several processes record, one that starts cannot tell what is nobody's from what another is about to record.
  const swept = engines.election ? 0 : await engines.vault.sweep((eventId, commitment) => history.holds(eventId, commitment));
  if (swept > 0) zelian.notes.push(`swept ${swept} private values that no event holds`);
  if (!opened) {
    const { ledgerId, macKeyId, clock } = info;
    const commandId = newCommandId(ports.clock.now(), entropy, 'open');
    await byClock(ports, zelian.deciderOf('OpenLedger'), { commandId, command: { type: 'OpenLedger', data: { ledgerId, format: 1, macKeyId, clock } } });
    if (zelian.parts.directory !== undefined) zelian.notes.push(`在此新开立账本 a new ledger was opened in ${zelian.parts.directory}`);
  }
  const policies = policiesOf(contexts).map(({ name }) => name);
  let started = await startedPolicies(history);
  const fresh = policies.filter((name) => !started.has(name));
  if (fresh.length > 0) {
    const { position, recordedAt } = await engines.log.head();
    const commandId = policyCommandId({
      causeTime: recordedAt || ports.clock.now(),
      policy: 'start',
      causationId: String(position),
      commandType: 'StartPolicies',
      stream: LEDGER_STREAM,
      ordinal: 0,
    });
    await byClock(ports, zelian.deciderOf('StartPolicies'), { commandId, command: { type: 'StartPolicies', data: { policies: fresh } } });
    started = await startedPolicies(history);
  }
  await write!.runner.prepare(started);
  zelian.duties.follow(dutiesOf(zelian, write!.runner));
}

/** What changes hands where several processes record: rows that they share, where the policies stand, and what is left of their work. */
const dutiesOf = (zelian: Zelian, runner: PolicyRunner): Work => ({
  isPrepared: () => !zelian.parts.engines.shared || zelian.parts.projector.keepsRows,
  prepare: async () => {
    const { engines, projector, history } = zelian.parts;
    if (engines.shared) await rebuildOutdated(zelian.parts, await rowsTaken(zelian.parts));
    mustKeepRows(zelian.parts);
    await projector.catchUp();
    await runner.prepare(await startedPolicies(history));
  },
  begin: async () => {
    if (zelian.parts.engines.shared) zelian.notes.push(...(await zelian.erasing.renew(zelian.scopes)));
    await runner.retry();
    await zelian.drain();
  },
});
