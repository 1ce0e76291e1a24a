import type { CalendarDate, Facts } from '#kernel';
import { byComplaint, complaintsIn, isAboutLooked, windowOf, type ComplaintTies, type Scrutiny, type Tie } from '#registry';
import type { Against } from './against.js';
import { barRows } from './appeal.guards.js';
import { targetKeys, targetOf, type BarRows } from './bars.js';
import { reviewComplaints } from './review-complaints.view.js';

/** What an appeal is about, on the day of the act; `unitId`: of the post, where it is about a person's measure. */
export type Matter = Readonly<{ against: Against; date: CalendarDate; unitId?: string }>;

/** The person, the units and villages of whom a complaint bars from an appeal, and the days that matter. */
function lookedInto(
  { against, date, unitId }: Matter,
  rows: Pick<BarRows, 'barred'>,
): Pick<Scrutiny, 'personIds' | 'unitIds' | 'villageIds' | 'window' | 'ofCase'> {
  const targets = targetKeys(against, rows).map((key) => targetOf(key));
  const units = [...(unitId === undefined ? [] : [unitId]), ...(against.kind === 'measure' ? [] : [against.unitId])];
  const ofCase = against.kind === 'measure' ? { personId: against.personId, postId: against.postId, year: against.year } : undefined;
  return {
    ...{ personIds: ofCase ? [ofCase.personId] : [], unitIds: [...units, ...targets], villageIds: targets, window: windowOf(against.year, date) },
    ...(ofCase && { ofCase }),
  };
}

/** Whoever complained of whom or what an appeal is about is barred from reviewing and deciding it, without exception (justice 15). */
export function complainantsAmong(personIds: readonly string[], { facts, ...matter }: Matter & Readonly<{ facts: Facts }>): readonly Tie[] {
  const looked = lookedInto(matter, barRows(facts));
  const complaints = complaintsIn(facts, reviewComplaints.name);
  return personIds.flatMap((personId) => byComplaint(personId, looked, { complaints }));
}

/** How many complaints bar an informant from an appeal: the list of the barred cannot say who they are. */
export const complaintsAbout = (matter: Matter, rows: Pick<BarRows, 'barred'>, complaints: readonly ComplaintTies[]): number =>
  complaints.filter(isAboutLooked(lookedInto(matter, rows))).length;
