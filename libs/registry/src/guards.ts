import { kindOf, must, type Facts, type Need, type SubjectKind } from '#kernel';
import type { PersonRow, PostRow, UnitRow, VillageRow } from './rows.js';

/** Names of the directories that decisions read; nothing is ever struck out of them, so what was once seen there needs no guard. */
export const UNITS = 'unit-directory';
export const VILLAGES = 'village-directory';
export const PERSONS = 'person-directory';
export const POSTS = 'post-directory';

const DIRECTORY = { unit: UNITS, village: VILLAGES, person: PERSONS, post: POSTS } as const;
const KIND_ZH = { unit: '单位', village: '村', person: '人员', post: '岗位' } as const;

/** The directory row of each subject named; absent ids ask for nothing. */
export const needsOf = (...ids: readonly (string | undefined)[]): readonly Need[] =>
  ids.flatMap((id) => {
    const kind = id === undefined ? undefined : kindOf(id);
    return id === undefined || kind === undefined ? [] : [{ view: DIRECTORY[kind], key: id }];
  });

type RowOf = { unit: UnitRow; village: VillageRow; person: PersonRow; post: PostRow };

/** The registered subject of that kind. @throws Rejection `<kind>.unknown` */
export function mustKnow<Kind extends SubjectKind>(facts: Facts, kind: Kind, id: string): RowOf[Kind] {
  mustBeId(id, kind);
  const row = facts.get<RowOf[Kind]>(DIRECTORY[kind], id);
  must(row, `${kind}.unknown`, { zh: `${KIND_ZH[kind]}${id}尚未登记`, en: `${kind} ${id} is not registered` });
  return row;
}

/** An id is hashed into proofs and names a stream: its characters are fixed. */
export const mustBeId = (id: string, kind: SubjectKind): void =>
  must(kindOf(id) === kind, `${kind}.invalid-id`, { zh: `${KIND_ZH[kind]}编号不正确`, en: `not the id of a ${kind}` });

/** One id, one registration. */
export const mustBeNew = (registered: boolean, kind: SubjectKind): void =>
  must(!registered, `${kind}.already-registered`, { zh: `${KIND_ZH[kind]}已经登记`, en: `this ${kind} is already registered` });

/** Names, reasons and references that say nothing are refused. */
export const mustSay = (text: string, zh: string, en: string): void =>
  must(text.trim() !== '', 'text.blank', { zh: `${zh}不能为空`, en: `${en} must not be blank` });
