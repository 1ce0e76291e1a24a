import type { CalendarDate } from '#kernel';
import { groundKey, type CaseState, type Phase, type Step } from './case.state.js';
import type { BasisRef } from './case.commands.js';
import type { Check } from './case.guards.js';

const PHASE_ZH: Readonly<Record<Phase, string>> = {
  open: '尚未启动',
  recommended: '已提出问责建议',
  initiated: '已启动',
  investigating: '调查中',
  'facts-drafted': '事实材料已形成',
  'facts-presented': '事实材料已见面',
  'points-accepted': '申辩意见已采纳',
  heard: '已听取陈述申辩',
  direct: '直接决定程序',
  reported: '调查报告已提交',
  decided: '已决定',
  executed: '已执行',
  dismissed: '不予受理',
  exempted: '已免予问责',
  concluded: '已终结（不予问责）',
  corrected: '决定已撤销',
  archived: '已归档',
};
/** What the console shows for a phase. */
export const phaseZh = (phase: Phase): string => PHASE_ZH[phase];

/** The act has its place in the order of the procedure: in its phase, and on no earlier day than the act that led there. */
export function inPhase(state: CaseState, { date }: Readonly<{ date: CalendarDate }>, allowed: readonly Phase[], clause?: string): Check {
  const { phase } = state;
  const inTurn = notBeforePhase(state, date);
  if (allowed.includes(phase)) return { ...inTurn, ...(clause !== undefined && { clause }) };
  return {
    holds: false,
    code: inTurn.code,
    ...(clause !== undefined && { clause }),
    text: {
      zh: `案件现为“${PHASE_ZH[phase]}”，此步骤须在“${allowed.map((one) => PHASE_ZH[one]).join('”或“')}”时办理`,
      en: `the case is ${phase}; this step belongs to: ${allowed.join(', ')}`,
    },
  };
}

/** Recording acts in order is not enough: their own dates have to be in order too. */
export const notBeforePhase = ({ phase, movedOn }: CaseState, date: CalendarDate): Check => ({
  holds: movedOn === undefined || movedOn <= date,
  code: 'accountability.out-of-order',
  text: {
    zh: `案件于${movedOn ?? ''}进入“${PHASE_ZH[phase]}”，此步骤不得早于该日`,
    en: `the case became ${phase} on ${movedOn ?? ''}; this step cannot be dated before that day`,
  },
});

/** An earlier step has been taken, on this day at the latest: an act recorded late is measured by its own date. */
export const stepBefore = ({ dates }: CaseState, step: Step, { date, ...refusal }: Readonly<{ date: CalendarDate }> & Omit<Check, 'holds'>): Check => ({
  ...refusal,
  holds: dates[step] !== undefined && dates[step] <= date,
});

/** Every ground named is one that holds now. */
export const groundsHold = ({ grounds }: CaseState, refs: readonly BasisRef[]): Check => ({
  holds: refs.length > 0 && refs.every((ref) => grounds[groundKey(ref)] !== undefined),
  code: 'accountability.no-ground',
  text: { zh: '所列依据条款现未触发此人此岗', en: 'the grounds named do not now flag this person in this post' },
});
