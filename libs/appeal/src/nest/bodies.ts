import { IsBoolean } from 'class-validator';
import { kindOf, type SubjectKind } from '#kernel';
import { IsCalendarDate, IsEntityId, IsPrivate, IsSubjectId, IsText, Optional, rule } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ServiceMode } from '#accountability';
import type { Against } from '../against.js';

export const SERVICE_MODES: readonly ServiceMode[] = ['personal', 'left', 'posted', 'public-notice'];

const SHAPES: Readonly<Record<Against['kind'], Readonly<Record<string, SubjectKind>>>> = {
  measure: { personId: 'person', postId: 'post' },
  grade: { unitId: 'unit' },
  veto: { unitId: 'unit' },
};
const YEARS = { min: 2000, max: 2100 };

/** Exactly the natural key of one decision: nothing missing, nothing beside it. */
function isAgainst(value: unknown): value is Against {
  const { kind, year, ...ids } = (value ?? {}) as Record<string, unknown>;
  const shape = typeof kind === 'string' && Object.hasOwn(SHAPES, kind) ? SHAPES[kind as Against['kind']] : undefined;
  if (!shape || !Number.isInteger(year) || (year as number) < YEARS.min || (year as number) > YEARS.max) return false;
  const fields = Object.keys(shape);
  return Object.keys(ids).length === fields.length && fields.every((field) => typeof ids[field] === 'string' && kindOf(ids[field]) === shape[field]);
}

/** The decision appealed against: a case's measure by person, post and year; a unit's grade or veto by unit and year. */
export const IsAgainst = (): PropertyDecorator =>
  rule(
    'isAgainst',
    {
      zh: '须为{kind: "measure", personId, postId, year}或{kind: "grade"或"veto", unitId, year}',
      en: 'must be {kind: "measure", personId, postId, year} or {kind: "grade" | "veto", unitId, year}',
    },
    isAgainst,
  );

/** Which appeal, and against what. */
export class AppealBody {
  @IsEntityId('appeal') appealId: string;
  @IsAgainst() against: Against;
  @IsSubjectId('unit') organUnitId: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
}

/** What every act after the filing says: on which date, in whose name, and its document. */
export class AppealActBody extends AppealBody {
  @IsCalendarDate() date: string;
  @Optional() @IsText(100) documentNo?: string;
}

/** A decided question of recusal. */
export class RecusalOverrideBody {
  @IsSubjectId('person') personId: string;
  @IsPrivate() reason: PlainPrivate;
  @IsText() authorityRef: string;
}
