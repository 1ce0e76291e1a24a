import { readPdf } from '../../../../test/support/pdf-text.js';
import { pdfMissing, whenHere } from '../../../../test/support/when-here.js';
import type { OfficialDocument } from './official-document.js';
import { renderPdf } from './pdf.js';

const EVENT = '0190a000-0000-7000-8000-000000000001';
const HASH = 'ab'.repeat(32);
const AT = '2017-04-05T08:00:00.000Z';
const paper: OfficialDocument = {
  title: '申诉案件材料',
  authority: {},
  blocks: [
    { kind: 'addressee', text: '县委办：' },
    { kind: 'heading', text: '一、当事人' },
    { kind: 'paragraph', text: '镇党委书记于决定之日受到免职处理。#pagebreak() *not* $markup$' },
    { kind: 'subheading', text: '（一）经过' },
    { kind: 'table', head: ['日期', '事项'], rows: [['决定日', '集体讨论决定']], widthsPercent: [30, 70] },
  ],
  stated: [{ zh: '集体讨论决定', eventId: EVENT, position: 41, sha256: HASH }],
  knownAt: { ledgerId: 'ledger-1', position: 99, simulated: true },
};
const sealed: OfficialDocument = { ...paper, authority: { documentNo: '示例〔2017〕7号', issuer: '示例县纪委', sealRef: '印7', date: '2017-04-05' } };

describe('a document as PDF', () => {
  const when = whenHere('PDF tests', pdfMissing());

  when('gives its Chinese text back, ids and hashes whole, data never read as markup', async () => {
    const { pages } = readPdf(await renderPdf(paper, AT));
    expect(pages).toHaveLength(2);
    for (const text of ['申诉案件材料', '县委办：', '一、当事人', '（一）经过', '#pagebreak() *not* $markup$', '集体讨论决定', '（签发机关）'])
      expect(pages[0]!.replaceAll('\n', '')).toContain(text);
    for (const text of ['附件：所述事项的记录', EVENT, HASH, '截至第99号', '模拟时钟']) expect(pages[1]!.replaceAll('\n', '')).toContain(text);
  });

  when('is tagged, archival, and carries its font', async () => {
    const { source } = readPdf(await renderPdf(paper, AT));
    for (const part of ['/StructTreeRoot', '/Marked true', '/Lang (zh-CN)', '/FontFile3', '/S /Title', '/S /H1', '/S /TH', '<pdfaid:conformance>A<'])
      expect(source).toContain(part);
  });

  when('has the page of GB/T 9704', async () => {
    const { source, contents } = readPdf(await renderPdf(paper, AT));
    expect(source).toContain('/MediaBox [0 0 595.2756 841.8898]');
    const [first] = contents;
    const places = [...first!.matchAll(/1 0 0 -1 ([\d.]+) ([\d.]+) cm/g)].map(([, x]) => Number(x));
    // 28 mm from the left, and nothing further left; the draft's mark ends 26 mm from the right.
    expect(Math.min(...places)).toBeCloseTo((28 * 72) / 25.4, 0);
    expect(Math.max(...places)).toBeLessThan(595.2756 - (26 * 72) / 25.4);
  });

  when('says on every page that it is a draft until it has number, issuer and seal', async () => {
    const draft = readPdf(await renderPdf(paper, AT)).pages;
    for (const page of draft) expect(page).toContain('草稿');
    expect(draft[0]).toContain('（草稿：缺文号、签发机关、印章，不具效力）');
    const done = readPdf(await renderPdf(sealed, AT)).pages.join('\n');
    expect(done).not.toContain('草稿');
    for (const text of ['示例〔2017〕7号', '示例县纪委', '2017年4月5日', '（印章登记：印7）']) expect(done).toContain(text);
  });

  when('is the same bytes for the same record', async () => {
    const [once, again] = [await renderPdf(paper, AT), await renderPdf(paper, AT)];
    expect(once.equals(again)).toBe(true);
    expect(once.equals(await renderPdf(paper, '2017-04-06T08:00:00.000Z'))).toBe(false);
  });

  when('refuses what its font cannot show rather than print a blank', async () => {
    const rare = { ...paper, title: '𠮷' };
    await expect(renderPdf(rare, AT)).rejects.toMatchObject({ code: 'document.glyph-missing', text: { zh: expect.stringContaining('𠮷') } });
  });

  it('says what is missing where the optional packages are not installed', async () => {
    jest.resetModules();
    jest.doMock('@myriaddreamin/typst-ts-node-compiler', () => {
      throw new Error('not here');
    });
    const elsewhere = (await import('./pdf.js')) as { renderPdf: typeof renderPdf };
    await expect(elsewhere.renderPdf(paper, AT)).rejects.toMatchObject({ code: 'document.pdf-unavailable', text: { zh: expect.stringContaining('可选依赖') } });
    jest.dontMock('@myriaddreamin/typst-ts-node-compiler');
  });
});
