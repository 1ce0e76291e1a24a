import { Double, Int32, type Document } from 'bson';
import { Query } from 'mingo';
import { compared, plainOf } from './values.js';

/** A request that the stand-in, or MongoDB, does not take. */
export class CommandFault extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly more: Document = {},
  ) {
    super(message);
  }
}

type Change = (before: unknown, given: unknown) => unknown;
const listed = (before: unknown): unknown[] => (Array.isArray(before) ? [...(before as unknown[])] : []);
const number = (value: unknown): number => plainOf(value) as number;
const same = (a: unknown, b: unknown): boolean => compared(plainOf(a), plainOf(b)) === 0;
const each = (given: unknown): readonly unknown[] => ((given as Document | undefined)?.$each as unknown[] | undefined) ?? [given];

/** Integers stay 32-bit integers while they fit; a Double stays one. */
const sum: Change = (before, given) => {
  const result = (before === undefined ? 0 : number(before)) + number(given);
  const isWhole = (before === undefined || before instanceof Int32) && given instanceof Int32;
  return isWhole && result === (result | 0) ? new Int32(result) : new Double(result);
};

const CHANGES: Readonly<Record<string, Change>> = {
  $set: (_, given) => given,
  $setOnInsert: (_, given) => given,
  $min: (before, given) => (before === undefined || compared(plainOf(given), plainOf(before)) < 0 ? given : before),
  $max: (before, given) => (before === undefined || compared(plainOf(given), plainOf(before)) > 0 ? given : before),
  $inc: sum,
  $push: (before, given) => [...listed(before), ...each(given)],
  $addToSet: (before, given) => each(given).reduce<unknown[]>((all, one) => (all.some((item) => same(item, one)) ? all : [...all, one]), listed(before)),
  $pull: (before, given) => listed(before).filter((item) => !isPulled(item, given)),
};

/** A condition on the item itself, or on its members. */
function isPulled(item: unknown, given: unknown): boolean {
  const condition = plainOf(given);
  const isDocument = typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
  return isDocument ? new Query(condition as Document).test(plainOf(item) as Document) : new Query({ item: condition }).test({ item: plainOf(item) });
}

/** The document after an update of operators; top-level fields only, which is all that the engines write. */
export function updated(before: Document, update: Document, inserting: boolean): Document {
  const after: Document = { ...before };
  for (const [operator, fields] of Object.entries(update)) {
    const change = CHANGES[operator];
    if (!change) throw new CommandFault(9, 'FailedToParse', `the stand-in knows no ${operator}`);
    if (operator === '$setOnInsert' && !inserting) continue;
    for (const [field, given] of Object.entries(fields as Document)) after[mustBePlain(field)] = change(after[field], given);
  }
  return after;
}

function mustBePlain(field: string): string {
  if (field.includes('.')) throw new CommandFault(9, 'FailedToParse', `the stand-in updates no path: ${field}`);
  return field;
}

/** What an upsert begins with: the equalities of its filter. */
export function seedOf(filter: Document): Document {
  const isOperator = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).some((name) => name.startsWith('$'));
  return Object.fromEntries(Object.entries(filter).filter(([field, value]) => !field.includes('.') && !field.startsWith('$') && !isOperator(value)));
}
