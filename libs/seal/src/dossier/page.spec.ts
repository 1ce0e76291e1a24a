import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { canonicalJson } from '#kernel';
import { browserMissing, openBrowser } from '../../../../test/support/browser.js';
import { CaseLog } from '../../../../test/support/case-log.js';
import { oneByOne, trialsOf, type DossierTrial } from '../../../../test/support/dossier-trials.js';
import { keepsRecord } from '../../../../test/support/campaign.js';
import { pageProgram } from '../../../../test/support/page-program.js';
import { agreed } from '../../../../test/support/second-verifier.js';
import { whenHere } from '../../../../test/support/when-here.js';
import { dossierPage, verifyDossierFile, type DossierVerdict } from './index.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 12);
const PERSON = 'person-000000000000003';

const caseLog = (): CaseLog =>
  new CaseLog()
    .add({
      subjects: [PERSON, 'unit-0000000000000001'],
      privates: { name: '周砚', narrative: '</script><img src=x onerror=alert(1)>' },
      clauses: [canonicalJson({ id: 'X-0', sourceQuote: '对年度目标任务未完成的，予以问责。（示例）', zh: '示例条款：年度目标未完成' })],
      data: { file: { sha256: 'ab'.repeat(32), sizeBytes: 1204, mediaType: 'image/jpeg' }, dueOn: '2017-03-01' },
    })
    .add({ subjects: ['unit-0000000000000001'] })
    .add({ subjects: [PERSON], privates: { narrative: '涉及第三人的内容' } })
    .index()
    .add({ subjects: [PERSON] });

const shown = (log: CaseLog) => ({
  ...{ at: 3, witnessed: true, audited: true, earlier: [2], withheldBecause: () => '涉及第三人' },
  reveals: ({ value }: Readonly<{ value: string }>) => value !== '涉及第三人的内容',
  labels: { FindingLogged: '登记问题', dueOn: '期限', narrative: '经过', unused: '未用' },
  clauseTexts: log.clauseTexts,
});

describe('the page’s program', () => {
  const { verify } = pageProgram();
  let [dossiers, disagreements] = [0, 0];
  keepsRecord('dossiers-page', () => ({ seed: 1, dossiers, disagreements }));

  it(`agrees with the first verifier on the dossiers of ${RUNS} generated ledgers, whole and tampered with`, () => {
    for (let seed = 1; seed <= RUNS; seed++)
      for (const { name, text, brought } of trialsOf(seed)) {
        const bytes = Buffer.from(text, 'utf8');
        const [theirs, ours] = [agreed(verify(bytes, brought)), agreed(verifyDossierFile(bytes, brought))];
        dossiers++;
        if (!isDeepStrictEqual(theirs, ours)) disagreements++;
        expect([seed, name, theirs]).toEqual([seed, name, ours]);
      }
  });

  it('finds each event missing that somebody dropped, the last too, and holds whatever private value is withheld', () => {
    const told = oneByOne().map(({ text, brought, expected }) => [expected, agreed(verify(Buffer.from(text, 'utf8'), brought))] as const);
    expect(told.map(([, { ok }]) => ok)).toEqual(told.map(([expected]) => expected === 'holds'));
    expect([...new Set(told.map(([, { problem }]) => problem))]).toEqual(['inclusion', 'completeness', undefined]);
  });
});

