import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip, with whatever lie is told about it. */
export type Part = Readonly<{ name: string; text: string | Buffer; flags?: number; method?: number; claimedBytes?: number; crc?: number }>;

/** A zip made by hand, so that each byte of it can be wrong. */
export function zipOf(parts: readonly Part[]): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, text, flags = 0, method = 8, claimedBytes, crc } of parts) {
    const content = Buffer.from(text as string);
    const packed = method === 8 ? deflateRawSync(content, { level: 1 }) : content;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(flags, 2);
    head.writeUInt16LE(method, 4);
    head.writeUInt32LE(crc ?? crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claimedBytes ?? content.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021400', 'hex'), head, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('504b0506', 'hex'), end]);
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** The style number of a date in `workbookOf`. */
export const DATE_STYLE = 1;

/** Named parts of the smallest workbook with one sheet; each may be overridden, or left out by undefined. */
export function partsOfWorkbook(sheet: string, sheetXml: string, over: Readonly<Record<string, string | undefined>> = {}): readonly Part[] {
  const relations = (entries: string) => `<?xml version="1.0" encoding="UTF-8"?><Relationships ${PACKAGE}>${entries}</Relationships>`;
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const texts: Record<string, string | undefined> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
        relation('rId2', 'styles', '/xl/styles.xml') +
        relation('rId3', 'sharedStrings', 'sharedStrings.xml'),
    ),
    'xl/styles.xml': `<styleSheet ${MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}><si><t>共享</t></si></sst>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...over,
  };
  return Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
}

export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** A text cell. */
export const t = (text: string): string => `<c t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
/** A number, as Excel writes it. */
export const n = (value: string | number): string => `<c><v>${value}</v></c>`;
/** A date by its serial day. */
export const d = (serial: number | string): string => `<c s="${DATE_STYLE}"><v>${serial}</v></c>`;
export const row = (...cells: readonly string[]): string => `<row>${cells.join('')}</row>`;
export const sheetOf = (rows: readonly string[], after = ''): string => `<worksheet ${MAIN}><sheetData>${rows.join('')}</sheetData>${after}</worksheet>`;
/** A workbook of one sheet, whole. */
export const workbookOf = (sheet: string, rows: readonly string[], after = ''): Buffer => zipOf(partsOfWorkbook(sheet, sheetOf(rows, after)));
