import { Rejection, type AnyPolicy, type Command, type Context, type EventDefinition, type Facts, type Need, type Recorded } from '#kernel';
import { decodeEvent } from './envelope.js';
import type { EventLog, PositionStore } from './event-log.js';
import { policyCommandId } from './ids.js';

type Bound = Readonly<{ name: string; policy: AnyPolicy }>;
/** A policy that could not go on: it stands before `position`, and so do all after it, until the cause is mended. */
export type PolicyAlarm = Readonly<{ policy: string; position: number; eventId?: string; message: string }>;

export type RunnerPorts = Readonly<{
  log: EventLog;
  positions: PositionStore;
  definitions: ReadonlyMap<string, EventDefinition>;
  facts(needs: readonly Need[], position: number): Promise<Facts>;
  /** Executes a policy's command with the cause's batch end as its moment. */
  send(command: Command, of: Readonly<{ policy: string; commandId: string; event: Recorded; readAt: number }>): Promise<void>;
  streamOf(command: Command): string;
}>;

/** Every policy of every context under its full name, in the order of knowledge, then by name. */
export function policiesOf(contexts: readonly Context[]): readonly Bound[] {
  return contexts.flatMap(({ name, policies }) =>
    policies.map((policy) => ({ name: `${name}/${policy.name}`, policy })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

/** The name of the position that all policies have reached. */
export const POLICIES = 'policies';

/**
 * Runs the policies over the log: events in log order; each by all policies in order; then the next event. What a policy reads is as known at the
 * end of the causing event's batch, so the record does not depend on how far the runner lags. Positions are stored after each event and never rewound.
 */
export class PolicyRunner {
  private at: number | undefined;
  private readonly own = new Map<string, number>();
  private running: Promise<void> | undefined;
  private alarmed: PolicyAlarm | undefined;

  constructor(
    private readonly ports: RunnerPorts,
    private readonly policies: readonly Bound[],
  ) {}

  get alarm(): PolicyAlarm | undefined {
    return this.alarmed;
  }
  /** Last position handled by all policies. */
  get position(): number {
    return this.at ?? -1;
  }

  /**
   * Decides where each policy stands. `started` tells from which position on a policy reacts at all (its `PoliciesStarted`). A lost or restored position store
   * resumes at the larger of the stored position and the last cause found among the policy's events.
   */
  async prepare(started: ReadonlyMap<string, number>): Promise<void> {
    const stored = new Map<string, number | undefined>();
    for (const { name } of this.policies) stored.set(name, await this.ports.positions.load(name));
    const common = await this.ports.positions.load(POLICIES);
    const causes = common === undefined ? await this.lastCauses() : new Map<string, number>();
    const { position: head } = await this.ports.log.head();
    // Beside a log restored to an earlier moment the store stands too far: what is recorded from here on must be met.
    const standing = (name: string): number => Math.max(started.get(name) ?? -1, common ?? -1, stored.get(name) ?? -1, causes.get(name) ?? -1);
    for (const { name } of this.policies) this.own.set(name, Math.min(head, standing(name)));
    this.at = Math.min(head, ...this.own.values());
    if (this.at !== common) await this.ports.positions.save(POLICIES, this.at);
  }

  /** Handles everything up to the head, including what the policies themselves append on the way. A stopped runner stays stopped until `retry`. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
    if (this.alarmed) return;
    this.running = this.handleAll().finally(() => (this.running = undefined));
    await this.running;
  }

  /** After the fix: goes on where it stopped. */
  async retry(): Promise<void> {
    this.alarmed = undefined;
    await this.drain();
  }

  private async handleAll(): Promise<void> {
    while (!this.alarmed && this.position < (await this.ports.log.head()).position) {
      for await (const batch of this.batches(this.position + 1)) {
        if (!(await this.handleBatch(batch))) return;
      }
    }
  }

  /** Runs of one command id. An append is atomic, so a run that ends the log is complete. */
  private async *batches(from: number): AsyncIterable<readonly Recorded[]> {
    let batch: Recorded[] = [];
    try {
      for await (const stored of this.ports.log.readAll(from)) {
        const event = decodeEvent(stored, this.ports.definitions);
        if (batch.length > 0 && batch[0]!.commandId !== event.commandId) {
          yield batch;
          batch = [];
        }
        batch.push(event);
      }
    } catch (error) {
      this.stop('(reading)', from, error);
      return;
    }
    if (batch.length > 0) yield batch;
  }

  private async handleBatch(batch: readonly Recorded[]): Promise<boolean> {
    const readAt = batch.at(-1)!.position;
    for (const event of batch) {
      let reacted = false;
      for (const { name, policy } of this.policies) {
        if (!Object.hasOwn(policy.on, event.type) || (this.own.get(name) ?? -1) >= event.position) continue;
        try {
          await this.react(name, policy, event, readAt);
        } catch (error) {
          this.stop(name, event.position, error, event.id);
          return false;
        }
        this.own.set(name, event.position);
        await this.ports.positions.save(name, event.position);
        reacted = true;
      }
      this.at = event.position;
      if (reacted || this.ports.positions.takesEach) await this.ports.positions.save(POLICIES, event.position);
    }
    return true;
  }

  private async react(name: string, policy: AnyPolicy, event: Recorded, readAt: number): Promise<void> {
    const facts = await this.ports.facts(policy.needs?.[event.type]?.(event) ?? [], readAt);
    const commands = policy.on[event.type]!(event, facts);
    for (const [ordinal, command] of commands.entries()) {
      const commandId = policyCommandId({
        causeTime: event.recordedAt,
        policy: name,
        causationId: event.id,
        commandType: command.type,
        stream: this.ports.streamOf(command),
        ordinal,
      });
      await this.ports.send(command, { policy: name, commandId, event, readAt });
    }
  }

  private stop(policy: string, position: number, error: unknown, eventId?: string): void {
    const message = error instanceof Rejection ? `${error.code}: ${error.text.en}` : String(error);
    this.alarmed = { policy, position, eventId, message };
  }

  /** For each policy, the position before the last event that one of its own events names as its cause: of several commands sent for it, the last may be missing. */
  private async lastCauses(): Promise<ReadonlyMap<string, number>> {
    const causes = new Map<string, number>();
    for await (const stored of this.ports.log.readAll(0)) {
      const { actor, causationId } = decodeEvent(stored, this.ports.definitions);
      if (actor.policy === undefined || causationId === undefined) continue;
      const cause = await this.ports.log.find(causationId);
      if (cause) causes.set(actor.policy, Math.max(causes.get(actor.policy) ?? -1, cause.position - 1));
    }
    return causes;
  }
}
