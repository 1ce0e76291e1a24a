import { Rejection, type Command, type Instant, type Recorded } from '#kernel';
import { CALENDAR_STREAM, policyCommandId } from '#ledger';
import type { Addition, Plan } from './plan.js';
import { emptyEdit, isAct, nothingToRecord, refusedEdit } from './refusals.js';
import type { Run } from './run.js';
import type { Batch, Segment } from './segments.js';
import type { World } from './world.js';

/** A recorded command that the rules now refuse, or that now records nothing: it is left out. */
export type LeftOut = Readonly<{ events: Batch; code: string; zh: string; en: string; clause?: string }>;
export type Played = Readonly<{ leftOut: readonly LeftOut[] }>;

export const rootsOf = ({ batches }: Segment): readonly Batch[] => batches.filter(([first]) => first!.origin !== 'policy');

/** Plays what people, imports and the clock did in a segment, edited where a plan says so, each followed by all that follows from it. */
export class Play {
  private readonly leftOut: LeftOut[] = [];

  constructor(
    private readonly run: Run,
    private readonly hours: ReadonlySet<Instant>,
    private readonly plan?: Plan,
  ) {}

  async segment(segment: Segment): Promise<Played> {
    for (const root of rootsOf(segment)) {
      const [{ commandId, recordedAt }] = root as readonly [Recorded];
      await this.endHours(recordedAt);
      await this.root(root, segment);
      for (const addition of this.plan?.additions.get(commandId) ?? []) await this.add(addition, recordedAt);
    }
    return { leftOut: this.leftOut };
  }

  private async root(root: Batch, segment: Segment): Promise<void> {
    const [first] = root as readonly [Recorded];
    const change = this.plan?.changes.get(first.commandId);
    if (change && !change.command) return;
    const command = change?.command ?? this.run.world.model.commandOf(root);
    if (!command) return this.run.copy(root);
    const refused = await this.tried(() => this.send(command, first));
    if (refused && change) throw refusedEdit(change.edits[0]!, refused);
    if (refused) await this.leave(root, segment, whyOf(refused));
  }

  /** Why a command was refused, or that it would record nothing; undefined when it was taken. */
  private async tried(send: () => Promise<readonly Recorded[]>): Promise<Rejection | undefined> {
    try {
      return (await send()).length === 0 ? nothingToRecord() : undefined;
    } catch (error) {
      if (error instanceof Rejection) return error;
      throw error;
    }
  }

  private send(command: Command, { commandId, actor, origin, recordedAt, seen }: Recorded): Promise<readonly Recorded[]> {
    return this.run.send({ command, commandId, actor, origin, recordedAt, ...(seen && { seen }) });
  }

  /**
   * What people then did elsewhere stays done: who was removed was in fact gone, whatever becomes of the decision. Facts that the rules recorded because of an
   * act that is left out are recorded all the same.
   */
  private async leave(root: Batch, { batches }: Segment, why: Omit<LeftOut, 'events'>): Promise<void> {
    this.leftOut.push({ events: root, ...why });
    const { definitions } = this.run.world.model.product;
    for (const batch of batches) {
      const [{ actor, causationId, origin }] = batch as readonly [Recorded];
      const cause = root.find(({ id }) => id === causationId);
      if (origin !== 'policy' || !cause || batch.some(({ type }) => definitions.get(type)!.kind !== 'fact')) continue;
      await this.run.conduct(actor.policy!, cause);
    }
  }

  private async add({ command, commandId, actor, edit }: Addition, recordedAt: Instant): Promise<void> {
    const { model } = this.run.world;
    const events = await this.run.send({ command, commandId, actor, origin: 'person', recordedAt }).catch((error: unknown) => {
      throw error instanceof Rejection ? refusedEdit(edit, error) : error;
    });
    if (events.length === 0) throw emptyEdit(edit);
    for (const { type } of events) {
      const { kind, zh } = model.product.definitions.get(type)!;
      if (kind !== 'fact') throw isAct({ zh, type });
    }
  }

  /** Hours that nobody had to end in the stored ledger: only here did something fall due in them. */
  private async endHours(until: Instant): Promise<void> {
    for (;;) {
      const { hour: last } = (await this.run.state(CALENDAR_STREAM, { hour: '' })).state as { hour: Instant | '' };
      const hour = nextHour(await dueRows(this.run), { last, until, hours: this.hours });
      if (hour === undefined) return;
      const commandId = policyCommandId({ causeTime: hour, policy: 'clock', causationId: hour, commandType: 'EndHour', stream: CALENDAR_STREAM, ordinal: 0 });
      const actor = { clock: 'calendar' };
      await this.run.send({ command: { type: 'EndHour', data: { hour } }, commandId, actor, origin: 'clock', recordedAt: hour });
    }
  }
}

const whyOf = ({ code, text, clause }: Rejection): Omit<LeftOut, 'events'> => ({ code, ...text, ...(clause !== undefined && { clause }) });

type Due = Readonly<{ fireAt: Instant }>;
type Span = Readonly<{ last: Instant | ''; until: Instant; hours: ReadonlySet<Instant> }>;

/** The first hour after the last one, up to a moment, in which something falls due and which the stored ledger never ended. */
function nextHour(dues: Iterable<Due | undefined>, { last, until, hours }: Span): Instant | undefined {
  let next: Instant | undefined;
  for (const due of dues) {
    if (due === undefined || due.fireAt <= last || due.fireAt > until || hours.has(due.fireAt)) continue;
    if (next === undefined || due.fireAt < next) next = due.fireAt;
  }
  return next;
}

function* lastingDues(world: World): Iterable<Due | undefined> {
  for (const { value } of world.rows.get(world.model.product.calendar)?.values() ?? []) yield value as Due | undefined;
}

async function dueRows(run: Run): Promise<readonly (Due | undefined)[]> {
  const { calendar } = run.world.model.product;
  const dues = [...lastingDues(run.world)];
  for (const key of run.writtenOf(calendar)) dues.push((await run.row(calendar, key)) as Due | undefined);
  return dues;
}

/** Whether an hour ends, up to a moment, that the stored ledger never ended. */
export const fallsDue = (world: World, until: Instant, hours: ReadonlySet<Instant>): boolean => {
  const calendar = world.streams.get(CALENDAR_STREAM)?.value.state as { hour: Instant | '' } | undefined;
  return nextHour(lastingDues(world), { last: calendar?.hour ?? '', until, hours }) !== undefined;
};
