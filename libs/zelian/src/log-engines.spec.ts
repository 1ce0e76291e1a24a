import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandId, somebody, toyContexts } from '../../../test/support/toy-ledger.js';
import { KurrentStandIn } from '../../../test/support/kurrentdb-stand-in/index.js';
import { eventIdOf } from '#ledger';
import { backUp } from './backup/index.js';
import { logAtFrom } from './log-engines.js';
import { openLedger } from './open.js';
import { importLedger } from './transfer.js';
import { verifyDirectory } from './verify/verify-directory.js';
import type { Zelian } from './zelian.js';

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('where the log lies', () => {
  it('is the directory, until kurrentdb is asked for by name: a variable alone moves nothing', () => {
    expect(logAtFrom({})).toBeUndefined();
    expect(logAtFrom({ KURRENTDB_URI: 'kurrentdb://x' })).toBeUndefined();
    expect(logAtFrom({ ZELIAN_LOG: 'kurrentdb', KURRENTDB_URI: 'esdb://x' })).toEqual({ uri: 'esdb://x', prefix: 'zelian' });
    expect(logAtFrom({ ZELIAN_LOG: 'kurrentdb', KURRENTDB_URI: 'esdb://x', KURRENTDB_PREFIX: 'county2' })).toMatchObject({ prefix: 'county2' });
    expect(codeOf(() => logAtFrom({ ZELIAN_LOG: 'kurrentdb' }))).toBe('log.no-uri');
    expect(codeOf(() => logAtFrom({ ZELIAN_LOG: 'oracle' }))).toBe('log.engine');
  });

  describe('in kurrentdb (stand-in)', () => {
    let [folder, standIn]: [string, KurrentStandIn] = ['', undefined as unknown as KurrentStandIn];
    beforeAll(async () => {
      standIn = await KurrentStandIn.start();
      folder = mkdtempSync(join(tmpdir(), 'zelian-log-'));
    });
    afterAll(async () => {
      await standIn.stop();
      rmSync(folder, { recursive: true });
    });
    const here = (prefix: string) => ({ directory: join(folder, prefix), logAt: { uri: standIn.uri, prefix, development: true, patienceMs: 300 } });
    const open = (prefix: string, more: object = {}) => openLedger({ ...here(prefix), contexts: toyContexts(), ...more });
    const count = (zelian: Zelian, n: number) =>
      zelian.record({ type: 'Count', data: { counterId: 'a', by: n } }, { actor: somebody, commandId: commandId(n) });

    it('a ledger opens there, records, verifies, and is there again; no file of the directory holds events', async () => {
      const zelian = await open('whole');
      await count(zelian, 1);
      await zelian.drain();
      expect(zelian.describe().engine).toBe('kurrentdb');
      const { ok, logHash } = await zelian.verify();
      expect(ok).toBe(true);
      await expect(backUp(zelian.parts, { out: join(folder, 'backup'), actor: {} })).rejects.toMatchObject({ code: 'backup.log-elsewhere' });
      await zelian.close();
      expect(await verifyDirectory({ ...here('whole'), contexts: toyContexts() })).toMatchObject({ ok: true, logHash });
      const reader = await open('whole', { mode: 'read' });
      expect((await reader.verify()).logHash).toBe(logHash);
      await reader.close();
      expect(existsSync(join(folder, 'whole', 'ledger.db'))).toBe(false);
    });

    it('verification names what the server no longer holds: deleted, redacted, scavenged', async () => {
      const zelian = await open('vanishing');
      for (const n of [1, 2]) await count(zelian, n);
      await zelian.drain();
      const [position] = [(await zelian.log.find(eventIdOf(commandId(1), 0)))!.position];
      await zelian.close();
      const verdict = async () => {
        const { ok, firstBad, checks } = await verifyDirectory({ ...here('vanishing'), contexts: toyContexts() });
        return { ok, position: firstBad?.position, said: checks['server']!.detail.en };
      };
      standIn.store.delete('vanishing:counter-a');
      expect(await verdict()).toMatchObject({ ok: false, position, said: expect.stringContaining('deleted') as string });
      standIn.store.redact('vanishing:counter-a', 0);
      expect(await verdict()).toMatchObject({ ok: false, position, said: expect.stringContaining('redacted') as string });
      standIn.store.scavenge();
      expect(await verdict()).toMatchObject({ ok: false, position, said: expect.stringContaining(`from ${position} to ${position + 1}: scavenged`) as string });
    });

    it('a directory belongs to one log', async () => {
      await (await open('one')).close();
      expect(JSON.parse(readFileSync(join(folder, 'one', 'log.json'), 'utf8'))).toEqual({ format: 1, engine: 'kurrentdb', prefix: 'one' });
      await expect(open('one', { logAt: undefined })).rejects.toMatchObject({ code: 'ledger.log-elsewhere' });
      await expect(open('one', { logAt: here('two').logAt })).rejects.toMatchObject({ code: 'ledger.other-log' });
      await (await openLedger({ directory: join(folder, 'files'), contexts: toyContexts() })).close();
      await expect(open('one', { directory: join(folder, 'files') })).rejects.toMatchObject({ code: 'ledger.log-here' });
    });

    it('is moved there and back by export and import, byte for byte', async () => {
      const zelian = await openLedger({ directory: join(folder, 'source'), contexts: toyContexts() });
      for (const n of [1, 2, 3]) await count(zelian, n);
      await zelian.drain();
      const exported = async (from: Zelian) => {
        const lines: Buffer[] = [];
        for await (const one of await from.exportLines({ actor: somebody })) lines.push(one);
        return Buffer.concat(lines);
      };
      const [text, { logHash }] = [await exported(zelian), await zelian.verify()];
      await zelian.close();
      expect(await importLedger({ ...here('moved'), text, actor: somebody })).toMatchObject({ logHash });
      await expect(importLedger({ ...here('moved'), directory: join(folder, 'again'), text, actor: somebody })).rejects.toMatchObject({
        code: 'import.not-empty',
      });
      const moved = await open('moved');
      // What the events caused is among them: the policies stand behind the last, and do nothing of it anew.
      expect(await moved.parts.engines.positions.load('policies')).toBe((await moved.log.head()).position);
      expect((await moved.verify()).ok).toBe(true);
      const back = await exported(moved);
      await moved.close();
      expect(back.equals(text)).toBe(true);
      expect(await importLedger({ directory: join(folder, 'back'), text: back, actor: somebody })).toMatchObject({ logHash });
    });

    it('a server that is away: not ready and nothing recorded while it is, ready again when it is back', async () => {
      const zelian = await open('away');
      expect(await zelian.health()).toMatchObject({ ok: true });
      await standIn.leave();
      await expect(count(zelian, 1)).rejects.toMatchObject({ code: 'ledger.unavailable' });
      const health = await zelian.health();
      expect(health).toMatchObject({ ok: false, log: { code: 'ledger.unavailable' } });
      await expect(open('absent')).rejects.toMatchObject({ code: 'ledger.unavailable' });
      await expect(verifyDirectory({ ...here('away'), contexts: toyContexts() })).rejects.toMatchObject({ code: 'ledger.unavailable' });
      await standIn.listen();
      await count(zelian, 1);
      while (!(await zelian.health()).ok) await new Promise((resolve) => setImmediate(resolve));
      expect((await zelian.health()).position).toBe(health.position + 1);
      await zelian.close();
    });
  });
});
