import { isPlainPrivate } from './private.js';

/** The kinds of thing that an event can be about. Their ids are opaque: kind, hyphen, lower-case letters and digits. */
export const SUBJECT_KINDS = ['unit', 'village', 'post', 'person'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];
/** A strict character set: these ids are hashed into completeness proofs. */
export const SUBJECT_ID = /^(unit|village|post|person)-[0-9a-z]{4,40}$/;

export const kindOf = (id: string): SubjectKind | undefined => SUBJECT_ID.exec(id)?.[1] as SubjectKind | undefined;

/**
 * Every subject id anywhere in a value (values and keys), each once, in code-point order: no …Id field can be forgotten. Private values are passed over: what is
 * kept out of the hashed bytes must not come back as a subject.
 */
export function subjectIdsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string') {
      if (SUBJECT_ID.test(part)) found.add(part);
    } else if (typeof part === 'object' && part !== null && !isPlainPrivate(part)) {
      for (const [key, inner] of Object.entries(part)) {
        if (SUBJECT_ID.test(key)) found.add(key);
        visit(inner);
      }
    }
  };
  visit(value);
  return [...found].sort(byCodePoint);
}

/** Code-point order. JavaScript's `<` compares UTF-16 units, which differs above U+FFFF from what UTF-8 engines sort by. */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const high = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    // A surrogate stands for a code point above every other unit.
    return high(x) === high(y) ? x - y : high(x) ? 1 : -1;
  }
  return a.length - b.length;
}
