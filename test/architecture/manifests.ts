import type { AnyDecider, Command, Context, Recorded } from '#kernel';

const twice = (names: readonly string[]): readonly string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
const eventTypes = (contexts: readonly Context[]) => contexts.flatMap(({ events }) => Object.keys(events));
const decidersOf = (contexts: readonly Context[]) => contexts.flatMap(({ deciders }) => deciders);
const commandTypes = (contexts: readonly Context[]) => decidersOf(contexts).flatMap(({ commands }) => Object.keys(commands));

/** Names that must be one person's only: stored names are for ever, and people say them without the context. */
export function sharedNames(contexts: readonly Context[]): readonly string[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    context: contexts.map(({ name }) => name),
    command: commandTypes(contexts),
    event: eventTypes(contexts),
    view: contexts.flatMap(({ views }) => views.map(({ name }) => name)),
    policy: contexts.flatMap(({ name, policies }) => policies.map((policy) => `${name}/${policy.name}`)),
    category: decidersOf(contexts).map(({ category }) => category),
  };
  return Object.entries(kinds).flatMap(([kind, names]) => twice(names).map((name) => `${kind} ${name}`));
}

/** Events that no decider folds or no manifest defines, and readers of events that nobody defines. */
export function looseEnds(contexts: readonly Context[]): readonly string[] {
  const defined = new Set(eventTypes(contexts));
  const unknown = (who: string, types: readonly string[]) => types.filter((type) => !defined.has(type)).map((type) => `${who}: nobody defines ${type}`);
  return contexts.flatMap(({ name, deciders, events, views, policies, facts, dues }) => {
    const folded = new Set(deciders.flatMap(({ evolve }) => Object.keys(evolve)));
    return [
      ...Object.keys(events)
        .filter((type) => !folded.has(type))
        .map((type) => `${name}: no decider folds ${type}`),
      ...[...folded].filter((type) => !Object.hasOwn(events, type)).map((type) => `${name}: the manifest does not define ${type}`),
      ...deciders.flatMap(({ category, decide, commands }) =>
        Object.keys({ ...decide, ...commands })
          .filter((type) => !decide[type] || !commands[type])
          .map((type) => `${category}: ${type} is decided or named, not both`),
      ),
      ...views.flatMap((view) => unknown(`view ${view.name}`, Object.keys(view.on))),
      ...policies.flatMap((policy) => unknown(`policy ${policy.name}`, Object.keys(policy.on))),
      ...unknown(`facts of ${name}`, Object.keys(facts ?? {})),
      ...unknown(`dues of ${name}`, Object.keys(dues ?? {})),
    ];
  });
}

const PASCAL = /^([A-Z][a-z0-9]+){2,}$/;
const HAN = /\p{Script=Han}/u;
/** Names against the house's way: events and commands in full words, an event never called Event, policies `on<Event>`, views hyphened, all labelled in Chinese. */
export function oddNames(contexts: readonly Context[]): readonly string[] {
  const odd = (kind: string, names: readonly string[], fits: (name: string) => boolean) => names.filter((name) => !fits(name)).map((name) => `${kind} ${name}`);
  const unlabelled = (kind: string, labels: Readonly<Record<string, Readonly<{ zh: string }>>>) =>
    Object.entries(labels)
      .filter(([, { zh }]) => !HAN.test(zh))
      .map(([name]) => `${kind} ${name} has no Chinese label`);
  return contexts.flatMap((context) => [
    ...odd('event', Object.keys(context.events), (name) => PASCAL.test(name) && !name.endsWith('Event')),
    ...odd('command', commandTypes([context]), (name) => PASCAL.test(name) && !name.endsWith('Command') && !Object.hasOwn(context.events, name)),
    ...odd(
      'view',
      context.views.map(({ name }) => name),
      (name) => /^[a-z]+(-[a-z]+)*$/.test(name),
    ),
    ...odd(
      'policy',
      context.policies.map(({ name }) => name),
      (name) => namesItsEvent(name, Object.keys(context.policies.find((policy) => policy.name === name)!.on)),
    ),
    ...unlabelled('event', context.events),
    ...context.deciders.flatMap(({ commands }) => unlabelled('command', commands)),
    ...unlabelled('view', Object.fromEntries(context.views.map((view) => [view.name, view]))),
    ...unlabelled('context', { [context.name]: context }),
  ]);
}

/** `on<Event>`, and a second policy on the same event says after it what it is for; a policy on several events names what they share. */
const namesItsEvent = (name: string, types: readonly string[]): boolean =>
  types.some((type) => name.startsWith(`on${type}`)) || (types.length > 1 && /^on([A-Z][a-z]+)+ed$/.test(name));

const personCommands = ({ commands }: AnyDecider): readonly string[] =>
  Object.entries(commands)
    .filter(([, { by }]) => by === 'person')
    .map(([type]) => type);

/** Commands of persons without exactly one public door, and doors to what is no person's business. */
export function wrongDoors(
  contexts: readonly Context[],
  doors: Readonly<Record<string, readonly Readonly<{ type: string }>[] | undefined>>,
): readonly string[] {
  return contexts.flatMap(({ name, deciders }) => {
    const open = (doors[name] ?? []).map(({ type }) => type);
    const wanted = deciders.flatMap(personCommands);
    return [
      ...wanted.filter((type) => !open.includes(type)).map((type) => `${name}: no door for ${type}`),
      ...open.filter((type) => !wanted.includes(type)).map((type) => `${name}: a door for ${type}, which no person sends`),
      ...twice(open).map((type) => `${name}: two doors for ${type}`),
    ];
  });
}

/** Commands of persons that no event, of those given, leads back to: replay could not decide them again. */
export function unrecoverable(contexts: readonly Context[], events: readonly Recorded[]): readonly string[] {
  return decidersOf(contexts).flatMap((decider) => {
    const recovered = new Set(events.map((event) => commandBehind(decider, event)?.type));
    return personCommands(decider)
      .filter((type) => !recovered.has(type))
      .map((type) => `${decider.category}: no golden event leads back to ${type}`);
  });
}

const commandBehind = (decider: AnyDecider, event: Recorded): Command | undefined => decider.commandOf[event.type]?.([event], event);
