import type { Actor, AnyDecider, Command, Context, Facts, Need } from '#kernel';
import { execute, policiesOf, PolicyRunner, type Clock, type Entropy, type EventLog, type Intent, type Keys, type LedgerPorts, type Outcome } from '#ledger';
import { loadFacts, type Projector } from '#readmodel';
import { bookInForceFrom, type RuleBookRow } from '#rulebook';
import { conceal, type Presenter } from '#vault';
import type { AppendGate } from './append-gate.js';
import type { Engines } from './engines.js';
import type { History } from './history.js';
import { revealed } from './revealed-facts.js';

export type PortParts = Readonly<{
  engines: Engines;
  history: History;
  clock: Clock;
  keys: Keys;
  entropy: Entropy;
  projector: Projector;
  gate: AppendGate;
  presenter: Presenter;
}>;
const BOOKS = 'rule-books';

/** What `execute` needs, put together from the engines. */
export function portsOf({ engines, history, clock, keys, entropy, projector, gate, presenter }: PortParts): LedgerPorts {
  const reached = (views: readonly string[], position: number) => Promise.all(views.map((view) => projector.waitFor(view, position)));
  return {
    log: gate.through(engines.log),
    clock,
    keys,
    definitions: history.definitions,
    states: new Map(),
    facts: async (needs: readonly Need[], position: number): Promise<Facts> => {
      await reached([...new Set(needs.map(({ view }) => view))], position);
      return revealed(await loadFacts(engines.rows, needs, position), needs, presenter);
    },
    book: async (date, position) => {
      await reached([BOOKS], position);
      const rows = await engines.rows.list(BOOKS, { asKnownAt: position });
      return bookInForceFrom(
        rows.map(([, row]) => row as RuleBookRow),
        date,
      );
    },
    conceal: (data, { eventId, scope, subjects }) =>
      conceal(engines.vault, data, { eventId, scope, subjects, saltFor: (field) => entropy.bytes(32, `salt|${eventId}|${field}`).toString('hex') }),
  };
}

export type RunnerParts = Readonly<{ engines: Engines; contexts: readonly Context[]; deciderOf(commandType: string): AnyDecider }>;

/** The policies' runner: their commands go through `execute` like anybody's, with the cause's batch end as their moment. */
export function runnerOf(ports: LedgerPorts, { engines, contexts, deciderOf }: RunnerParts): PolicyRunner {
  const bound = policiesOf(contexts);
  const { election } = engines;
  // What a policy causes is recorded only by whoever runs the policies when it is recorded, not when it was decided.
  const log: EventLog = election ? { ...ports.log, append: (writes, unchanged = []) => ports.log.append(writes, [...unchanged, election.guard()]) } : ports.log;
  return new PolicyRunner(
    {
      log: engines.log,
      positions: engines.positions,
      definitions: ports.definitions,
      facts: ports.facts,
      streamOf: (command) => deciderOf(command.type).streamOf(command),
      send: async (command, { policy, commandId, event, readAt }) => {
        await execute({ ...ports, log }, deciderOf(command.type), { command, commandId, actor: { policy }, origin: 'policy', cause: { event, readAt } });
      },
    },
    bound,
  );
}

/** Something that the clock does: opening the ledger, starting policies, ending an hour. */
export const byClock = (ports: LedgerPorts, decider: AnyDecider, intent: Readonly<{ command: Command; commandId: string }>): Promise<unknown> =>
  execute(ports, decider, { ...intent, actor: CLOCK, origin: 'clock' } satisfies Intent);
/** Word from outside that a carrier brings: kept, like what persons record, when a ledger is derived again. */
export const byCarrier = (
  ports: LedgerPorts,
  decider: AnyDecider,
  { carrier, ...intent }: Readonly<{ command: Command; commandId: string; carrier: string }>,
): Promise<Outcome> => execute(ports, decider, { ...intent, actor: { carrier }, origin: 'import' });
const CLOCK: Actor = { clock: 'calendar' };
