import {
  dateOf,
  isDate,
  must,
  sameJson,
  yearInterval,
  type Basis,
  type CalendarDate,
  type DecisionInput,
  type Decider,
  type FactValue,
  type NewEvent,
  type Recorded,
} from '#kernel';
import type { ConfirmVeto, LiftVeto, SetVetoBasis, VetoCommand } from './veto.commands.js';
import { mustBeKnownEffects } from './veto.effects.js';
import { GROUND_STANDS, WITHOUT_AUTHORITY, type VetoBasisAdded, type VetoEvent, type VetoState } from './veto.events.js';

/** What a met clause rests on. */
type Ground = Readonly<{ values: Readonly<Record<string, FactValue>>; basis: Basis | null }>;
type Grounds = Readonly<Record<string, Ground>>;
type State = Readonly<{
  status: VetoState;
  /** The clauses that veto now. */
  grounds: Grounds;
  /** Clauses that still hold, but over which people lifted the veto: they veto again only after having fallen. */
  spent: readonly string[];
  effectUndetermined: boolean;
  /** By its own date; what people do with a confirmed veto is no older. */
  confirmedOn?: CalendarDate;
  /** The appeal that revoked what stands, and when. */
  toLift?: Readonly<{ appealId: string; revokedOn: CalendarDate }>;
}>;

const groundKey = ({ clauseId, target }: Readonly<{ clauseId: string; target: string }>): string => `${clauseId}@${target}`;
const clauseIdOf = (key: string): string => key.slice(0, key.lastIndexOf('@'));

function without(grounds: Grounds, key: string): Grounds {
  const { [key]: _fallen, ...rest } = grounds;
  return rest;
}

const sameGround = (a: Ground, b: Ground): boolean => sameJson(a.values, b.values) && sameJson(comparable(a.basis), comparable(b.basis));
/** Evidence is a set: its order says nothing. */
const comparable = (basis: Basis | null) => basis && { ...basis, events: [...basis.events].sort() };

/** A clause vetoes: what that means depends on where the veto stands; nothing here ever lowers a confirmed one. */
function decideMet({ data: { met: _met, basis, ...data } }: SetVetoBasis, { status, grounds, spent }: State): readonly NewEvent<VetoEvent>[] {
  const key = groundKey(data);
  if (spent.includes(key)) return [];
  const known = grounds[key];
  if (known) return sameGround(known, { values: data.values, basis }) ? [] : [{ type: 'VetoBasisChanged', data, basis: [basis] }];
  if (status === 'triggered' || status === 'confirmed') return [{ type: 'VetoBasisAdded', data, basis: [basis] }];
  return [{ type: status === 'basis-lost' ? 'VetoBasisRegained' : 'VetoTriggered', data, basis: [basis] }];
}

function decideFallen({ data }: SetVetoBasis, { status, grounds, spent }: State): readonly NewEvent<VetoEvent>[] {
  const { unitId, year, clauseId, target, basis } = data;
  const key = groundKey(data);
  const fallen = { data: { unitId, year, clauseId, target }, basis: [basis] };
  if (spent.includes(key)) return [{ type: 'VetoBasisRemoved', ...fallen }];
  if (!grounds[key]) return [];
  if (Object.keys(grounds).length > 1) return [{ type: 'VetoBasisRemoved', ...fallen }];
  return [{ type: status === 'confirmed' ? 'VetoBasisLost' : 'VetoWithdrawn', ...fallen }];
}

function mustBeDated(date: CalendarDate, { recordedAt }: DecisionInput): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'veto.date-in-future', { zh: '日期不得晚于记录日', en: 'the act cannot be dated after the day it is recorded' });
}
/** The result of a year is set aside when there is something of it to judge. */
function mustBeOfYear({ year, date }: ConfirmVeto['data']): void {
  must(date >= yearInterval(year).from, 'veto.before-year', {
    zh: `确认日期早于${year}年度`,
    en: `the result of ${year} cannot have been set aside before that year began`,
  });
}
const mustFollowConfirmation = (date: CalendarDate, { confirmedOn }: State): void =>
  must(confirmedOn === undefined || date >= confirmedOn, 'veto.out-of-order', {
    zh: `日期早于确认一票否决之日${confirmedOn}`,
    en: `the veto was confirmed on ${confirmedOn}; nothing done with it is older`,
  });

