import fc from 'fast-check';
import { addDays, decide, evolve, Rejection, type AnyDecider, type Command, type ValidTime } from '#kernel';
import {
  CLERK,
  filed,
  groupOne,
  groupTwo,
  listed,
  ONE,
  opened,
  PEOPLE,
  planned,
  registered,
  ROUND,
  rowsOf,
  stated,
  TWO,
  VILLAGES,
  visited,
  households,
  withdrawn,
  worldOf,
} from '../../../test/support/inspection-round.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { lastHolder, leadOn, standing, type Work } from './group.state.js';
import { groupAnswerability, type GroupAnswerabilityRow } from './group-answerability.view.js';
import { inspectionGroups, type InspectionGroupRow } from './inspection-groups.view.js';
import { inspectorPools } from './inspector-pools.view.js';
import { roundCoverage } from './round-coverage.view.js';
import { roundDecider } from './round.decider.js';
import { roundOffices, roundPosts } from './round-subjects.view.js';
import { villageCoverage } from './village-coverage.view.js';
import { isoWeekOf, visitBurden, weekName } from './visit-burden.view.js';

/** A campaign runs the same laws more often. */
const RUNS = { numRuns: Number(process.env.ZELIAN_RUNS ?? 150) };

// ---- Groups: people and villages change hands in any way that the rules let through.

const GROUPS = [ONE, TWO, 'group-03'];
const people = [...PEOPLE, 'person-insp10', 'person-insp11', 'person-insp12'];
const all = { ...listed, data: { ...(listed.data as object), personIds: people } };
const rows = worldOf([roundOffices, roundPosts, inspectorPools], [...registered, stated, all]);
const DAYS = Array.from({ length: 62 }, (_, days) => addDays('2016-09-01', days));
const day = fc.constantFrom(...DAYS);
/** What somebody wants, in numbers that are read against the groups as they then are: mostly possible, never always. */
type Wish = Readonly<{ do: 'form' | 'replace' | 'hand-over'; group: number; other: number; one: number; two: number; wait: number; everything: boolean }>;
const wish: fc.Arbitrary<Wish> = fc.record({
  do: fc.constantFrom('form' as const, 'replace' as const, 'replace' as const, 'hand-over' as const, 'hand-over' as const),
  ...{ group: fc.nat(2), other: fc.nat(2), one: fc.nat(11), two: fc.nat(11) },
  ...{ wait: fc.integer({ min: -1, max: 3 }), everything: fc.boolean() },
});
type State = typeof roundDecider.initialState;
const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

function commandFor({ do: what, group, other, one, two, everything }: Wish, state: State, from: string): Command {
  const [groupId, otherId] = [GROUPS[group]!, GROUPS[other]!];
  const members = standing(state.groups[groupId] ?? []);
  if (what === 'form') {
    const trio = [0, 1, 2].map((step) => pick(people, one + step));
    const data = { groupId, leadPersonId: trio[0], memberPersonIds: trio.slice(1), villageIds: two % 2 ? [VILLAGES[two % 3]!] : [] };
    return { type: 'FormInspectionGroup', data: { roundId: ROUND, zh: '组', poolId: 'pool-2016', from, ...data } };
  }
  if (what === 'replace') {
    const outgoingPersonId = members.length > 0 ? pick(members, one).personId : people[one];
    const data = { roundId: ROUND, groupId, outgoingPersonId, incomingPersonId: people[two], from, poolId: 'pool-2016', reason: { private: '换人' } };
    return { type: 'ReplaceInspectionGroupMember', data };
  }
  const held = state.works.filter((work) => lastHolder(work).groupId === groupId).flatMap(({ villageId }) => villageId ?? []);
  const leadOf = (id: string) => leadOn(state.groups[id] ?? [], from) ?? 'person-nobody';
  const scope = everything ? { scope: 'all' } : { scope: 'villages', villageIds: [held.length > 0 ? pick(held, one) : VILLAGES[0]] };
  const data = { roundId: ROUND, handoverId: `handover-${one}-${two}`, fromGroupId: groupId, toGroupId: otherId, from, ...scope };
  return { type: 'HandOverInspectionGroup', data: { ...data, fromLeadPersonId: leadOf(groupId), toLeadPersonId: leadOf(otherId) } };
}

type Told = Readonly<{ history: readonly Past[]; taken: number; refused: number }>;
/** Plays wishes through the decider as the days go by. */
function play(wishes: readonly Wish[]): Told {
  const history: Past[] = [planned, filed, opened, { type: 'InspectionGroupFormed', data: groupOne }, { type: 'InspectionGroupFormed', data: groupTwo }];
  const start = history.length;
  let state = history.map(recorded).reduce((soFar, event) => evolve(roundDecider, soFar, event), roundDecider.initialState);
  let day = 1;
  let refused = 0;
  for (const one of wishes) {
    day += one.wait;
    const command = commandFor(one, state, addDays('2016-09-01', day));
    const facts = factsFrom(rows, (roundDecider as AnyDecider).needs?.[command.type]?.(command) ?? []);
    try {
      for (const event of decide(roundDecider, command, state, { actor: CLERK, recordedAt: '2016-12-07T01:00:00.000Z', commandId: 'c', readAt: 0, facts })) {
        state = evolve(roundDecider, state, recorded(event, history.length));
        history.push(event);
      }
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      refused++;
    }
  }
  return { history, taken: history.length - start, refused };
}
const holds = ({ from, to }: ValidTime, date: string): boolean => from <= date && (to === undefined || date < to);

