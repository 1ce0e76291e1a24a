import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type Private } from '#kernel';

export type DrawKind = 'villages' | 'households';
/**
 * The list and its hash, before any seed. The two bodies are different organs, in the order in which their seeds are combined. `revealBy`: the last day on
 * which a body can still reveal without being said to withhold. Whatever was drawn in this round or in `excludedRoundIds` is not on the list: these are the
 * `excludedDrawIds`.
 */
export type DrawAnnounced = Event<
  'DrawAnnounced',
  {
    drawId: string;
    roundId: string;
    year: number;
    kind: DrawKind;
    candidates: readonly string[];
    listHash: string;
    pickCount: number;
    bodyUnitIds: readonly string[];
    unannounced: boolean;
    revealBy: CalendarDate;
    excludedRoundIds: readonly string[];
    excludedDrawIds: readonly string[];
    date: CalendarDate;
  }
>;
type OfDraw = Readonly<{ drawId: string; roundId: string; date: CalendarDate }>;
export type DrawSeedCommitted = Event<'DrawSeedCommitted', OfDraw & { bodyUnitId: string; seedCommitment: string }>;
/** In the clear where the visit is announced; for an unannounced one a private value until the visits are done. */
export type DrawSeedRevealed = Event<'DrawSeedRevealed', OfDraw & { bodyUnitId: string; seed: string | Private }>;
export type DrawCompleted = Event<'DrawCompleted', OfDraw & { combinedSeed: string; picked: readonly string[] }>;
/** The same of an unannounced draw: everything that gives the result away is private. */
export type SealedDrawCompleted = Event<'SealedDrawCompleted', OfDraw & { seeds: readonly Private[]; combinedSeed: Private; picked: readonly Private[] }>;
/** After the visits: anyone can recompute. */
export type DrawUnsealed = Event<'DrawUnsealed', OfDraw & { seeds: readonly string[]; combinedSeed: string; picked: readonly string[] }>;
/** `withheldByUnitIds`: the bodies that did not commit or reveal; on record for ever. */
export type DrawVoided = Event<'DrawVoided', OfDraw & { withheldByUnitIds: readonly string[]; reason: string }>;
export type DrawEvent = DrawAnnounced | DrawSeedCommitted | DrawSeedRevealed | DrawCompleted | SealedDrawCompleted | DrawUnsealed | DrawVoided;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const drawEvents: Readonly<Record<DrawEvent['type'], EventDefinition>> = {
  DrawAnnounced: define('act', '抽签公布名单'),
  DrawSeedCommitted: define('act', '提交随机数承诺'),
  DrawSeedRevealed: define('act', '公开随机数'),
  DrawCompleted: define('act', '抽签完成'),
  SealedDrawCompleted: define('act', '暗访抽签完成（封存）'),
  DrawUnsealed: define('act', '抽签解封'),
  DrawVoided: define('act', '抽签作废'),
};
