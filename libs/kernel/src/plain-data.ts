import { must } from './rejection.js';

/**
 * Characters that nobody sees and that change what is seen: controls of terminals (tab and line feed stand in texts), marks that turn the direction of writing, spaces
 * and joiners of no width, separators of lines. Variants of Chinese characters (U+FE00, U+E0100 and on) are none of them: names need them.
 */
const UNSEEN = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}`;
const SOME_UNSEEN = new RegExp(`[${UNSEEN}]`, 'u');
const EACH_UNSEEN = new RegExp(`[${UNSEEN}]`, 'gu');

/** Whether a text holds a character that nobody sees. Lines may end as they do on Windows. */
export const hasUnseen = (text: string): boolean => SOME_UNSEEN.test(text.replaceAll('\r\n', '\n'));

/** The text for a screen: what nobody sees is written out as JSON writes it, so a JSON document stays the same document. */
export const visible = (text: string): string => text.replace(EACH_UNSEEN, escaped);
const escaped = (character: string): string => Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at))}`).join('');
const hex = (unit: number): string => unit.toString(16).padStart(4, '0');

/** A part of a document that no body of ours holds, by its place: a key that every object inherits, or a text (or key) with characters that nobody sees. */
export type Stray = Readonly<{ field: string; what: 'inherited-name' | 'unseen-character' }>;

/**
 * What no document from outside may hold, anywhere in it. Keys such as `__proto__`, `constructor` or `toString` are names that every object has: whoever looks a key
 * up finds them whether they were sent or not, so no check of fields tells them from its own.
 */
export function straysIn(document: unknown): readonly Stray[] {
  const strays: Stray[] = [];
  const visit = (part: unknown, field: string): void => {
    if (typeof part === 'string' && hasUnseen(part)) strays.push({ field, what: 'unseen-character' });
    if (typeof part !== 'object' || part === null) return;
    for (const [key, inner] of Object.entries(part)) visitMember(key, inner, field === '' ? visible(key) : `${field}.${visible(key)}`);
  };
  const visitMember = (key: string, inner: unknown, field: string): void => {
    if (key in Object.prototype) strays.push({ field, what: 'inherited-name' });
    else if (hasUnseen(key)) strays.push({ field, what: 'unseen-character' });
    else visit(inner, field);
  };
  visit(document, '');
  return strays;
}

/** Why it is refused, to be said after the field's name. */
export const STRAY_TEXT: Readonly<Record<Stray['what'], Readonly<{ zh: string; en: string }>>> = {
  'inherited-name': { zh: '是未知字段', en: 'should not exist' },
  'unseen-character': {
    zh: '不得含有控制字符、方向控制字符或零宽字符',
    en: 'must not hold control characters, marks of writing direction or characters of no width',
  },
};

/** Refuses a document with anything of the kind. @throws Rejection of the code given */
export function mustBePlain(document: unknown, code: string): void {
  const [stray] = straysIn(document);
  if (!stray) return;
  const { zh, en } = STRAY_TEXT[stray.what];
  must(false, code, { zh: `${stray.field || '内容'} ${zh}`, en: `${stray.field || 'the document'} ${en}` });
}
