import type { Clause, HolidayCalendar, Ladder, LightScheme, RectificationRules, RuleBook } from './book.js';
import { problemsOf } from './condition.js';
import type { CorrectionGround, CorrectionGrounds } from './correction-grounds.js';
import { factsOfGround } from './evaluate.js';
import { gradeIdsOf } from './fact-values.js';
import { appealErrors, appealLists } from './lint-appeals.js';
import { calendarErrors } from './lint-calendar.js';
import { dates } from './lint-dates.js';
import { error, type Finding } from './lint-finding.js';
import { correctionGroundErrors } from './lint-grounds.js';
import { ladderErrors } from './lint-ladders.js';
import { anyHolds, casesOf, meetTogether } from './lint-points.js';
import { postErrors } from './lint-posts.js';

const FULL_BASIS_POINTS = 10_000;
type Rule = (book: RuleBook) => readonly Finding[];

/** Everything that makes a book impossible to apply. Later rules presuppose the earlier ones, so each stage runs only when those before found nothing. */
export function errorsOf(book: RuleBook): readonly Finding[] {
  const stages: readonly (readonly Rule[])[] = [
    [shape],
    [dates, saysSomething, identities, grades, weights, references, postErrors, calendarErrors, ladderErrors, appealErrors, correctionGroundErrors, conditions],
    [reachability, contradictions],
  ];
  for (const stage of stages) {
    const found = stage.flatMap((rule) => rule(book));
    if (found.length > 0) return found;
  }
  return [];
}

/** The schema says it all and is checked at the edge; this only keeps the rules below from stumbling. */
function shape(book: unknown): readonly Finding[] {
  const document = (typeof book === 'object' && book !== null ? book : {}) as Partial<Record<keyof RuleBook, unknown>>;
  const lists = [
    document.sources,
    document.facts,
    document.terms,
    document.clauses,
    document.documents,
    document.measures,
    document.procedure,
    document.deadlines,
    document.competences,
    document.chain,
  ];
  const levels = (document.grades as Partial<RuleBook['grades']> | undefined)?.levels;
  const { restDays, makeUpWorkDays } = (document.calendar ?? { restDays: [], makeUpWorkDays: [] }) as Partial<HolidayCalendar>;
  const sound =
    typeof document.id === 'string' &&
    Number.isSafeInteger(document.version) &&
    [...lists, levels, restDays, makeUpWorkDays, ...pressingLists(document), ...appealLists(document.appeals)].every(Array.isArray);
  return sound ? [] : [error('book.malformed', '文档不是规则（见规则的JSON Schema）', 'the document is not a rule book; see its JSON Schema')];
}

/** What the optional parts say in lists, those within their items too. */
function pressingLists({ papers = [], ladders = [], lights = [], rectification, grounds }: Partial<Record<keyof RuleBook, unknown>>): readonly unknown[] {
  const { urgencies } = (rectification ?? { urgencies: [] }) as Partial<RectificationRules>;
  return [
    ...[papers, ladders, lights, urgencies],
    ...groundLists(grounds),
    ...listOf<Ladder>(ladders).map(({ steps }) => steps),
    ...listOf<LightScheme>(lights).map(({ rules }) => rules),
  ];
}
function groundLists(grounds: unknown): readonly unknown[] {
  if (grounds === undefined) return [];
  const { items } = grounds as Partial<CorrectionGrounds>;
  return [items, ...listOf<CorrectionGround>(items).map(({ faults }) => faults)];
}
const listOf = <Item>(value: unknown): readonly Partial<Item>[] => (Array.isArray(value) ? (value as readonly Partial<Item>[]) : []);

/** A book that says nothing of anybody is no book. */
const saysSomething = ({ clauses }: RuleBook): readonly Finding[] =>
  clauses.length > 0 ? [] : [error('book.no-clauses', '规则没有任何条款', 'the book has no clauses')];

