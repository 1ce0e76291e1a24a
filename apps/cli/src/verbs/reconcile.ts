import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { must, parseStrictJson, Rejection } from '#kernel';
import {
  figuresFrom,
  figuresSchema,
  parseFigures,
  reconcile,
  type Amount,
  type Interval,
  type PathReconciliation,
  type Reconciliation,
  type PathVerdict,
} from '#zelian';
import { verb, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';

type Reconcile = Common & Readonly<{ schema?: boolean }>;

/** `reconcile FILE`: what stated figures and their breakdowns say of each other. It reads the file and nothing else: no ledger is opened. */
export const reconcileFile = (): Command =>
  verb('reconcile', '核对各路径数字 reconcile stated figures with their breakdowns')
    .argument('[file]', 'a figures document (JSON), or a workbook of the template `figures`')
    .option('--schema', 'the JSON Schema of a figures document')
    .action(async (file: string | undefined, { json, schema }: Reconcile) => {
      if (schema) return printJson(figuresSchema);
      must(file !== undefined, 'usage.missing-argument', { zh: '缺少参数：数字文件', en: 'missing argument: the figures file' });
      const document = parseFigures(await contentOf(file));
      const found = reconcile(document);
      if (json) printJson({ source: document.source, ...found });
      else printReconciliation(document.source, found);
    });

/** A workbook made from the template of this name, or the JSON document itself. */
async function contentOf(file: string): Promise<unknown> {
  const bytes = await bytesOf(file);
  return file.toLowerCase().endsWith('.xlsx') ? figuresFrom(bytes, basename(file)) : parseStrictJson(textIn(bytes), { fractions: 'text' });
}

async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code ?? 'unknown';
    throw new Rejection('figures.no-file', { zh: `无法读取数字文件（${reason}）`, en: `the figures file cannot be read (${reason})` });
  });
}

function textIn(bytes: Buffer): string {
  must(isUtf8(bytes), 'figures.not-utf8', { zh: '文件不是UTF-8编码', en: 'the file is not UTF-8' });
  return bytes.toString('utf8');
}

const VERDICT_ZH: Readonly<Record<PathVerdict, string>> = { exact: '相符', overlap: '重叠', short: '缺口', 'no-breakdown': '无分项' };
const GIVEN_ZH = { 'lines-exclusive': '（若分项互斥）', 'each-in-a-line': '', ask: '须询问' } as const;
const number = (value: number): string => value.toLocaleString('en-US');
const pair = ({ households, persons }: Amount): string => `${number(households)}/${persons === null ? '—' : number(persons)}`;
const signed = (value: number): string => (value > 0 ? `+${number(value)}` : number(value));
const range = ([fewest, most]: Interval): string => (fewest === most ? number(fewest) : `${number(fewest)}…${number(most)}`);

function verdictText({ verdict, excess }: PathReconciliation): string {
  if (excess === null || verdict === 'exact' || verdict === 'no-breakdown') return VERDICT_ZH[verdict];
  return `${VERDICT_ZH[verdict]} ${signed(excess.households)}${excess.persons === null ? '' : `/${signed(excess.persons)}`}`;
}

function overlapText({ overlap }: PathReconciliation): string {
  if (overlap === null) return '—';
  const { households, persons, unitsMixed, given } = overlap;
  if (households === null) return given === 'ask' ? GIVEN_ZH.ask : '无法成立';
  if (given === 'lines-exclusive') return `${range(households)}${GIVEN_ZH[given]}`;
  const marked = unitsMixed ? '，口径混用' : '';
  return `${range(households)}${persons === null ? '' : `（人数${range(persons)}${marked}）`}`;
}

const speaksForItself = ({ verdict, overlap }: PathReconciliation): boolean =>
  verdict === 'no-breakdown' || (verdict === 'exact' && (overlap === null || overlap.given === 'lines-exclusive'));

/** The table and what has to be asked of each path; `brief`: only the paths that raise a question. */
export function printReconciliation(source: string, { paths, lines, gross, distinct }: Reconciliation, { brief = false } = {}): void {
  heading('数字核对', `reconciliation: ${source}`);
  const shown = brief ? paths.filter((path) => !speaksForItself(path)) : paths;
  printTable(
    ['路径 path', '公布数 户/人', '分项合计', '结论', '列入两个以上分项的户'],
    shown.map((path) => [path.name, pair(path.stated), path.sum === null ? '—' : `${pair(path.sum)}（${path.lines}项）`, verdictText(path), overlapText(path)]),
  );
  if (!brief) for (const { name, flags } of paths) for (const { zh } of flags) line(`※ ${name}：${zh}`);
  if (shown.length < paths.length) line(` 其余${paths.length - shown.length}条路径相符，或无分项可核`);
  line(`各路径合计 gross ${pair(gross)}，是列入次数而非实有人户；分项共${lines}项`);
  line(
    `实有户 distinct households ${range(distinct.households)}${distinct.persons === null ? '' : `，实有人 persons ${range(distinct.persons)}`}（凭户编号方能确定）`,
  );
}
