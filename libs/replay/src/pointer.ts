import type { ValidTime } from '#kernel';
import { lacksField, noValidTime, otherKind } from './refusals.js';

const unescape = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
const stepsOf = (path: string): readonly string[] => path.slice(1).split('/').map(unescape);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** A copy with one field saying something else. @throws Rejection when there is no such field, or the new value is of another kind */
export function replaced(data: unknown, path: string, { value, type }: Readonly<{ value: unknown; type: string }>): unknown {
  const [step, ...rest] = stepsOf(path);
  const put = (at: unknown, name: string, deeper: readonly string[]): unknown => {
    if (!isObject(at) || !Object.hasOwn(at, name)) throw lacksField(path, type);
    const [next, ...others] = deeper;
    if (next === undefined && kindOf(at[name]) !== kindOf(value)) throw otherKind(path, kindOf(at[name]));
    const part = next === undefined ? value : put(at[name], next, others);
    return Array.isArray(at) ? at.map((item: unknown, index) => (String(index) === name ? part : item)) : { ...at, [name]: part };
  };
  return put(data, step!, rest);
}

/** Where a command states when its fact held: by these names, in this order of trust. */
const NAMES: Readonly<Record<'from' | 'to', readonly string[]>> = { from: ['/from', '/date', '/authority/date', '/to', '/documentDate'], to: ['/to'] };

function valueAt(data: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), data);
}

/** The field by which a command states one end of its valid time. @throws Rejection when it states none */
export function fieldOf(side: 'from' | 'to', { data, type, validAt }: Readonly<{ data: unknown; type: string; validAt: ValidTime }>): string {
  const path = NAMES[side].find((name) => valueAt(data, name) !== undefined && valueAt(data, name) === validAt[side]);
  if (path === undefined) throw noValidTime(side, type);
  return path;
}
