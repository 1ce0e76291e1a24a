import { IsCalendarDate, IsEntityId, IsPrivate, IsSubjectId, IsText, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { DeclareRelation, EndRelation } from '../commands.js';

export class DeclareRelationBody implements DataOf<DeclareRelation> {
  @IsEntityId('relation') relationId: string;
  @IsSubjectId('person') personId: string;
  @IsSubjectId('person') relatedPersonId: string;
  @IsPrivate(100) kinship: PlainPrivate;
  @IsSubjectId('person') declaredByPersonId: string;
  @IsCalendarDate() declaredOn: string;
  @IsCalendarDate() from: string;
  @Optional() @IsCalendarDate() to?: string;
  @Optional() @IsText() documentRef?: string;
}
export class DeclareRelationRequest extends Request<DeclareRelationBody> {
  static readonly type = 'DeclareRelation';
  static readonly body = DeclareRelationBody;
}

export class EndRelationBody implements DataOf<EndRelation> {
  @IsEntityId('relation') relationId: string;
  @IsSubjectId('person') personId: string;
  @IsCalendarDate() to: string;
  @IsPrivate(500) reason: PlainPrivate;
}
export class EndRelationRequest extends Request<EndRelationBody> {
  static readonly type = 'EndRelation';
  static readonly body = EndRelationBody;
}
