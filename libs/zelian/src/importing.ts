import { Rejection, type Actor, type AnyDecider } from '#kernel';
import { mustHoldEvidence } from '#exchange';
import { eventIdOf, executeMany, isCommandId, ManyRefused, type LedgerPorts, type ManyOutcome, type Refusal, type Wish } from '#ledger';
import type { AppendGate } from './append-gate.js';
import { GatheredPrivates } from './gathered-privates.js';
import type { Parts } from './parts.js';
import { RowsAhead } from './pending-rows.js';

export type Importing = Readonly<{ actor: Actor; deciderOf(commandType: string): AnyDecider }>;
type Writing = Readonly<{ ports: LedgerPorts; gate: AppendGate }>;

/** Files come before the command that names them. What is recorded already stays recorded: a retry is answered whatever became of the file. */
export async function admitEvidence({ engines }: Parts, { command, commandId }: Wish): Promise<void> {
  try {
    await mustHoldEvidence(engines.evidence, command.data);
  } catch (error) {
    if (!isCommandId(commandId) || !(await engines.log.find(eventIdOf(commandId, 0)))) throw error;
  }
}

/** Commands from a foreign source, all or nothing, as one append. @throws ManyRefused */
export async function recordMany(parts: Parts, { ports, gate }: Writing, wishes: readonly Wish[], { actor, deciderOf }: Importing): Promise<ManyOutcome> {
  const refusals: Refusal[] = [];
  for (const [index, wish] of wishes.entries()) {
    await admitEvidence(parts, wish).catch((error: unknown) => {
      if (!(error instanceof Rejection)) throw error;
      refusals.push({ index, rejection: error });
    });
  }
  if (refusals.length > 0) throw new ManyRefused(refusals);
  const { engines, contexts, projector, entropy } = parts;
  const privates = new GatheredPrivates(engines.vault, (eventId, field) => entropy.bytes(32, `salt|${eventId}|${field}`).toString('hex'));
  const views = contexts.flatMap((context) => context.views);
  const many = {
    ...ports,
    // Past the gate, which `alone` holds.
    log: engines.log,
    deciderOf,
    conceal: privates.conceal,
    keepPrivates: () => privates.keep(),
    pendingRows: async (position: number, names: readonly string[]) => {
      await Promise.all(names.map((name) => projector.waitFor(name, position)));
      return new RowsAhead(
        engines.rows,
        views.filter(({ name }) => names.includes(name)),
        position,
      );
    },
    alone: <Result>(work: () => Promise<Result>) => gate.alone(work),
  };
  return executeMany(many, wishes, { actor, origin: 'import' });
}
