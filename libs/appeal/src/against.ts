import { Rejection } from '#kernel';

/** The decision that an appeal is against, by natural key: a measure decided in a case, or a unit's grade or veto. */
export type Against =
  | Readonly<{ kind: 'measure'; personId: string; postId: string; year: number }>
  | Readonly<{ kind: 'grade'; unitId: string; year: number }>
  | Readonly<{ kind: 'veto'; unitId: string; year: number }>;

/** One text per decision: `case-<person>-<post>-<year>`, as its stream is called, or `grade-<unit>-<year>`, `veto-<unit>-<year>`. */
export const againstKey = (against: Against): string =>
  against.kind === 'measure' ? `case-${against.personId}-${against.postId}-${against.year}` : `${against.kind}-${against.unitId}-${against.year}`;

const CASE = /^case-(person-[0-9a-z]+)-(post-[0-9a-z]+)-(\d{4})$/;
const OF_UNIT = /^(grade|veto)-(unit-[0-9a-z]+)-(\d{4})$/;

/** The decision that a text names. @throws Rejection `appeal.decision-unknown` */
export function againstFrom(text: string): Against {
  const [, personId, postId, caseYear] = CASE.exec(text) ?? [];
  if (personId !== undefined) return { kind: 'measure', personId, postId: postId!, year: Number(caseYear) };
  const [, kind, unitId, year] = OF_UNIT.exec(text) ?? [];
  if (unitId !== undefined) return { kind: kind as 'grade' | 'veto', unitId, year: Number(year) };
  throw new Rejection('appeal.decision-unknown', {
    zh: `不是决定的编号：${text}（应为case-人员-岗位-年度、grade-单位-年度或veto-单位-年度）`,
    en: `not the name of a decision: ${text} (case-PERSON-POST-YEAR, grade-UNIT-YEAR or veto-UNIT-YEAR)`,
  });
}

/** Whom the decision concerns: who may appeal. */
export const concernedIn = (against: Against): string => (against.kind === 'measure' ? against.personId : against.unitId);
