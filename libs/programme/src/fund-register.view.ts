import { sameJson, yearOf, type CalendarDate, type View } from '#kernel';
import type { DividendPaid, FundAllotted, FundEvent, FundPart, ShareTerms } from './funds.events.js';
import { obligationOf, type Obligation } from './share-terms.js';

/** How a year's guaranteed dividend stands on a date. What was paid after its day is paid late; what is not paid on its day is not overdue before the day after. */
export type DividendStatus = 'not-due' | 'paid' | 'paid-late' | 'overdue';
type Paid = Pick<DividendPaid['data'], 'year' | 'kind' | 'amountFen' | 'date' | 'documentRef'>;
type Owed = Obligation & Readonly<{ paidFen: number; secondPaidFen: number; status?: DividendStatus }>;
/** `second-base-undefined`: of what the second dividend is a part is not said; `first-year-unstated`: nor whether a first year begun late pays in full. */
export type FundFlag = 'second-base-undefined' | 'first-year-unstated' | 'pilot-before-rule' | 'rule-changes-terms';
export type FundRow = Readonly<{
  fundId: string;
  villageId: string;
  year: number;
  amountFen: number;
  allottedOn: CalendarDate;
  households: number;
  persons: number;
  perPersonFen: number;
  guaranteedPerPersonFen: number;
  parts: readonly FundPart[];
  householdIds: readonly string[];
  ownerUnitId: string;
  terms: ShareTerms;
  rule?: Readonly<{ ruleId: string; ruleDate: CalendarDate; date: CalendarDate; pilotBeforeRule: boolean; terms: ShareTerms }>;
  paid: readonly Paid[];
  obligations: readonly Owed[];
  flags: readonly FundFlag[];
}>;
type Kept = Omit<FundRow, 'obligations' | 'flags' | 'guaranteedPerPersonFen'>;

const total = (paid: readonly Paid[]): number => paid.reduce((sum, { amountFen }) => sum + amountFen, 0);

function statusOf({ dueOn, guaranteedFen }: Obligation, paid: readonly Paid[], date: CalendarDate): DividendStatus {
  if (total(paid) >= guaranteedFen) return total(paid.filter((one) => one.date <= dueOn)) >= guaranteedFen ? 'paid' : 'paid-late';
  return date <= dueOn ? 'not-due' : 'overdue';
}

/** A year's obligation exists from the year of allotment on; without a date, up to the last year that anything was said of. */
function owed({ amountFen, allottedOn, terms, paid }: Kept, date?: CalendarDate): readonly Owed[] {
  const first = yearOf(allottedOn);
  const last = date === undefined ? Math.max(first, ...paid.map(({ year }) => year)) : yearOf(date);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const obligation = obligationOf(terms, amountFen, first + index);
    const of = (kind: Paid['kind']) => paid.filter((one) => one.year === obligation.year && one.kind === kind);
    const status = date === undefined ? {} : { status: statusOf(obligation, of('guaranteed'), date) };
    return { ...obligation, paidFen: total(of('guaranteed')), secondPaidFen: total(of('second')), ...status };
  });
}

function judged(kept: Kept, date?: CalendarDate): FundRow {
  const { terms, rule, amountFen, persons } = kept;
  const flags: readonly (readonly [FundFlag, boolean])[] = [
    ['second-base-undefined', terms.secondBasisPointsMin > 0 && terms.secondBase === undefined],
    ['first-year-unstated', !kept.allottedOn.endsWith('-01-01')],
    ['pilot-before-rule', rule?.pilotBeforeRule === true],
    ['rule-changes-terms', rule !== undefined && !sameJson(rule.terms, terms)],
  ];
  return {
    ...kept,
    guaranteedPerPersonFen: Math.floor(obligationOf(terms, amountFen, kept.year).guaranteedFen / persons),
    obligations: owed(kept, date),
    flags: flags.flatMap(([flag, raised]) => (raised ? [flag] : [])),
  };
}

const allotted = ({ fundId, villageId, year, amountFen, terms, parts, holders, ownerUnitId, authority }: FundAllotted['data']): Kept => ({
  fundId,
  villageId,
  year,
  amountFen,
  allottedOn: authority.date,
  households: holders.length,
  persons: holders.reduce((sum, { persons }) => sum + persons, 0),
  perPersonFen: terms.perPersonFen,
  parts: [...parts],
  householdIds: holders.map(({ householdId }) => householdId),
  ownerUnitId,
  terms,
  paid: [],
});
const keptOf = ({ obligations: _owed, flags: _flags, guaranteedPerPersonFen: _each, ...kept }: FundRow): Kept => kept;

/** Where did the money go, to how many heads, what does it owe every year, and was it paid? Ask on a date for the status of that day. */
export const fundRegister: View<FundRow, FundEvent> = {
  name: 'fund-register',
  version: 1,
  zh: '资金配股台账',
  aboutPersons: true,
  keysOf: ({ data }) => [data.fundId],
  on: {
    FundAllotted: (_, { data }) => judged(allotted(data)),
    ShareRuleApplied: (row, { data: { ruleId, ruleDate, date, pilotBeforeRule, terms } }) =>
      row && judged({ ...keptOf(row), rule: { ruleId, ruleDate, date, pilotBeforeRule, terms } }),
    DividendPaid: (row, { data: { year, kind, amountFen, date, documentRef } }) =>
      row && judged({ ...keptOf(row), paid: [...row.paid, { year, kind, amountFen, date, documentRef }] }),
  },
  validOn: (row, date) => {
    if (row.allottedOn > date) return undefined;
    const { rule, ...kept } = keptOf(row);
    return judged({ ...kept, ...(rule && rule.date <= date && { rule }), paid: row.paid.filter((one) => one.date <= date) }, date);
  },
};
