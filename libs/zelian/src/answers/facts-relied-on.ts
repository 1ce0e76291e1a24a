import type { Recorded } from '#kernel';
import { decodeEvent } from '#ledger';
import type { Parts } from '../parts.js';

/** What clauses were met by: the events that people recorded, under whatever the book made of them, each with the clauses that it carries. */
export type ReliedOn = ReadonlyMap<string, Readonly<{ event: Recorded; clauses: readonly string[] }>>;
export type Root = Readonly<{ clauseId: string; events: readonly string[] }>;

/** Follows what was derived down to what was recorded: a grade rests on scores and deductions, a deduction on findings. */
export async function reliedOn(parts: Parts, roots: readonly Root[], position: number): Promise<ReliedOn> {
  const found = new Map<string, { event: Recorded; clauses: string[] }>();
  for (const { clauseId, events } of roots) {
    const waiting = [...events];
    const visited = new Set<string>();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (visited.has(id)) continue;
      visited.add(id);
      const event = await eventAt(parts, id, position);
      if (!event) continue;
      const below = (event.basis ?? []).flatMap((basis) => basis.events);
      if (below.length > 0) waiting.push(...below);
      else note(found, event, clauseId);
    }
  }
  return new Map([...found].sort(([, a], [, b]) => a.event.position - b.event.position));
}

function note(found: Map<string, { event: Recorded; clauses: string[] }>, event: Recorded, clauseId: string): void {
  const known = found.get(event.id);
  if (!known) found.set(event.id, { event, clauses: [clauseId] });
  else if (!known.clauses.includes(clauseId)) known.clauses.push(clauseId);
}

/** An event by its id, as far as the log held it at a position. */
export async function eventAt({ engines: { log }, history: { definitions } }: Parts, eventId: string, position: number): Promise<Recorded | undefined> {
  const stored = await log.find(eventId);
  return stored && stored.position <= position ? decodeEvent(stored, definitions) : undefined;
}
