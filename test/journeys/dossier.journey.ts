import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '#seal';
import { hex, leafHash } from '#transparency';
import { CaseLog } from '../support/case-log.js';
import { refusalOf, zelian } from './command-line.js';
import { pdfMissing } from '../support/when-here.js';

const PERSON = 'person-000000000000003';
const log = new CaseLog().add({ subjects: [PERSON], privates: { name: '周砚' } }, { subjects: [PERSON] }).index();
let folder: string;
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'zelian-dossier-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('zelian dossier', () => {
  it('verifies a file without a ledger: 0 and what it proves, in Chinese', async () => {
    const path = file('case.json', log.dossier(PERSON, { audited: true }));
    const { code, out } = await zelian('dossier', 'verify', path, '--key', log.written.log[0]!, '--auditor', log.written.auditors[0]!);
    expect(code).toBe(0);
    for (const words of ['一件不缺', '保证程度L1', '账本密钥由核验人提供']) expect(out).toContain(words);
    expect(out).toContain('核验人提供，文件亦列');
    const alone = (await zelian('dossier', 'verify', path)).out;
    for (const words of ['未提供可信密钥或检查点', '保证程度L0', '仅由文件自称，未经核验人确认']) expect(alone).toContain(words);
    expect(alone).not.toContain('核验人提供，');
    const held = file('held.txt', log.checkpoint({ size: 3 }));
    expect((await zelian('dossier', 'verify', path, '--checkpoint', held, '--json')).json()).toMatchObject({ ok: true, anchor: 'checkpoint', count: 2 });
  });

  it('exits 1 and names the check that fails', async () => {
    const path = file('changed.json', log.dossier(PERSON).replace('周砚', '别人'));
    const { code, json } = await zelian('dossier', 'verify', path, '--json');
    expect(code).toBe(1);
    expect(json()).toMatchObject({ ok: false, firstProblem: { check: 'digest' } });
    expect((await zelian('dossier', 'verify', path)).out).toContain('不通过');
    expect((await zelian('dossier', 'verify', file('none.json', 'hello'))).code).toBe(1);
  });

  it('says at which position the event of a receipt lies in it, or that it is not there: 1', async () => {
    const path = file('asked.json', log.dossier(PERSON));
    const [event, leaf] = ['0190a000-0000-7000-8000-000000000001', hex(leafHash(sha256, log.entries[1]!.bytes))];
    const ask = (...args: readonly string[]) => zelian('dossier', 'verify', path, ...args);
    const found = await ask('--event', event, '--leaf', leaf.toUpperCase());
    expect([found.code, found.out]).toEqual([0, expect.stringMatching(/账本序号1[\s\S]*at position 1/)]);
    expect((await ask('--leaf', leaf, '--json')).json()).toMatchObject({ ok: true, asked: { ok: true, position: 1, event, leaf } });
    for (const [args, zh, en, code] of [
      [['--event', event, '--leaf', '0'.repeat(64)], '与所给的不符', 'another leaf hash', 'leaf-differs'],
      [['--event', 'no-such-event'], '案卷中没有这一事件', 'no such event', 'event-absent'],
      [['--leaf', '0'.repeat(64)], '案卷只覆盖账本前2件记录', 'no such event', 'leaf-absent'],
    ] as const) {
      const { code: exit, out } = await ask(...args);
      expect([exit, out]).toEqual([1, expect.stringMatching(new RegExp(`${zh}[\\s\\S]*${en}`))]);
      const told = await ask(...args, '--json');
      expect([told.code, told.json()]).toMatchObject([1, { ok: false, count: 2, firstProblem: { check: 'asked', code } }]);
    }
    expect(refusalOf(await ask('--leaf', 'abc', '--json'))).toBe('usage.leaf');
  });

  it('exits 1 where a witness, or the quorum of a policy, that was asked for is not there, and says who', async () => {
    const path = file('unwitnessed.json', log.dossier(PERSON));
    const witness = log.written.witnesses[0]!;
    const lines = [`log ${log.written.log[0]!}`, `witness 市 ${witness}`, 'quorum 市', ''];
    const policy = file('policy', lines.join('\n'));
    const missed = await zelian('dossier', 'verify', path, '--witness', witness);
    expect([missed.code, missed.out]).toEqual([1, expect.stringContaining(`缺${witness.split('+', 2).join('+')}`)]);
    const unmet = await zelian('dossier', 'verify', path, '--policy', policy, '--json');
    expect([unmet.code, unmet.json()]).toMatchObject([1, { firstProblem: { check: 'witnesses', missing: ['市'] } }]);
    const whole = file('witnessed.json', log.dossier(PERSON, { witnessed: true }));
    for (const asked of [
      ['--witness', witness],
      ['--policy', policy],
    ])
      expect((await zelian('dossier', 'verify', whole, ...asked)).code).toBe(0);
    expect(refusalOf(await zelian('dossier', 'verify', whole, '--policy', whole, '--json'))).toBe('witness.policy');
  });

  it('answers L2 to a holder whose own audit reaches the file, and says what is missing to one whose does not', async () => {
    const path = file('owned.json', log.dossier(PERSON));
    const dir = join(folder, 'holder');
    expect((await zelian('audit', 'init', '--dir', dir, '--name', 'example.org/holder')).code).toBe(0);
    const before = await zelian('dossier', 'verify', path, '--audited', dir);
    expect([before.code, before.out]).toEqual([0, expect.stringContaining('没有审计过这一账本')]);
    expect(before.out).toContain('保证程度L0');
    const events = file('events.jsonl', log.entries.map(({ bytes }) => `${Buffer.from(bytes).toString('utf8')}\n`).join(''));
    const run = ['--dir', dir, '--checkpoint', file('note', log.checkpoint()), '--in', events, '--key', log.written.log[0]!];
    expect((await zelian('audit', 'run', ...run)).code).toBe(0);
    const after = await zelian('dossier', 'verify', path, '--audited', dir);
    expect([after.code, after.out]).toEqual([0, expect.stringContaining('保证程度L2')]);
    expect((await zelian('dossier', 'verify', path, '--audited', dir, '--json')).json()).toMatchObject({
      assurance: 'L2',
      audit: { code: 'audited', size: 3 },
    });
    expect(refusalOf(await zelian('dossier', 'verify', path, '--audited', join(folder, 'nowhere'), '--json'))).toBe('audit.no-key');
  });

  it('prints a receipt for an event of a file, where the typesetter is installed', async () => {
    const path = file('receipt.json', log.dossier(PERSON));
    const { code } = await zelian('dossier', 'receipt', path, 'no-such-event', '--out', join(folder, 'none.pdf'));
    expect([code, existsSync(join(folder, 'none.pdf'))]).toEqual([2, false]);
    const printed = await zelian('dossier', 'receipt', path, '0190a000-0000-7000-8000-000000000000', '--out', join(folder, 'receipt.pdf'));
    const missing = pdfMissing();
    expect(printed.code).toBe(missing ? 2 : 0);
    if (!missing) expect(readFileSync(join(folder, 'receipt.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('exits 2 for what cannot be read, and for a key that is none', async () => {
    const path = file('whole.json', log.dossier(PERSON));
    expect(refusalOf(await zelian('dossier', 'verify', join(folder, 'missing.json'), '--json'))).toBe('usage.file');
    expect(refusalOf(await zelian('dossier', 'verify', path, '--key', 'hello', '--json'))).toBe('usage.not-a-key');
  });
});
