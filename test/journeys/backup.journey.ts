import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorText } from './over-http.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { officer, PEOPLE, RedressCounty } from '../support/redress-county.js';

jest.setTimeout(120_000);

let folder: string;
let data: string;
let county: RedressCounty;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-backup-journey-'));
  data = join(folder, 'ledger');
  county = await (await RedressCounty.open({ directory: data })).settle();
});
afterAll(() => rmSync(folder, { recursive: true }));
const by = ['--actor', actorText(officer), '--json'];

it('the drill of the manual: backed up beside the owner, restored elsewhere, verified, rebuilt, looked up', async () => {
  const [out, drill, keys] = [join(folder, 'out'), join(folder, 'drill'), join(folder, 'drill.keys')];
  // This process owns the directory: the command line reads beside it.
  const made = await commandLine('backup', '--data', data, '--out', out, '--with-vault', ...by);
  const { events, logHash } = made.json<{ events: number; logHash: string }>();
  expect([made.code, events]).toEqual([0, (await county.zelian.log.head()).position + 1]);
  expect(refusalOf(await commandLine('backup', '--data', data, '--out', out, ...by))).toBe('backup.not-empty');
  await county.close();

  cpSync(`${data}.keys`, keys, { recursive: true, filter: (path) => !path.endsWith('.head') });
  const to = ['--data', drill, '--keys', keys];
  const note = join(folder, 'note.txt');
  writeFileSync(note, `ledger.example/county\n${events + 1}\n${Buffer.alloc(32).toString('base64')}\n\n— ledger.example/county AAAAAAAA\n`);
  expect(refusalOf(await commandLine('restore', '--from', out, ...to, '--checkpoint', note, '--json'), 1)).toBe('restore.rolled-back');
  expect(readdirSync(folder)).not.toContain('drill');
  writeFileSync(note, `ledger.example/county\n${events}\n${Buffer.from(logHash, 'hex').toString('base64')}\n\n— ledger.example/county AAAAAAAA\n`);
  const restored = await commandLine('restore', '--from', out, ...to, '--checkpoint', note, '--json');
  expect([restored.code, restored.json()]).toEqual([0, { events, logHash, checkpoints: 1, withVault: true, unchecked: [expect.stringContaining(note)] }]);

  expect((await commandLine('verify', ...to, '--json')).json()).toMatchObject({ ok: true, events, logHash });
  expect((await commandLine('rebuild', ...to, '--json')).json()).toMatchObject({ same: true });
  const shown = await commandLine('show', 'person-directory', '--key', PEOPLE.deputy, ...to, ...by, '--json');
  expect(shown.json()).toMatchObject({ row: { name: `虚构${PEOPLE.deputy}` } });
  expect(refusalOf(await commandLine('restore', '--from', out, ...to, '--json'))).toBe('restore.not-empty');
});
