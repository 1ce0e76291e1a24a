import { must } from '#kernel';

/** One yield that a claim counts on: so much at such a price, and the paper that says so. `estimated`: the quantity is a guess. */
export type ClaimItem = Readonly<{ name: string; quantity: number; unit: string; priceFen: number; estimated?: boolean; evidenceRef: string }>;
export type ClaimRatio = Readonly<{
  name: string;
  numerator: number;
  numeratorUnit: string;
  denominator: number;
  denominatorUnit: string;
  evidenceRef: string;
}>;
/** What a yield costs; without costs there is no net. */
export type ClaimCost = Readonly<{ name: string; amountFen: number; evidenceRef: string }>;
/** `named`: yields that the claim names, with figures or without. */
export type ClaimInputs = Readonly<{
  population: number;
  populationRef: string;
  named: readonly string[];
  items: readonly ClaimItem[];
  costs?: readonly ClaimCost[];
  ratios?: readonly ClaimRatio[];
}>;
/** An exact quotient, and what people read: rounded half up at the last digit shown. */
export type Quotient = Readonly<{ numerator: number; denominator: number; rounded: number }>;
export type ClaimFlag = 'gross-not-net' | 'input-missing' | 'estimated';
export type ClaimResult = Readonly<{
  items: readonly Readonly<{ name: string; valueFen: number }>[];
  grossFen: number;
  grossPerHeadFen: Quotient;
  netFen: number | null;
  netPerHeadFen: Quotient | null;
  ratiosTenths: readonly (Quotient & Readonly<{ name: string }>)[];
  missing: readonly string[];
  flags: readonly ClaimFlag[];
}>;

/** A product may leave the integers that JSON carries: then it is refused, never rounded. */
function exact(value: bigint): number {
  const fits = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  must(fits, 'claim.too-large', { zh: '数额超出可精确表示的范围', en: 'the amount is too large to be exact' });
  return Number(value);
}

/** floor(x + 1/2) over whole numbers; `scale` shifts the digits shown (10: tenths). */
function quotient(numerator: number, denominator: number, scale = 1): Quotient {
  const [top, bottom] = [2n * BigInt(numerator) * BigInt(scale) + BigInt(denominator), 2n * BigInt(denominator)];
  const floored = top >= 0n || top % bottom === 0n ? top / bottom : top / bottom - 1n;
  return { numerator, denominator, rounded: exact(floored) };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** @throws Rejection `claim.*` */
export function mustBeClaim({ population, named, items, costs = [], ratios = [] }: ClaimInputs): void {
  must(Number.isSafeInteger(population) && population > 0, 'claim.no-population', { zh: '人口须为正整数', en: 'the population is a positive whole number' });
  must(items.length > 0, 'claim.empty', { zh: '没有任何有数字的收入', en: 'there is no yield with figures' });
  const whole = items.every(({ quantity, priceFen }) => isCount(quantity) && isCount(priceFen)) && costs.every(({ amountFen }) => isCount(amountFen));
  must(whole, 'claim.not-a-count', { zh: '数量与金额须为非负整数', en: 'quantities and amounts are whole numbers, not negative' });
  const divisible = ratios.every(({ numerator, denominator }) => isCount(numerator) && isCount(denominator) && denominator > 0);
  must(divisible, 'claim.ratio-invalid', { zh: '比值的分母须为正整数', en: 'a ratio needs a positive denominator' });
  const names = items.map(({ name }) => name);
  must(new Set(names).size === names.length && new Set(named).size === named.length, 'claim.item-twice', { zh: '同一收入重复', en: 'a yield stands twice' });
  const unnamed = names.find((name) => !named.includes(name));
  must(unnamed === undefined, 'claim.item-unnamed', { zh: `说法中没有“${unnamed}”`, en: `the claim does not name ${unnamed}` });
  const refs = [...items, ...costs, ...ratios].map(({ evidenceRef }) => evidenceRef);
  must(
    refs.every((ref) => ref.trim() !== ''),
    'claim.evidence-missing',
    { zh: '每项数字须注明依据', en: 'every input names the paper that it rests on' },
  );
}

/** What a claim's own inputs come to, exactly. Gross income is not net, and what has no figure is not counted as nothing. */
export function claimResult({ population, named, items, costs = [], ratios = [] }: ClaimInputs): ClaimResult {
  const values = items.map(({ name, quantity, priceFen }) => ({ name, valueFen: exact(BigInt(quantity) * BigInt(priceFen)) }));
  const grossFen = exact(values.reduce((sum, { valueFen }) => sum + BigInt(valueFen), 0n));
  const netFen = costs.length === 0 ? null : exact(costs.reduce((left, { amountFen }) => left - BigInt(amountFen), BigInt(grossFen)));
  const missing = named.filter((name) => !items.some((item) => item.name === name));
  const flags: readonly (readonly [ClaimFlag, boolean])[] = [
    ['gross-not-net', netFen === null],
    ['input-missing', missing.length > 0],
    ['estimated', items.some(({ estimated }) => estimated === true)],
  ];
  return {
    items: values,
    grossFen,
    grossPerHeadFen: quotient(grossFen, population),
    netFen,
    netPerHeadFen: netFen === null ? null : quotient(netFen, population),
    ratiosTenths: ratios.map(({ name, numerator, denominator }) => ({ name, ...quotient(numerator, denominator, 10) })),
    missing,
    flags: flags.flatMap(([flag, raised]) => (raised ? [flag] : [])),
  };
}
