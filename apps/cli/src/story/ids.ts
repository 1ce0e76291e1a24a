import { createHash } from 'node:crypto';
import type { Actor, Command, Instant, SubjectKind } from '#kernel';
import { startOf } from '#kernel';
import type { SeenRef } from '#ledger';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** The seed of the demo year: the same ids, salts and bytes on every machine. */
export const STORY_SEED = 'zelian-demo-2016';

/** An opaque id of 130 bits for a name of the story: the name itself never enters an event. */
export function idOf(kind: SubjectKind, name: string): string {
  const bytes = createHash('sha256').update(`${STORY_SEED}|${kind}|${name}`).digest();
  return `${kind}-${Array.from(bytes.subarray(0, 26), (byte) => ALPHABET[byte & 31]).join('')}`;
}
/** Ids of things that are no subjects (tenures, duties). */
export const thingId = (prefix: string, name: string): string =>
  `${prefix}-${createHash('sha256').update(`${STORY_SEED}|${prefix}|${name}`).digest('hex').slice(0, 24)}`;

/** One act of the year: who did what, when. `refused`: the code with which the ledger must turn it down, recording nothing. */
export type Step = Readonly<{
  at: Instant;
  by: Actor;
  command: Command;
  seen?: readonly SeenRef[];
  refused?: string;
  /** Files put into the evidence store first. */
  files?: readonly Buffer[];
  /** The list that it came with: steps that follow each other with the same list are brought in as one, all or nothing. */
  list?: string;
}>;

/** An instant of the story: a date in Shanghai, an hour and a minute. */
export function at(date: string, hour = 9, minute = 0): Instant {
  return new Date(Date.parse(startOf(date, hour)) + minute * 60_000).toISOString();
}

/** Brings in a list that an office kept before there was a ledger: one actor, one moment. */
export const listed = (time: Instant, by: Actor, list: string, commands: readonly Command[]): readonly Step[] =>
  commands.map((command) => ({ at: time, by, command, list }));

/** Writes one step after another at the same sitting, a few seconds apart. */
export function sitting(start: Instant, by: Actor, commands: readonly Command[]): readonly Step[] {
  return commands.map((command, index) => ({ at: new Date(Date.parse(start) + index * 5_000).toISOString(), by, command }));
}
