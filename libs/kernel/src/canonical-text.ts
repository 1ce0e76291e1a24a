import { canonicalJson } from './canonical.js';
import { DEPTH_MAX } from './strict-json.js';

/**
 * The value of a text that is in canonical form; undefined when it is not, or cannot be told to be. What the engine's own parser lets through (duplicate keys,
 * surrogates without their other half, numbers that are not safe integers) does not come out again as it went in; only depth is left to look at. So it accepts
 * what `parseStrictJson` accepts and nothing else, at a third of the cost; what is wrong with another text is for the strict parser to say.
 */
export function canonicalValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text && isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is nested no deeper than a strict reader follows. `depth`: how deep it is going to stand itself. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return depth <= DEPTH_MAX;
  if (depth > DEPTH_MAX) return false;
  for (const key in value) if (!isShallow((value as Readonly<Record<string, unknown>>)[key], depth + 1)) return false;
  return true;
}