/** Days on which a group is not what it has to be, or a person is in two. */
function oddDays(groups: readonly InspectionGroupRow[]): readonly string[] {
  return DAYS.filter((date) => {
    const there = groups.filter(({ from }) => from <= date).map(({ members }) => members.filter((member) => holds(member, date)));
    const busy = there.flat().map(({ personId }) => personId);
    const whole = there.every((members) => members.filter(({ role }) => role === 'lead').length === 1 && members.length >= 3);
    return !whole || new Set(busy).size !== busy.length;
  });
}

/** Days on which not exactly one group answers for a piece of work, or another is in charge of its village. */
function unansweredDays({ holders, villageId }: Work, groups: readonly InspectionGroupRow[]): readonly string[] {
  return DAYS.filter((date) => date >= holders[0]!.from).filter((date) => {
    const holding = holders.filter((holder) => holds(holder, date)).map(({ groupId }) => groupId);
    const inCharge = groups.filter(({ villages }) => villages.some((one) => one.villageId === villageId && holds(one, date))).map(({ groupId }) => groupId);
    return holding.length !== 1 || (villageId !== undefined && inCharge.join() !== holding.join());
  });
}

describe('laws of the groups', () => {
  const playing = fc.array(wish, { minLength: 12, maxLength: 40 }).map(play);
  it('on every day each person is in one group at most, and each group has one lead and at least two members', () =>
    fc.assert(
      fc.property(playing, ({ history }) => expect(oddDays(Object.values(rowsOf(inspectionGroups, history)))).toEqual([])),
      RUNS,
    ));
  it('whoever hands over what: from its beginning on exactly one group answers for each piece of work, and is in charge of its village', () =>
    fc.assert(
      fc.property(playing, ({ history }) => {
        const { works } = rowsOf(groupAnswerability, history)[ROUND] as GroupAnswerabilityRow;
        const groups: InspectionGroupRow[] = Object.values(rowsOf(inspectionGroups, history));
        expect(works.flatMap((work) => unansweredDays(work, groups))).toEqual([]);
      }),
      RUNS,
    ));
  it('the wishes are neither all granted nor all refused', () => {
    const told = fc.sample(playing, { numRuns: 100, seed: 2016 });
    const all = told.flatMap(({ history }) => history.map(({ type }) => type));
    expect(all.filter((type) => type === 'InspectionGroupMemberReplaced').length).toBeGreaterThan(100);
    expect(all.filter((type) => type === 'InspectionGroupHandedOver').length).toBeGreaterThan(100);
    expect(told.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(100);
  });
});

// ---- Coverage and burden against brute force.

const household = fc.constantFrom(...'abcdefg').map((letter) => `household-${letter}`);
const householdSet = fc.uniqueArray(household, { maxLength: 6 });
type Deed =
  | Readonly<{ do: 'list'; ids: readonly string[] }>
  | Readonly<{ do: 'visit'; ids: readonly string[]; date: string }>
  | Readonly<{ do: 'withdraw'; pick: number }>;
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('list' as const), ids: householdSet }),
    fc.record({ do: fc.constant('visit' as const), ids: householdSet, date: day }),
    fc.record({ do: fc.constant('visit' as const), ids: householdSet, date: day }),
    fc.record({ do: fc.constant('withdraw' as const), pick: fc.nat(20) }),
  ),
  { maxLength: 20 },
);
type Standing = { visitId: string; ids: readonly string[]; date: string };
function enact(steps: readonly Deed[]) {
  const history: Past[] = [planned];
  let standing: Standing[] = [];
  let list: readonly string[] | null = null;
  for (const [index, step] of steps.entries()) {
    if (step.do === 'list') {
      list = step.ids;
      history.push(households(step.ids));
    } else if (step.do === 'visit') {
      const visitId = `visit-${index}`;
      standing.push({ visitId, ids: step.ids, date: step.date });
      history.push(visited({ visitId, date: step.date, householdIds: step.ids }));
    } else if (standing.length > 0) {
      const gone = standing[step.pick % standing.length]!;
      standing = standing.filter((one) => one !== gone);
      history.push(withdrawn({ visitId: gone.visitId, visitedOn: gone.date }));
    }
  }
  return { history, standing, list };
}

describe('laws of coverage', () => {
  it('what is missing is exactly the list less what standing visits saw, in whatever order it was recorded', () =>
    fc.assert(
      fc.property(deeds, (steps) => {
        const { history, standing, list } = enact(steps);
        const seen = new Set(standing.flatMap(({ ids }) => ids));
        const row = rowsOf(villageCoverage, history)[`${VILLAGES[0]}:2016`];
        expect(row.rounds[0].missingHouseholdIds).toEqual(list && [...list].filter((id) => !seen.has(id)).sort());
        expect(row.rounds[0].seenHouseholdIds).toEqual([...seen].sort());
        const round = rowsOf(roundCoverage, history)[ROUND];
        expect(round.missingVillageIds).toEqual(VILLAGES.filter((village) => village !== VILLAGES[0] || standing.length === 0));
        expect(round.visited + round.missingVillageIds.length).toBe(round.of);
      }),
      RUNS,
    ));
  it('the weeks over the limit are exactly those with more standing visits than the limit', () =>
    fc.assert(
      fc.property(deeds, (steps) => {
        const { history, standing } = enact(steps);
        const weeks = standing.map(({ date }) => weekName(isoWeekOf(date)));
        const over = [...new Set(weeks)].filter((week) => weeks.filter((one) => one === week).length > 1).sort();
        expect(rowsOf(visitBurden, history)[`${VILLAGES[0]}:2016`]?.overWeeks ?? []).toEqual(over);
      }),
      RUNS,
    ));
});
