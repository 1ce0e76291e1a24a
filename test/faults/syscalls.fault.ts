import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openSqliteEventLog } from '#ledger/sqlite';

const root = mkdtempSync(join(tmpdir(), 'zelian-syscalls-'));
afterAll(() => rmSync(root, { recursive: true }));

const STRACE = spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status === 0;
const traced = STRACE ? describe : describe.skip;
if (!STRACE) console.warn('strace is absent or may not trace here: the tests that count and break system calls are skipped');

type Run = Readonly<{ directory: string; said: readonly string[]; trace: readonly string[] }>;
/** Appends in a process of its own under strace. */
function appending(appends: number, ...rules: readonly string[]): Run {
  const folder = mkdtempSync(join(root, 'run-'));
  const directory = join(folder, 'ledger');
  const trace = join(folder, 'trace');
  const node = [process.execPath, '-C', 'source', '-r', resolve('scripts/typescript.cjs'), resolve('test/faults/append.child.ts'), directory, String(appends)];
  const { stdout, stderr, status } = spawnSync('strace', ['-f', '-o', trace, ...rules.flatMap((rule) => ['-e', rule]), ...node], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the child ended with ${status}: ${stderr}`);
  return { directory, said: stdout.trimEnd().split('\n'), trace: existsSync(trace) ? readFileSync(trace, 'utf8').split('\n') : [] };
}
const isSync = (line: string): boolean => /\b(fsync|fdatasync)\(\d+\)\s+= 0|<\.\.\. (fsync|fdatasync) resumed>\)\s+= 0/.test(line);
const isAcknowledgement = (line: string): boolean => /\bwrite\(1, "ack /.test(line);

traced('durability, as the kernel sees it', () => {
  it('syncs once for each append, before it is acknowledged', () => {
    const APPENDS = 400;
    const { trace } = appending(APPENDS, 'trace=fsync,fdatasync,write');
    const events = trace.filter((line) => isSync(line) || isAcknowledgement(line));
    const first = events.findIndex(isAcknowledgement);
    const withoutSync = events.filter((line, index) => isAcknowledgement(line) && (index === 0 || !isSync(events[index - 1]!)));
    expect(withoutSync).toEqual([]);
    const last = events.findLastIndex(isAcknowledgement);
    const syncs = events.slice(first, last).filter(isSync).length;
    // At least one each is what FULL means; the few more are checkpoints.
    expect(syncs).toBeGreaterThanOrEqual(APPENDS - 1);
    expect(syncs / (APPENDS - 1)).toBeLessThanOrEqual(1.05);
  });
});

traced('a failing disk', () => {
  it.each([
    ['a sync', 'inject=fsync,fdatasync:error=EIO:when=30'],
    ['every sync from some time on', 'inject=fsync,fdatasync:error=EIO:when=30+'],
    ['a write', 'inject=pwrite64:error=EIO:when=60+'],
    ['room', 'inject=pwrite64:error=ENOSPC:when=60+'],
  ])('that refuses %s stops the ledger for good; what was acknowledged is there afterwards', async (_, rule) => {
    const { directory, said } = appending(200, rule);
    const acknowledged = said.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4));
    expect(said.slice(acknowledged.length, acknowledged.length + 3)).toEqual([
      'refused ledger.storage-failed',
      'again ledger.storage-failed',
      'read ledger.storage-failed',
    ]);
    expect(acknowledged.length).toBeGreaterThan(0);
    const log = openSqliteEventLog(directory);
    const found = await Promise.all(acknowledged.map((id) => log.find(id)));
    expect(found.map((event) => event?.revision)).toEqual(acknowledged.map((_id, revision) => revision));
    // Whether the refused one is there cannot be known beforehand; it is there whole or not at all.
    expect((await log.head()).position - acknowledged.length).toBeLessThanOrEqual(0);
    expect([log.integrityCheck(), log.compareIndexes()]).toEqual([[], []]);
    await log.close();
  });
});
