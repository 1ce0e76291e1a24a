import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Rejection, type Instant } from '#kernel';
import { appendixOf, dateZh, DRAFT, isDraft, missingIn, type OfficialDocument } from './official-document.js';
import { PDF_LAYOUT } from './pdf-layout.js';

/** What of the typesetter is used; the package is optional, so its own types may not be here. */
type Compiler = Readonly<{ pdf(of: CompileArguments, options: Readonly<{ pdfStandard: string; creationTimestamp: number }>): Buffer }>;
type CompileArguments = Readonly<{ mainFileContent: string; inputs: Readonly<Record<string, string>> }>;
type Typesetter = Readonly<{
  NodeCompiler: Readonly<{ create(options: Readonly<{ fontArgs: readonly Readonly<{ fontBlobs: readonly Buffer[] }>[] }>): Compiler }>;
}>;

/** Named where they are loaded, not imported: an installation without them prints Word and says why it prints no PDF. */
const TYPESETTER: string = '@myriaddreamin/typst-ts-node-compiler';
const FONTS: string = '@embedpdf/fonts-sc';
const FONT = { family: 'Noto Sans S Chinese', files: ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'] } as const;
/** Tagged, with its font inside and its text extractable, and nothing shown that the font does not have: what an archive asks for. */
const STANDARD = 'a-2a';

let loading: Promise<Compiler> | undefined;

async function load(): Promise<Compiler> {
  try {
    const { NodeCompiler } = (await import(TYPESETTER)) as Typesetter;
    const folder = join(dirname(require.resolve(FONTS)), '..', 'fonts');
    const fontBlobs = await Promise.all(FONT.files.map((file) => readFile(join(folder, file))));
    return NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
  } catch (error) {
    throw new Rejection('document.pdf-unavailable', {
      zh: `本机未安装PDF排版组件（${TYPESETTER}、${FONTS}）：可改用Word，或按package.json安装可选依赖`,
      en: `the optional packages that set PDFs are not installed here (${TYPESETTER}, ${FONTS}): ${(error as Error).message}`,
    });
  }
}

/** Loaded once; what failed is tried again. */
async function loaded(): Promise<Compiler> {
  try {
    return await (loading ??= load());
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/**
 * The document as PDF/A-2a. `at` is the only time in it, so that the same record is the same bytes.
 * @throws Rejection `document.pdf-unavailable`, `document.glyph-missing`
 */
export const renderPdf = (document: OfficialDocument, at: Instant): Promise<Buffer> => typeset(PDF_LAYOUT, laidOut(document), at);

/** Words set by a layout of the typesetter's; `font` is added to them. @throws Rejection `document.pdf-unavailable`, `document.glyph-missing` */
export async function typeset(layout: string, words: object, at: Instant): Promise<Buffer> {
  const compiler = await loaded();
  const inputs = { document: JSON.stringify({ ...words, font: FONT.family }) };
  try {
    return compiler.pdf({ mainFileContent: layout, inputs }, { pdfStandard: STANDARD, creationTimestamp: Math.floor(Date.parse(at) / 1000) });
  } catch (error) {
    throw glyphMissing(error) ?? error;
  }
}

/** A name that would print as a blank must not look printed. */
function glyphMissing(error: unknown): Rejection | undefined {
  const [, text] = /the text `\\?"(.+?)\\?"` could not be displayed/.exec((error as Error).message) ?? [];
  return text === undefined
    ? undefined
    : new Rejection('document.glyph-missing', {
        zh: `PDF字体缺字，无法印出：${text}；请改用Word`,
        en: `the PDF's font cannot show ${text}: print it as Word`,
      });
}

/** What the layout reads: words only. */
function laidOut(document: OfficialDocument) {
  const { title, authority, blocks } = document;
  const { documentNo, issuer, date, sealRef } = authority;
  return {
    ...{ title, blocks, draft: isDraft(authority), draftWord: DRAFT },
    number: documentNo ?? null,
    lacking: `（${DRAFT}：缺${missingIn(authority).join('、')}，不具效力）`,
    signature: [issuer ?? '（签发机关）', date === undefined ? '（日期）' : dateZh(date), ...(sealRef === undefined ? [] : [`（印章登记：${sealRef}）`])],
    appendix: appendixOf(document),
  };
}
