// What a nested body is, class-transformer asks of metadata.
import 'reflect-metadata';
import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  type ValidationOptions,
} from 'class-validator';
import { isDate, isInstant, isPlainPrivate, kindOf, SUBJECT_KINDS, type SubjectKind } from '#kernel';

/** Longest list that one command may carry. */
const LIST_MAX = 1_000;

/** What a rule says when it is not kept. */
export type Words = Readonly<{ zh: string | ((value: unknown) => string); en: string | ((value: unknown) => string) }>;
type Each = Pick<ValidationOptions, 'each'>;

type RuleOptions = Each & Readonly<{ constraints?: readonly unknown[] }>;

/** A rule of one's own, which says in both languages what it allows. `constraints`: what of it a reader of the body's schema is told. */
export const rule = (name: string, { zh, en }: Words, holds: (value: unknown) => boolean, options: RuleOptions = {}): PropertyDecorator => {
  const { constraints = [], ...each } = options;
  const told = (value: unknown) => (typeof en === 'string' ? en : en(value));
  const defaultMessage = (argument?: ValidationArguments) => (options.each ? `each value ${told(argument?.value)}` : told(argument?.value));
  return ValidateBy({ name, constraints: [...constraints], validator: { validate: holds, defaultMessage } }, { ...each, context: { zh } });
};

/** Text of a form, which is said in words. */
export const IsLike = (pattern: RegExp, { zh, en }: Readonly<{ zh: string; en: string }>, options: Each = {}): PropertyDecorator =>
  Matches(pattern, { ...options, message: options.each ? `each value ${en}` : en, context: { zh } });

/** Up to this length a text is a name, a number or a title, on one line; a longer one may have several. */
const ONE_LINE_MAX = 200;

const isText = (value: unknown, lengthMax: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && value.isWellFormed() && (lengthMax > ONE_LINE_MAX || !/[\t\n]/.test(value));

/** The field may be absent. Unlike class-validator's `IsOptional` it may not be null: events know absent, never null. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** A date that exists, `YYYY-MM-DD`: 2016-02-30 is none. */
export const IsCalendarDate = (options?: Each): PropertyDecorator =>
  rule('isCalendarDate', { zh: '须为真实日期，如2016-12-31', en: 'must be a real calendar date, YYYY-MM-DD' }, isDate, options);

/** An instant in UTC with milliseconds. */
export const IsUtcInstant = (options?: Each): PropertyDecorator =>
  rule('isUtcInstant', { zh: '须为UTC时刻，如2017-01-31T15:59:59.999Z', en: 'must be an instant, YYYY-MM-DDTHH:mm:ss.sssZ' }, isInstant, options);

const SUBJECT_ZH: Readonly<Record<SubjectKind, string>> = { unit: '单位', village: '村', post: '岗位', person: '人员' };

/** The id of a unit, village, post or person: of one of these kinds, or of any. */
export const IsSubjectId = (kinds: SubjectKind | readonly SubjectKind[] = [], options?: Each): PropertyDecorator => {
  const allowed: readonly string[] = typeof kinds === 'string' ? [kinds] : kinds;
  const holds = (value: unknown): boolean => {
    const kind = typeof value === 'string' ? kindOf(value) : undefined;
    return kind !== undefined && (allowed.length === 0 || allowed.includes(kind));
  };
  const named = allowed.length === 0 ? SUBJECT_KINDS : allowed;
  const words = {
    zh: `须为${named.map((kind) => SUBJECT_ZH[kind as SubjectKind]).join('或')}编号（${named.map((kind) => `${kind}-…`).join('、')}）`,
    en: `must be the id of a ${allowed.join(' or ') || 'unit, village, post or person'}`,
  };
  return rule('isSubjectId', words, holds, { ...options, constraints: [allowed] });
};

/** The id of something that is no subject (a tenure, a duty, a scheme): `<prefix>-` and lower-case letters, digits, hyphens. */
export const IsEntityId = (prefix: string, options?: Each): PropertyDecorator =>
  IsLike(
    new RegExp(`^${prefix}-[0-9a-z][0-9a-z-]{0,59}$`),
    { zh: `须为${prefix}-加小写字母、数字或连字符`, en: `must be ${prefix}- followed by lower-case letters, digits or hyphens` },
    options,
  );

/** The SHA-256 of a file or list. */
export const IsSha256 = (): PropertyDecorator =>
  IsLike(/^[0-9a-f]{64}$/, { zh: '须为SHA-256，64位小写十六进制', en: 'must be a SHA-256 in 64 lower-case hex digits' });

/** A word of the book or of the programme: `party-secretary`, `industry`. Things are looked up by it, so it is none of the names that every object has. */
export const IsSlug = (options?: Each): PropertyDecorator =>
  IsLike(
    /^(?!constructor$)[a-z][0-9a-z]*(-[0-9a-z]+)*$/,
    { zh: '须为小写英文词，各部分以连字符相连', en: 'must be a lower-case word, parts joined by hyphens' },
    options,
  );

const textWords = (lengthMax: number, zh = '', en = ''): Words => ({
  zh: `须为${zh}非空文字，最多${lengthMax}字${lengthMax > ONE_LINE_MAX ? '' : '，不分行'}`,
  en: `must be ${en}text that is not blank, at most ${lengthMax} characters${lengthMax > ONE_LINE_MAX ? '' : ', on one line'}`,
});

/** Text that says something, with a bound on its length. */
export const IsText = (lengthMax = 200, options?: Each): PropertyDecorator =>
  rule('isText', textWords(lengthMax), (value) => isText(value, lengthMax), { ...options, constraints: [lengthMax] });

/** Several rules as one. */
export const together =
  (...rules: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const rule of rules) rule(target, property);
  };

