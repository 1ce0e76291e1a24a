import type { Ladder, LadderStep, LightScheme, RuleBook, Span } from './book.js';
import { undatedPart } from './lint-dates.js';
import { error, type Finding } from './lint-finding.js';

const HOURS_PER_DAY = 24;

/** Ladders, lights and the rules of rectification that could not be applied: somebody would be reminded out of turn, or shown in no colour. */
export function ladderErrors(book: RuleBook): readonly Finding[] {
  const { papers = [], ladders = [], lights = [], rectification } = book;
  return [
    ...twice({ papers, ladders, lights, urgencies: rectification?.urgencies ?? [] }),
    ...ladders.flatMap((ladder) => [...twice({ [`steps of ${ladder.id}`]: ladder.steps }), ...stepErrors(ladder, book)]),
    ...lights.flatMap(lightErrors),
    ...[...ladders, ...lights].flatMap(undatedPart),
    ...[...papers, ...ladders, ...lights, ...(rectification ? [{ id: 'rectification', source: rectification.source }] : [])].flatMap((part) =>
      unsourced(part, book),
    ),
    ...referenceErrors(book),
  ];
}

function twice(lists: Readonly<Record<string, readonly Readonly<{ id: string }>[]>>): readonly Finding[] {
  return Object.entries(lists).flatMap(([name, list]) => {
    const ids = list.map(({ id }) => id);
    return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) =>
      error('book.duplicate-id', `编号“${id}”重复`, `duplicate id "${id}" among ${name}`, { subject: id }),
    );
  });
}

const unsourced = ({ id, source }: Readonly<{ id: string; source: string }>, { sources }: RuleBook): readonly Finding[] =>
  sources.some((known) => known.id === source)
    ? []
    : [error('book.unknown-source', `“${id}”的出处“${source}”未列明`, `${id} names an unknown source "${source}"`, { subject: id })];

function stepErrors({ id, steps }: Ladder, { papers = [] }: RuleBook): readonly Finding[] {
  const unknown = steps.flatMap((step) => (step.does === 'draft' && !papers.some((paper) => paper.id === step.paper) ? [step] : []));
  const misplaced = steps.filter((step, index) => steps.slice(0, index).some((earlier) => comesAfter(earlier, step)));
  return [
    ...unknown.map((step) =>
      error('book.unknown-paper', `阶梯“${id}”的文书“${step.paper}”未列明`, `ladder ${id} drafts an unknown paper "${step.paper}"`, { subject: id }),
    ),
    ...misplaced.map((step) =>
      error('book.ladder-order', `阶梯“${id}”的步骤“${step.id}”早于前一步`, `step ${step.id} of ladder ${id} comes before the one listed before it`, {
        subject: id,
      }),
    ),
  ];
}

/** Whether a step certainly comes later than another. Work days and calendar days depend on the calendar: only like is compared with like. */
function comesAfter(a: LadderStep, b: LadderStep): boolean {
  if (a.when !== b.when) return a.when === 'after';
  const [length, other] = [lengthOf(a.span), lengthOf(b.span)];
  if (length.unit !== other.unit) return false;
  return a.when === 'after' ? length.count > other.count : length.count < other.count;
}
function lengthOf(span: Span): Readonly<{ unit: 'hours' | 'workDays'; count: number }> {
  if ('workDays' in span) return { unit: 'workDays', count: span.workDays };
  return { unit: 'hours', count: 'hours' in span ? span.hours : span.days * HOURS_PER_DAY };
}

/** Something always shows, and every rule can show. */
function lightErrors({ id, rules }: LightScheme): readonly Finding[] {
  const always = rules.findIndex(({ when }) => Object.keys(when).length === 0);
  if (always === -1) return [error('book.lights-open', `灯制“${id}”的最后一条须无条件`, `the last rule of lights ${id} has to hold always`, { subject: id })];
  return rules
    .slice(always + 1)
    .map(({ zh }) => error('book.lights-unreachable', `灯制“${id}”的“${zh}”永远不会显示`, `a rule of lights ${id} can never show: ${zh}`, { subject: id }));
}

function referenceErrors({ ladders = [], lights = [], rectification }: RuleBook): readonly Finding[] {
  if (!rectification) return [];
  const { urgencies, ladder, lights: scheme } = rectification;
  const named = [...(ladder === undefined ? [] : [ladder]), ...urgencies.map((urgency) => urgency.ladder)];
  const unknown = [...new Set(named)].filter((id) => !ladders.some((known) => known.id === id));
  const dark = scheme !== undefined && !lights.some(({ id }) => id === scheme) ? [scheme] : [];
  return [
    ...unknown.map((id) => error('book.unknown-ladder', `整改规则所用阶梯“${id}”未列明`, `rectification names an unknown ladder "${id}"`, { subject: id })),
    ...dark.map((id) => error('book.unknown-lights', `整改规则所用灯制“${id}”未列明`, `rectification names unknown lights "${id}"`, { subject: id })),
  ];
}
