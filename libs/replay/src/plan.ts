import type { Actor, Command, EventDefinition, Recorded } from '#kernel';
import { eventIdOf, isCommandId, isUuid, policyCommandId } from '#ledger';
import type { StoredLedger } from './stored-ledger.js';
import type { Add, Edit, EditList, Swap } from './edit-list.js';
import type { Model } from './model.js';
import { fieldOf, replaced } from './pointer.js';
import * as refusals from './refusals.js';

/** What becomes of a recorded command: nothing (`command` absent), or another one. */
export type Change = Readonly<{ command?: Command; edits: readonly number[] }>;
/** A fact more. */
export type Addition = Readonly<{ edit: number; label: string; commandId: string; command: Command; actor: Actor }>;
/** An edit list held against the ledger it is about. */
export type Plan = Readonly<{
  changes: ReadonlyMap<string, Change>;
  /** By the id of the command that they follow, in order. */
  additions: ReadonlyMap<string, readonly Addition[]>;
  /** Which edit a command id belongs to. */
  editOf: ReadonlyMap<string, number>;
  /** Where the commands concerned lie, ascending. */
  positions: readonly number[];
}>;

type Target = Readonly<{ events: readonly Recorded[]; command: Command }>;
type Known = Readonly<{ model: Model; base: StoredLedger }>;

/** Holds every edit against the ledger. @throws Rejection `replay.*`, naming the first edit that cannot be made */
export async function planOf({ edits }: EditList, known: Known): Promise<Plan> {
  const draft = new Draft(known);
  for (const [index, edit] of edits.entries()) if (edit.op !== 'add') await draft.take(edit, index);
  await draft.place(edits.flatMap((edit, index) => (edit.op === 'add' ? [[edit, index] as const] : [])));
  return draft.plan();
}

class Draft {
  private readonly changes = new Map<string, Change>();
  private readonly touched = new Map<string, readonly string[]>();
  private readonly additions = new Map<string, Addition[]>();
  private readonly positions = new Set<number>();

  constructor(private readonly known: Known) {}

  plan(): Plan {
    const { changes, additions, positions } = this;
    const changed = [...changes].map(([commandId, { edits }]) => [commandId, edits[0]!] as const);
    const added = [...additions.values()].flat().map(({ commandId, edit }) => [commandId, edit] as const);
    return { changes, additions, editOf: new Map([...changed, ...added]), positions: [...positions].sort((a, b) => a - b) };
  }

  async take(edit: Exclude<Edit, Add>, index: number): Promise<void> {
    if (edit.op === 'book') return this.swap(edit, index);
    const target = await this.fact(edit.of);
    if (edit.op === 'retract') return this.change(target, index, { paths: [''] });
    const { type } = target.command;
    const { validAt } = target.events[0]!;
    const fields =
      edit.op === 'replace'
        ? [[edit.path, edit.value] as const]
        : (['from', 'to'] as const)
            .filter((side) => edit[side] !== undefined)
            .map((side) => [fieldOf(side, { ...target.command, validAt }), edit[side]] as const);
    const before = this.changes.get(target.events[0]!.commandId)?.command?.data ?? target.command.data;
    const data = fields.reduce<unknown>((soFar, [path, value]) => replaced(soFar, path, { value, type }), before);
    this.change(target, index, { paths: fields.map(([path]) => path), command: { type, data: data as Command['data'] } });
  }

  private change({ events }: Target, index: number, { paths, command }: Readonly<{ paths: readonly string[]; command?: Command }>): void {
    const { commandId, position, type } = events[0]!;
    const before = this.touched.get(commandId) ?? [];
    // One edit of a field and one of a part of it are two edits of that part.
    const twice = paths.find((path) => before.some((other) => path === other || path.startsWith(`${other}/`) || other.startsWith(`${path}/`)));
    if (twice !== undefined) throw refusals.contradicts(`${type} ${commandId} ${twice}`);
    this.touched.set(commandId, [...before, ...paths]);
    const edits = [...(this.changes.get(commandId)?.edits ?? []), index];
    this.changes.set(commandId, { ...(command && { command }), edits });
    this.positions.add(position);
  }

  private async swap({ document, inPlaceOf }: Swap, index: number): Promise<void> {
    const named = [document.id, ...((document.supersedes as readonly unknown[] | undefined) ?? [])].map(String);
    const target = inPlaceOf === undefined ? await this.lastBook(named) : await this.target(inPlaceOf);
    const [first] = target.events as readonly [Recorded];
    if (first.type !== this.known.model.product.books.published) throw refusals.isNoBook(first);
    const { document: own } = target.command.data as Readonly<{ document: Readonly<Record<string, unknown>> }>;
    const { id, version, effective, appliesToYears } = own;
    const { appliesToYears: _years, supersedes: _books, ...text } = document;
    const inPlace = { ...text, id, version, effective, ...(appliesToYears !== undefined && { appliesToYears }) };
    this.change(target, index, { paths: ['/document'], command: { type: target.command.type, data: { document: inPlace } } });
  }

  /** The last book published under the first of these ids that was published at all. */
  private async lastBook(ids: readonly string[]): Promise<Target> {
    const { base, model } = this.known;
    const { books } = model.product;
    const last = new Map<string, Recorded>();
    for await (const event of base.stream(books.stream, 0)) {
      if (event.type === books.published) last.set(String((event.data as { bookId?: string }).bookId), event);
    }
    const found = ids.flatMap((id) => last.get(id) ?? [])[0];
    if (!found) throw refusals.noSuchBook(ids[0]!);
    return this.target(found.id);
  }

