import type { CalendarDate, Event, Private } from '#kernel';

/*
 * What happens to an appeal, as far as its effects are concerned. Mirrors the events of the context `appeal` (stream `appeal-<appealId>`), which stands to the
 * left of this one and owns them: once its face is there, this file is replaced by an `import type` from it. Nothing but types may stand here.
 */
/** What an appeal is against, by natural key: a decided measure, a unit's grade, or a veto. */
export type Against =
  | { kind: 'measure'; personId: string; postId: string; year: number }
  | { kind: 'grade'; unitId: string; year: number }
  | { kind: 'veto'; unitId: string; year: number };
type OfAppeal<More = object> = { appealId: string; against: Against } & More;
type Outcome<More = object> = OfAppeal<
  { decidedOn: CalendarDate; organUnitId: string; documentNo: string; participantIds: readonly string[]; reason: Private; grounds: readonly string[] } & More
>;

export type AppealLodged = Event<'AppealLodged', OfAppeal<{ appellantId: string; filedOn: CalendarDate }>>;
export type AppealNotAdmitted = Event<'AppealNotAdmitted', OfAppeal>;
export type AppealWithdrawn = Event<'AppealWithdrawn', OfAppeal>;
export type DecisionMaintained = Event<'DecisionMaintained', Outcome>;
export type DecisionVaried = Event<'DecisionVaried', Outcome<{ measure?: string }>>;
export type DecisionRevoked = Event<'DecisionRevoked', Outcome>;
export type RedecisionOrdered = Event<'RedecisionOrdered', Outcome>;
export type AppealDecisionServed = Event<'AppealDecisionServed', OfAppeal>;
export type AppealDecisionCarriedOut = Event<'AppealDecisionCarriedOut', OfAppeal>;
export type AppealOutcome = DecisionMaintained | DecisionVaried | DecisionRevoked | RedecisionOrdered;
