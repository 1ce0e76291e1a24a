import { holdsOn, type CalendarDate } from '#kernel';
import type {
  Clause,
  Deadline,
  GradeLevel,
  Ladder,
  LightScheme,
  Measure,
  MeasureForm,
  ProcedureClause,
  RuleBook,
  SupervisionPaper,
  UrgencyClass,
} from './book.js';
import type { Consequence } from './rulebook.events.js';

/** The book's grade for a total in hundredths. Cut-offs are inclusive. Totals above the maximum count as the maximum, below zero as zero. */
export function gradeFor({ grades }: RuleBook, totalHundredths: number): GradeLevel {
  const total = Math.max(0, Math.min(totalHundredths, grades.maxHundredths));
  const level = grades.levels.findLast(({ minHundredths }) => minHundredths <= total);
  if (!level) throw new RangeError('the book leaves this total without a grade');
  return level;
}

export const gradeById = ({ grades }: RuleBook, id: string): GradeLevel | undefined => grades.levels.find((level) => level.id === id);
export const clauseById = ({ clauses }: RuleBook, id: string): Clause | undefined => clauses.find((clause) => clause.id === id);
export const measureById = ({ measures }: RuleBook, id: string): Measure | undefined => measures.find((measure) => measure.id === id);

type OfKind<Kind extends Consequence['kind']> = Extract<Consequence, { kind: Kind }>;
/** The clauses whose consequence is of a kind and that are switched on: how code finds its clauses without knowing their ids. */
export const clausesOfKind = <Kind extends Consequence['kind']>(
  { clauses }: RuleBook,
  kind: Kind,
): readonly (Clause & Readonly<{ consequence: OfKind<Kind> }>)[] =>
  clauses.filter((clause): clause is Clause & { consequence: OfKind<Kind> } => clause.status === 'on' && clause.consequence.kind === kind);

/** The least weight that an indicator must have in a unit's annual appraisal, with the clauses that say so. */
export const weightFloorsFor = (book: RuleBook, unitKind: string): readonly Readonly<{ clauseId: string; indicator: string; floorBasisPoints: number }>[] =>
  clausesOfKind(book, 'weight-floor')
    .filter(({ consequence }) => consequence.unitKind === unitKind)
    .map(({ id, consequence: { indicator, floorBasisPoints } }) => ({ clauseId: id, indicator, floorBasisPoints }));

/** Whom a measure would concern and when; what is left out is not asked about. */
export type FormQuestion = Readonly<{ measure: string; date: CalendarDate; partyMember?: boolean; staffStatus?: string; competences?: readonly string[] }>;
/** Every path that is open for a measure: by date, status of the person and competences of the deciding organ. Never one winner (justice 6). */
export function formsInForce(book: RuleBook, { measure, date, partyMember, staffStatus, competences }: FormQuestion): readonly MeasureForm[] {
  return (measureById(book, measure)?.forms ?? []).filter(
    ({ effective, appliesTo, organs }) =>
      holdsOn(effective, date) &&
      (appliesTo.partyMember === undefined || partyMember === undefined || appliesTo.partyMember === partyMember) &&
      (appliesTo.staffStatus === undefined || staffStatus === undefined || appliesTo.staffStatus.includes(staffStatus)) &&
      (competences === undefined || organs.some((organ) => competences.includes(organ))),
  );
}

/** Severity is a partial order: `incomparable` is an answer. */
export function compareMeasures(book: RuleBook, a: string, b: string): 'same' | 'heavier' | 'lighter' | 'incomparable' {
  if (a === b) return 'same';
  if (outweighs(book, a, b, new Set())) return 'heavier';
  return outweighs(book, b, a, new Set()) ? 'lighter' : 'incomparable';
}

function outweighs(book: RuleBook, heavier: string, lighter: string, visited: Set<string>): boolean {
  if (visited.has(heavier)) return false;
  visited.add(heavier);
  return (measureById(book, heavier)?.heavierThan ?? []).some((below) => below === lighter || outweighs(book, below, lighter, visited));
}

/** What the law asks at a step of the procedure on a date; empty when it asks nothing then. */
export const procedureAt = ({ procedure }: RuleBook, step: string, date: CalendarDate): readonly ProcedureClause[] =>
  procedure.filter((clause) => clause.step === step && holdsOn(clause.effective, date));

/** The clocks of a kind that run on a date, for a measure where the clock depends on one. */
export const deadlinesOf = ({ deadlines }: RuleBook, kind: string, date: CalendarDate, measure?: string): readonly Deadline[] =>
  deadlines.filter(
    (deadline) =>
      deadline.kind === kind &&
      holdsOn(deadline.effective, date) &&
      (deadline.measures === undefined || (measure !== undefined && deadline.measures.includes(measure))),
  );

/** Which competences allow an act; empty when the book names none. */
export const competencesFor = ({ competences }: RuleBook, act: string): readonly string[] =>
  competences.filter((rule) => rule.act === act).flatMap((rule) => rule.competences);

export const urgencyById = ({ rectification }: RuleBook, id: string): UrgencyClass | undefined => rectification?.urgencies.find((urgency) => urgency.id === id);
export const paperById = ({ papers = [] }: RuleBook, id: string): SupervisionPaper | undefined => papers.find((paper) => paper.id === id);

/** The ladder by which an item is pressed: that of its class, else the book's own; none where the book has none on that date. */
export function ladderFor(book: RuleBook, date: CalendarDate, urgency?: string): Ladder | undefined {
  const id = (urgency === undefined ? undefined : urgencyById(book, urgency)?.ladder) ?? book.rectification?.ladder;
  return book.ladders?.find((ladder) => ladder.id === id && holdsOn(ladder.effective, date));
}

/** A scheme of lights by its id, or the one that the book uses for rectification; none where the book has none on that date. */
export const lightsFor = (book: RuleBook, date: CalendarDate, id = book.rectification?.lights): LightScheme | undefined =>
  book.lights?.find((scheme) => scheme.id === id && holdsOn(scheme.effective, date));
