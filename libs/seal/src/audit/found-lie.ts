import { rootFromSubjectProof, sameBytes, subjectKey, SubjectMap, type IndexClaim, type ListEntry, type SubjectProof } from '#transparency';
import { sha256 } from '../suites/index.js';

/** What a log's index says of a subject, and an event about it that it hides. */
export type Lie = Readonly<{ subject: string; hidden: number; entries: readonly ListEntry[]; proof: SubjectProof }>;
/** One event that lists hold: its leaf, and whom it is about. */
export type Listed = Readonly<{ position: number; leaf: Uint8Array; subjects: readonly string[] }>;
export type Honest = Readonly<{ origin: string; events: readonly Listed[]; prove(subject: string): SubjectProof }>;

/** Hashes that may be spent on the search: some 10 s. */
const STEPS_MAX = 10_000_000;

/**
 * Which lie an index event tells whose root is not that of the events: looks for one event left out of one list, a list cut short, a subject left out altogether, and
 * an event left out of all of its lists. The root itself confirms what is found; a lie of another kind stays unfound, and so does any beyond the search's limit.
 */
export function findLie(claimed: IndexClaim, honest: Honest): Lie | undefined {
  const search = new Search(claimed.indexRoot, honest);
  return search.shortenedList() ?? search.rebuiltWithout();
}

class Search {
  private steps = STEPS_MAX;
  private readonly lists = new Map<string, ListEntry[]>();

  constructor(
    private readonly root: Uint8Array,
    private readonly honest: Honest,
  ) {
    for (const { position, leaf, subjects } of honest.events)
      for (const subject of subjects) {
        const list = this.lists.get(subject);
        if (list) list.push({ position, leaf });
        else this.lists.set(subject, [{ position, leaf }]);
      }
  }

  /** The subject keeps its place in the map, so that its honest proof leads to the lying root, too. */
  shortenedList(): Lie | undefined {
    for (const [subject, list] of this.lists) {
      const [key, proof] = [subjectKey(sha256, this.honest.origin, subject), this.honest.prove(subject)];
      for (const { entries, hidden } of shortened(list)) {
        if (!this.spend(entries.length + proof.depth)) return undefined;
        const root = rootFromSubjectProof(sha256, { key, entries, proof });
        if (root && sameBytes(root, this.root)) return { subject, hidden, entries, proof };
      }
    }
    return undefined;
  }

  /** Otherwise the map has another shape, and is built anew. */
  rebuiltWithout(): Lie | undefined {
    for (const [subject, list] of this.lists) {
      const map = this.mapWithout((_, one) => one === subject);
      if (map && sameBytes(map.root(), this.root)) return { subject, hidden: list[0]!.position, entries: [], proof: map.prove(subject) };
    }
    for (const { position, subjects } of this.honest.events) {
      const [subject] = subjects;
      const map = subject === undefined ? undefined : this.mapWithout((at) => at === position);
      if (!map || !sameBytes(map.root(), this.root)) continue;
      return {
        subject: subject!,
        hidden: position,
        entries: this.lists.get(subject!)!.filter((entry) => entry.position !== position),
        proof: map.prove(subject!),
      };
    }
    return undefined;
  }

  private mapWithout(hides: (position: number, subject: string) => boolean): SubjectMap | undefined {
    const { origin, events } = this.honest;
    if (!this.spend(events.length)) return undefined;
    const map = new SubjectMap(sha256, origin);
    for (const { position, leaf, subjects } of events)
      map.append(
        position,
        leaf,
        subjects.filter((subject) => !hides(position, subject)),
      );
    return map;
  }

  private spend(steps: number): boolean {
    this.steps -= steps;
    return this.steps > 0;
  }
}

/** A list without one of its events, and a list cut off before it: the latest first. */
function* shortened(list: readonly ListEntry[]): Iterable<Readonly<{ entries: readonly ListEntry[]; hidden: number }>> {
  for (let at = list.length - 1; at >= 0 && list.length > 1; at--) {
    const hidden = list[at]!.position;
    yield { entries: list.filter((_, i) => i !== at), hidden };
    if (at > 0) yield { entries: list.slice(0, at), hidden };
  }
}
