import { DatabaseSync } from '@photostructure/sqlite';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE, RedressCounty } from '../../../../test/support/redress-county.js';
import { failedChecks, type Verdict } from '../verify.js';
import { verifyDirectory } from './verify-directory.js';

let root: string;
let head: number;
const pristine = () => join(root, 'pristine');
const copy = () => join(root, 'copy');
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'first-bad-'));
  const county = await (await RedressCounty.open({ directory: pristine(), keysFolder: join(root, 'keys') })).settle();
  await county.zelian.putEvidence(Buffer.from('%PDF-1.4 invented'));
  await county.zelian.sealer.seal();
  await county.zelian.drain();
  head = (await county.zelian.log.head()).position;
  await county.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(copy(), { recursive: true, force: true });
  cpSync(pristine(), copy(), { recursive: true });
});

const verified = (): Promise<Verdict> => verifyDirectory({ directory: copy(), keysFolder: join(root, 'keys') });
function edit(file: string, sql: string): void {
  const database = new DatabaseSync(join(copy(), file));
  database.exec(sql);
  database.close();
}
const valueOf = (file: string, sql: string): unknown => {
  const database = new DatabaseSync(join(copy(), file), { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get() as Record<string, unknown>)[0];
  } finally {
    database.close();
  }
};
/** A Chinese message has no English sentence in it: names of views, fields and files may stand. */
const ENGLISH = /\b(the|is|are|not|of|for|cannot|entries|missing|differs|from|beyond)\b/;
const isTold = ({ checks }: Verdict) =>
  Object.values(checks).forEach(({ detail }) =>
    expect([detail.zh, detail.en]).toEqual([expect.not.stringMatching(ENGLISH), expect.not.stringMatching(/\p{Script=Han}/u)]),
  );

const VIEW = "(SELECT id FROM view WHERE name = 'person-directory')";
const ROW = `view_id = ${VIEW} AND key = '${PEOPLE.deputy}'`;

it('all is well: nothing is named, and each check stands under its name', async () => {
  const verdict = await verified();
  expect([failedChecks(verdict), verdict.firstBad]).toEqual([[], null]);
  expect(Object.keys(verdict.checks).slice(0, 3)).toEqual(['logHash', 'rows', 'bytes']);
  expect(verdict.checks['macs']).toMatchObject({ zh: '校验码', en: 'MACs', ok: true });
  isTold(verdict);
});

it('tells how far it has come, the rebuild of rows included', async () => {
  const seen: (readonly [done: number, total: number, stage?: string])[] = [];
  const progress = (...step: (typeof seen)[number]) => void seen.push(step);
  expect((await verifyDirectory({ directory: copy(), keysFolder: join(root, 'keys') }, { progress })).ok).toBe(true);
  expect([...new Set(seen.map(([, , stage]) => stage))]).toEqual([undefined, 'files', 'values', 'rebuild', 'rows']);
  expect(seen.filter(([, , stage]) => stage === 'rebuild').map(([done, total]) => [done, total])).toEqual([
    [0, head + 1],
    [head + 1, head + 1],
  ]);
  expect(seen.every(([done, total]) => done <= total)).toBe(true);
});

describe('stored rows alone are wrong', () => {
  const from = () => Number(valueOf('rows.db', `SELECT min(from_position) FROM row_version WHERE ${ROW}`));

  it.each([
    ['edited', `UPDATE row_version SET row = replace(row, '"name"', '"nane"') WHERE ${ROW}`],
    ['deleted', `DELETE FROM row_version WHERE ${ROW}`],
  ])('a row %s: its view, key and position are named', async (_, sql) => {
    const position = from();
    edit('rows.db', sql);
    const verdict = await verified();
    expect(failedChecks(verdict)).toEqual(['storedRows']);
    expect(verdict.firstBad).toMatchObject({ check: 'storedRows', view: 'person-directory', key: PEOPLE.deputy, position });
    isTold(verdict);
  });

  it('a row added, or moved to another key', async () => {
    const position = from();
    edit('rows.db', `UPDATE row_version SET key = 'person-aaaaaaaa' WHERE ${ROW}`);
    expect((await verified()).firstBad).toMatchObject({ check: 'storedRows', view: 'person-directory', key: 'person-aaaaaaaa', position });
  });

  it('none are stored: that is said, and is no fault', async () => {
    for (const name of readdirSync(copy())) if (name.startsWith('rows.db')) rmSync(join(copy(), name));
    const verdict = await verified();
    expect([verdict.ok, verdict.checks['storedRows']!.detail.zh]).toEqual([true, expect.stringContaining('没有存储的视图数据')]);
  });
});

