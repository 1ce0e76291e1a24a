import type { Against, AppealOutcome, RemedyRow } from '#appeal';
import type { Actor } from '#kernel';
import { AGAINST, APPEAL, leader, PEOPLE, UNITS, type Act, type RedressCounty } from './redress-county.js';

const secret = (value: string) => ({ private: value });
const WAYS = {
  RemovalFromPost: { track: 'PARTY-2009', step: 'appeal-2009' },
  Admonition: { track: 'PARTY-2016', step: 'appeal-2016' },
} as const;
export type AppealedMeasure = keyof typeof WAYS;
type OfMeasure = Extract<Against, { kind: 'measure' }>;
type Matter = Readonly<{ appealId?: string; against?: OfMeasure; measure?: AppealedMeasure }>;

/** What people do in one appeal, from filing to service: each act on a day of its own, by somebody in post, reviewed by people who handled nothing. */
export function actsOfAppeal({ appealId = APPEAL, against = AGAINST, measure = 'RemovalFromPost' }: Matter = {}) {
  const act = (type: string, data: object, actor: Actor = leader): Act => ({
    ...{ type, actor },
    data: { appealId, against, organUnitId: UNITS.committee, ...data },
  });
  const filing = { appellantId: against.personId, ...WAYS[measure], filedOn: '2017-05-02', request: secret('请求撤销'), receiptRef: '收1号' };
  const panel = { memberIds: [PEOPLE.reviewer, PEOPLE.assessor, PEOPLE.jurist], conflictsChecked: true, overrides: [] };
  const reasons = { documentNo: '示例申〔2017〕1号', participantIds: [PEOPLE.leader, PEOPLE.member], reason: secret('事实不清'), grounds: ['facts-unclear'] };
  const reviewed: readonly Act[] = [
    act('AdmitAppeal', { date: '2017-05-08' }),
    act('FormReviewPanel', { date: '2017-05-10', ...panel }),
    act('ReportReview', { date: '2017-05-20', reportRef: '复查1号', findings: secret('事实不清') }),
  ];
  const decided = (outcome: AppealOutcome, more: object = {}) => act('DecideAppeal', { outcome, decidedOn: '2017-06-01', ...reasons, ...more });
  return {
    lodged: act('LodgeAppeal', filing, { personId: against.personId }),
    withdrawn: act('WithdrawAppeal', { date: '2017-05-09' }, { personId: against.personId }),
    declined: act('DeclineAppeal', { date: '2017-05-08', ground: 'not-appealable', reason: secret('不属申诉范围'), turnTo: '信访' }),
    transferred: act('TransferAppeal', {
      ...{ date: '2017-05-09', toUnitId: UNITS.discipline, direction: 'elsewhere', reason: secret('应予受理'), authorityRef: '示例移1号' },
    }),
    revoked: [...reviewed, decided('revoked')] as readonly Act[],
    maintained: [...reviewed, decided('maintained')] as readonly Act[],
    varied: (to: string) => [...reviewed, decided('varied', { measure: to })] as readonly Act[],
    served: act('ServeAppealDecision', { date: '2017-06-02', mode: 'personal', receiptRef: '回证2号', remedyStated: true }),
    carriedOut: (eventIds: readonly string[]) => act('RecordAppealCarriedOut', { date: '2017-06-20', eventIds }),
  };
}

/** The events that corrected what was decided about somebody: what an outcome is carried out by. */
export async function correctionsOf(county: RedressCounty, { personId, postId, year }: OfMeasure = AGAINST): Promise<readonly string[]> {
  const row = await county.row<RemedyRow>('remedies', `case-${personId}-${postId}-${year}`);
  return (row?.corrections ?? []).map(({ eventId }) => eventId);
}

/** Served, corrected by the case's own act, and so carried out. */
export async function carryOut(county: RedressCounty): Promise<void> {
  const { served, carriedOut } = actsOfAppeal();
  await county.take(served);
  await county.correct(AGAINST, '2017-06-05');
  await county.take(carriedOut(await correctionsOf(county)));
}
