import { inflateSync } from 'node:zlib';

/** What a reader of the file gets out of it: enough of PDF for what the product writes, and for nothing else. */
export type PdfRead = Readonly<{ pages: readonly string[]; contents: readonly string[]; source: string }>;

const STREAM = /stream\r?\n/;
const objectsIn = (source: string): ReadonlyMap<string, string> =>
  new Map([...source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id!, body!]));

function streamOf(body: string): string {
  const found = STREAM.exec(body);
  if (!found) return '';
  const bytes = Buffer.from(body.slice(found.index + found[0].length, body.lastIndexOf('\nendstream')), 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

const refIn = (body: string, name: string): string | undefined => new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1];

/** Glyph to text, as the font's own table says. */
function tableOf(cmap: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, hex] of block!.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/gi)) table.set(glyph!.toUpperCase(), text(hex!));
  return table;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescaped = (string: string): string =>
  string.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );

/** A string in brackets as it stands; brackets within it are in pairs or escaped. */
function bracketed(content: string, start: number): string {
  let depth = 0;
  for (let at = start; at < content.length; at++) {
    if (content[at] === '\\') at++;
    else if (content[at] === '(') depth++;
    else if (content[at] === ')' && --depth === 0) return content.slice(start + 1, at);
  }
  return '';
}

const TOKEN = /\/(\S+) [\d.]+ Tf|(\()|<([0-9A-F]+)>|\bET\b/gi;
function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let table: ReadonlyMap<string, string> = new Map();
  let text = '';
  const shown = (glyphs: string) => (glyphs.match(/.{4}/g) ?? []).map((glyph) => table.get(glyph.toUpperCase()) ?? '').join('');
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(content); token; token = TOKEN.exec(content)) {
    const [, font, string, hex] = token;
    if (font !== undefined) table = fonts.get(font) ?? new Map();
    else if (hex !== undefined) text += shown(hex);
    else if (string === undefined) text += '\n';
    else {
      const inner = bracketed(content, token.index);
      TOKEN.lastIndex = token.index + inner.length + 2;
      text += shown(Buffer.from(unescaped(inner), 'latin1').toString('hex'));
    }
  }
  return text;
}

/** The text of each page, in the order in which it was written. */
export function readPdf(bytes: Buffer): PdfRead {
  const source = bytes.toString('latin1');
  const objects = objectsIn(source);
  const object = (id: string | undefined): string => (id === undefined ? '' : (objects.get(id) ?? ''));
  const fontsOf = (page: string) => {
    const resources = object(refIn(page, 'Resources')) || page;
    const names = [...(object(refIn(resources, 'Font')) || resources).matchAll(/\/(F\d+|f\d+) (\d+) 0 R/g)];
    return new Map(names.map(([, name, id]) => [name!, tableOf(streamOf(object(refIn(object(id), 'ToUnicode'))))] as const));
  };
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body));
  const contents = pages.map((page) => streamOf(object(refIn(page, 'Contents'))));
  return { pages: pages.map((page, index) => textOf(contents[index]!, fontsOf(page))), contents, source };
}
