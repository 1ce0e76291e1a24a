import type { Message } from '#kernel';
import type { Bad, Walked } from '../log-walk.js';
import type { HeadsChecked, HeldCheckpoint } from './checkpoint-check.js';

export type Check = Readonly<{ name: string; zh: string; ok: boolean; detail: Message }>;
/**
 * `logHash`: root over the bytes of every event that could be read. `checkpoint`: the last one that holds. `firstBad`: the lowest position at which anything is
 * wrong.
 */
export type Verdict = Readonly<{
  ok: boolean;
  events: number;
  logHash: string;
  checks: readonly Check[];
  checkpoint: HeldCheckpoint | null;
  firstBad?: Bad;
}>;

type Hashed = Pick<Walked, 'events' | 'logHash'>;
type Judged = Readonly<{ checks: readonly Check[]; checked: HeadsChecked; firstBad?: Bad }>;

/** Everything that was found, as one answer. */
export function verdictOf({ events, logHash }: Hashed, { checks, checked, firstBad }: Judged): Verdict {
  return { ok: checks.every(({ ok }) => ok), events, logHash, checks, checkpoint: lastHeld(checked) ?? null, ...(firstBad && { firstBad }) };
}

/** The one that reaches furthest; the published note among equals, since only it carries what others added. */
function lastHeld({ held }: HeadsChecked): HeldCheckpoint | undefined {
  const size = held.at(-1)?.size;
  return held.find((one) => one.size === size);
}

/** The root itself, for whoever kept one elsewhere. */
export function treeCheck({ events, logHash }: Hashed): Check {
  return {
    name: 'logHash',
    zh: '全部内容的树哈希',
    ok: true,
    detail: {
      zh: `${events}个事件，根为${logHash}；与他处保存的根比对方有意义`,
      en: `${events} events, root ${logHash}; it means something when compared with a root kept elsewhere`,
    },
  };
}

/** The lowest bad position; a stretch counts only where nothing inside it is named to the event. */
export function lowest(found: readonly Bad[]): Bad | undefined {
  const exact = found.filter(({ upTo }) => upTo === undefined);
  const isUnnamed = ({ position, upTo }: Bad) => upTo !== undefined && !exact.some((one) => one.position >= position && one.position <= upTo);
  return [...exact, ...found.filter(isUnnamed)].reduce<Bad | undefined>(
    (first, bad) => (first === undefined || bad.position < first.position ? bad : first),
    undefined,
  );
}
