import type { FactValue } from '#kernel';
import type { FactDefinition, RuleBook } from './book.js';

export const gradeIdsOf = ({ grades }: RuleBook): readonly string[] => grades.levels.map(({ id }) => id);

export const isOrdered = ({ type }: FactDefinition): boolean => type.kind === 'integer' || type.kind === 'count';

/** Whether a value is one that the fact can have. A value that the book does not admit counts as unknown: another version may have known it. */
export function admits({ type }: FactDefinition, value: unknown, grades: readonly string[]): value is FactValue {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'enum':
      return type.values.some(({ id }) => id === value);
    case 'grade':
      return typeof value === 'string' && grades.includes(value);
    case 'integer':
      return Number.isSafeInteger(value) && (value as number) >= type.min && (value as number) <= type.max;
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= type.max;
  }
}

/**
 * Values that stand for all that the fact can have, given the constants that matter: every finite value, or for numbers both ends, each constant
 * and its neighbours. A condition that compares with these constants only cannot tell any other value from one of them.
 */
export function representatives({ type }: FactDefinition, grades: readonly string[], constants: readonly number[]): readonly FactValue[] {
  switch (type.kind) {
    case 'boolean':
      return [false, true];
    case 'enum':
      return type.values.map(({ id }) => id);
    case 'grade':
      return grades;
    case 'integer':
      return points(type.min, type.max, constants);
    case 'count':
      return points(0, type.max, constants);
  }
}

function points(min: number, max: number, constants: readonly number[]): readonly number[] {
  const candidates = [min, max, ...constants.flatMap((constant) => [constant - 1, constant, constant + 1])];
  return [...new Set(candidates)].filter((value) => value >= min && value <= max).sort((a, b) => a - b);
}

type Assignment = Readonly<Record<string, FactValue>>;
/** Every combination of one value per fact, one at a time. */
export function* assignments(domains: ReadonlyMap<string, readonly FactValue[]>): Iterable<Assignment> {
  const [first, ...rest] = domains;
  if (!first) {
    yield {};
    return;
  }
  const [fact, values] = first;
  for (const value of values) for (const others of assignments(new Map(rest))) yield { [fact]: value, ...others };
}
