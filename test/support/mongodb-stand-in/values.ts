import { Double, Int32, Long, type Document } from 'bson';

/** What is stored, with its number types, and the same as plain values that mingo compares. */
export type Stored = { seq: number; typed: Document; plain: Document };

const HIGH = 0xf800;
const SURROGATES = 0xd800;

/** Code units moved about so that their order is that of code points: mingo compares strings by code unit, MongoDB by the bytes of UTF-8. */
const shifted = (unit: number): number => (unit < SURROGATES ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
const unshifted = (unit: number): number => (unit < SURROGATES ? unit : unit >= HIGH ? unit - 0x2000 : unit + 0x800);

function mappedUnits(text: string, change: (unit: number) => number): string {
  let isPlain = true;
  for (let index = 0; index < text.length && isPlain; index++) isPlain = text.charCodeAt(index) < SURROGATES;
  return isPlain ? text : Array.from({ length: text.length }, (_, index) => String.fromCharCode(change(text.charCodeAt(index)))).join('');
}
export const ordered = (text: string): string => mappedUnits(text, shifted);
export const unordered = (text: string): string => mappedUnits(text, unshifted);

function converted(value: unknown, ofText: (text: string) => string): unknown {
  if (typeof value === 'string') return ofText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Int32 || value instanceof Double) return value.valueOf();
  if (value instanceof Long) return value.toNumber();
  if (Array.isArray(value)) return value.map((item) => converted(item, ofText));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, converted(inner, ofText)]));
}
export const plainOf = (value: unknown): unknown => converted(value, ordered);
export const textsRestored = (value: unknown): unknown => converted(value, unordered);

/** The values at a dotted path; an array on the way is entered, as MongoDB enters it for filters and multikey indexes. */
export function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return path.length === 0 ? value : value.flatMap((item) => valuesAt(item, path));
  if (path.length === 0) return [value];
  return typeof value === 'object' && value !== null ? valuesAt((value as Document)[path[0]!], path.slice(1)) : [undefined];
}

/** MongoDB's order of types, as far as documents here have them. */
function rankOf(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  return typeof value === 'boolean' ? 8 : 4;
}

/** Compares plain values as MongoDB would. */
export function compared(a: unknown, b: unknown): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || rankOf(a) === 1) return rank;
  if (typeof a === 'object') return comparedInside(Object.entries(a as object), Object.entries(b as object));
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** Documents are compared member by member in their order: by type and name, then by value. */
function comparedInside(a: readonly (readonly [string, unknown])[], b: readonly (readonly [string, unknown])[]): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (!other) return 1;
    const difference = rankOf(value) - rankOf(other[1]) || (name < other[0] ? -1 : name > other[0] ? 1 : 0) || compared(value, other[1]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
