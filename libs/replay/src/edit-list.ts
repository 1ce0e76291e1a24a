import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import { isDate, must, mustBePlain, type Actor, type CalendarDate, type Command } from '#kernel';
import schema from './edit-list.schema.json';

/** `of`: the id of a command, or of any of its events. */
export type Retract = Readonly<{ op: 'retract'; of: string }>;
export type Replace = Readonly<{ op: 'replace'; of: string; path: string; value: unknown }>;
export type Move = Readonly<{ op: 'move'; of: string; from?: CalendarDate; to?: CalendarDate }>;
export type Add = Readonly<{ op: 'add'; label: string; after: string | Readonly<{ added: string }>; command: Command; actor?: Actor }>;
export type Swap = Readonly<{ op: 'book'; document: Readonly<Record<string, unknown>>; inPlaceOf?: string }>;
export type Edit = Retract | Replace | Move | Add | Swap;
/** What would have been otherwise. Its published schema is `edit-list.schema.json`. */
export type EditList = Readonly<{ format: 1; edits: readonly Edit[] }>;

export const editListSchema = schema;
let compiled: ValidateFunction | undefined;
/** That the schema is a schema is a test's question: asking it here would take longer than compiling it. */
const AJV = { strict: false, allErrors: false, meta: false, validateSchema: false, code: { optimize: false } } as const;
/** Compiled when first asked for: it takes longer than loading the rest of the library. */
const shape = (): ValidateFunction => (compiled ??= new Ajv2020(AJV).compile(schema));

/** @throws Rejection `replay.malformed` when the document has not the shape of an edit list or holds what no body may hold, `date.invalid` for a date that no calendar has */
export function parseEditList(document: unknown): EditList {
  mustBePlain(document, 'replay.malformed');
  const fits = shape();
  const ok = fits(document);
  const place = fits.errors?.[0]?.instancePath || '/';
  must(ok, 'replay.malformed', {
    zh: `改动清单格式不正确（${place}）`,
    en: `not an edit list: ${place} ${fits.errors?.map(({ message }) => message).join(', ')}`,
  });
  const list = document as EditList;
  for (const edit of list.edits) {
    if (edit.op !== 'move') continue;
    const real = [edit.from, edit.to].every((date) => date === undefined || isDate(date));
    must(real, 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  }
  return list;
}
