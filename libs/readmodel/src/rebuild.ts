import type { AnyView } from '#kernel';
import type { Projector } from './projector.js';
import { rowHash } from './row-hash.js';
import type { RowStore } from './row-store.js';

/** Row hash of the live rows before, and of the rebuilt rows, both up to the position that the live view had. */
export type RebuildResult = Readonly<{ view: string; position: number; before: string; after: string }>;
export type RebuildOptions = Readonly<{ store: RowStore; projector: Projector; head(): Promise<number>; onProgress?(done: number, total: number): void }>;

/**
 * Builds views anew from the whole log in generations beside the live rows, which go on answering, and swaps each in when it is complete. Only views are
 * touched: policies and outboxes have positions of their own, so nothing is decided or sent again.
 */
export function rebuildViews(views: readonly AnyView[], { store, projector, head, onProgress }: RebuildOptions): Promise<readonly RebuildResult[]> {
  return projector.exclusively(async () => {
    const total = (await head()) + 1;
    const generations = new Map<string, string>();
    for (const view of views) generations.set(view.name, await store.beginRebuild(view.name, view.version));
    const positions = new Map([...generations.values()].map((name) => [name, -1]));
    await projector.fold(views.map((view) => ({ name: generations.get(view.name)!, view })), positions, (position) => onProgress?.(position + 1, total));
    const stopped = projector.alarms().find(({ view }) => positions.has(view));
    if (stopped) throw new Error(`rebuild of ${stopped.view} stopped at ${stopped.position}: ${stopped.message}`);
    const results: RebuildResult[] = [];
    for (const { name } of views) {
      const generation = generations.get(name)!;
      const position = await store.position(name);
      const before = await rowHash(store, name, position);
      const after = await rowHash(store, generation, position);
      await store.finishRebuild(name, generation);
      projector.swapped(name, positions.get(generation)!);
      results.push({ view: name, position, before, after });
    }
    return results;
  });
}
