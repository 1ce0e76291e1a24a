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
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += canonicalJson(items[index]);
  }
  return `${text}]`;
}

function canonicalObject(value: Record<string, unknown>): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not a plain object');
  let text = '';
  for (const key of sorted(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    text += (text === '' ? '{' : ',') + labelOf(key) + canonicalJson(member);
  }
  return text === '' ? '{}' : `${text}}`;
}

const INSERTION_MAX = 32;
const LABELS_MAX = 2_000;
const labels = new Map<string, string>();

/** A key as it is written. The same few hundred stand in every event; those of maps from ids to something come and go, so it is bounded. */
function labelOf(key: string): string {
  let label = labels.get(key);
  if (label === undefined) {
    label = `${canonicalString(key)}:`;
    if (labels.size < LABELS_MAX) labels.set(key, label);
  }
  return label;
}

/** In place and by insertion: keys are few and mostly in order, and the engine's own sorting copies them twice. */
function sorted(keys: string[]): string[] {
  if (keys.length > INSERTION_MAX) return keys.sort();
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index]!;
    let at = index;
    for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
  return keys;
}
/** Whether two plain values say the same. */
export const sameJson = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
