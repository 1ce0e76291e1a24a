import { ALL, UnknownType, type AnyDecider, type AnyPolicy, type AnyView, type Command, type Need, type Recorded } from '#kernel';
import { policiesOf } from '#ledger';
import type { Listed, Product } from './stored-ledger.js';

export type Bound = Readonly<{ name: string; policy: AnyPolicy }>;

/** The manifests, by what a re-derivation asks of them. */
export class Model {
  private readonly byCommand = new Map<string, AnyDecider>();
  private readonly byCategory: readonly AnyDecider[];
  /** Beginnings of the names of streams that both policies and others write. */
  private readonly shared: readonly string[];
  private readonly policies: readonly Bound[];
  private readonly reacting = new Map<string, readonly Bound[]>();
  private readonly showing = new Map<string, readonly AnyView[]>();
  readonly views: ReadonlyMap<string, AnyView>;

  constructor(readonly product: Product) {
    const { contexts, retelling } = product;
    const deciders = contexts.flatMap((context) => context.deciders);
    for (const decider of deciders) for (const type of Object.keys(decider.decide)) this.byCommand.set(type, decider);
    this.byCategory = [...deciders].sort((a, b) => b.category.length - a.category.length);
    this.shared = sharedIn(deciders);
    this.policies = policiesOf(contexts);
    this.views = new Map(contexts.flatMap(({ views }) => views.filter(({ name }) => !retelling.has(name)).map((view) => [view.name, view] as const)));
  }

  /** @throws UnknownType */
  deciderOf(commandType: string): AnyDecider {
    const decider = this.byCommand.get(commandType);
    if (!decider) throw new UnknownType('command', commandType);
    return decider;
  }

  knows(commandType: string): boolean {
    return this.byCommand.has(commandType);
  }

  /** Who folds a stream; of categories that begin alike, the longest that knows the event. */
  deciderOfStream(stream: string, eventType?: string): AnyDecider {
    const decider = this.byCategory.find(
      ({ category, evolve }) => stream.startsWith(`${category}-`) && (eventType === undefined || Object.hasOwn(evolve, eventType)),
    );
    if (!decider) throw new UnknownType('event', eventType ?? stream);
    return decider;
  }

  /** Whether both what policies send and what others send can go to a stream. */
  isShared(stream: string): boolean {
    return this.shared.some((beginning) => stream.startsWith(beginning));
  }

  /** The command behind a run of events, had back from them. */
  commandOf(events: readonly Recorded[]): Command | undefined {
    const first = events[0]!;
    return this.deciderOfStream(first.stream, first.type).commandOf[first.type]?.(events, first);
  }

  /** The book that a command's decision wants, from the rows of books as they stand where it reads. */
  async bookFor(command: Command, list: (view: string) => Promise<Listed>): Promise<unknown> {
    const { books } = this.product;
    const date = this.deciderOf(command.type).bookOn?.[command.type]?.(command);
    if (date === undefined) return undefined;
    const rows = await list(books.view);
    return books.inForce(
      rows.map(([, row]) => row),
      date,
    );
  }

  policiesOn(eventType: string): readonly Bound[] {
    let reacting = this.reacting.get(eventType);
    if (!reacting) this.reacting.set(eventType, (reacting = this.policies.filter(({ policy }) => Object.hasOwn(policy.on, eventType))));
    return reacting;
  }

  viewsOn(eventType: string): readonly AnyView[] {
    let showing = this.showing.get(eventType);
    if (!showing) this.showing.set(eventType, (showing = [...this.views.values()].filter(({ on }) => Object.hasOwn(on, eventType))));
    return showing;
  }

  /** All that a command's decision reads beside its stream. */
  needsOf(command: Command): readonly Need[] {
    const decider = this.deciderOf(command.type);
    const needs = decider.needs?.[command.type]?.(command) ?? [];
    return decider.bookOn?.[command.type] ? [...needs, { view: this.product.books.view, key: ALL }] : needs;
  }
}

function sharedIn(deciders: readonly AnyDecider[]): readonly string[] {
  const senders = new Map<string, Set<boolean>>();
  for (const { category, commands } of deciders) {
    const own = senders.get(category) ?? new Set();
    for (const { by } of Object.values(commands)) own.add(by === 'policy');
    senders.set(category, own);
  }
  return [...senders].filter(([, own]) => own.size === 2).map(([category]) => `${category}-`);
}
