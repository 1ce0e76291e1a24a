import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import decodeQR from 'qr/decode.js';
import { canonicalJson } from '#kernel';
import { qrRows } from '#exchange';
import { CaseLog } from '../../../../test/support/case-log.js';
import { readPdf } from '../../../../test/support/pdf-text.js';
import { pdfMissing, whenHere } from '../../../../test/support/when-here.js';
import { dossierPaper, eventReceipt } from './proof-papers.js';

const PERSON = 'person-000000000000003';
const log = new CaseLog()
  .add({
    subjects: [PERSON],
    privates: { name: '周砚', narrative: '经过一' },
    clauses: [canonicalJson({ id: 'X-0', sourceQuote: '予以问责', zh: '示例条款' })],
    data: { file: { sha256: 'ab'.repeat(32), sizeBytes: 7, mediaType: 'image/png' } },
  })
  .index();
const text = log.dossier(PERSON, { audited: true, witnessed: true, reveals: ({ field }) => field === 'name', withheldBecause: () => '按要求不公开' });
const EVENT = '0190a000-0000-7000-8000-000000000000';

/** What a scanner reads from the code: every module as a square of pixels, inside a quiet zone. */
function scanned(rows: readonly string[]): string {
  const [scale, quiet] = [4, 4];
  const side = (rows.length + 2 * quiet) * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [Math.floor((at % side) / scale) - quiet, Math.floor(Math.floor(at / side) / scale) - quiet];
    if (rows[y]?.[x] === '1') data.fill(0, at * 4, at * 4 + 3);
  }
  return decodeQR({ width: side, height: side, data });
}

describe('papers of a dossier', () => {
  const when = whenHere('PDF tests', pdfMissing());
  const kept = (name: string, pdf: Buffer) => process.env.ZELIAN_SCREENSHOTS && writeFileSync(join(process.env.ZELIAN_SCREENSHOTS, name), pdf);

  it('carry the whole signed checkpoint in a code that a scanner reads', () => {
    const checkpoint = log.checkpoint({ witnessed: true, audited: true });
    expect(scanned(qrRows(checkpoint))).toBe(checkpoint);
  });

  when('say what the file proves, what is withheld, and how to check it', async () => {
    const pdf = await dossierPaper(text);
    kept('paper.pdf', pdf);
    const words = readPdf(pdf)
      .pages.join('\n')
      .replaceAll(/[\n\u200b]/g, '');
    for (const part of ['责链案卷', '一件不缺', '登记问题', EVENT, '周砚', '按要求不公开', '示例条款', '予以问责', 'ab'.repeat(32), '核验办法'])
      expect(words).toContain(part);
    expect(words).not.toContain('经过一');
    expect((await dossierPaper(text)).equals(pdf)).toBe(true);
  });

  when('are receipts for one event: id, place, hash, checkpoint', async () => {
    const pdf = await eventReceipt(text, EVENT);
    kept('receipt.pdf', pdf);
    const words = readPdf(pdf)
      .pages.join('\n')
      .replaceAll(/[\n\u200b]/g, '');
    for (const part of ['登记回执', EVENT, log.origin, '请妥善保存']) expect(words).toContain(part);
    expect(words).toMatch(/[0-9a-f]{64}/);
  });

  when('have the log’s key within the edges of a receipt: what runs over them is on it for nobody', async () => {
    const long = new CaseLog('ed25519', `zelian/ledger-${'f'.repeat(32)}`).add({ subjects: [PERSON] }).index();
    const lines = readPdf(await eventReceipt(long.dossier(PERSON), EVENT)).pages.flatMap((page) => page.split('\n'));
    const from = lines.findIndex((line) => line.includes('账本公钥：'));
    const [key] = long.written.log as [string];
    const pieces = lines.slice(from, from + 3).map((line) => line.replace('账本公钥：', ''));
    expect(pieces.join('')).toContain(key);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it('are not printed of what does not hold, nor of an event that is not there', async () => {
    await expect(dossierPaper(text.replace('周砚', '别人'))).rejects.toMatchObject({ code: 'dossier.does-not-hold' });
    await expect(eventReceipt(text, 'x')).rejects.toMatchObject({ code: 'receipt.no-such-event' });
  });
});
