import { isDate, must, type CalendarDate } from '#kernel';
import type { FundPart, ShareHolder, ShareTerms } from './funds.events.js';

const WHOLE_BASIS_POINTS = 10_000;
const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const isShare = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= WHOLE_BASIS_POINTS;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** @throws Rejection `share.*` */
export function mustBeTerms({ perPersonFen, guaranteedBasisPoints, secondBasisPointsMin, dueMonthDay, modes, modesMin }: ShareTerms): void {
  must(isAmount(perPersonFen), 'share.amount-invalid', { zh: '每人配股额须为正整数（分）', en: 'the share per head is a positive whole number of fen' });
  must(isShare(guaranteedBasisPoints) && isShare(secondBasisPointsMin), 'share.rate-invalid', {
    zh: '分红比例须为0至10000（万分之一）',
    en: 'a dividend lies between 0 and 10000 basis points',
  });
  must(isDate(`2015-${dueMonthDay}`), 'share.due-invalid', { zh: '分红期限须为每年都有的月日', en: 'the due day has to exist in every year' });
  const ids = modes.map(({ id }) => id);
  must(new Set(ids).size === ids.length && modesMin >= 0 && modesMin <= ids.length, 'share.modes-invalid', {
    zh: '带动方式重复，或要求的种数多于所列',
    en: 'modes repeat, or more are required than there are',
  });
}

/** The parts make the whole, each by enough of the terms' modes. */
export function mustBeParts({ modes, modesMin }: ShareTerms, amountFen: number, parts: readonly FundPart[]): void {
  const ids = parts.map(({ enterpriseId }) => enterpriseId);
  must(new Set(ids).size === ids.length, 'share.enterprise-twice', { zh: '同一经营主体重复', en: 'an enterprise stands twice' });
  must(parts.every((part) => isAmount(part.amountFen)) && sum(parts.map((part) => part.amountFen)) === amountFen, 'share.parts-sum', {
    zh: '各经营主体的资金合计与总额不符',
    en: 'the enterprises’ parts do not make the whole',
  });
  const stray = parts.flatMap((part) => part.modes).find((mode) => !modes.some(({ id }) => id === mode));
  must(stray === undefined, 'share.mode-unknown', { zh: `没有“${stray}”这种带动方式`, en: `no such mode: ${stray}` });
  const bare = parts.find((part) => new Set(part.modes).size < modesMin);
  must(bare === undefined, 'share.no-mode', {
    zh: `${bare?.enterpriseId}须至少落实${modesMin}种带动方式`,
    en: `${bare?.enterpriseId} has to carry by at least ${modesMin} of the modes`,
  });
}

/** So much a head, for exactly so many heads. */
export function mustFillQuota({ perPersonFen }: ShareTerms, amountFen: number, holders: readonly ShareHolder[]): void {
  const ids = holders.map(({ householdId }) => householdId);
  must(new Set(ids).size === ids.length, 'share.household-twice', { zh: '同一户重复配股', en: 'a household stands twice' });
  must(
    holders.every(({ persons }) => isAmount(persons)),
    'share.nobody',
    { zh: '配股户须有人口', en: 'a household that holds shares has members' },
  );
  const persons = sum(holders.map((holder) => holder.persons));
  must(persons * perPersonFen === amountFen, 'share.quota', {
    zh: `${persons}人按每人${perPersonFen}分应为${persons * perPersonFen}分，资金为${amountFen}分`,
    en: `${persons} persons at ${perPersonFen} fen come to ${persons * perPersonFen}, the fund is ${amountFen}`,
  });
}

/** What is owed for a year. `secondMinFen` null: the terms do not say of what the second dividend is a part, so no amount is owed for certain. */
export type Obligation = Readonly<{
  year: number;
  dueOn: CalendarDate;
  guaranteedFen: number;
  secondMinFen: number | null;
  /** What the second dividend would come to if it were a part of the capital. */ secondIfOnCapitalFen: number;
}>;

/** A part of an amount in whole fen, rounded half up. */
export const partOf = (amountFen: number, basisPoints: number): number =>
  Number((BigInt(amountFen) * BigInt(basisPoints) * 2n + BigInt(WHOLE_BASIS_POINTS)) / BigInt(2 * WHOLE_BASIS_POINTS));

export function obligationOf(
  { guaranteedBasisPoints, secondBasisPointsMin, secondBase, dueMonthDay }: ShareTerms,
  amountFen: number,
  year: number,
): Obligation {
  const secondIfOnCapitalFen = partOf(amountFen, secondBasisPointsMin);
  return {
    year,
    dueOn: `${year}-${dueMonthDay}`,
    guaranteedFen: partOf(amountFen, guaranteedBasisPoints),
    secondMinFen: secondBase === 'capital' ? secondIfOnCapitalFen : null,
    secondIfOnCapitalFen,
  };
}
