import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSet, IsSubjectId, IsText, IsYear, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { JoinSupportGroup, LeaveSupportGroup, NameSupportGroup, OpenPairingCampaign, PairSupporter, UnpairSupporter } from '../partners.decider.js';
import type { AssignReinforcement, DetermineVillageWeakness, EndReinforcement, RecordReinforcementArrival } from '../reinforcement.decider.js';
import { WEAKNESSES, type Weakness } from '../reinforcement.events.js';
import { AreEntityIds, AuthorityBody } from './fields.js';

class OfVillageBody {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
}
export class DetermineVillageWeaknessBody extends OfVillageBody implements DataOf<DetermineVillageWeakness> {
  @IsSet(0) @IsIn(WEAKNESSES, { each: true }) weaknesses: Weakness[];
  @IsText() reason: string;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class DetermineVillageWeaknessRequest extends Request<DetermineVillageWeaknessBody> {
  static readonly type = 'DetermineVillageWeakness';
  static readonly body = DetermineVillageWeaknessBody;
}
class ReinforcementKeyBody extends OfVillageBody {
  @IsEntityId('reinforcement') reinforcementId: string;
}
export class AssignReinforcementBody extends ReinforcementKeyBody implements DataOf<AssignReinforcement> {
  @IsSubjectId('unit') unitId: string;
  @IsSet() @IsIn(WEAKNESSES, { each: true }) weaknesses: Weakness[];
  @Optional() @IsCalendarDate() dueOn?: string;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class AssignReinforcementRequest extends Request<AssignReinforcementBody> {
  static readonly type = 'AssignReinforcement';
  static readonly body = AssignReinforcementBody;
}
export class RecordReinforcementArrivalBody extends ReinforcementKeyBody implements DataOf<RecordReinforcementArrival> {
  @IsCalendarDate() date: string;
  @IsSet() @IsSubjectId('person', { each: true }) personIds: string[];
  @IsText() documentRef: string;
}
export class RecordReinforcementArrivalRequest extends Request<RecordReinforcementArrivalBody> {
  static readonly type = 'RecordReinforcementArrival';
  static readonly body = RecordReinforcementArrivalBody;
}
export class EndReinforcementBody extends ReinforcementKeyBody implements DataOf<EndReinforcement> {
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class EndReinforcementRequest extends Request<EndReinforcementBody> {
  static readonly type = 'EndReinforcement';
  static readonly body = EndReinforcementBody;
}

export class NameSupportGroupBody implements DataOf<NameSupportGroup> {
  @IsEntityId('group') groupId: string;
  @IsText(100) zh: string;
  @IsInt() @Min(1) @Max(10_000) statedCount: number;
  @IsText() source: string;
}
export class NameSupportGroupRequest extends Request<NameSupportGroupBody> {
  static readonly type = 'NameSupportGroup';
  static readonly body = NameSupportGroupBody;
}
class InGroupBody {
  @IsEntityId('group') groupId: string;
  @IsEntityId('body') bodyId: string;
}
export class JoinSupportGroupBody extends InGroupBody implements DataOf<JoinSupportGroup> {
  @IsText(100) name: string;
  @IsCalendarDate() from: string;
}
export class JoinSupportGroupRequest extends Request<JoinSupportGroupBody> {
  static readonly type = 'JoinSupportGroup';
  static readonly body = JoinSupportGroupBody;
}
export class LeaveSupportGroupBody extends InGroupBody implements DataOf<LeaveSupportGroup> {
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class LeaveSupportGroupRequest extends Request<LeaveSupportGroupBody> {
  static readonly type = 'LeaveSupportGroup';
  static readonly body = LeaveSupportGroupBody;
}

export class OpenPairingCampaignBody implements DataOf<OpenPairingCampaign> {
  @IsEntityId('campaign') campaignId: string;
  @IsText(100) zh: string;
  @IsInt() @Min(1) @Max(1_000_000) statedSupporters: number;
  @IsInt() @Min(1) @Max(1_000_000) statedHelped: number;
  @IsText() source: string;
  @IsCalendarDate() date: string;
}
export class OpenPairingCampaignRequest extends Request<OpenPairingCampaignBody> {
  static readonly type = 'OpenPairingCampaign';
  static readonly body = OpenPairingCampaignBody;
}
class PairBody {
  @IsEntityId('campaign') campaignId: string;
  @IsEntityId('supporter') supporterId: string;
  @AreEntityIds('helped') helpedIds: string[];
  @IsCalendarDate() date: string;
}
export class PairSupporterBody extends PairBody implements DataOf<PairSupporter> {
  @IsText() documentRef: string;
}
export class PairSupporterRequest extends Request<PairSupporterBody> {
  static readonly type = 'PairSupporter';
  static readonly body = PairSupporterBody;
}
export class UnpairSupporterBody extends PairBody implements DataOf<UnpairSupporter> {
  @IsText() reason: string;
}
export class UnpairSupporterRequest extends Request<UnpairSupporterBody> {
  static readonly type = 'UnpairSupporter';
  static readonly body = UnpairSupporterBody;
}