describe('what lies beside the log is wrong', () => {
  it('a private value: whose event, and which field', async () => {
    edit('vault.db', "UPDATE entry SET value = CAST('甲' AS BLOB) WHERE seq = (SELECT max(seq) FROM entry)");
    const { firstBad } = await verified();
    expect(firstBad).toMatchObject({ check: 'vault', position: expect.any(Number) as number, place: expect.stringMatching(/^vault\.db \S+ \S+$/) as string });
  });

  it('a private value that no event holds and that opens nothing', async () => {
    edit(
      'vault.db',
      "INSERT INTO entry (commitment, event_id, field, scope, subject, value, salt) SELECT printf('%064d', 0), event_id, 'other', scope, subject, value, salt FROM entry LIMIT 1",
    );
    const { firstBad } = await verified();
    expect(firstBad).toMatchObject({ check: 'vault', place: expect.stringMatching(/^vault\.db \S+ other$/) as string });
  });

  it('a file that no event names and that is not what its name says', async () => {
    const [file] = readdirSync(join(copy(), 'evidence'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));
    writeFileSync(join(copy(), 'evidence', file!), 'something else');
    const verdict = await verified();
    expect(verdict.firstBad).toMatchObject({ check: 'evidence', place: `evidence/${file!.slice(-64)}` });
    isTold(verdict);
  });

  it('a checkpoint’s note', async () => {
    const [size] = readdirSync(join(copy(), 'checkpoints', 'checkpoint'));
    writeFileSync(join(copy(), 'checkpoints', 'checkpoint', size!), 'no note');
    const verdict = await verified();
    expect(verdict.firstBad).toMatchObject({ check: 'checkpoints', place: `checkpoint/${size}` });
    isTold(verdict);
  });

  it('all that was signed, beside the data and beside the key; where one of both is left, that one tells', async () => {
    const elsewhere = join(root, 'keys-without');
    cpSync(join(root, 'keys'), elsewhere, { recursive: true });
    rmSync(join(elsewhere, 'seal.db'));
    const of = (keysFolder: string, hashesOnly: boolean) => verifyDirectory({ directory: copy(), keysFolder }, { hashesOnly });
    expect((await of(elsewhere, true)).ok).toBe(true);
    rmSync(join(copy(), 'checkpoints'), { recursive: true });
    expect((await of(join(root, 'keys'), true)).ok).toBe(true);
    for (const hashesOnly of [true, false]) {
      const verdict = await of(elsewhere, hashesOnly);
      expect([failedChecks(verdict), verdict.firstBad]).toMatchObject([['checkpoints'], { check: 'checkpoints', place: 'checkpoints' }]);
      isTold(verdict);
    }
  });
});

it('the events are gone and what lies beside them is not: the check has failed, it is no strange directory', async () => {
  for (const name of readdirSync(copy())) if (name.startsWith('ledger.db')) rmSync(join(copy(), name));
  expect(await verified()).toMatchObject({ ok: false, events: 0, firstBad: { check: 'opened', what: { zh: expect.stringContaining('ledger.db') as string } } });
});

describe('an event is wrong', () => {
  it('what follows from it is told in one line, and the event is what is named', async () => {
    const position = Math.floor(head / 2);
    edit('ledger.db', `DELETE FROM event WHERE position = ${position}`);
    const verdict = await verified();
    expect(verdict.firstBad).toMatchObject({ check: 'rows', position });
    const { zh } = verdict.checks['storedRows']!.detail;
    expect(zh).toMatch(new RegExp(`^自第${position}号事件起，\\d+个视图无法由记录重建`));
    expect(zh.split('；').length).toBe(1);
    expect(verdict.checks['rows']!.detail.zh).toContain('缺失');
    isTold(verdict);
  });
});
