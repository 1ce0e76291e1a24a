import { Rejection, type AnyView } from '#kernel';
import type { Track } from './fold.js';
import type { Projector } from './projector.js';
import { rowHash } from './row-hash.js';
import type { RowStore } from './row-store.js';

/** Row hash of the live rows before, and of the rebuilt rows, both up to `position`. */
export type RebuildResult = Readonly<{ view: string; position: number; before: string; after: string }>;
export type RebuildOptions = Readonly<{
  store: RowStore;
  projector: Projector;
  head(): Promise<number>;
  /** Events folded so far, of all that there are. */
  onProgress?(done: number, total: number): void;
}>;

/**
 * Builds views anew from the whole log in generations beside the live rows, which go on answering and catching up, and swaps each in when it is complete. Only
 * views are touched: policies and outboxes have positions of their own, so nothing is decided or sent again.
 *
 * A generation that stops is dropped and its view stays as it was; the others are swapped in all the same. Only where the stored rows were of no use any more
 * (another version's) does the new generation take over as far as it got, with its alarm.
 * @throws Rejection `readmodel.rebuild-stopped`
 */
export function rebuildViews(views: readonly AnyView[], options: RebuildOptions): Promise<readonly RebuildResult[]> {
  const { store, projector, head, onProgress } = options;
  return projector.rebuilding(async () => {
    const total = (await head()) + 1;
    const tracks: Track[] = [];
    for (const view of views) tracks.push({ name: await store.beginRebuild(view.name, view.version), view, position: -1 });
    try {
      await projector.fold(tracks, { to: total - 1, onPage: (position) => onProgress?.(position + 1, total) });
      const results = new Map<Track, RebuildResult>();
      for (const track of tracks) results.set(track, await compared(store, track));
      const swapped = await projector.exclusively(() => swapComplete(tracks, options));
      mustNotHaveStopped(tracks, swapped);
      return swapped.map((track) => results.get(track)!);
    } catch (error) {
      for (const { name } of tracks) await store.dropRebuild(name);
      throw error;
    }
  });
}

/** What is known up to a position never changes, so both sides can be hashed while the live view goes on. */
async function compared(store: RowStore, { name, view, position: built }: Track): Promise<RebuildResult> {
  const position = Math.min(built, await store.position(view.name));
  return { view: view.name, position, before: await rowHash(store, view.name, position), after: await rowHash(store, name, position) };
}

/** Nothing is appended to the rows while this runs: the generations catch up with the rest and take over. */
async function swapComplete(tracks: readonly Track[], { store, projector }: RebuildOptions): Promise<readonly Track[]> {
  await projector.fold(tracks);
  const complete = tracks.filter(({ alarm, view }) => !alarm || projector.isOutdated(view.name));
  for (const track of complete) {
    await store.finishRebuild(track.view.name, track.name);
    projector.swapped(track.view.name, track);
  }
  return complete;
}

function mustNotHaveStopped(tracks: readonly Track[], swapped: readonly Track[]): void {
  const alarm = tracks.find((track) => !swapped.includes(track))?.alarm;
  if (!alarm) return;
  const { view, position, message } = alarm;
  throw new Rejection('readmodel.rebuild-stopped', {
    zh: `视图${view}的重建停在第${position}号（${message}），原有数据未变`,
    en: `the rebuild of ${view} stopped at ${position} (${message}); its rows are as they were`,
  });
}
