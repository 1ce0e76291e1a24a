import { overlapOf, type ValidTime } from '#kernel';
import type { Clause, Interpretation, RuleBook, Term } from './book.js';
import { clausesOfKind, gradeById } from './catalogue.js';
import { factsIn } from './condition.js';
import { appealWarnings } from './lint-appeals.js';
import { warning, type Finding } from './lint-finding.js';
import { anyHolds, casesOf, groundsFor, isAdverse, type Assignment } from './lint-points.js';

type Rule = (book: RuleBook, interpretations: readonly Interpretation[]) => readonly Finding[];

const RULES: readonly Rule[] = [
  uncoveredRoles,
  undefinedTerms,
  unsourcedGrades,
  vetoReach,
  noDiscretion,
  formsNotInForce,
  fakingPays,
  overlappingOutcomes,
  appealWarnings,
];

/** The holes of a book that can be applied. */
export const warningsOf: Rule = (book, interpretations) => RULES.flatMap((rule) => rule(book, interpretations));

const enabled = ({ clauses }: RuleBook): readonly Clause[] => clauses.filter(({ status }) => status === 'on');
const termsOf = ({ terms = [] }: Clause, book: RuleBook): readonly Term[] => book.terms.filter(({ id }) => terms.includes(id));
const meaningOf = (term: Term, interpretations: readonly Interpretation[]) =>
  term.defined ? term : interpretations.findLast((interpretation) => interpretation.term === term.id);

/** A role of the chain is covered when a measure names its duty, reaches the unit that holds it, or hangs on a term that may yet be read to mean it. */
function uncoveredRoles(book: RuleBook, interpretations: readonly Interpretation[]): readonly Finding[] {
  const measures = clausesOfKind(book, 'measure');
  const reached = new Set(
    measures.flatMap((clause) => {
      const byTerm = termsOf(clause, book).flatMap((term) => {
        const meaning = meaningOf(term, interpretations);
        return meaning ? (meaning.posts?.duties ?? []) : (term.mayConcern ?? []);
      });
      return [...(clause.consequence.posts.duties ?? []), ...byTerm];
    }),
  );
  const unitsReached = measures.some(({ consequence }) => consequence.posts.of === 'paired-department-of-village');
  return book.chain
    .filter(({ duty, holder }) => !reached.has(duty) && !(holder === 'unit' && unitsReached))
    .map(({ duty, zh }) =>
      warning('book.role-without-consequence', `责任链上的“${zh}”没有任何后果条款`, `no clause has a consequence for ${duty}, though the chain names it`, {
        subject: duty,
      }),
    );
}

function undefinedTerms(book: RuleBook, interpretations: readonly Interpretation[]): readonly Finding[] {
  return book.terms
    .filter((term) => term.affects === 'outcome' && !meaningOf(term, interpretations) && enabled(book).some(({ terms }) => terms?.includes(term.id)))
    .map(({ id, zh }) =>
      warning(
        'book.term-undefined',
        `用语“${zh}”没有定义，所涉条款一律未定`,
        `the term ${id} is undefined: its clauses stay undetermined until authority interprets it`,
        { subject: id },
      ),
    );
}

function unsourcedGrades({ grades }: RuleBook): readonly Finding[] {
  return grades.levels
    .filter(({ source }) => source === null)
    .map(({ id, zh }) => warning('book.grade-without-source', `等次“${zh}”没有出处`, `no source names the grade ${id}`, { subject: id }));
}

function vetoReach(book: RuleBook, interpretations: readonly Interpretation[]): readonly Finding[] {
  const unstated = clausesOfKind(book, 'veto').filter(
    (clause) => clause.consequence.effects === 'undetermined' && !termsOf(clause, book).some((term) => meaningOf(term, interpretations)?.effects),
  );
  return unstated.map(({ id }) =>
    warning('book.veto-reach-unstated', `条款${id}没有说明一票否决否决什么`, `clause ${id} does not say what the veto sets aside`, { clauseId: id }),
  );
}

/** 一律 leaves nothing for a hearing to decide, yet the law asks for one. One line per measure: it is one phrase of the text. */
function noDiscretion(book: RuleBook): readonly Finding[] {
  const rigid = clausesOfKind(book, 'measure').filter(
    ({ discretion, effective }) => discretion === 'none' && book.procedure.some(({ step, effective: law }) => step === 'hearing' && overlapOf(law, effective)),
  );
  return [...new Set(rigid.map(({ consequence }) => consequence.measure))].map((measure) => {
    const ids = rigid.filter(({ consequence }) => consequence.measure === measure).map(({ id }) => id);
    return warning(
      'book.no-discretion',
      `${ids.join('、')}规定“一律”，与听取陈述申辩相抵触：没有留下斟酌余地`,
      `${ids.join(', ')} leave no discretion, against the duty to hear the person first`,
      { subject: measure },
    );
  });
}

