import { defaultMethods, LogicEngine } from 'json-logic-engine';
import type { FactValue, Message } from '#kernel';
import type { Condition, FactDefinition } from './book.js';
import { admits, isOrdered } from './fact-values.js';

/** Everything a condition may say. The library knows far more (loops, arithmetic, strings): a book may not. */
const JOINING = ['and', 'or', '!'] as const;
const COMPARING = ['===', '!==', '<', '<=', '>', '>='] as const;

const engine = new LogicEngine(
  {
    ...Object.fromEntries([...JOINING, ...COMPARING, 'in' as const].map((name) => [name, defaultMethods[name]])),
    // Fact ids contain dots: the library's own `var` would take them for paths.
    var: ([id]: readonly [string], values: Readonly<Record<string, FactValue>>) => valueOf(values, id),
  },
  // Interpreted, nothing cached and nothing compiled: the library's other mode builds functions from text.
  { disableInline: true, disableInterpretedOptimization: true },
);

function valueOf(values: Readonly<Record<string, FactValue>>, id: string): FactValue {
  if (!Object.hasOwn(values, id)) throw new TypeError(`no value for fact ${id}`);
  return values[id]!;
}

/** Whether the condition holds for values that name every fact it uses. Deterministic. @throws TypeError when one is missing. */
export function holds(condition: Condition, values: Readonly<Record<string, FactValue>>): boolean {
  if (typeof condition === 'boolean') return condition;
  const result: unknown = engine.run(condition, values);
  if (typeof result !== 'boolean') throw new TypeError('a condition must come out true or false');
  return result;
}

/** One use of a fact in a condition, with the constants it is compared with. */
type Use = Readonly<{ fact: string; operator: string; constants: readonly unknown[] }>;
type Visit = Readonly<{ use(use: Use): void; malformed(part: unknown): void }>;

/** Walks a condition by the grammar: what does not fit it is reported as malformed and not entered. */
function walk(part: unknown, visit: Visit): void {
  if (typeof part === 'boolean') return;
  const [operator, argument] = operation(part);
  const inner = operator === undefined ? undefined : joined(operator, argument);
  if (inner) return inner.forEach((each) => walk(each, visit));
  const use = operator === undefined ? undefined : useOf(operator, argument);
  if (use) visit.use(use);
  else visit.malformed(part);
}

function joined(operator: string, argument: unknown): readonly unknown[] | undefined {
  if (!(JOINING as readonly string[]).includes(operator) || !Array.isArray(argument)) return undefined;
  return argument.length === 0 || (operator === '!' && argument.length !== 1) ? undefined : (argument as readonly unknown[]);
}

function useOf(operator: string, argument: unknown): Use | undefined {
  if (operator === 'var') return typeof argument === 'string' ? { fact: argument, operator, constants: [] } : undefined;
  return Array.isArray(argument) ? comparison(operator, argument) : undefined;
}

function operation(part: unknown): readonly [operator: string, argument: unknown] | readonly [] {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return [];
  const entries = Object.entries(part);
  return entries.length === 1 ? entries[0]! : [];
}

/** A fact on the left, a constant on the right: that is what keeps conditions readable and decidable. */
function comparison(operator: string, [left, right, ...more]: readonly unknown[]): Use | undefined {
  const [kind, fact] = operation(left);
  if (kind !== 'var' || typeof fact !== 'string' || more.length > 0) return undefined;
  if (operator === 'in') return Array.isArray(right) && right.length > 0 ? { fact, operator, constants: right as readonly unknown[] } : undefined;
  return (COMPARING as readonly string[]).includes(operator) && typeof right !== 'object' && right !== undefined
    ? { fact, operator, constants: [right] }
    : undefined;
}

const usesOf = (condition: Condition): readonly Use[] => {
  const uses: Use[] = [];
  walk(condition, { use: (use) => uses.push(use), malformed: () => undefined });
  return uses;
};

/** The facts that a condition uses, each once, in order of first use. */
export const factsIn = (condition: Condition): readonly string[] => [...new Set(usesOf(condition).map(({ fact }) => fact))];

/** The integers that a condition compares a fact with: between them nothing changes. */
export const constantsFor = (condition: Condition, fact: string): readonly number[] =>
  usesOf(condition)
    .flatMap((use) => (use.fact === fact ? use.constants : []))
    .filter((constant): constant is number => typeof constant === 'number');

export type ConditionProblem = Readonly<{ code: string; text: Message }>;

/** What is wrong with a condition over the facts of its book: grammar, unknown facts, values that a fact cannot have. */
export function problemsOf(condition: Condition, facts: ReadonlyMap<string, FactDefinition>, grades: readonly string[]): readonly ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  const say = (code: string, zh: string, en: string) => problems.push({ code, text: { zh, en } });
  walk(condition, {
    malformed: (part) => say('book.condition-malformed', `条件不合语法：${JSON.stringify(part)}`, `not a condition: ${JSON.stringify(part)}`),
    use: ({ fact, operator, constants }) => {
      const definition = facts.get(fact);
      if (!definition) return void say('book.unknown-fact', `未知的事实“${fact}”`, `unknown fact "${fact}"`);
      if (operator === 'var' && definition.type.kind !== 'boolean') say('book.condition-type', `事实“${fact}”不是是非值`, `fact "${fact}" is not a boolean`);
      if ('<=>='.includes(operator) && operator !== '===' && !isOrdered(definition))
        say('book.condition-type', `事实“${fact}”没有大小之分`, `fact "${fact}" has no order`);
      for (const constant of constants) {
        if (!admits(definition, constant, grades))
          say('book.unknown-value', `事实“${fact}”不可能取值“${String(constant)}”`, `fact "${fact}" cannot be ${JSON.stringify(constant)}`);
      }
    },
  });
  return problems;
}
