import type { FileChild, IParagraphOptions, IRunOptions, Table as WordTable } from 'docx' with { 'resolution-mode': 'import' };
import { APPENDIX_TITLE, dateZh, DRAFT, isDraft, missingIn, restsOn, type Block, type OfficialDocument } from './official-document.js';

/** GB/T 9704-2012: A4, margins 37/35/28/26 mm, body 3号 (16 pt) on lines of 28 pt, title 2号 (22 pt), page number 4号 (14 pt). */
const TWIPS_PER_MM = 1_440 / 25.4;
const mm = (millimetres: number): number => Math.round(millimetres * TWIPS_PER_MM);
const PAGE = { size: { width: mm(210), height: mm(297) }, margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) } };
const TEXT_TWIPS = PAGE.size.width - PAGE.margin.left - PAGE.margin.right;
const LINE_TWIPS = 560;
/** In half points. */
const SIZE = { title: 44, body: 32, table: 24, page: 28 } as const;
/** Named, not bundled: they are other people's property; a machine without them shows its own. */
const FONT = { title: '方正小标宋简体', body: '仿宋_GB2312', heading: '黑体', subheading: '楷体_GB2312', page: '宋体' } as const;
/** In hundredths of a character: two of them, whatever the font. */
const INDENT = { firstLine: 2 * SIZE.body * 10, firstLineChars: 200 } as const;

type Docx = Awaited<ReturnType<typeof loaded>>;
/** Loaded when the first document is made: a command line that prints none shall not wait for it. */
const loaded = () => import('docx');

/** The document as Word opens and edits it. */
export async function renderWord(document: OfficialDocument): Promise<Buffer> {
  const docx = await loaded();
  const word = new Printer(docx);
  const draft = isDraft(document.authority);
  const file = new docx.Document({
    creator: '责链 Zelian',
    title: document.title,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: word.run(FONT.body, SIZE.body) } } },
    sections: [
      {
        properties: { page: PAGE },
        ...(draft && { headers: { default: word.draftHeader(), even: word.draftHeader() } }),
        // 单页码居右空一字，双页码居左空一字。
        footers: { default: word.pageNumber('right'), even: word.pageNumber('left') },
        children: [
          ...word.top(document, draft),
          ...document.blocks.flatMap((block) => word.block(block)),
          ...word.bottom(document),
          ...word.appendix(document),
        ],
      },
    ],
  });
  return docx.Packer.toBuffer(file);
}

class Printer {
  constructor(private readonly docx: Docx) {}

  run = (font: string, size: number): Pick<IRunOptions, 'font' | 'size'> => ({ font: { ascii: font, hAnsi: font, eastAsia: font }, size });

  private line(text: string, look: Pick<IRunOptions, 'font' | 'size' | 'color'>, more: Partial<IParagraphOptions> = {}) {
    const { Paragraph, TextRun, LineRuleType } = this.docx;
    const runs = text.split('\n').map((part, index) => new TextRun({ ...look, text: part, ...(index > 0 && { break: 1 }) }));
    return new Paragraph({ spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT, before: 0, after: 0 }, ...more, children: runs });
  }

  private body = (text: string, more: Partial<IParagraphOptions> = {}) => this.line(text, this.run(FONT.body, SIZE.body), more);

  top({ title, authority }: OfficialDocument, draft: boolean): readonly FileChild[] {
    const { AlignmentType } = this.docx;
    const middle = { alignment: AlignmentType.CENTER };
    const lacking = `（${DRAFT}：缺${missingIn(authority).join('、')}，不具效力）`;
    return [
      ...(authority.documentNo === undefined ? [] : [this.body(authority.documentNo, middle)]),
      this.body(''),
      this.line(title, this.run(FONT.title, SIZE.title), middle),
      ...(draft ? [this.body(lacking, middle)] : []),
      this.body(''),
    ];
  }

  block(block: Block): readonly FileChild[] {
    switch (block.kind) {
      case 'addressee':
        return [this.body(block.text)];
      case 'paragraph':
        return [this.body(block.text, { indent: INDENT })];
      case 'heading':
        return [this.line(block.text, this.run(FONT.heading, SIZE.body), { indent: INDENT, keepNext: true })];
      case 'subheading':
        return [this.line(block.text, this.run(FONT.subheading, SIZE.body), { indent: INDENT, keepNext: true })];
      case 'table':
        return [this.table(block)];
    }
  }

  private table({ head, rows, widthsPercent }: Extract<Block, { kind: 'table' }>): WordTable {
    const { Table, TableRow, TableCell, TableLayoutType, WidthType } = this.docx;
    const widths = widthsPercent.map((percent) => Math.round((TEXT_TWIPS * percent) / 100));
    const row = (cells: readonly string[], font: string, tableHeader = false) =>
      new TableRow({
        tableHeader,
        cantSplit: true,
        children: cells.map(
          (text, index) =>
            new TableCell({
              width: { size: widths[index] ?? 0, type: WidthType.DXA },
              children: [this.line(text, this.run(font, SIZE.table), { spacing: {} })],
            }),
        ),
      });
    return new Table({
      layout: TableLayoutType.FIXED,
      width: { size: TEXT_TWIPS, type: WidthType.DXA },
      columnWidths: widths,
      rows: [...(head ? [row(head, FONT.heading, true)] : []), ...rows.map((cells) => row(cells, FONT.body))],
    });
  }

  /** Issuer and date stand right, four characters from the edge; a seal is put over them by hand or by its own system. */
  bottom({ authority: { issuer, date, sealRef } }: OfficialDocument): readonly FileChild[] {
    const right = { alignment: this.docx.AlignmentType.RIGHT, indent: { right: 4 * SIZE.body * 10, rightChars: 400 } };
    const lines = [issuer ?? '（签发机关）', date === undefined ? '（日期）' : dateZh(date), ...(sealRef === undefined ? [] : [`（印章登记：${sealRef}）`])];
    return [this.body(''), ...lines.map((text) => this.body(text, right))];
  }

  appendix({ stated, knownAt }: OfficialDocument): readonly FileChild[] {
    const { Paragraph, PageBreak } = this.docx;
    const rows = stated.map(({ zh, eventId, position: at, sha256 }) => [zh, eventId, String(at), sha256]);
    return [
      new Paragraph({ children: [new PageBreak()] }),
      this.line(APPENDIX_TITLE, this.run(FONT.heading, SIZE.body)),
      this.body(restsOn(knownAt), { indent: INDENT }),
      ...this.block({ kind: 'table', head: ['事项', '事件编号', '序号', '内容指纹'], rows, widthsPercent: [20, 32, 10, 38] }),
    ];
  }

  draftHeader() {
    const { AlignmentType, Header } = this.docx;
    return new Header({ children: [this.line(DRAFT, { ...this.run(FONT.heading, SIZE.body), color: 'C00000' }, { alignment: AlignmentType.RIGHT })] });
  }

  pageNumber(side: 'left' | 'right') {
    const { AlignmentType, Footer, PageNumber, Paragraph, TextRun } = this.docx;
    const run = new TextRun({ ...this.run(FONT.page, SIZE.page), children: ['— ', PageNumber.CURRENT, ' —'] });
    const indent = side === 'left' ? { left: SIZE.page * 10 } : { right: SIZE.page * 10 };
    return new Footer({ children: [new Paragraph({ alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT, indent, children: [run] })] });
  }
}
