import type { CalendarDate, Recorded, View } from '#kernel';
import type { Against, DecisionMaintained, DecisionRevoked, DecisionVaried, RedecisionOrdered } from '#appeal';

type Outcome = DecisionMaintained | DecisionVaried | DecisionRevoked | RedecisionOrdered;
export type RedressAppealRow = Readonly<{ appealId: string; outcome: Outcome['type'] }>;
const outcome = (_: RedressAppealRow | undefined, { type, data: { appealId } }: Recorded<Outcome>): RedressAppealRow => ({ appealId, outcome: type });

/** How did an appeal end? Read by policies. */
export const redressAppeals: View<RedressAppealRow, Outcome> = {
  name: 'redress-appeals',
  version: 1,
  zh: '申诉结果（恢复事项推导用）',
  keysOf: ({ data }) => [data.appealId],
  on: { DecisionMaintained: outcome, DecisionVaried: outcome, DecisionRevoked: outcome, RedecisionOrdered: outcome },
};

export type RedressOutcomesRow = Readonly<{ personId: string; outcomes: readonly Readonly<{ appealId: string; against: Against; decidedOn: CalendarDate }>[] }>;
type InFavour = DecisionRevoked | DecisionVaried;
const inFavour = (
  row: RedressOutcomesRow | undefined,
  { data: { appealId, against, decidedOn } }: Recorded<InFavour>,
  personId: string,
): RedressOutcomesRow => ({
  personId,
  outcomes: [...(row?.outcomes ?? []), { appealId, against, decidedOn }],
});

/** After which appeals is something owed to a person? Read by policies. */
export const redressOutcomes: View<RedressOutcomesRow, InFavour> = {
  name: 'redress-outcomes',
  version: 1,
  zh: '个人申诉结果（恢复事项推导用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data: { against } }) => (against.kind === 'measure' ? [against.personId] : []),
  on: { DecisionVaried: inFavour, DecisionRevoked: inFavour },
};