function identities(book: RuleBook): readonly Finding[] {
  const {
    sources,
    facts,
    terms,
    clauses,
    documents,
    measures,
    procedure,
    deadlines,
    grades: { levels },
  } = book;
  const lists = { sources, facts, terms, 'clauses and procedure': [...clauses, ...procedure], documents, measures, deadlines, grades: levels };
  return Object.entries(lists).flatMap(([name, list]) => {
    const ids = list.map(({ id }) => id);
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) =>
      error('book.duplicate-id', `编号“${id}”重复`, `duplicate id "${id}" among ${name}`, { subject: id }),
    );
  });
}

/** Every total from 0 to the maximum has exactly one grade. */
function grades({ grades: { levels, maxHundredths } }: RuleBook): readonly Finding[] {
  const findings: Finding[] = [];
  if (levels[0]?.minHundredths !== 0)
    findings.push(error('book.grade-gap', '最低等次须从0分起', 'the lowest grade must begin at 0: totals below it have no grade'));
  levels.forEach(({ id, zh, minHundredths }, index) => {
    const before = levels[index - 1];
    if (before && minHundredths <= before.minHundredths)
      findings.push(error('book.grade-order', `等次“${zh}”的分数线不高于前一等次`, `grade ${id} does not begin above the one before it`, { subject: id }));
    if (minHundredths > maxHundredths)
      findings.push(error('book.grade-gap', `等次“${zh}”的分数线高于满分`, `grade ${id} begins above the maximum`, { subject: id }));
  });
  return findings;
}

const UNIT_KIND_ZH: Readonly<Record<string, string>> = { town: '镇', department: '部门' };
function weights({ clauses }: RuleBook): readonly Finding[] {
  const floors = clauses.flatMap(({ id, status, consequence }) => (status === 'on' && consequence.kind === 'weight-floor' ? [{ id, ...consequence }] : []));
  const wrong = floors.filter(({ floorBasisPoints }) => floorBasisPoints < 0 || floorBasisPoints > FULL_BASIS_POINTS);
  if (wrong.length > 0)
    return wrong.map(({ id }) =>
      error('book.weights', `条款${id}的最低权重不在0至100%之间`, `the floor of clause ${id} is not between 0 and 100 %`, { clauseId: id }),
    );
  return [...new Set(floors.map(({ unitKind }) => unitKind))].flatMap((unitKind) => {
    const highest = new Map<string, number>();
    for (const floor of floors)
      if (floor.unitKind === unitKind) highest.set(floor.indicator, Math.max(highest.get(floor.indicator) ?? 0, floor.floorBasisPoints));
    const sum = [...highest.values()].reduce((total, floor) => total + floor, 0);
    return sum > FULL_BASIS_POINTS
      ? [
          error(
            'book.weights',
            `${UNIT_KIND_ZH[unitKind] ?? `“${unitKind}”`}的各项最低权重合计超过100%`,
            `the floors for ${unitKind} add up to more than 100 %`,
            { subject: unitKind },
          ),
        ]
      : [];
  });
}

function references(book: RuleBook): readonly Finding[] {
  return book.clauses.flatMap((clause) => {
    const { id, source, terms = [], grounds } = clause;
    const place = { clauseId: id };
    const findings: Finding[] = [];
    if (grounds.length === 0) findings.push(error('book.clause-unreachable', `条款${id}没有任何情形`, `clause ${id} has no ground`, place));
    if (!book.sources.some((known) => known.id === source))
      findings.push(error('book.unknown-source', `条款${id}的出处“${source}”未列明`, `clause ${id} names an unknown source "${source}"`, place));
    for (const term of terms)
      if (!book.terms.some((known) => known.id === term))
        findings.push(error('book.unknown-term', `条款${id}的用语“${term}”未列明`, `clause ${id} uses an unknown term "${term}"`, place));
    return [...findings, ...consequenceErrors(clause, book)];
  });
}

