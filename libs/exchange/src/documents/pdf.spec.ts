import { writeFileSync } from 'node:fs';
import { renderPdf } from './pdf.js';
it('x', async () => {
  const b = await renderPdf(
    {
      title: '申诉案件材料',
      authority: {},
      blocks: [
        { kind: 'heading', text: '一、当事人' },
        { kind: 'paragraph', text: '某某镇党委书记，于2017年2月10日受到免职处理。'.repeat(5) },
        { kind: 'subheading', text: '（一）经过' },
        {
          kind: 'table',
          head: ['日期', '事项'],
          rows: [
            ['2017-01-01', '提出\n建议'],
            ['2', '3'],
          ],
          widthsPercent: [30, 70],
        },
      ],
      stated: [{ zh: '问题登记', eventId: '0190a000-0000-7000-8000-000000000001', position: 41, sha256: 'ab'.repeat(32) }],
      knownAt: { ledgerId: 'ledger-1', position: 99, simulated: true },
    },
    '2017-04-01T00:00:00.000Z',
  );
  writeFileSync('/tmp/pdfexp/out.pdf', b);
});