  /** A command of people or of an import all of whose events are facts. */
  private async fact(id: string): Promise<Target> {
    const target = await this.target(id);
    for (const { type, origin } of target.events) mustBeFact(this.known.model.product.definitions.get(type)!, { type, origin });
    return target;
  }

  private async target(id: string): Promise<Target> {
    const events = await this.batchOf(id);
    const { origin, type } = events[0]!;
    const definition = this.known.model.product.definitions.get(type)!;
    if (origin === 'clock') throw refusals.isClock(type);
    if (origin === 'policy') throw refusals.isDerived({ ...definition, type });
    const command = this.known.model.commandOf(events);
    if (!command) throw refusals.isDerived({ ...definition, type });
    return { events, command };
  }

  private async batchOf(id: string): Promise<readonly Recorded[]> {
    const { base } = this.known;
    const found = await eventNamed(id, base);
    if (!found) throw refusals.unknownTarget(id);
    if (found.position > base.head) throw refusals.beyondMoment(id);
    const first = (await firstOf(found.commandId, base)) ?? found;
    const events: Recorded[] = [];
    for await (const event of base.readAll(first.position)) {
      if (event.commandId !== first.commandId) break;
      events.push(event);
    }
    return events;
  }

  /** Added facts, each after what it names. */
  async place(adds: readonly (readonly [Add, number])[]): Promise<void> {
    const byLabel = new Map<string, Add>();
    for (const [add] of adds) {
      if (byLabel.has(add.label)) throw refusals.contradicts(add.label);
      byLabel.set(add.label, add);
    }
    const placed = new Set<string>();
    const put = async (add: Add, index: number, through: readonly string[]): Promise<Recorded> => {
      if (through.includes(add.label)) throw refusals.inCircle([...through, add.label]);
      const anchor =
        typeof add.after === 'string' ? await this.rootOf(add.after) : await this.after(add.after.added, { adds, put, through: [...through, add.label] });
      if (!placed.has(add.label)) this.add(anchor, add, index);
      placed.add(add.label);
      return anchor;
    };
    for (const [add, index] of adds) await put(add, index, []);
  }

  private async after(
    label: string,
    { adds, put, through }: Readonly<{ adds: readonly (readonly [Add, number])[]; put: Put; through: readonly string[] }>,
  ): Promise<Recorded> {
    const before = adds.find(([add]) => add.label === label);
    if (!before) throw refusals.unknownLabel(label);
    return put(before[0], before[1], through);
  }

  private add({ commandId: anchor, recordedAt }: Recorded, { command, label, after, actor = {} }: Add, edit: number): void {
    const { model } = this.known;
    if (!model.knows(command.type) || model.deciderOf(command.type).commands[command.type]?.by !== 'person') throw refusals.unknownCommand(command.type);
    mustRecordFacts(model, command.type);
    // An added fact has an id of its own, the same in every replay.
    const stream = model.deciderOf(command.type).streamOf(command);
    const commandId = policyCommandId({ causeTime: recordedAt, policy: 'replay', causationId: label, commandType: command.type, stream, ordinal: edit });
    const there = this.additions.get(anchor) ?? [];
    const at = typeof after === 'string' ? there.length : there.findIndex((one) => one.label === after.added) + 1;
    this.additions.set(anchor, there.toSpliced(at, 0, { edit, label, commandId, command, actor }));
  }

  /** The command that a place is named by; what the rules derived follows a person's command, so that is its place. */
  private async rootOf(id: string): Promise<Recorded> {
    const [event] = await this.batchOf(id);
    const [root] = event!.origin === 'policy' ? await this.batchOf(event!.correlationId) : [event];
    this.positions.add(root!.position);
    return root!;
  }
}
type Put = (add: Add, index: number, through: readonly string[]) => Promise<Recorded>;

function mustBeFact(definition: EventDefinition, { type, origin }: Readonly<{ type: string; origin: string }>): void {
  if (definition.kind === 'act') throw refusals.isAct({ zh: definition.zh, type });
  if (definition.kind === 'derived' || origin === 'policy') throw refusals.isDerived({ zh: definition.zh, type });
}

/** Where everything that people can do on a stream is an act, so is this; elsewhere the decision tells, once it is made. */
function mustRecordFacts(model: Model, commandType: string): void {
  const { evolve, commandOf, commands } = model.deciderOf(commandType);
  const kinds = Object.keys(evolve)
    .filter((type) => commandOf[type])
    .map((type) => model.product.definitions.get(type)!.kind);
  if (!kinds.includes('fact')) throw refusals.isAct({ zh: commands[commandType]!.zh, type: commandType });
}

/** An event by its own id, or the first by the id of its command. */
export async function eventNamed(id: string, base: StoredLedger): Promise<Recorded | undefined> {
  return isUuid(id) ? ((await base.find(id)) ?? firstOf(id, base)) : undefined;
}

/** A UUID of another kind is the id of no command. */
const firstOf = async (commandId: string, base: StoredLedger): Promise<Recorded | undefined> =>
  isCommandId(commandId) ? base.find(eventIdOf(commandId, 0)) : undefined;