/**
 * A confirmed veto is lifted when its ground has fallen, or once an appeal has revoked it (justice 8). Lifted on paper while the ground stands, it is lifted all the
 * same, and a breach says so (justice 12a).
 */
function decideLifting({ data }: LiftVeto, { status, toLift, grounds }: State): readonly NewEvent<VetoEvent>[] {
  const { unitId, year, date } = data;
  const lifted = { type: 'VetoLifted', data, validAt: { from: date } } as const;
  if (status === 'basis-lost' || (toLift !== undefined && toLift.revokedOn <= date)) return [lifted];
  return [lifted, { type: 'VetoGroundOverridden', data: { unitId, year, date, breaches: [GROUND_STANDS] }, validAt: { from: date }, basis: basesOf(grounds) }];
}

const mustBeNamed = (text: string, field: 'authorityRef' | 'reason'): void =>
  must(
    text.trim() !== '',
    `veto.${field === 'reason' ? 'reason' : 'authority'}-missing`,
    field === 'reason' ? { zh: '须说明理由', en: 'a reason is required' } : { zh: '须注明依据文件', en: 'the authority has to be named' },
  );

const hold = (
  state: State,
  { data, basis }: Recorded<VetoBasisAdded | Readonly<{ type: string; data: VetoBasisAdded['data'] }>>,
  status: VetoState,
): State => ({
  ...state,
  status,
  grounds: { ...state.grounds, [groundKey(data)]: { values: data.values, basis: basis?.[0] ?? null } },
});
const fall = (state: State, data: Readonly<{ clauseId: string; target: string }>, status: VetoState): State => ({
  ...state,
  status,
  grounds: without(state.grounds, groundKey(data)),
  spent: state.spent.filter((key) => key !== groundKey(data)),
});

