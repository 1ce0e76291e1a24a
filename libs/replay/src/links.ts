import { ALL } from '#kernel';

/** One step of the chain that carried a change: an event that is there in one of the two worlds only, or says something else in the other. */
export type Link = Readonly<{
  eventId: string;
  type: string;
  stream: string;
  world: 'base' | 'edited';
  /** Whose word made it follow: the clause, where one did. */
  clauseId?: string;
  /** The edit itself, by its place in the list: where every chain begins. */
  edit?: number;
  by?: Link;
}>;

/** What first made each row and stream differ between the two worlds, for as long as it does. */
export class Links {
  private readonly byPlace = new Map<string, Map<string, Link>>();

  /** A row of a view; any row of it (`ALL`), in the order in which they came to differ; a stream, by its name and no key. */
  get(place: string, key = STREAM): Link | undefined {
    const links = this.byPlace.get(place);
    return key === ALL ? links?.values().next().value : links?.get(key);
  }

  /** `differs`: with what to say of it, when nothing has been said yet. */
  set(place: string, key: string, { differs, link }: Readonly<{ differs: boolean; link: Link | undefined }>): void {
    const links = this.byPlace.get(place) ?? new Map<string, Link>();
    if (!differs) links.delete(key);
    else if (link && !links.has(key)) links.set(key, link);
    if (links.size > 0) this.byPlace.set(place, links);
    else this.byPlace.delete(place);
  }
}
/** No row has it for a key. */
export const STREAM = '';

/** From the edited fact to the event itself. */
export function chainOf(link: Link | undefined): readonly Omit<Link, 'by'>[] {
  const chain: Omit<Link, 'by'>[] = [];
  for (let at = link; at; at = at.by) {
    const { by: _by, ...step } = at;
    chain.unshift(step);
  }
  return chain;
}