function consequenceErrors(clause: Clause, book: RuleBook): readonly Finding[] {
  const { id, consequence } = clause;
  const place = { clauseId: id };
  if (consequence.kind === 'measure') {
    if (!book.measures.some((known) => known.id === consequence.measure)) {
      return [
        error(
          'book.unknown-measure',
          `条款${id}的处理方式“${consequence.measure}”未列明`,
          `clause ${id} names an unknown measure "${consequence.measure}"`,
          place,
        ),
      ];
    }
    return namesPosts(clause, book) ? [] : [error('book.measure-without-posts', `条款${id}没有指明岗位`, `the measure of clause ${id} reaches no post`, place)];
  }
  if (consequence.kind !== 'deduction' || consequence.per === undefined) return [];
  const { per } = consequence;
  // The count is read from the values that the clause used: a fact of another clause would not be among them.
  const counted =
    clause.grounds.every((ground) => factsOfGround(ground).includes(per)) && book.facts.some((fact) => fact.id === per && fact.type.kind === 'count');
  return counted
    ? []
    : [
        error(
          'book.unknown-fact',
          `条款${id}按“${per}”计扣分，但其条件没有这一计数事实`,
          `clause ${id} deducts per "${per}", which is no counted fact of its grounds`,
          place,
        ),
      ];
}

/** By role, by duty, or by a term that authority may give a meaning. */
function namesPosts({ consequence, terms = [] }: Clause, book: RuleBook): boolean {
  if (consequence.kind !== 'measure') return true;
  const { roles = [], duties = [] } = consequence.posts;
  return roles.length + duties.length > 0 || book.terms.some((term) => term.affects === 'outcome' && terms.includes(term.id));
}

function conditions(book: RuleBook): readonly Finding[] {
  const facts = new Map(book.facts.map((fact) => [fact.id, fact]));
  const ids = gradeIdsOf(book);
  return book.clauses.flatMap(({ id, grounds }) =>
    grounds.flatMap((ground) => {
      const problems = problemsOf(ground.when, facts, ids);
      const unknown = (ground.known ?? []).filter((fact) => !facts.has(fact));
      const foreign = factsOfGround(ground).filter((fact) => facts.get(fact) !== undefined && facts.get(fact)!.target !== ground.target);
      return [
        ...problems.map(({ code, text }) => error(code, `条款${id}：${text.zh}`, `clause ${id}: ${text.en}`, { clauseId: id })),
        ...unknown.map((fact) => error('book.unknown-fact', `条款${id}：未知的事实“${fact}”`, `clause ${id}: unknown fact "${fact}"`, { clauseId: id })),
        ...foreign.map((fact) =>
          error('book.fact-of-other-target', `条款${id}：事实“${fact}”说的是另一类对象`, `clause ${id}: fact "${fact}" is about another kind of target`, {
            clauseId: id,
          }),
        ),
      ];
    }),
  );
}

/** Each ground must be able to come true; off clauses too, since they may be switched on. */
function reachability(book: RuleBook): readonly Finding[] {
  return book.clauses.flatMap(({ id, grounds }) =>
    grounds.flatMap((ground, index) => {
      for (const guess of casesOf([ground], book)) if (anyHolds([ground], guess)) return [];
      return [
        error('book.clause-unreachable', `条款${id}的第${index + 1}种情形永远不会出现`, `ground ${index + 1} of clause ${id} can never hold`, { clauseId: id }),
      ];
    }),
  );
}

/** Praise and blame for one and the same result of one target. */
function contradictions(book: RuleBook): readonly Finding[] {
  const on = book.clauses.filter(({ status }) => status === 'on');
  const priority = on.filter(({ consequence }) => consequence.kind === 'nomination' && consequence.says === 'priority');
  const against = on.filter(({ consequence }) => consequence.kind === 'veto' || (consequence.kind === 'nomination' && consequence.says === 'barred'));
  return priority.flatMap((a) =>
    against
      .filter((b) => (['unit', 'village'] as const).some((target) => meetTogether(a, b, target, book)))
      .map((b) =>
        error('book.clauses-contradict', `条款${a.id}与${b.id}可能同时成立而结果相反`, `clauses ${a.id} and ${b.id} can both be met and say the opposite`, {
          clauseId: a.id,
          subject: b.id,
        }),
      ),
  );
}
