import { ALL, type Command, type Event, type Facts, type Need, type Policy, type Recorded } from '#kernel';
import type {
  DutyAssigned,
  DutyCorrected,
  DutyEnded,
  EndTenureByRemoval,
  PostRegistered,
  TenureCorrected,
  TenureEnded,
  TenureStarted,
  VillageRegistered,
} from '#registry';
import type { ClauseOutcomeChanged } from '#rulebook';
import type { EndEffectPeriod, MarkFormalitiesOverdue, SetCaseBasis } from './case.commands.js';
import { caseDues, type CaseDuesRow } from './case-dues.js';
import type { CongressActRecorded, MeasureExecuted } from './case.events.js';
import { chainOf } from './chain.js';
import type { DeriveChain } from './chain.decider.js';
import { metMeasures, metMeasuresKey, type MetMeasuresRow } from './met-measures.view.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';
import { targetsTouchedBy, type StructureEvent } from './touched.js';
import { triggersStream, type DeriveTriggers } from './trigger.decider.js';
import type { ClauseTriggerChanged, ClauseTriggered, ClauseTriggerFell } from './trigger.events.js';
import { wantedTriggers } from './wanted.js';

/**
 * A clause that names a measure is met, changed or fell: everybody whom it flags now. A clause that named a measure under an earlier version of the book and
 * names none any more flags nobody.
 */
export const onClauseOutcomeChanged: Policy<ClauseOutcomeChanged, DeriveTriggers> = {
  name: 'onClauseOutcomeChanged',
  needs: {
    ClauseOutcomeChanged: ({ data }) => [
      { view: metMeasures.name, key: metMeasuresKey(data) },
      ...(data.consequence.kind === 'measure' ? STRUCTURE_NEEDS : []),
    ],
  },
  on: {
    ClauseOutcomeChanged: ({ data }, facts) => {
      const { target, year, clauseId, clauseHash, bookId, bookVersion, evidence, consequence } = data;
      const row = facts.get<MetMeasuresRow>(metMeasures.name, metMeasuresKey(data));
      if (!row?.clauses.includes(clauseId)) return [];
      const met = row.met.find((one) => one.clauseId === clauseId);
      const wanted = met && consequence.kind === 'measure' ? wantedTriggers(met, structureOf(facts)) : [];
      return [
        {
          type: 'DeriveTriggers',
          data: { target, year, clauseId, wanted, basis: met?.basis ?? { bookId, bookVersion, clauseId, clauseHash, events: evidence } },
        },
      ];
    },
  },
  reaches: ({ data }) => [triggersStream(data)],
};

type Registered = PostRegistered | TenureStarted | TenureEnded | TenureCorrected | DutyAssigned | DutyEnded | DutyCorrected | VillageRegistered;
const REGISTRY_NEEDS: readonly Need[] = [...STRUCTURE_NEEDS, { view: metMeasures.name, key: ALL }];
const registryNeeds = () => REGISTRY_NEEDS;

/** Who answered for what changed: the chains of what it touches anew, and who is flagged by clauses already met there. */
function rederive(event: Recorded<StructureEvent>, facts: Facts): readonly (DeriveChain | DeriveTriggers)[] {
  const structure = structureOf(facts);
  const touched = targetsTouchedBy(event, structure);
  const met = facts
    .all<MetMeasuresRow>(metMeasures.name)
    .flatMap(([, row]) => row.met)
    .filter(({ target }) => touched.includes(target));
  return [
    ...touched.map((target): DeriveChain => ({ type: 'DeriveChain', data: chainOf(target, structure) })),
    ...met.map((clause): DeriveTriggers => {
      const { target, year, clauseId, basis } = clause;
      return { type: 'DeriveTriggers', data: { target, year, clauseId, wanted: wantedTriggers(clause, structure), basis } };
    }),
  ];
}

/** Late corrections in valid time come this way too: shares and applicability follow, acts do not. */
export const onResponsibilityChanged: Policy<Registered, DeriveChain | DeriveTriggers> = {
  name: 'onResponsibilityChanged',
  needs: {
    PostRegistered: registryNeeds,
    TenureStarted: registryNeeds,
    TenureEnded: registryNeeds,
    TenureCorrected: registryNeeds,
    DutyAssigned: registryNeeds,
    DutyEnded: registryNeeds,
    DutyCorrected: registryNeeds,
    VillageRegistered: registryNeeds,
  },
  on: {
    PostRegistered: rederive,
    TenureStarted: rederive,
    TenureEnded: rederive,
    TenureCorrected: rederive,
    DutyAssigned: rederive,
    DutyEnded: rederive,
    DutyCorrected: rederive,
    VillageRegistered: rederive,
  },
};

const setBasis = ({ data, basis }: Recorded<ClauseTriggered | ClauseTriggerChanged>): readonly SetCaseBasis[] => {
  const {
    personId,
    postId,
    year,
    clauseId,
    target,
    measure,
    state,
    holding: { days },
  } = data;
  return (basis ?? []).map((one) => ({ type: 'SetCaseBasis', data: { personId, postId, year, clauseId, target, measure, state, days, basis: one } }));
};

/** Case = person + post + year; each trigger is a ground of it. All that is needed stands in the event: a policy never looks up what its context derived. */
export const onClauseTriggered: Policy<ClauseTriggered | ClauseTriggerChanged | ClauseTriggerFell, SetCaseBasis> = {
  name: 'onClauseTriggered',
  on: {
    ClauseTriggered: setBasis,
    ClauseTriggerChanged: setBasis,
    ClauseTriggerFell: ({ data: { personId, postId, year, clauseId, target, measure }, basis }) =>
      (basis ?? []).map((one) => ({ type: 'SetCaseBasis', data: { personId, postId, year, clauseId, target, measure, state: 'fallen', days: 0, basis: one } })),
  },
};

/** The ledger stands to the right of this context: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;

/** Clocks of cases that ran out with the hour. */
export const onHourEnded: Policy<HourEnded, MarkFormalitiesOverdue | EndEffectPeriod> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: caseDues.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) =>
      (facts.get<CaseDuesRow>(caseDues.name, hour)?.dues ?? []).map(({ kind, on, personId, postId, year }) =>
        kind === 'formalities'
          ? { type: 'MarkFormalitiesOverdue', data: { personId, postId, year, dueOn: on } }
          : { type: 'EndEffectPeriod', data: { personId, postId, year, endedOn: on } },
      ),
  },
};

const endTenure = (
  { data: { personId, postId, tenureEndsOn } }: Recorded<MeasureExecuted | CongressActRecorded>,
  reason: string,
): readonly (EndTenureByRemoval & Command)[] =>
  tenureEndsOn === undefined ? [] : [{ type: 'EndTenureByRemoval', data: { personId, postId, to: tenureEndsOn, reason } }];

/** An executed removal, or a resignation that was accepted, ends the tenure. Registry's decider lets a tenure already ended be. */
export const onPostVacated: Policy<MeasureExecuted | CongressActRecorded, EndTenureByRemoval> = {
  name: 'onPostVacated',
  on: {
    MeasureExecuted: (event) => endTenure(event, `处理执行：${event.data.established.measure}`),
    CongressActRecorded: (event) => (event.data.result === 'resigned' ? endTenure(event, '辞职') : []),
  },
};
