import type { Stuck } from './intent.js';
import type { LeftOut } from './play.js';
import type { World } from './world.js';

/** How far a replay has come before the segment at `start`, in which the first of its edits lies: the same for every edit from there on. */
export type Beginning = Readonly<{
  start: number;
  world: World;
  drifted: readonly LeftOut[];
  stuck: readonly Stuck[];
  derived: number;
  segments: number;
}>;

/** A few are enough: replays that follow each other edit a few places. */
const KEPT_MAX = 4;

/** What replays of one ledger have come to before their first edits, so that those that follow each other derive it once. */
export class Beginnings {
  private readonly kept: Beginning[] = [];

  /** The nearest before a segment, if any. */
  before(start: number): Beginning | undefined {
    return this.kept.reduce<Beginning | undefined>((nearest, one) => (one.start <= start && one.start >= (nearest?.start ?? -1) ? one : nearest), undefined);
  }

  keep(beginning: Beginning): void {
    if (this.kept.some(({ start }) => start === beginning.start)) return;
    this.kept.push(beginning);
    if (this.kept.length > KEPT_MAX) this.kept.shift();
  }
}
