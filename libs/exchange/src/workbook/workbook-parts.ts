import { malformed, refused } from './refusals.js';
import { walkXml } from './xml.js';
import type { ZipParts } from './zip.js';

/** What reading a sheet's cells takes. */
export type WorkbookParts = Readonly<{
  sheets: ReadonlyMap<string, string>;
  /** Texts that cells refer to by number. */
  shared: readonly string[];
  /** By the number of a cell's style: whether its number is shown as a date. */
  dated: readonly boolean[];
}>;

const OFFICE_DOCUMENT = /\/relationships\/officeDocument$/;

/** Finds the way through a workbook. @throws Rejection `workbook.malformed`, `.macros`, `.date-1904` */
export function partsOf(zip: ZipParts): WorkbookParts {
  if (zip.names().some((name) => /vbaProject\.bin$/i.test(name)))
    throw refused('macros', '不接受带宏的工作簿：请另存为xlsx', 'a workbook with macros is not taken: save it as .xlsx');
  const main = [...relationsOf(zip, '').values()].find(({ type }) => OFFICE_DOCUMENT.test(type))?.target;
  if (main === undefined) throw malformed('no part is named as the workbook');
  const relations = relationsOf(zip, main);
  const partBy = (type: RegExp) => [...relations.values()].find((relation) => type.test(relation.type))?.target;
  return {
    sheets: sheetsOf(zip, main, relations),
    shared: sharedOf(zip, partBy(/\/sharedStrings$/)),
    dated: datedOf(zip, partBy(/\/styles$/)),
  };
}

type Relation = Readonly<{ type: string; target: string }>;

function relationsOf(zip: ZipParts, part: string): ReadonlyMap<string, Relation> {
  const cut = part.lastIndexOf('/') + 1;
  const path = `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`;
  const relations = new Map<string, Relation>();
  walkXml(path, textOf(zip, path), {
    open(name, attributes) {
      if (name !== 'p:Relationship') return;
      const { Id = '', Type = '', Target = '', TargetMode } = attributes();
      if (TargetMode !== 'External') relations.set(Id, { type: Type, target: resolved(part.slice(0, cut), Target) });
    },
  });
  return relations;
}

/** A target is relative to the folder of the part that names it, or begins at the root. */
function resolved(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function sheetsOf(zip: ZipParts, main: string, relations: ReadonlyMap<string, Relation>): ReadonlyMap<string, string> {
  const sheets = new Map<string, string>();
  walkXml(main, textOf(zip, main), {
    open(name, attributes) {
      if (name === 'x:workbookPr' && ['1', 'true'].includes(attributes()['date1904'] ?? ''))
        throw refused('date-1904', '工作簿使用1904日期系统：请改用默认日期系统', 'the workbook counts dates from 1904: use the default date system');
      if (name !== 'x:sheet') return;
      const { name: title = '', 'r:id': id = '' } = attributes();
      const target = relations.get(id)?.target;
      if (target !== undefined) sheets.set(title, target);
    },
  });
  return sheets;
}

/** A text may come in runs of different looks; readings above characters (furigana, pinyin) are no part of it. */
function sharedOf(zip: ZipParts, path: string | undefined): readonly string[] {
  const shared: string[] = [];
  if (path === undefined) return shared;
  let [inText, inReading, value] = [false, false, ''];
  walkXml(path, textOf(zip, path), {
    open(name) {
      if (name === 'x:si') value = '';
      else if (name === 'x:rPh') inReading = true;
      else if (name === 'x:t') inText = true;
    },
    close(name) {
      if (name === 'x:si') shared.push(value);
      else if (name === 'x:rPh') inReading = false;
      else if (name === 'x:t') inText = false;
    },
    text(part) {
      if (inText && !inReading) value += part;
    },
  });
  return shared;
}

function datedOf(zip: ZipParts, path: string | undefined): readonly boolean[] {
  const dated: boolean[] = [];
  if (path === undefined) return dated;
  const custom = new Map<string, boolean>();
  let inCells = false;
  walkXml(path, textOf(zip, path), {
    open(name, attributes) {
      if (name === 'x:numFmt') custom.set(attributes()['numFmtId'] ?? '', showsDate(attributes()['formatCode'] ?? ''));
      else if (name === 'x:cellXfs') inCells = true;
      else if (name === 'x:xf' && inCells) {
        const id = attributes()['numFmtId'] ?? '0';
        dated.push(custom.get(id) ?? BUILT_IN_DATES.has(Number(id)));
      }
    },
    close: (name) => {
      if (name === 'x:cellXfs') inCells = false;
    },
  });
  return dated;
}

/** Formats that Excel numbers itself and shows as dates, the East Asian ones included. */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
/** A format with a day, month or year in it, beside quoted text, colours and escaped characters. */
const showsDate = (format: string): boolean => /[dmy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\.|General/gi, '')) && !/^[hms:.]+$/i.test(format);

function textOf(zip: ZipParts, path: string): string {
  const text = zip.text(path);
  if (text === undefined) throw malformed(`${path} is missing`);
  return text;
}
