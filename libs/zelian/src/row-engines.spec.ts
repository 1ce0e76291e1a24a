import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toyContexts } from '../../../test/support/toy-ledger.js';
import { MongoStandIn } from '../../../test/support/mongodb-stand-in/index.js';
import { backUp } from './backup/index.js';
import { openLedger } from './open.js';
import { rowsAtFrom } from './row-engines.js';

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('where rows and private values lie', () => {
  it('is the directory, until mongodb is asked for by name: a variable alone moves nothing', () => {
    expect(rowsAtFrom({})).toBeUndefined();
    expect(rowsAtFrom({ MONGODB_URI: 'mongodb://x' })).toBeUndefined();
    expect(rowsAtFrom({ ZELIAN_ROWS: 'mongodb', MONGODB_URI: 'mongodb://x' })).toEqual({ uri: 'mongodb://x' });
    expect(codeOf(() => rowsAtFrom({ ZELIAN_ROWS: 'mongodb' }))).toBe('rows.no-uri');
    expect(codeOf(() => rowsAtFrom({ ZELIAN_ROWS: 'oracle' }))).toBe('rows.engine');
  });

  describe('in mongodb (stand-in)', () => {
    let [folder, standIn]: [string, MongoStandIn] = ['', undefined as unknown as MongoStandIn];
    beforeAll(async () => {
      standIn = await MongoStandIn.start();
      folder = mkdtempSync(join(tmpdir(), 'zelian-rows-'));
    });
    afterAll(async () => {
      await standIn.stop();
      rmSync(folder, { recursive: true });
    });
    const open = (patience: object = {}) =>
      openLedger({ directory: join(folder, 'ledger'), contexts: toyContexts(), rowsAt: { uri: standIn.uri, ...patience } });
    /** For a server that is known to be away: one that is there may take longer on a busy machine. */
    const IMPATIENT = { patienceMs: 300, serverWaitMs: 100 };

    it('a ledger opens there and verifies its rows there; its vault goes into no backup of the directory', async () => {
      const zelian = await open();
      expect([zelian.parts.engines.rows.engine, zelian.parts.engines.vault.engine]).toEqual(['mongodb', 'mongodb']);
      expect((await zelian.verify()).ok).toBe(true);
      const ask = { out: join(folder, 'backup'), actor: {}, withVault: true };
      await expect(backUp(zelian.parts, ask)).rejects.toMatchObject({ code: 'backup.vault-elsewhere' });
      await zelian.close();
    });

    it('a server that is away keeps it from opening, and nobody from the directory', async () => {
      await standIn.stop();
      await expect(open(IMPATIENT)).rejects.toMatchObject({ code: 'readmodel.unavailable' });
      await standIn.listen();
      await (await open()).close();
    });
  });
});
