import type { ErrorObject } from 'ajv/dist/2020.js';

type Params = Readonly<Record<string, unknown>>;
const TYPE_ZH: Readonly<Record<string, string>> = {
  object: '对象',
  array: '列表',
  string: '文字',
  integer: '整数',
  number: '数字',
  boolean: 'true或false',
  null: '空值',
};
const typesZh = ({ type }: Params): string =>
  [type]
    .flat()
    .map((name) => TYPE_ZH[String(name)] ?? String(name))
    .join('或');
const BOUND_ZH: Readonly<Record<string, string>> = { '<=': '不得大于', '>=': '不得小于', '<': '须小于', '>': '须大于' };
const bound = ({ comparison, limit }: Params): string => `${BOUND_ZH[String(comparison)] ?? '须'}${String(limit)}`;

/** What each rule of the schema allows: the library that checks it speaks English only. */
const ZH: Readonly<Record<string, (params: Params) => string>> = {
  type: (params) => `须为${typesZh(params)}`,
  required: ({ missingProperty }) => `缺少字段${String(missingProperty)}`,
  additionalProperties: ({ additionalProperty }) => `有未知字段${String(additionalProperty)}`,
  enum: ({ allowedValues }) => `须为以下之一：${(allowedValues as readonly unknown[]).join('、')}`,
  pattern: ({ pattern }) => `须符合格式${String(pattern)}`,
  minimum: bound,
  maximum: bound,
  minLength: ({ limit }) => `至少须有${String(limit)}个字符`,
  maxLength: ({ limit }) => `最多可有${String(limit)}个字符`,
  minItems: ({ limit }) => `至少须有${String(limit)}项`,
  maxItems: ({ limit }) => `最多可有${String(limit)}项`,
  items: ({ limit }) => `最多可有${String(limit)}项`,
  uniqueItems: ({ i, j }) => `第${Number(j) + 1}项与第${Number(i) + 1}项重复`,
  'false schema': () => '此处不得有这一字段',
  oneOf: () => '不符合所列的任何一种形式，或同时符合几种',
  discriminator: ({ tag }) => `字段${String(tag)}须说明是哪一种`,
};

/** A place where a document is no rule book, in Chinese. */
export const shapeFaultZh = ({ keyword, params }: ErrorObject): string => ZH[keyword]?.(params as Params) ?? '不符合要求';
