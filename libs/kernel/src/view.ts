import type { CalendarDate, Event, OfType, Recorded } from './event.js';

/** One question of one role. `on` names every event type of `E`, so the compiler names a forgotten one; `undefined` removes the row. */
export type View<Row, E extends Event> = Readonly<{
  name: string;
  /** Raised whenever rows would come out differently: the view is then rebuilt. */
  version: number;
  /** What the view answers, in Chinese. */
  zh: string;
  /** Whether its rows say something about a person: such reads go to the access log. */
  aboutPersons?: boolean;
  /** Every key names its event, so that no row stands there before: it is not looked for. */
  rowPerEvent?: boolean;
  /** The rows that an event touches; several are normal, none is allowed. */
  keysOf(event: Recorded<E>): readonly string[];
  /** Must not mutate `row`. A returned row is plain JSON: strings, safe integers, booleans, null, arrays, objects. */
  on: { readonly [Type in E['type']]: (row: Row | undefined, event: Recorded<OfType<E, Type>>, key: string) => Row | undefined };
  /** The other time axis: what of a row held in the world on a date; `undefined` when nothing did. Absent: rows carry no valid time. */
  validOn?(row: Row, date: CalendarDate): Row | undefined;
}>;

/** Any view, for code that treats them all alike. */
type Anything = any;
export type AnyView = Readonly<{
  name: string;
  version: number;
  zh: string;
  aboutPersons?: boolean;
  rowPerEvent?: boolean;
  keysOf(event: Anything): readonly string[];
  on: Readonly<Record<string, (row: Anything, event: Anything, key: string) => Anything>>;
  validOn?(row: Anything, date: CalendarDate): Anything;
}>;
