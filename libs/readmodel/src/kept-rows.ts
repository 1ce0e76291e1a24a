import { byCodePoint } from '#kernel';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from './row-store.js';

type Listed = readonly (readonly [key: string, row: unknown])[];
/** `since`: no row of the view changed after this position. `coming`: changes up to it are on their way in. */
type Kept = Readonly<{ since: number; coming?: true; listed?: Listed }>;

/** The part of a whole list that was asked for; keys are in code-point order. */
function pageOf(listed: Listed, { prefix = '', after, limit }: ListOptions): Listed {
  if (prefix === '' && after === undefined) return limit === undefined || limit >= listed.length ? listed : listed.slice(0, limit);
  const wanted = listed.filter(([key]) => key.startsWith(prefix) && (after === undefined || byCodePoint(key, after) > 0));
  return limit === undefined ? wanted : wanted.slice(0, limit);
}

/**
 * Whole views stay parsed while none of their rows change: policies and deciders ask for them far more often than posts and duties come and go. For the process
 * that writes the rows: every change passes here, so what is kept is what the store would say.
 */
export class KeptRows implements RowStore {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly store: RowStore) {}

  get engine(): string {
    return this.store.engine;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    const since = new Map<string, number>();
    for (const { view, position } of changes) since.set(view, Math.max(position, since.get(view) ?? -1, this.kept.get(view)?.since ?? -1));
    // Forgotten before and after: a list that is asked for meanwhile must not be kept as if nothing had come.
    for (const [view, position] of since) this.kept.set(view, { since: position, coming: true });
    await this.store.apply(changes, positions);
    for (const [view, position] of since) if (this.kept.get(view)?.since === position) this.kept.set(view, { since: position });
  }

  async list(view: string, options: ListOptions = {}): Promise<Listed> {
    const { asKnownAt, limit = Infinity, prefix = '', after } = options;
    if (asKnownAt === undefined) return this.store.list(view, options);
    // Of what was there when this process began it is only known that nothing came after where the view stood.
    const kept = this.kept.get(view) ?? { since: await this.store.position(view) };
    if (kept.coming || asKnownAt < kept.since) return this.store.list(view, options);
    if (kept.listed) return pageOf(kept.listed, options);
    const found = await this.store.list(view, options);
    const now = this.kept.get(view) ?? kept;
    // A page from the start that is not full holds all there is.
    const isWhole = prefix === '' && after === undefined && found.length < limit;
    if (isWhole && now.since === kept.since && !now.coming) this.kept.set(view, { since: kept.since, listed: found });
    return found;
  }

  prepare(view: string, version: number): Promise<boolean> {
    this.kept.delete(view);
    return this.store.prepare(view, version);
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    await this.store.finishRebuild(view, generation);
    this.kept.delete(view);
    this.kept.delete(generation);
  }

  async dropRebuild(generation: string): Promise<void> {
    this.kept.delete(generation);
    await this.store.dropRebuild(generation);
  }

  position(view: string): Promise<number> {
    return this.store.position(view);
  }

  get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    return this.store.get(view, key, asKnownAt);
  }

  history(view: string, key: string): Promise<readonly RowVersion[]> {
    return this.store.history(view, key);
  }

  difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    return this.store.difference(view, p, q);
  }

  versions(view: string, position: number): AsyncIterable<StoredVersion> {
    return this.store.versions(view, position);
  }

  beginRebuild(view: string, version: number): Promise<string> {
    return this.store.beginRebuild(view, version);
  }

  close(): Promise<void> {
    this.kept.clear();
    return this.store.close();
  }
}