/** A year that the product can speak of. */
export const IsYear = (): PropertyDecorator => together(IsInt(), Min(2000), Max(2100));

/** A personal value as a client sends it: `{"private": "…"}`. A commitment is made inside, never taken from outside. */
export const IsPrivate = (lengthMax = 2_000): PropertyDecorator =>
  rule(
    'isPrivate',
    textWords(lengthMax, '{"private": "…"}，其中为', '{"private": "…"} with '),
    (value) => isPlainPrivate(value) && isText(value.private, lengthMax),
  );

/** A list without repetitions; empty only where said so. */
export const IsSet = (sizeMin = 1, sizeMax = LIST_MAX): PropertyDecorator =>
  together(
    IsArray(),
    ArrayUnique(),
    ArrayMaxSize(sizeMax),
    rule('isSet', { zh: `至少须有${sizeMin}项`, en: `must have at least ${sizeMin} items` }, (value) => Array.isArray(value) && value.length >= sizeMin, {
      constraints: [sizeMin],
    }),
  );

const NESTED = Symbol('the body class of a nested field');
const nests = (body: () => Class<object>): PropertyDecorator => Reflect.metadata(NESTED, body) as PropertyDecorator;
/** The body class against which a field's object, or each of its objects, is checked. */
export const nestedBodyOf = ({ prototype }: Class<object>, field: string): Class<object> | undefined =>
  (Reflect.getMetadata(NESTED, prototype as object, field) as (() => Class<object>) | undefined)?.();

/** A nested object, checked field by field against its own body class; null and lists are refused. */
export const Nested = (body: () => Class<object>): PropertyDecorator => together(IsObject(), ValidateNested(), Type(body), nests(body));

/** A list of nested objects, each checked against the body class. */
export const NestedEach = (body: () => Class<object>, sizeMax = LIST_MAX): PropertyDecorator =>
  together(IsArray(), ArrayMaxSize(sizeMax), IsObject({ each: true }), ValidateNested({ each: true }), Type(body), nests(body));
