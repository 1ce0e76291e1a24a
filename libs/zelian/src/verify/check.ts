import type { Message } from '#kernel';
import type { Walked } from '../log-walk.js';
import type { HeadsChecked, HeldCheckpoint } from './checkpoint-check.js';

/** What is being looked at; events where nothing is said. */
export type VerifyStage = 'files' | 'values' | 'rebuild' | 'rows';
/** So many of so many, of one stage after another. */
export type VerifyProgress = (done: number, total: number, stage?: VerifyStage) => void;

/**
 * Something wrong: at which event (`upTo`: somewhere from `position` to there), in which row of which view from that event on, or in which place beside the log; and
 * what.
 */
export type Fault = Readonly<{ position?: number; upTo?: number; view?: string; key?: string; place?: string; what: Message }>;
/** What a check found. `detail` tells it in short, `faults` each by its place. */
export type Check = Readonly<{ name: string; zh: string; en: string; ok: boolean; detail: Message; faults: readonly Fault[] }>;
export type ShownCheck = Omit<Check, 'name' | 'faults'>;
export type FirstBad = Fault & Readonly<{ check: string }>;
/**
 * `checks`: by name, in the order in which they are told. `logHash`: root over the bytes of every event that could be read. `checkpoint`: the last one that holds.
 * `firstBad`: what is wrong at the lowest position, or, where nothing wrong has one, the first thing that is; null when all is well.
 */
export type Verdict = Readonly<{
  ok: boolean;
  events: number;
  logHash: string;
  checks: Readonly<Record<string, ShownCheck>>;
  checkpoint: HeldCheckpoint | null;
  firstBad: FirstBad | null;
}>;

type Hashed = Pick<Walked, 'events' | 'logHash'>;

/** Everything that was found, as one answer. */
export function verdictOf({ events, logHash }: Hashed, checks: readonly Check[], checked: HeadsChecked): Verdict {
  return {
    ok: checks.every(({ ok }) => ok),
    ...{ events, logHash },
    checks: Object.fromEntries(checks.map(({ name, zh, en, ok, detail }) => [name, { zh, en, ok, detail }])),
    checkpoint: lastHeld(checked) ?? null,
    firstBad: firstOf(checks) ?? null,
  };
}

/** The names of the checks that failed. */
export const failedChecks = ({ checks }: Pick<Verdict, 'checks'>): readonly string[] => Object.entries(checks).flatMap(([name, { ok }]) => (ok ? [] : [name]));

/** The one that reaches furthest; the published note among equals, since only it carries what others added. */
function lastHeld({ held }: HeadsChecked): HeldCheckpoint | undefined {
  const size = held.at(-1)?.size;
  return held.find((one) => one.size === size);
}

/** The root itself, for whoever kept one elsewhere. */
export function treeCheck({ events, logHash }: Hashed): Check {
  return told(['logHash', '全部内容的树哈希', 'tree hash over everything'], {
    faults: [],
    sound: {
      zh: `${events}个事件，根为${logHash}；与他处保存的根比对方有意义`,
      en: `${events} events, root ${logHash}; it means something when compared with a root kept elsewhere`,
    },
  });
}

const SHOWN_MAX = 20;
/** All of it in both languages, the same only once; a long list is cut. */
export function joined(found: readonly Message[]): Message {
  const inOne = (language: 'zh' | 'en', [between, more]: readonly [string, (n: number) => string]): string => {
    const lines = [...new Set(found.map((one) => one[language]))];
    const rest = lines.length - SHOWN_MAX;
    return `${lines.slice(0, SHOWN_MAX).join(between)}${rest > 0 ? more(rest) : ''}`;
  };
  return { zh: inOne('zh', ['；', (n) => `；另有${n}处`]), en: inOne('en', ['; ', (n) => `; and ${n} more`]) };
}

export type Told = Readonly<{ faults: readonly Fault[]; sound: Message; detail?: Message }>;
/** A check by its name and what it is called; sound where nothing is wrong. `detail`: what is wrong in short, where the list of faults would not be. */
export const told = ([name, zh, en]: readonly [name: string, zh: string, en: string], { faults, sound, detail }: Told): Check => ({
  ...{ name, zh, en, faults, ok: faults.length === 0 },
  detail: faults.length === 0 ? sound : (detail ?? joined(faults.map(({ what }) => what))),
});

/** The lowest bad position; a stretch counts only where nothing inside it is named to the event. What has no position comes after all that has. */
function firstOf(checks: readonly Check[]): FirstBad | undefined {
  const all = checks.flatMap(({ name, faults }) => faults.map((fault): FirstBad => ({ check: name, ...fault })));
  const placed = all.flatMap((fault) => (fault.position === undefined ? [] : [{ ...fault, position: fault.position }]));
  const exact = placed.filter(({ upTo }) => upTo === undefined);
  const isUnnamed = ({ position, upTo }: (typeof placed)[number]) => !exact.some((one) => one.position >= position && one.position <= upTo!);
  const stretches = placed.filter((one) => one.upTo !== undefined && isUnnamed(one));
  const lowest = [...exact, ...stretches].reduce<(typeof placed)[number] | undefined>(
    (first, bad) => (first === undefined || bad.position < first.position ? bad : first),
    undefined,
  );
  return lowest ?? all[0];
}
