import type { CaseEvent, CollectivelyDecided, DecisionCorrected } from '#accountability';
import { must, type Basis, type Recorded } from '#kernel';
import type { CaseFile } from './case-file.js';

/** The decision under the screen: the last one of the case, with the acts that led to it and those that followed. */
export type Decided = Readonly<{
  decision: Recorded<CollectivelyDecided>;
  /** As it stands: what a correction made of it. */
  measure: string;
  correction?: Recorded<DecisionCorrected>;
  before: readonly Recorded<CaseEvent>[];
  after: readonly Recorded<CaseEvent>[];
  bases: readonly Basis[];
}>;

/** One kind of event out of many, told by its type. */
export const ofType = <Type extends CaseEvent['type']>(
  events: readonly Recorded<CaseEvent>[],
  type: Type,
): readonly Recorded<Extract<CaseEvent, { type: Type }>>[] =>
  events.filter((event): event is Recorded<Extract<CaseEvent, { type: Type }>> & Recorded<CaseEvent> => event.type === type);

export const groundKey = ({ clauseId, target }: Readonly<{ clauseId: string; target: string }>): string => `${clauseId}@${target}`;

const HOLDS: readonly string[] = ['CaseBasisAdded', 'CaseBasisChanged', 'MeasureBasisRegained'];
/** What a ground rested on when it was relied on. A clause may be met of several targets, which the act's own list of bases does not tell apart. */
export function basisRelied({ before, bases }: Decided, ref: Readonly<{ clauseId: string; target: string }>): Basis | undefined {
  const held = before.findLast((event) => HOLDS.includes(event.type) && 'clauseId' in event.data && groundKey(event.data) === groundKey(ref));
  return held?.basis?.[0] ?? bases.find(({ clauseId }) => clauseId === ref.clauseId);
}

/** The decision that a screen of the case is about. @throws Rejection `grounds.nothing-decided` */
export function screenedDecision({ events }: Pick<CaseFile, 'events'>): Decided {
  const decision = ofType(events, 'CollectivelyDecided').at(-1);
  must(decision, 'grounds.nothing-decided', { zh: '该案尚未作出决定，没有可核对的理由', en: 'nothing was decided in this case: there is nothing to screen' });
  const at = events.findIndex(({ id }) => id === decision.id);
  const correction = ofType(events.slice(at + 1), 'DecisionCorrected').at(-1);
  // Acts of an earlier decision that was revoked have been judged already.
  const revoked = ofType(events.slice(0, at), 'DecisionCorrected').findLast(({ data }) => data.kind === 'revoked');
  const start = revoked === undefined ? 0 : events.findIndex(({ id }) => id === revoked.id) + 1;
  return {
    decision,
    measure: correction?.data.measure ?? decision.data.measure,
    ...(correction && { correction }),
    before: events.slice(start, at),
    after: events.slice(at + 1),
    bases: decision.basis ?? [],
  };
}
