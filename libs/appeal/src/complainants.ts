import type { CalendarDate, Facts } from '#kernel';
import { byComplaint, complaintsIn, windowOf, type Tie } from '#registry';
import { againstKey, type Against } from './against.js';
import { barRows } from './appeal.guards.js';
import { targetKeys, targetOf } from './bars.js';
import { reviewComplaints } from './review-complaints.view.js';

/** Whoever complained of whom or what an appeal is about is barred from reviewing and deciding it, without exception (justice 15). */
export function complainantsAmong(
  personIds: readonly string[],
  { against, date, unitId, facts }: Readonly<{ against: Against; date: CalendarDate; unitId?: string; facts: Facts }>,
): readonly Tie[] {
  const targets = targetKeys(against, barRows(facts)).map((key) => targetOf(key));
  const units = [...(unitId === undefined ? [] : [unitId]), ...(against.kind === 'measure' ? [] : [against.unitId])];
  const ofCase = against.kind === 'measure' ? { personId: against.personId, postId: against.postId, year: against.year } : undefined;
  const looked = { personIds: ofCase ? [ofCase.personId] : [], unitIds: [...units, ...targets], villageIds: targets, window: windowOf(against.year, date) };
  const complaints = complaintsIn(facts, reviewComplaints.name);
  return personIds.flatMap((personId) => byComplaint(personId, { ...looked, ...(ofCase && { ofCase }) }, { complaints }));
}

/** How many complaints about the matter name an informant: the list of the barred cannot say who they are. */
export const complaintsAbout = (against: Against, complaints: ReturnType<typeof complaintsIn>): number =>
  complaints.filter(({ personIds, unitIds, cases }) =>
    against.kind === 'measure'
      ? personIds.includes(against.personId) || cases.some((one) => againstKey({ kind: 'measure', ...one }) === againstKey(against))
      : unitIds.includes(against.unitId),
  ).length;
