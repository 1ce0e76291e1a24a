/**
 * RFC 8785 canonical JSON for the values we store: strings, safe integers, booleans, null, arrays and plain objects.
 * Members with value `undefined` are left out. Keys are sorted by UTF-16 units (RFC 8785, section 3.2.3).
 * @throws TypeError on floats, unsafe integers, lone surrogates and anything that is not JSON.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`not JSON: ${typeof value}`);
  }
}

/** No quote, backslash, control character or surrogate: such a text stands for itself, and most texts are such. */
const LITERAL = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function canonicalString(text: string): string {
  if (LITERAL.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('lone surrogate in a string');
  return JSON.stringify(text);
}

/** By index: a hole is `undefined`, which is not JSON. */
function canonicalArray(items: readonly unknown[]): string {
  let text = '';
  for (let index = 0; index < items.length; index++) text += `${index === 0 ? '' : ','}${canonicalJson(items[index])}`;
  return `[${text}]`;
}

function canonicalObject(value: Record<string, unknown>): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not a plain object');
  let text = '';
  for (const key of sorted(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Our own objects mostly come with their keys in order; looking costs less than sorting. */
function sorted(keys: string[]): string[] {
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}

/** Whether two plain values say the same. */
export const sameJson = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
