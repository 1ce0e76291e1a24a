import type { Type as Class } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { nestedBodyOf } from './validators.js';

/** As much of JSON Schema as bodies need, in the words that OpenAPI 3.0 has too. */
export type Schema = Readonly<{
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  format?: string;
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean;
  items?: Schema;
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
}>;
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Limits = readonly unknown[];

const PRIVATE: Schema = { type: 'object', properties: { private: { type: 'string' } }, required: ['private'], additionalProperties: false };
/** What a rule says of a value, by its name. Rules that are not listed are told in words. */
const SAYS: Readonly<Record<string, (limits: Limits) => Schema>> = {
  isInt: () => ({ type: 'integer' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isText: ([lengthMax]) => ({ type: 'string', ...(typeof lengthMax === 'number' && { maxLength: lengthMax }) }),
  isSubjectId: ([kinds]) => ({ type: 'string', pattern: `^(${(kinds as readonly string[]).join('|') || 'unit|village|post|person'})-` }),
  isMimeType: () => ({ type: 'string' }),
  isCalendarDate: () => ({ type: 'string', format: 'date' }),
  isUtcInstant: () => ({ type: 'string', format: 'date-time' }),
  isPrivate: () => PRIVATE,
  isRuleBook: () => ({ type: 'object' }),
  isAgainst: () => ({ type: 'object' }),
  isIn: ([values]) => ({ enum: values as readonly unknown[] }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  min: ([minimum]) => ({ minimum: minimum as number }),
  max: ([maximum]) => ({ maximum: maximum as number }),
};
/** What a rule says of the list rather than of its items. */
const OF_LISTS: Readonly<Record<string, (limits: Limits) => Schema>> = {
  isArray: () => ({ type: 'array' }),
  arrayUnique: () => ({ type: 'array', uniqueItems: true }),
  arrayMaxSize: ([size]) => ({ type: 'array', maxItems: size as number }),
  arrayMinSize: ([size]) => ({ type: 'array', minItems: size as number }),
  isSet: ([size]) => ({ type: 'array', minItems: size as number }),
};
/** Their words would say again what the schema says, or would list a whole document. */
const WORDLESS = new Set(['isInt', 'isBoolean', 'isObject', 'isIn', 'min', 'max', 'isText', 'isRuleBook', ...Object.keys(OF_LISTS)]);

/** The schema of a body from the rules by which it is checked: nothing is written down twice. `labelOf`: what a field is called. */
export function bodySchema(body: Class<object>, labelOf: (field: string) => string | undefined = () => undefined): Schema {
  const rules = rulesOf(body);
  const fields = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const of = (field: string) => rules.filter(({ propertyName }) => propertyName === field);
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [field, { ...fieldSchema(body, field, of(field), labelOf), ...described(of(field), labelOf(field)) }]),
    ),
    required: fields.filter((field) => !of(field).some(({ type }) => type === 'conditionalValidation')),
    additionalProperties: false,
  };
}

/** A class's own rules and those that it inherits, in the order in which the fields are declared. */
const rulesOf = (body: Class<object>): readonly Rule[] => {
  const rules = getMetadataStorage().getTargetValidationMetadatas(body, '', false, false);
  return [...rules.filter(({ target }) => target !== body), ...rules.filter(({ target }) => target === body)];
};

function fieldSchema(body: Class<object>, field: string, rules: readonly Rule[], labelOf: (field: string) => string | undefined): Schema {
  const nested = nestedBodyOf(body, field);
  const own = rules.filter(({ name }) => name !== undefined && Object.hasOwn(OF_LISTS, name));
  const said = rules.filter(({ name }) => name !== undefined && Object.hasOwn(SAYS, name)).map(({ name, constraints }) => SAYS[name!]!(constraints ?? []));
  const value: Schema = Object.assign({}, ...said, nested && bodySchema(nested, labelOf)) as Schema;
  if (own.length === 0) return value;
  return Object.assign({}, ...own.map(({ name, constraints }) => OF_LISTS[name!]!(constraints ?? [])), { items: value }) as Schema;
}

/** What the field is called, and in words what no schema says: “must be the id of a unit”. */
function described(rules: readonly Rule[], label: string | undefined): Schema {
  const words = rules.filter(({ type, name }) => type === 'customValidation' && !WORDLESS.has(name ?? '')).flatMap(wordsOf);
  const description = [label, ...new Set(words)].filter((part) => part !== undefined && part !== '').join(': ');
  return description === '' ? {} : { description };
}
function wordsOf({ message, constraintCls }: Rule): readonly string[] {
  if (typeof message === 'string') return [message];
  const [constraint] = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  const words = constraint?.instance.defaultMessage?.() ?? '';
  // The library's own sentences have places for the field's name, and say no more than the schema.
  return words.includes('$') ? [] : [words];
}
