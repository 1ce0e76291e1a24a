import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy } from '#ledger';
import type { SealKeyAdopted } from '#seal';
import { openLedger, type Verdict, type Zelian } from '#zelian';
import { CaseLog } from '../support/case-log.js';
import { refusalOf, zelian as commandLine } from './command-line.js';

jest.setTimeout(120_000);

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zelian-audit-journey-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const MISSING = 'usage.missing-mandatory-option-value';
let units = 0;
async function worked(use: (zelian: Zelian) => Promise<void> = async () => undefined): Promise<string> {
  const zelian = await openLedger({ directory: at('ledger'), entropy: realEntropy });
  await zelian.record(
    { type: 'RegisterUnit', data: { unitId: `unit-audited${++units}`, kind: 'town', name: `示例镇${units}` } },
    { actor: { personId: 'person-clerk1' }, commandId: newCommandId(realClock.now(), realEntropy) },
  );
  const { note } = await zelian.sealer.seal();
  await use(zelian);
  await zelian.close();
  return note;
}

it('an auditor with a key of its own: made, pinned, cosigning, remembered, taken into the checkpoint and asked for by verify', async () => {
  let key = '';
  writeFileSync(
    at('note1'),
    await worked(async ({ log }) => {
      for await (const { type, bytes } of log.read('seal-main'))
        if (type === 'SealKeyAdopted') key = (JSON.parse(bytes.toString()) as SealKeyAdopted).data.verifierKey;
    }),
  );
  const auditor = (await commandLine('audit', 'init', '--dir', at('auditor'), '--name', 'audit.example.org/office', '--json')).json<{ key: string }>().key;
  expect(refusalOf(await commandLine('audit', 'init', '--dir', at('auditor'), '--name', 'audit.example.org/office', '--json'))).toBe('audit.key-exists');
  const exported = async (name: string) => {
    expect((await commandLine('export', 'events', '--data', at('ledger'), '--out', at(name), '--actor', 'person-clerk1')).code).toBe(0);
    return at(name);
  };
  const file = await exported('events1');
  const run = (checkpoint: string, events: string, ...more: string[]) =>
    commandLine('audit', 'run', '--dir', at('auditor'), '--checkpoint', at(checkpoint), '--in', events, '--json', ...more);
  expect(refusalOf(await run('note1', file))).toBe('audit.key-needed');
  const first = await run('note1', file, '--key', key, '--out', at('cosigned1'));
  expect([first.code, first.json<{ ok: boolean }>().ok]).toEqual([0, true]);

  writeFileSync(at('note2'), await worked());
  const second = await run('note2', await exported('events2'), '--out', at('cosigned2'));
  expect(second.json()).toMatchObject({ ok: true, cosigner: auditor });
  const older = await run('note1', file);
  expect([older.code, older.json<{ code: string }>().code]).toEqual([1, 'rolled-back']);
  const rewritten = at('rewritten');
  writeFileSync(rewritten, readFileSync(at('events2'), 'utf8').replace('示例镇1', '示例镇9'));
  expect((await run('note2', rewritten)).json()).toMatchObject({ ok: false, code: 'inconsistent' });

  const verifyWith = (...more: string[]) => commandLine('verify', '--data', at('ledger'), '--json', ...more);
  expect((await verifyWith('--witness', auditor)).code).toBe(1);
  const taken = await commandLine('audit', 'accept', '--data', at('ledger'), '--in', at('cosigned2'), '--key', auditor, '--json');
  expect(taken.json()).toMatchObject({ cosigners: ['audit.example.org/office'] });
  const verified = await verifyWith('--witness', auditor, '--checkpoint', at('note1'), '--key', key);
  expect([verified.code, verified.json<{ checkpoint: { cosignedBy: string[] } }>().checkpoint.cosignedBy.length]).toEqual([0, 1]);
  const policy = (name: string, ...lines: readonly string[]) => {
    writeFileSync(at(name), lines.map((line) => `${line}\n`).join(''));
    return ['--policy', at(name)];
  };
  const [named, stranger] = [`witness 审计 ${auditor}`, `witness 省 ${new CaseLog().written.witnesses[0]!}`];
  expect((await verifyWith(...policy('met', `log ${key}`, named, 'quorum 审计'))).code).toBe(0);
  const unmet = await verifyWith('--hashes-only', ...policy('unmet', named, stranger, 'group 都 all 审计 省', 'quorum 都'));
  expect([unmet.code, unmet.json<Verdict>().checks['quorum']?.detail.zh]).toEqual([1, expect.stringContaining('缺省')]);
  expect(refusalOf(await verifyWith('--policy', at('note1')))).toBe('witness.policy');
  expect((await verifyWith('--hashes-only')).json<Verdict>().checks).not.toHaveProperty('macs');
  const beyond = readFileSync(at('note1'), 'utf8').replace('— ', '— x');
  writeFileSync(at('forged'), beyond);
  expect((await verifyWith('--checkpoint', at('forged'))).code).toBe(1);
  expect(refusalOf(await commandLine('audit', 'check-fraud', at('note1'), '--key', key, '--json'))).toBe('fraud.malformed');

  // Wrong usage is told as such: which option or file, and nothing of where in the program.
  const fork = at('fork.json');
  writeFileSync(fork, '{"format":"zelian-fork-proof/1"}');
  for (const proof of [fork, at('note1')]) expect(refusalOf(await commandLine('audit', 'check-fraud', proof, '--json'))).toBe(MISSING);
  expect(refusalOf(await commandLine('audit', 'accept', '--data', at('ledger'), '--in', at('cosigned2'), '--json'))).toBe(MISSING);
  expect(refusalOf(await run('note2', at('nowhere')))).toBe('usage.file');
  expect(refusalOf(await run('note2', at('events2'), '--out', at('cosigned1')))).toBe('usage.file');
});
