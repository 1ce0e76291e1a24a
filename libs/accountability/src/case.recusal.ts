import { ALL, must, privately, type Need, type NewEvent, type Recorded } from '#kernel';
import {
  byComplaint,
  complaintNeeds,
  complaintsIn,
  mustBeDecisions,
  scrutinyOfPerson,
  standing,
  tellable,
  tiesFrom,
  tiesOf,
  tiesText,
  windowOf,
  type RecusalOverride,
} from '#registry';
import type { DecideCollectively, FormInvestigationTeam, RecuseMember } from './case.commands.js';
import type { CaseEvent, InvestigationRecusalOverridden } from './case.events.js';
import { CASE_ORGANS, organCompetent, type Check } from './case.guards.js';
import type { Bench } from './case.rules.js';
import type { CaseState } from './case.state.js';
import { caseComplaints } from './case-complaints.view.js';
import { caseTies } from './case-ties.view.js';

type TeamData = FormInvestigationTeam['data'] | RecuseMember['data'];
export type Recusal = Readonly<{ checks: readonly Check[]; beside: readonly NewEvent<CaseEvent>[] }>;

export const RECUSAL_NEEDS: readonly Need[] = [{ view: caseTies.name, key: ALL }, ...complaintNeeds(caseComplaints.name)];

/**
 * 回避: who held the person's post, manages it or is managed from it, shared the unit, is kin, or had a duty for the same places in the year concerned does not
 * investigate, unless an organ decided so, on record. An investigation done elsewhere is recorded with the breach.
 */
export function recusalOf(data: TeamData, memberIds: readonly string[], { grounds }: CaseState, { input, known }: Bench): Recusal {
  const { personId, postId, year, date, recusalOverrides: overrides } = data;
  must(overrides === undefined || overrides.length > 0, 'accountability.overrides-empty', {
    zh: '没有不予回避的决定则不列',
    en: 'leave the list out where nothing is overridden',
  });
  const ties = tiesFrom(input.facts, caseTies.name, caseComplaints.name);
  const targets = Object.values(grounds).map(({ target }) => target);
  const scrutiny = scrutinyOfPerson(ties, { personId, postId, targets, window: windowOf(year, date) });
  const looked = { ...scrutiny, ofCase: { personId, postId, year } };
  const found = memberIds.flatMap((memberId) => tiesOf(memberId, looked, ties));
  mustBeDecisions(overrides ?? [], found, input.recordedAt);
  const related = standing(found, overrides ?? []);
  return {
    checks: [
      { holds: related.length === 0, code: 'accountability.related-member', text: tiesText(related) },
      ...(overrides ?? []).map(({ organUnitId }) => organCompetent(known, organUnitId, CASE_ORGANS)),
    ],
    beside: (overrides ?? []).map(({ personId: memberId, reason, ...decision }): NewEvent<InvestigationRecusalOverridden> => {
      const own = tellable(found)
        .filter((tie) => tie.personId === memberId)
        .map(({ ground, withId, eventIds }) => ({ ground, withId, eventIds }));
      return {
        type: 'InvestigationRecusalOverridden',
        data: { personId, postId, year, memberId, ...decision, ties: own, reason: privately(reason) },
        validAt: { from: decision.decidedOn },
      };
    }),
  };
}

export const COMPLAINT_NEEDS: readonly Need[] = complaintNeeds(caseComplaints.name);
/** Whoever complained of the person, or of what started the case, has no vote on it. */
export function complainantCheck(
  { personId, postId, year, date, participantIds }: DecideCollectively['data'],
  { grounds }: CaseState,
  { facts }: Bench['input'],
): Check {
  const targets = Object.values(grounds).map(({ target }) => target);
  const looked = { personIds: [personId], unitIds: targets, villageIds: targets, window: windowOf(year, date), ofCase: { personId, postId, year } };
  const complaints = complaintsIn(facts, caseComplaints.name);
  const barred = participantIds.flatMap((voter) => byComplaint(voter, looked, { complaints }));
  return { holds: barred.length === 0, code: 'accountability.recused-decides', text: tiesText(barred) };
}

/** The decisions that came with an act, as whoever recorded it said them. */
export function overridesIn(events: readonly Recorded<CaseEvent>[]): Readonly<{ recusalOverrides?: readonly RecusalOverride[] }> {
  const said = events.flatMap((event): readonly RecusalOverride[] => {
    if (event.type !== 'InvestigationRecusalOverridden') return [];
    const { memberId: personId, organUnitId, documentNo, decidedOn, reason } = event.data;
    return [{ personId, organUnitId, documentNo, decidedOn, reason }];
  });
  return said.length === 0 ? {} : { recusalOverrides: said };
}