describe('the page', () => {
  // A browser takes its time on a busy machine.
  jest.setTimeout(120_000);
  const missing = browserMissing();
  const when = whenHere('tests of the page in a browser', missing);
  let browser: Browser | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zelian-page-'));
    if (missing === undefined) browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  type Opened = Readonly<{ page: Page; asked: string[]; complaints: string[]; verdict(): Promise<DossierVerdict>; show(html: string): Promise<void> }>;
  /** Opens the page with the network off; whatever it asks for or complains of is kept. */
  async function opened(html: string): Promise<Opened> {
    const context = await browser!.newContext({ offline: true, viewport: { width: 1100, height: 1400 } });
    const page = await context.newPage();
    const [asked, complaints]: [string[], string[]] = [[], []];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const show = async (text: string) => {
      const path = join(folder, 'page.html');
      writeFileSync(path, text);
      await page.goto(pathToFileURL(path).href);
    };
    await show(html);
    const verdict = async () => JSON.parse((await page.locator('html').getAttribute('data-result'))!) as DossierVerdict;
    return { page, asked, complaints, verdict, show };
  }

  when('verifies itself with the network off, and shows the case in Chinese', async () => {
    const log = caseLog();
    const { page, asked, complaints, verdict } = await opened(dossierPage(log.dossier(PERSON, shown(log))));
    expect(await verdict()).toMatchObject({ ok: true, count: 2, covers: 3, after: 1, anchor: 'none', revealed: 2, withheld: 1 });
    const text = await page.locator('body').innerText();
    expect(text).not.toContain('未用');
    for (const words of [
      '自身核验通过，尚待以可信密钥核对',
      '期限',
      '共2件，一件不缺',
      '登记问题',
      '周砚',
      '未公开：涉及第三人',
      '示例条款：年度目标未完成',
      '对年度目标任务未完成的',
      '尚未填入可信密钥',
      '仅由本页自称',
      '审计方example.org/auditor的签名，其公钥仅由本页自称',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('涉及第三人的内容');
    // Nothing but the file itself was asked for, nothing was refused by the policy, and no text of the file became an element.
    expect([asked.length, complaints, await page.locator('img').count()]).toEqual([1, [], 0]);
    if (process.env.ZELIAN_SCREENSHOTS) await page.screenshot({ path: join(process.env.ZELIAN_SCREENSHOTS, 'dossier.png'), fullPage: true });
    if (process.env.ZELIAN_SCREENSHOTS) await page.pdf({ path: join(process.env.ZELIAN_SCREENSHOTS, 'dossier-page.pdf'), format: 'A4' });
    await page.context().close();
  });

  when('takes the keys and the checkpoint that its reader pastes in', async () => {
    const log = caseLog();
    const { page, verdict } = await opened(dossierPage(log.dossier(PERSON, shown(log))));
    const check = async (pasted: string) => {
      await page.locator('#trusted').fill(pasted);
      await page.locator('#again').click();
      return verdict();
    };
    const { log: keys, auditors } = log.written;
    expect(await check([...keys, ...auditors].join('\n'))).toMatchObject({ ok: true, anchor: 'key', assurance: 'L1' });
    expect(await page.locator('#keys').innerText()).toContain('核验人填入，本页亦列');
    expect(await page.locator('#assurance').innerText()).not.toContain('审计方example.org/auditor');
    expect(await check(keys.join('\n'))).toMatchObject({ ok: true, anchor: 'key', assurance: 'L0' });
    expect(await check(auditors.join('\n'))).toMatchObject({ ok: true, anchor: 'cosigner', assurance: 'L1' });
    expect(await check(log.checkpoint({ size: 2 }).split('\n').slice(0, 3).join('\n'))).toMatchObject({ ok: true, anchor: 'checkpoint' });
    expect(await check(`${keys[0]}\n${log.checkpoint({ size: 2 })}`)).toMatchObject({ ok: true, anchor: 'key' });
    const other = new CaseLog().add({ subjects: [PERSON] }, { subjects: [PERSON] });
    expect(await check(other.checkpoint({ size: 2 }))).toMatchObject({ ok: false, firstProblem: { check: 'held-checkpoint', code: 'held-conflict' } });
    expect(await page.locator('#verdict').innerText()).toMatch(/核验不通过[^]*历史已被改写[^]*不能证明任何事/);
    expect(await check(log.checkpoint({ size: 3 }))).toMatchObject({ ok: false, firstProblem: { code: 'held-not-comparable' } });
    const shownOf = async () => `${await page.locator('#verdict').innerText()} ${(await page.locator('#checks tr').nth(4).innerText()).trim()}`;
    expect(await shownOf()).toMatch(/无法与所持检查点对照[^]*dossier export --held[^]*无法对照$/);
    expect(await page.locator('#verdict').innerText()).not.toMatch(/不能证明|改写|不通过/);
    expect(await page.locator('#verdict').getAttribute('class')).toBe('seal pending');
    await check('not a key');
    expect(await page.locator('#trouble').innerText()).toContain('无法识别');
    await page.context().close();
  });

  when('agrees in the browser too, on whole files and on tampered ones', async () => {
    const bare = ({ brought }: DossierTrial) => brought.checkpoint === undefined && brought.log === undefined && brought.auditors === undefined;
    const seed = Array.from({ length: 50 }, (_, i) => i + 1).find((one) => trialsOf(one).some(bare) && trialsOf(one).length > 16)!;
    const sample = trialsOf(seed).filter(bare);
    expect(sample.length).toBeGreaterThan(10);
    const good = sample.find(({ expected }) => expected === 'holds')!;
    const { page, show, verdict } = await opened(dossierPage(good.text));
    for (const { name, text } of sample) {
      const bytes = Buffer.from(text, 'utf8');
      // The page is made of a sound file only: somebody who tampers with the page puts his own in its place.
      const html = dossierPage(good.text).replace(/(id="dossier">)[^<]*/, (_, start: string) => `${start}${bytes.toString('base64')}`);
      await show(html);
      expect([name, agreed(await verdict())]).toEqual([name, agreed(verifyDossierFile(bytes))]);
    }
    await page.context().close();
  });

  when('verifies SM2 signatures and five hundred events', async () => {
    const log = new CaseLog('sm2-sm3');
    for (let i = 0; i < 500; i++) log.add({ subjects: [PERSON], privates: { name: `姓名${i}` }, data: { note: 'x'.repeat(900) } });
    const { page, verdict } = await opened(dossierPage(log.index().dossier(PERSON, { witnessed: true })));
    expect(await verdict()).toMatchObject({ ok: true, count: 500 });
    expect((await verdict()).keys).toContainEqual({ role: 'witness', key: log.written.witnesses[0], broughtBy: 'file', signed: true });
    await page.context().close();
  });
});
