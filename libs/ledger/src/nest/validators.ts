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
  type ValidationOptions,
} from 'class-validator';
import { isDate, isInstant, isPlainPrivate, kindOf, type SubjectKind } from '#kernel';

/** Longest list that one command may carry. */
const LIST_MAX = 1_000;

type RuleOptions = ValidationOptions & Readonly<{ constraints?: readonly unknown[] }>;
/** `constraints`: what of the rule a reader of the body's schema is told. */
const rule = (name: string, message: string, holds: (value: unknown) => boolean, { constraints = [], ...options }: RuleOptions = {}): PropertyDecorator =>
  ValidateBy(
    { name, constraints: [...constraints], validator: { validate: holds, defaultMessage: () => (options.each ? `each value ${message}` : message) } },
    options,
  );

const isText = (value: unknown, lengthMax: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && value.isWellFormed();

/** The field may be absent. Unlike class-validator's `IsOptional` it may not be null: events know absent, never null. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** A date that exists, `YYYY-MM-DD`: 2016-02-30 is none. */
export const IsCalendarDate = (options?: ValidationOptions): PropertyDecorator =>
  rule('isCalendarDate', 'must be a real calendar date, YYYY-MM-DD', isDate, options);

/** An instant in UTC with milliseconds. */
export const IsUtcInstant = (options?: ValidationOptions): PropertyDecorator =>
  rule('isUtcInstant', 'must be an instant, YYYY-MM-DDTHH:mm:ss.sssZ', isInstant, options);

/** The id of a unit, village, post or person: of one of these kinds, or of any. */
export const IsSubjectId = (kinds: SubjectKind | readonly SubjectKind[] = [], options?: ValidationOptions): PropertyDecorator => {
  const allowed: readonly string[] = typeof kinds === 'string' ? [kinds] : kinds;
  const holds = (value: unknown): boolean => {
    const kind = typeof value === 'string' ? kindOf(value) : undefined;
    return kind !== undefined && (allowed.length === 0 || allowed.includes(kind));
  };
  return rule('isSubjectId', `must be the id of a ${allowed.join(' or ') || 'unit, village, post or person'}`, holds, { ...options, constraints: [allowed] });
};

/** The id of something that is no subject (a tenure, a duty, a scheme): `<prefix>-` and lower-case letters, digits, hyphens. */
export const IsEntityId = (prefix: string): PropertyDecorator =>
  Matches(new RegExp(`^${prefix}-[0-9a-z][0-9a-z-]{0,59}$`), { message: `must be ${prefix}- followed by lower-case letters, digits or hyphens` });

/** A word of the book or of the programme: `party-secretary`, `industry`. */
export const IsSlug = (options?: ValidationOptions): PropertyDecorator =>
  Matches(/^[a-z][0-9a-z]*(-[0-9a-z]+)*$/, { message: 'must be a lower-case word, parts joined by hyphens', ...options });

/** Text that says something, with a bound on its length. */
export const IsText = (lengthMax = 200, options?: ValidationOptions): PropertyDecorator =>
  rule('isText', `must be text that is not blank, at most ${lengthMax} characters`, (value) => isText(value, lengthMax), {
    ...options,
    constraints: [lengthMax],
  });

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
  rule('isPrivate', 'must be {"private": "…"} with text that is not blank', (value) => isPlainPrivate(value) && isText(value.private, lengthMax));

/** A list without repetitions; empty only where said so. */
export const IsSet = (sizeMin = 1, sizeMax = LIST_MAX): PropertyDecorator =>
  together(
    IsArray(),
    ArrayUnique(),
    ArrayMaxSize(sizeMax),
    rule('isSet', `must have at least ${sizeMin} items`, (value) => Array.isArray(value) && value.length >= sizeMin, { constraints: [sizeMin] }),
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