/** What vetoes is the book's word and comes from the policy; what stands, and what it reaches, is decided by people (justice 8). */
export const vetoDecider: Decider<State, VetoCommand, VetoEvent> = {
  category: 'veto',
  streamOf: ({ data: { unitId, year } }) => `veto-${unitId}-${year}`,
  initialState: { status: 'none', grounds: {}, spent: [], effectUndetermined: true },
  commands: {
    SetVetoBasis: { by: 'policy', zh: '更新一票否决依据' },
    ConfirmVeto: { by: 'person', zh: '确认一票否决' },
    DetermineVetoEffects: { by: 'person', zh: '明确一票否决效果' },
    LiftVeto: { by: 'person', zh: '解除一票否决' },
    MarkVetoForLifting: { by: 'policy', zh: '标记一票否决待解除' },
  },
  // The book of the year judged, not of the day of the act: its interpretations say what the veto reaches.
  bookOn: {
    ConfirmVeto: ({ data: { year } }) => `${year}-12-31`,
    DetermineVetoEffects: ({ data: { year } }) => `${year}-12-31`,
  },
  decide: {
    SetVetoBasis: (command, state) => (command.data.met ? decideMet(command, state) : decideFallen(command, state)),
    ConfirmVeto: ({ data: { unitId, year, authorityRef, effects, date } }, { status, grounds }, input) => {
      must(status === 'triggered', 'veto.not-triggered', { zh: '没有待确认的一票否决', en: 'no veto awaits confirmation' });
      mustBeDated(date, input);
      mustBeOfYear({ unitId, year, date });
      if (authorityRef !== undefined) mustBeNamed(authorityRef, 'authorityRef');
      if (effects) mustBeKnownEffects(effects, Object.keys(grounds).map(clauseIdOf), input);
      const named = authorityRef === undefined ? { breaches: [WITHOUT_AUTHORITY] } : { authorityRef };
      return [
        {
          type: 'VetoConfirmed',
          data: { unitId, year, ...named, effects: effects ?? [], effectUndetermined: effects === undefined, date },
          validAt: { from: date },
          basis: basesOf(grounds),
        },
      ];
    },
    DetermineVetoEffects: ({ data }, state, input) => {
      const { status, grounds, effectUndetermined } = state;
      must(status === 'confirmed', 'veto.not-confirmed', { zh: '没有已确认的一票否决', en: 'no confirmed veto stands' });
      must(effectUndetermined, 'veto.effects-determined', { zh: '一票否决效果已明确', en: 'the effects of this veto are already determined' });
      mustBeDated(data.date, input);
      mustFollowConfirmation(data.date, state);
      mustBeNamed(data.authorityRef, 'authorityRef');
      mustBeKnownEffects(data.effects, Object.keys(grounds).map(clauseIdOf), input);
      return [{ type: 'VetoEffectsDetermined', data, validAt: { from: data.date }, basis: basesOf(grounds) }];
    },
    LiftVeto: (command, state, input) => {
      const { data } = command;
      const { status } = state;
      must(status === 'confirmed' || status === 'basis-lost', 'veto.not-standing', { zh: '没有可解除的一票否决', en: 'no veto stands that could be lifted' });
      mustBeDated(data.date, input);
      mustFollowConfirmation(data.date, state);
      mustBeNamed(data.authorityRef, 'authorityRef');
      mustBeNamed(data.reason, 'reason');
      return decideLifting(command, state);
    },
    MarkVetoForLifting: ({ data }, { status, toLift }) =>
      (status === 'confirmed' || status === 'basis-lost') && toLift?.appealId !== data.appealId
        ? [{ type: 'VetoMarkedForLifting', data, validAt: { from: data.revokedOn } }]
        : [],
  },
  evolve: {
    VetoTriggered: (state, event) => ({ ...hold(state, event, 'triggered'), effectUndetermined: true, toLift: undefined }),
    VetoBasisAdded: (state, event) => hold(state, event, state.status),
    VetoBasisChanged: (state, event) => hold(state, event, state.status),
    VetoBasisRemoved: (state, { data }) => fall(state, data, state.status),
    VetoWithdrawn: (state, { data }) => fall(state, data, 'withdrawn'),
    VetoBasisLost: (state, { data }) => fall(state, data, 'basis-lost'),
    VetoBasisRegained: (state, event) => hold(state, event, 'confirmed'),
    VetoConfirmed: (state, { data }) => ({ ...state, status: 'confirmed', effectUndetermined: data.effectUndetermined, confirmedOn: data.date }),
    VetoEffectsDetermined: (state) => ({ ...state, effectUndetermined: false }),
    VetoLifted: (state) => ({ ...state, toLift: undefined, status: 'lifted', grounds: {}, spent: [...state.spent, ...Object.keys(state.grounds)] }),
    // Said of the lifting beside it.
    VetoGroundOverridden: (state) => state,
    VetoMarkedForLifting: (state, { data: { appealId, revokedOn } }) => ({ ...state, toLift: { appealId, revokedOn } }),
  },
  commandOf: {
    VetoConfirmed: (_events, { data: { unitId, year, authorityRef, effects, effectUndetermined, date } }) => ({
      type: 'ConfirmVeto',
      data: { unitId, year, ...(authorityRef !== undefined && { authorityRef }), ...(!effectUndetermined && { effects }), date },
    }),
    VetoEffectsDetermined: (_events, { data }) => ({ type: 'DetermineVetoEffects', data }),
    VetoLifted: (_events, { data }) => ({ type: 'LiftVeto', data }),
  },
};

/** An act cites what it stood on at that moment. */
const basesOf = (grounds: Grounds): readonly Basis[] =>
  Object.keys(grounds)
    .sort()
    .flatMap((key) => grounds[key]!.basis ?? []);
