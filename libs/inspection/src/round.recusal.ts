import { must, privately, Rejection, type CalendarDate, type DecisionInput, type NewEvent } from '#kernel';
import { mustBeDecisions, scrutinyOfVillages, standing, tellable, tiesFrom, tiesOf, tiesText, windowOf, type RecusalOverride } from '#registry';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import type { InspectionRecusalOverridden, RoundEvent } from './round.events.js';
import { mustKnow } from './round.guards.js';

/** Who is to inspect what: members that come in, and the villages that they come to. */
export type Assignment = Readonly<{
  roundId: string;
  groupId: string;
  year: number;
  personIds: readonly string[];
  villageIds: readonly string[];
  from: CalendarDate;
  overrides: readonly RecusalOverride[];
}>;

/**
 * 回避: nobody inspects where he answered, holds a duty, or has kin who does, in the year concerned.
 * @returns the decisions by which somebody related takes part all the same @throws Rejection `inspection.related-member` with the events that relate them
 */
export function overridesOf(
  { roundId, groupId, year, personIds, villageIds, from, overrides }: Assignment,
  input: DecisionInput,
): readonly NewEvent<RoundEvent>[] {
  const ties = tiesFrom(input.facts, inspectionTies.name, inspectionComplaints.name);
  const scrutiny = scrutinyOfVillages(ties, { villageIds, window: windowOf(year, from) });
  const found = personIds.flatMap((personId) => tiesOf(personId, scrutiny, ties));
  mustBeDecisions(overrides, found, input.recordedAt);
  mustKnow(
    input,
    'unit',
    overrides.map(({ organUnitId }) => organUnitId),
  );
  const related = standing(found, overrides);
  if (related.length > 0) throw new Rejection('inspection.related-member', tiesText(related));
  return overrides.map(({ reason, ...decision }): NewEvent<InspectionRecusalOverridden> => {
    const own = tellable(found)
      .filter(({ personId }) => personId === decision.personId)
      .map(({ ground, withId, eventIds }) => ({ ground, withId, eventIds }));
    return {
      type: 'InspectionRecusalOverridden',
      data: { roundId, groupId, ...decision, ties: own, reason: privately(reason) },
      validAt: { from: decision.decidedOn },
    };
  });
}

/** The decisions that came with an act, as whoever recorded it said them. */
export function overridesIn(events: readonly Readonly<{ type: string; data: unknown }>[]): Readonly<{ recusalOverrides?: readonly RecusalOverride[] }> {
  const said = events
    .filter(({ type }) => type === 'InspectionRecusalOverridden')
    .map(({ data }) => {
      const { personId, organUnitId, documentNo, decidedOn, reason } = data as InspectionRecusalOverridden['data'];
      return { personId, organUnitId, documentNo, decidedOn, reason };
    });
  return said.length === 0 ? {} : { recusalOverrides: said };
}

/** An empty list says what no list says. @throws Rejection `inspection.overrides-empty` */
export function stated(overrides: readonly RecusalOverride[] | undefined): readonly RecusalOverride[] {
  must(overrides === undefined || overrides.length > 0, 'inspection.overrides-empty', {
    zh: '没有不予回避的决定则不列',
    en: 'leave the list out where nothing is overridden',
  });
  return overrides ?? [];
}
