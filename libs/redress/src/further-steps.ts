import type { CalendarDate } from '#kernel';
import { countedLastDay, type RuleBook } from '#rulebook';

/** A step that is open after an answer. `lastDay`: absent where no period has begun to run, or the text knows none. */
export type FurtherStep = Readonly<{ step: string; lastDay?: CalendarDate }>;
export type Answered = Readonly<{ track: string; step: string; servedOn?: CalendarDate }>;

/** Where the book leads on from a step that was answered, and until when (justice 14): 再申诉 after 申诉, the organ above after the first. */
export function furtherSteps({ track: trackId, step: answered, servedOn }: Answered, book: RuleBook): readonly FurtherStep[] {
  const track = book.appeals?.tracks.find(({ id }) => id === trackId);
  const next = track?.steps.filter(({ after }) => after?.includes(answered)) ?? [];
  return next.map((step): FurtherStep => {
    if (step.lodging === undefined || servedOn === undefined) return { step: step.id };
    return { step: step.id, lastDay: countedLastDay(servedOn, step.lodging, { book, step }).date };
  });
}