/** The years that the book judges, as an interval; a form that comes into force later helps nobody judged by it. */
function judgedDates({ appliesToYears, effective }: RuleBook): ValidTime | undefined {
  return appliesToYears ? overlapOf({ from: `${appliesToYears.from}-01-01`, to: `${appliesToYears.to}-01-01` }, effective) : effective;
}

function formsNotInForce(book: RuleBook): readonly Finding[] {
  const judged = judgedDates(book);
  const used = [...new Set(clausesOfKind(book, 'measure').map(({ consequence }) => consequence.measure))];
  return used.flatMap((id) => {
    const measure = book.measures.find((known) => known.id === id);
    if (!judged || !measure || measure.forms.some(({ effective }) => overlapOf(effective, judged))) return [];
    return [
      warning(
        'book.measure-not-in-force',
        `“${measure.zh}”不在当时有效的问责方式之列：只能提示，不能决定`,
        `${id} is not among the forms in force then: it can be flagged, never decided`,
        { subject: id },
      ),
    ];
  });
}

/** A book that punishes only failure rewards faking. */
function fakingPays(book: RuleBook): readonly Finding[] {
  return book.facts.flatMap(({ id, zh, type }) => {
    if (type.kind !== 'enum') return [];
    const punishes = (value: string) =>
      enabled(book).some(
        (clause) => isAdverse(clause) && clause.grounds.some((ground) => factsIn(ground.when).includes(id) && canHoldWith(ground, id, value, book)),
      );
    const saying = (means: string) => type.values.filter((value) => value.means === means);
    if (!saying('failure').some((value) => punishes(value.id))) return [];
    return saying('fake')
      .filter((value) => !punishes(value.id))
      .map((value) =>
        warning(
          'book.faking-unpunished',
          `“${zh}”为“${value.zh}”没有任何条款：只罚未完成，等于奖励作假`,
          `no clause for ${id} = ${value.id}: punishing only failure rewards faking`,
          { subject: `${id}=${value.id}` },
        ),
      );
  });
}

function canHoldWith(ground: Clause['grounds'][number], fact: string, value: string, book: RuleBook): boolean {
  for (const guess of casesOf([ground], book)) if (guess[fact] === value && anyHolds([ground], guess)) return true;
  return false;
}

/**
 * A town can be rewarded in the very year in which its village's result counts against it, unless the deductions that follow put the rewarded grade out of
 * reach. Only towns: no deduction reaches a department through its villages.
 */
function overlappingOutcomes(book: RuleBook): readonly Finding[] {
  const against = enabled(book).filter((clause) => isAdverse(clause) && reachesTown(clause));
  const deductions = clausesOfKind(book, 'deduction').filter(({ consequence }) => consequence.from === 'town-of-village');
  return clausesOfKind(book, 'nomination')
    .filter(({ consequence }) => consequence.says === 'priority')
    .flatMap((reward) => {
      const clash = against.find((clause) => {
        const grounds = groundsFor(clause, 'village');
        for (const guess of casesOf([...grounds, ...deductions.flatMap((deduction) => groundsFor(deduction, 'village'))], book)) {
          const lost = deductions
            .filter((deduction) => anyHolds(groundsFor(deduction, 'village'), guess))
            .reduce((sum, { consequence }) => sum + consequence.pointsHundredths, 0);
          if (anyHolds(grounds, guess) && rewardableAt(reward, book.grades.maxHundredths - lost, book)) return true;
        }
        return false;
      });
      return clash
        ? [
            warning(
              'book.outcomes-overlap',
              `${reward.id}的奖励与${clash.id}的不利后果可能落在同一单位、同一年度`,
              `the reward of ${reward.id} and the consequence of ${clash.id} can fall on one unit in one year`,
              { clauseId: reward.id },
            ),
          ]
        : [];
    });
}

const reachesTown = ({ consequence, grounds }: Clause): boolean =>
  grounds.some(({ target }) => target === 'village') &&
  ((consequence.kind === 'measure' && consequence.posts.of === 'town-of-village') ||
    (consequence.kind === 'deduction' && consequence.from === 'town-of-village'));

/** Whether the reward can still be had with a total of at most `limit`. */
function rewardableAt(reward: Clause, limit: number, book: RuleBook): boolean {
  const grounds = groundsFor(reward, 'unit');
  for (const guess of casesOf(grounds, book)) if (anyHolds(grounds, guess) && totalAllows(guess, limit, book)) return true;
  return false;
}

const totalAllows = (guess: Assignment, limit: number, book: RuleBook): boolean =>
  book.facts.every(({ id, type }) => {
    if (type.kind !== 'grade') return true;
    const [grade, total] = [guess[id], type.of === undefined ? undefined : guess[type.of]];
    return (typeof total !== 'number' || total <= limit) && (grade === undefined || (gradeById(book, String(grade))?.minHundredths ?? 0) <= limit);
  });
