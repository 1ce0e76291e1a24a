import type { Message } from '#kernel';
import type { FaultKind } from '#rulebook';

/**
 * A fault that was seen. `named`: the act was recorded with it as a breach; otherwise the records show it though nobody named it.
 * `eventIds`: the events that show it, the act itself first.
 */
export type Sighting = Readonly<{ fault: FaultKind; what: Message; eventIds: readonly string[]; clause?: string; named: boolean }>;
/** Something that could not be looked at, and why: it speaks neither for nor against. */
export type Unchecked = Readonly<{ fault: FaultKind; why: Message; eventIds: readonly string[] }>;
export type Seen = Readonly<{ sightings: readonly Sighting[]; unchecked: readonly Unchecked[] }>;

export const seen = (sightings: readonly Sighting[], unchecked: readonly Unchecked[] = []): Seen => ({ sightings, unchecked });
