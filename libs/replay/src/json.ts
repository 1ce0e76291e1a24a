import { canonicalJson, isPlainPrivate } from '#kernel';

/** As it would come back from the store: keys sorted, absent members gone. */
export const stored = <Value>(value: Value): Value => (value === undefined ? value : (JSON.parse(canonicalJson(value)) as Value));

/** Stands where a commitment would: what an added fact says in private is kept nowhere, and no vault is asked for a salt. */
const UNKEPT = { commitment: '0'.repeat(64) };

/** Data with its private values replaced. */
export function concealed(value: unknown): unknown {
  if (isPlainPrivate(value)) return UNKEPT;
  if (Array.isArray(value)) return value.map(concealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, concealed(part)]));
}

/** Equality of folded states, which may hold maps and sets. Order counts: it is what a decision could see. */
export function sameState(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.length === right.length && left.every((part, index) => sameParts(part, right[index]!));
}

type Part = readonly [key: unknown, value: unknown];
const sameParts = ([k, v]: Part, [l, w]: Part): boolean => sameState(k, l) && sameState(v, w);

function partsOf(value: object): readonly Part[] {
  if (value instanceof Map) return [...value];
  if (value instanceof Set || Array.isArray(value)) return [...value].map((item, index): Part => [index, item]);
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([x], [y]) => (x < y ? -1 : 1));
}
