import type { Recorded, View } from '#kernel';
import type { AppealOutcome } from './appeal-outcomes.js';

export type RedressAppealRow = Readonly<{ appealId: string; outcome: AppealOutcome['type'] }>;
const outcome = (_: RedressAppealRow | undefined, { type, data: { appealId } }: Recorded<AppealOutcome>): RedressAppealRow => ({ appealId, outcome: type });

/** How did an appeal end? Read by policies. */
export const redressAppeals: View<RedressAppealRow, AppealOutcome> = {
  name: 'redress-appeals',
  version: 1,
  zh: '申诉结果（恢复事项推导用）',
  keysOf: ({ data }) => [data.appealId],
  on: { DecisionMaintained: outcome, DecisionVaried: outcome, DecisionRevoked: outcome, RedecisionOrdered: outcome },
};
