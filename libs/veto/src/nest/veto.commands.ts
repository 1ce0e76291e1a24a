import { IsCalendarDate, IsSet, IsSlug, IsSubjectId, IsText, IsYear, Optional, Request, type DataOf } from '#ledger/nest';
import type { ConfirmVeto, DetermineVetoEffects, LiftVeto } from '../veto.commands.js';

class VetoActBody {
  @IsSubjectId('unit') unitId: string;
  @IsYear() year: number;
  @IsCalendarDate() date: string;
}

export class ConfirmVetoBody extends VetoActBody implements DataOf<ConfirmVeto> {
  @Optional() @IsText() authorityRef?: string;
  @Optional() @IsSet() @IsSlug({ each: true }) effects?: string[];
}
export class ConfirmVetoRequest extends Request<ConfirmVetoBody> {
  static readonly type = 'ConfirmVeto';
  static readonly body = ConfirmVetoBody;
}

export class DetermineVetoEffectsBody extends VetoActBody implements DataOf<DetermineVetoEffects> {
  @IsText() authorityRef: string;
  @IsSet() @IsSlug({ each: true }) effects: string[];
}
export class DetermineVetoEffectsRequest extends Request<DetermineVetoEffectsBody> {
  static readonly type = 'DetermineVetoEffects';
  static readonly body = DetermineVetoEffectsBody;
}

export class LiftVetoBody extends VetoActBody implements DataOf<LiftVeto> {
  @IsText() authorityRef: string;
  @IsText(500) reason: string;
}
export class LiftVetoRequest extends Request<LiftVetoBody> {
  static readonly type = 'LiftVeto';
  static readonly body = LiftVetoBody;
}
