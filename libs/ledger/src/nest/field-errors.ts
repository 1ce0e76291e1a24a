import { getMetadataStorage, type ValidationError } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

export type FieldError = Readonly<{ field: string; zh: string; en: string }>;

/** What a rule of ours says in Chinese of what it allows; `context` of its options, as class-validator carries it. */
export type Saying = Readonly<{ zh: string | ((value: unknown) => string) }>;

type Wording = (...constraints: readonly unknown[]) => string;
/** The framework's own rules in Chinese, by its names for them: it speaks English only. */
const ZH: Readonly<Record<string, Wording>> = {
  isInt: () => '须为整数',
  isBoolean: () => '须为true或false',
  isObject: () => '须为对象',
  isArray: () => '须为列表',
  isMimeType: () => '须为媒体类型，如application/pdf',
  isIn: (allowed) => `须为以下之一：${[allowed].flat().join('、')}`,
  min: (least) => `不得小于${String(least)}`,
  max: (most) => `不得大于${String(most)}`,
  arrayMinSize: (least) => `至少须有${String(least)}项`,
  arrayMaxSize: (most) => `最多可有${String(most)}项`,
  arrayUnique: () => '各项不得重复',
  nestedValidation: () => '须为对象',
  whitelistValidation: () => '是未知字段',
};

/** Rules of kind: when one of them fails, what the others say of the same value only repeats it. */
const KINDS = ['isArray', 'isObject', 'isInt'] as const;
const OF_OBJECTS = ['isObject', 'nestedValidation'];

/** Every fault once, by the path of its field. */
export function fieldErrors(error: ValidationError, parent = ''): readonly FieldError[] {
  const { property, constraints = {}, children = [] } = error;
  const field = parent === '' ? property : `${parent}.${property}`;
  const below = children.flatMap((child) => fieldErrors(child, field));
  const told = toldOf(Object.keys(constraints), below.length > 0);
  return [...told.map((rule) => ({ field, zh: zhOf(error, rule), en: constraints[rule]! })), ...below];
}

/** The elements of a list, when they tell, say for themselves which of them is no object. */
function toldOf(rules: readonly string[], elementsTell: boolean): readonly string[] {
  const kind = KINDS.find((rule) => rules.includes(rule));
  if (kind === 'isObject' && elementsTell) return rules.filter((rule) => !OF_OBJECTS.includes(rule));
  return kind === undefined ? rules : [kind];
}

type Rule = Pick<ValidationMetadata, 'name' | 'type' | 'constraints' | 'context' | 'each'>;

/** What a rule says in Chinese; nothing for one that the framework brought and nobody put into words. */
export const wordsOf = ({ name, type, constraints, context }: Rule): Saying['zh'] | undefined =>
  (context as Saying | undefined)?.zh ?? ZH[name ?? type]?.(...((constraints ?? []) as unknown[]));

function zhOf({ target, property }: ValidationError, rule: string): string {
  const found = rulesOf(target, property).find(({ name, type }) => (name ?? type) === rule);
  const said = found ? wordsOf(found) : ZH[rule]?.();
  const text = typeof said === 'function' ? said((target as Record<string, unknown>)[property]) : (said ?? '取值不符合要求');
  return found?.each && rule !== 'nestedValidation' ? `每一项${text}` : text;
}

const rulesOf = (target: object | undefined, property: string): readonly ValidationMetadata[] =>
  target === undefined
    ? []
    : getMetadataStorage()
        .getTargetValidationMetadatas(target.constructor, '', false, false)
        .filter(({ propertyName }) => propertyName === property);
