import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Reconciliation } from '#programme';
import { refusalOf, spawned, zelian } from './command-line.js';

const FIXTURE = resolve(__dirname, '../fixtures/figures/pingli-2016.json');
const folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
const written = (name: string, text: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('zelian reconcile', () => {
  it('answers a program, without a ledger', async () => {
    const answer = await spawned(['reconcile', FIXTURE, '--json']);
    expect(answer.code).toBe(0);
    const { paths, gross, distinct, lines } = answer.json<Reconciliation & { source: string }>();
    expect(paths.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'industry overlap',
      'relocation exact',
      'labour exact',
      'ecology overlap',
      'education exact',
      'health no-breakdown',
      'safety-net exact',
      'community-factory no-breakdown',
      'e-commerce no-breakdown',
      'asset-income exact',
    ]);
    expect({ gross, distinct, lines }).toEqual({
      gross: { households: 14_119, persons: 39_589 },
      distinct: { households: [2456, 14_119], persons: [6875, 39_589] },
      lines: 33,
    });
  });

  it('tells people the table, and what to ask', async () => {
    const { code, out } = await zelian('reconcile', FIXTURE);
    expect(code).toBe(0);
    for (const said of [
      '重叠 +805/+3,038',
      '335…805（人数1,304…3,038）',
      '重叠 +718/+2,138',
      '590…718（人数1,911…2,138，口径混用）',
      '须询问',
      '0（若分项互斥）',
    ])
      expect(out).toContain(said);
    for (const said of ['其余823户没有分项', '不计这些分项时人数相差+2030', '列举5种途径，分项4项', '14,119/39,589', '2,456…14,119', '6,875…39,589', '33项'])
      expect(out).toContain(said);
  });

  it('shows the format', async () => expect((await zelian('reconcile', '--schema')).json<{ title: string }>().title).toMatch(/figures/));

  const road = '{"source":"示例","paths":[{"id":"a","name":"甲","stated":[1,2],"lines":[]}]}';
  it.each<[string, () => readonly string[]]>([
    ['usage.missing-argument', () => []],
    ['figures.no-file', () => [join(folder, 'none.json')]],
    ['figures.not-utf8', () => [written('latin.json', Buffer.from([0x22, 0xff, 0x22]))]],
    ['json.syntax', () => [written('cut.json', road.slice(0, -1))]],
    ['json.duplicate-key', () => [written('twice.json', road.replace('"name"', '"id"'))]],
    ['json.number', () => [written('exponent.json', road.replace('[1,2]', '[1e2,2]'))]],
    ['figures.not-a-count', () => [written('fraction.json', road.replace('[1,2]', '[1.5,2]'))]],
    ['figures.malformed', () => [written('list.json', '[]')]],
    ['usage.no-moment', () => [FIXTURE, '--valid-on', '2016-12-07']],
  ])('refuses with %s', async (code, args) => expect(refusalOf(await zelian('reconcile', ...args(), '--json'))).toBe(code));
});
