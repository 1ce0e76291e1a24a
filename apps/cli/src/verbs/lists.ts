import type { Command } from 'commander';
import { Command as Plain } from 'commander';
import { Rejection, type AnyView } from '#kernel';
import { bodySchema, type Schema } from '#ledger/nest';
import { contexts, fieldZh } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { heading, line, printJson, printTable } from '../output.js';

/** What can be asked and recorded: no ledger is needed to say it. */
type Listed = Readonly<{ json?: boolean }>;

const COMMANDS = () =>
  contexts.flatMap(({ name: context, zh: contextZh, deciders }) => {
    const labels = new Map(deciders.flatMap(({ commands }) => Object.entries(commands).map(([type, { zh }]) => [type, zh] as const)));
    return (requestsByContext[context] ?? []).map(({ type, body }) => ({ type, zh: labels.get(type)!, context, contextZh, body }));
  });

/** `commands [COMMAND]`: what can be recorded, and of one command the fields of its body. */
export const commands = (): Command =>
  new Plain('commands')
    .description('命令清单 what can be recorded; of one command its fields')
    .argument('[command]', 'its type, e.g. ConfirmVeto')
    .option('--json', 'one JSON document')
    .action((wanted: string | undefined, { json }: Listed) => {
      const all = COMMANDS();
      if (wanted !== undefined) return fieldsOf(all.find(({ type }) => type === wanted) ?? unknownCommand(wanted), { json });
      if (json) return printJson(all.map(({ body: _, ...one }) => one));
      heading(`命令清单：${all.length}个`, 'commands; commands COMMAND tells its fields');
      printTable(
        ['命令 command', '用途', '类别'],
        all.map(({ type, zh, contextZh }) => [type, zh, contextZh]),
      );
    });

/** @throws Rejection that says where the commands are listed */
export function unknownCommand(type: string): never {
  throw new Rejection('command.unknown', {
    zh: `没有这个命令：${type}（用 zelian commands 查看全部命令）`,
    en: `no such command: ${type}; zelian commands lists them`,
  });
}

function fieldsOf({ type, zh, body }: ReturnType<typeof COMMANDS>[number], { json }: Listed): void {
  const schema = bodySchema(body, fieldZh);
  if (json) return printJson({ type, zh, schema });
  heading(`${zh}：字段`, `${type}: fields of its body`);
  printTable(['字段 field', '名称', '必填', '类型', '取值'], rowsOf(schema, ''));
}

/** A nested object's fields stand below it, by their path. */
function rowsOf({ properties = {}, required = [] }: Schema, parent: string): readonly (readonly unknown[])[] {
  return Object.entries(properties).flatMap(([field, said]) => {
    const path = `${parent}${field}`;
    const row = [path, fieldZh(field), required.includes(field) ? '是' : '', typeZh(said), limitsOf(said).join('；')];
    if (isPrivate(said)) return [row];
    return [row, ...rowsOf(said, `${path}.`), ...(said.items ? rowsOf(said.items, `${path}[].`) : [])];
  });
}

const isPrivate = ({ properties = {} }: Schema): boolean => Object.keys(properties).join() === 'private';
const TYPE_ZH: Readonly<Record<NonNullable<Schema['type']>, string>> = { object: '对象', array: '列表', string: '文字', integer: '整数', boolean: '是否' };
const FORMAT_ZH: Readonly<Record<string, string>> = { date: '日期', 'date-time': '时刻' };
function typeZh(said: Schema): string {
  const { type, format = '', items, enum: values } = said;
  if (FORMAT_ZH[format]) return FORMAT_ZH[format];
  if (type === 'array') return `${items ? typeZh(items) : ''}列表`;
  if (isPrivate(said)) return '私密内容';
  return values ? '选项' : type === undefined ? '' : TYPE_ZH[type];
}

const EXAMPLES: Readonly<Record<string, string>> = { date: '2016-12-31', 'date-time': '2016-12-31T15:59:59.999Z' };
/** What a value may be: examples and bounds rather than sentences. */
function limitsOf(said: Schema): readonly string[] {
  const { format, pattern, enum: values, maxLength, items } = said;
  return [
    ...(isPrivate(said) ? ['{"private": "…"}'] : []),
    ...wordsOf(said),
    ...(format === undefined ? [] : [EXAMPLES[format] ?? format]),
    ...(values ? [values.join(' | ')] : []),
    ...(pattern === undefined ? [] : [idsIn(pattern) ?? pattern]),
    ...(maxLength === undefined ? [] : [`至多${maxLength}字`]),
    ...boundsOf(said),
    ...(items ? limitsOf(items) : []),
  ];
}
/** An object of several shapes is told in words. */
const wordsOf = ({ type, properties, description = '' }: Schema): readonly string[] =>
  type === 'object' && properties === undefined && description.includes(': ') ? [description.slice(description.indexOf(': ') + 2)] : [];
/** `unit-… | village-…` where ids are meant. */
const idsIn = (pattern: string): string | undefined =>
  /^\^\(([a-z|]+)\)-$/
    .exec(pattern)?.[1]!
    .split('|')
    .map((kind) => `${kind}-…`)
    .join(' | ');
function boundsOf({ minimum, maximum, minItems, maxItems }: Schema): readonly string[] {
  const numbers = minimum === undefined && maximum === undefined ? [] : [`${minimum ?? ''}…${maximum ?? ''}`];
  return minItems === undefined && maxItems === undefined ? numbers : [...numbers, `${minItems ?? 0}…${maxItems ?? ''}项`];
}

/** `views`: what `show`, `diff` and `rebuild` know. */
export const views = (): Command =>
  new Plain('views')
    .description('视图清单 what can be shown')
    .option('--json', 'one JSON document')
    .action(({ json }: Listed) => {
      const all = contexts.flatMap(({ zh: contextZh, views: own }) => own.map((view) => ({ ...told(view), contextZh })));
      if (json) return printJson(all);
      heading(`视图清单：${all.length}个`, 'views; show VIEW tells its rows');
      printTable(
        ['视图 view', '内容', '类别', '涉及人员', '可按日期'],
        all.map(({ name, zh, contextZh, aboutPersons, validTime }) => [name, zh, contextZh, aboutPersons ? '是' : '', validTime ? '是' : '']),
      );
      line(' 涉及人员的视图须用 --actor 说明由谁查询；可按日期的视图接受 --valid-on');
    });

const told = ({ name, zh, aboutPersons = false, validOn }: AnyView) => ({ name, zh, aboutPersons, validTime: validOn !== undefined });
