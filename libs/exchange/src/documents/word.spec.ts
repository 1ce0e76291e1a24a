import { ZipParts } from '../workbook/zip.js';
import { dateZh, isDraft, missingIn, numeralZh, type OfficialDocument } from './official-document.js';
import { renderWord } from './word.js';

const document: OfficialDocument = {
  title: '整改通知书',
  authority: {},
  blocks: [
    { kind: 'addressee', text: '青岚镇人民政府：' },
    { kind: 'paragraph', text: '一户 <墙体> & "开裂"。\n第二行。' },
    { kind: 'heading', text: '一、要求' },
    { kind: 'subheading', text: '（一）期限' },
    { kind: 'table', head: ['村', '户数'], rows: [['双桥村', '3']], widthsPercent: [60, 40] },
  ],
  stated: [{ zh: '问题登记', eventId: '0190a000-0000-7000-8000-000000000001', position: 41, sha256: 'ab'.repeat(32) }],
  knownAt: { ledgerId: 'ledger-1', position: 99, simulated: true },
};
const sealed: OfficialDocument = {
  ...document,
  authority: { documentNo: '平督整〔2016〕7号', issuer: '县脱贫攻坚指挥部', sealRef: '印2016-7', date: '2016-12-07' },
};

async function parts(of: OfficialDocument) {
  const zip = ZipParts.of(await renderWord(of));
  const all = zip.names().filter((name) => /^word\/(document|header\d+|footer\d+|settings|styles)\.xml$/.test(name));
  return { names: zip.names(), xml: zip.text('word/document.xml')!, whole: all.map((name) => zip.text(name)).join('\n') };
}
/** Paragraphs as lines of text. */
const linesOf = (xml: string) =>
  [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''));

describe('a document in Word', () => {
  it('has the page of GB/T 9704', async () => {
    const { xml } = await parts(document);
    expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    const [, margins] = /<w:pgMar ([^>]*)\/>/.exec(xml)!;
    for (const [side, twips] of Object.entries({ top: 2_098, right: 1_474, bottom: 1_984, left: 1_587 })) expect(margins).toContain(`w:${side}="${twips}"`);
    expect(xml).toMatch(/<w:spacing [^>]*w:line="560"[^>]*w:lineRule="exact"/);
    expect(xml).toMatch(/<w:ind [^>]*w:firstLineChars="200"/);
  });

  it('names its fonts and sizes, and carries none of them', async () => {
    const { names, xml, whole } = await parts(document);
    for (const font of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312', '宋体']) expect(whole).toContain(`w:eastAsia="${font}"`);
    expect(xml).toMatch(/<w:sz w:val="44"\/>/);
    expect(xml).toMatch(/<w:sz w:val="32"\/>/);
    expect(names.filter((name) => /\.(ttf|otf|odttf)$/.test(name))).toEqual([]);
  });

  it('numbers its pages between dashes, on the outer side', async () => {
    const zip = ZipParts.of(await renderWord(document));
    const footers = zip
      .names()
      .filter((name) => /^word\/footer\d+\.xml$/.test(name))
      .map((name) => zip.text(name)!);
    expect(footers).toHaveLength(2);
    for (const footer of footers) expect(footer).toMatch(/— .*PAGE.* —/s);
    expect(footers.map((footer) => /<w:jc w:val="(\w+)"/.exec(footer)![1]).sort()).toEqual(['left', 'right']);
    expect(zip.text('word/settings.xml')).toContain('w:evenAndOddHeaders');
  });

  it('says on every page that it is a draft, and what it lacks, until it has number, issuer and seal', async () => {
    const draft = await parts(document);
    expect(draft.names.filter((name) => /header/.test(name) && !/rels/.test(name))).toHaveLength(2);
    expect(linesOf(draft.xml)).toContain('（草稿：缺文号、签发机关、印章，不具效力）');
    const done = await parts(sealed);
    expect(done.whole).not.toContain('草稿');
    const lines = linesOf(done.xml);
    for (const line of ['平督整〔2016〕7号', '县脱贫攻坚指挥部', '2016年12月7日', '（印章登记：印2016-7）']) expect(lines).toContain(line);
    const half = await parts({ ...sealed, authority: { ...sealed.authority, sealRef: ' ' } });
    expect(linesOf(half.xml)).toContain('（草稿：缺印章，不具效力）');
  });

  it('keeps what it was given, in order', async () => {
    const lines = linesOf((await parts(document)).xml);
    const places = [
      '整改通知书',
      '青岚镇人民政府：',
      '一户 &lt;墙体&gt; &amp; "开裂"。第二行。',
      '一、要求',
      '（一）期限',
      '双桥村',
      '附件：所述事项的记录',
    ].map((text) => lines.findIndex((line) => line.replaceAll('&quot;', '"') === text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  });

  it('names what it states by id, position and hash, and whose clock that was', async () => {
    const { xml } = await parts(document);
    for (const text of ['0190a000-0000-7000-8000-000000000001', '>41<', 'ab'.repeat(32), 'ledger-1', '截至第99号', '模拟时钟']) expect(xml).toContain(text);
  });
});

describe('its words', () => {
  it('count and date as official Chinese does', () => {
    expect([1, 9, 10, 11, 20, 35, 99].map(numeralZh)).toEqual(['一', '九', '十', '十一', '二十', '三十五', '九十九']);
    expect(dateZh('2016-02-08')).toBe('2016年2月8日');
  });
  it('tell what a paper lacks', () => {
    expect(missingIn({ documentNo: '1', issuer: '', sealRef: undefined })).toEqual(['签发机关', '印章']);
    expect(isDraft(sealed.authority)).toBe(false);
  });
});
