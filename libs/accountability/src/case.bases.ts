import { sameJson, type DecisionInput, type NewEvent } from '#kernel';
import { bookIfAny } from '#rulebook';
import type { EndEffectPeriod, MarkFormalitiesOverdue, SetCaseBasis } from './case.commands.js';
import type { CaseBasisEvent, CaseClockEvent } from './case.events.js';
import { clauseFor } from './case.guards.js';
import { groundKey, type CaseState, type Ground } from './case.state.js';
import { sameBasis } from './met-measures.view.js';
import { PROCEDURE } from './procedure.js';

/** What the book flags became or ceased to be a ground. What people decided is marked, never rewritten, and never goes back to "triggered". */
export function setBasis({ data: { basis, state: trigger, ...data } }: SetCaseBasis, state: CaseState): readonly NewEvent<CaseBasisEvent>[] {
  const { personId, postId, year, clauseId, target, measure, days } = data;
  const key = groundKey(data);
  const known = state.grounds[key];
  const ground = { personId, postId, year, clauseId, target };
  if (trigger === 'fallen') return known ? fallen(state, key, { ...ground, measure: known.measure }).map((event) => ({ ...event, basis: [basis] })) : [];
  const next: Ground = { clauseId, target, measure, state: trigger, days, basis };
  const held = { ...ground, measure, state: trigger, days };
  if (known) return sameGround(known, next) ? [] : [{ type: 'CaseBasisChanged', data: held, basis: [basis] }];
  const { decision } = state;
  const regained = decision?.basisLost && decision.reliedOn.includes(key);
  return [
    regained
      ? { type: 'MeasureBasisRegained', data: { ...held, decidedMeasure: decision.measure }, basis: [basis] }
      : { type: 'CaseBasisAdded', data: held, basis: [basis] },
  ];
}

function fallen(
  { grounds, decision }: CaseState,
  key: string,
  data: Readonly<{ personId: string; postId: string; year: number; clauseId: string; target: string; measure: string }>,
): readonly CaseBasisEvent[] {
  const others = Object.keys(grounds).filter((other) => other !== key);
  // A measure falls only when its last basis falls (justice 20).
  const lastReliedOn = decision && decision.reliedOn.includes(key) && !others.some((other) => decision.reliedOn.includes(other));
  if (lastReliedOn) return [{ type: 'MeasureBasisLost', data: { ...data, decidedMeasure: decision.measure } }];
  return [{ type: others.length === 0 && !decision ? 'CaseBasisWithdrawn' : 'CaseBasisRemoved', data }];
}

const sameGround = ({ basis: a, ...left }: Ground, { basis: b, ...right }: Ground): boolean => sameJson(left, right) && sameBasis(a, b);

/** The month is over and nothing was executed: a breach of the clause that sets the clock (问责条例 2016, Art. 9). Harmless when it no longer matters. */
export function markOverdue(
  { data }: MarkFormalitiesOverdue,
  { decision, redecision, dates, congress }: CaseState,
  input: DecisionInput,
): readonly CaseClockEvent[] {
  if (!decision || decision.formalitiesDueOn !== data.dueOn) return [];
  const settled = redecision !== undefined || decision.overdueMarked || dates.executed !== undefined || congress === 'refused' || congress === 'resigned';
  if (settled) return [];
  const clause = clauseFor({ book: bookIfAny(input)?.book }, PROCEDURE.formalities, data.dueOn);
  return [{ type: 'FormalitiesOverdue', data: { ...data, breaches: [clause ?? 'accountability.formalities-late'] } }];
}

/** 影响期满. Only an executed measure had an effect to end. */
export function endEffect({ data }: EndEffectPeriod, { decision, dates }: CaseState): readonly CaseClockEvent[] {
  if (!decision || decision.effectEnded || dates.executed === undefined || decision.effectUntil !== data.endedOn) return [];
  return [{ type: 'EffectPeriodEnded', data: { ...data, measure: decision.measure } }];
}
