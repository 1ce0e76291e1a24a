import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { answerRecorded, GENESIS, type AccessEntry, type AccessFilter, type AccessKeys, type AccessLog, type StoredAccess } from '../index.js';
import { Rejection } from '#kernel';

/** Keys as the ledger's look to the access log. */
export const keys: AccessKeys = { macKeyId: 'k1', mac: (bytes) => createHmac('sha256', 'a key that no database holds').update(bytes).digest() };
/** A sound entry. */
export const read = (over: Partial<AccessEntry> = {}): AccessEntry => ({
  at: '2017-01-31T01:02:03.000Z',
  actor: { personId: 'person-heee' },
  kind: 'read',
  view: 'trail',
  subject: 'person-zhou',
  outcome: 'answered',
  ...over,
});

/** What every engine of the port must do. */
export function accessContract(name: string, open: (keys?: AccessKeys) => Promise<AccessLog>): void {
  describe(`access log contract: ${name}`, () => {
    let log: AccessLog;
    beforeEach(async () => void (log = await open(keys)));
    afterEach(() => log.close());
    const all = async (filter?: AccessFilter) => {
      const found: StoredAccess[] = [];
      for await (const entry of log.entries(filter)) found.push(entry);
      return found;
    };

    it('numbers and chains what it records, as documented', async () => {
      const stored = [await log.record(read()), await log.record(read({ kind: 'export', purpose: '复核' }))];
      expect(await all()).toEqual(stored);
      expect(stored.map(({ seq, macKeyId }) => [seq, macKeyId])).toEqual([
        [0, 'k1'],
        [1, 'k1'],
      ]);
      const bytes = Buffer.from(
        '{"actor":{"personId":"person-heee"},"at":"2017-01-31T01:02:03.000Z","kind":"read","outcome":"answered","seq":0,"subject":"person-zhou","view":"trail"}',
      );
      expect(stored[0]!.mac).toBe(keys.mac(Buffer.concat([GENESIS, bytes])).toString('hex'));
      expect(await log.verify()).toMatchObject({ ok: true, entries: 2 });
    });

    it('is sound when empty', async () => {
      expect(await log.verify()).toMatchObject({ ok: true, entries: 0 });
      expect(await all()).toEqual([]);
    });

    it('finds by subject, view, kind, person and time, half-open', async () => {
      await log.record(read());
      await log.record(read({ subject: 'person-qinn', view: 'case-file', at: '2017-02-01T00:00:00.000Z' }));
      await log.record(read({ kind: 'refused', actor: { personId: 'person-guuu' }, outcome: 'access.scope', at: '2017-02-02T00:00:00.000Z' }));
      const seqs = async (filter: AccessFilter) => (await all(filter)).map(({ seq }) => seq);
      expect(await seqs({ subject: 'person-zhou' })).toEqual([0, 2]);
      expect(await seqs({ view: 'case-file' })).toEqual([1]);
      expect(await seqs({ kind: 'refused' })).toEqual([2]);
      expect(await seqs({ personId: 'person-heee', subject: 'person-zhou' })).toEqual([0]);
      expect(await seqs({ from: '2017-02-01T00:00:00.000Z', to: '2017-02-02T00:00:00.000Z' })).toEqual([1]);
    });

    it('refuses what would not say who, when and with what result', async () => {
      for (const bad of [
        { actor: {} },
        { actor: { personId: '' } },
        { at: '2017-01-31' },
        { kind: 'look' as 'read' },
        { purpose: 'x'.repeat(501) },
        { key: '\ud800' },
        { outcome: undefined as unknown as string, kind: undefined as unknown as 'read' },
      ]) {
        await expect(log.record(read(bad))).rejects.toMatchObject({ code: 'access.invalid' });
      }
      expect(await all()).toEqual([]);
    });

    it('records nothing without a key, and says why', async () => {
      const keyless = await open();
      await expect(keyless.record(read())).rejects.toMatchObject({ code: 'access.keyless' });
      expect(await keyless.verify()).toMatchObject({ ok: false });
      await keyless.close();
    });

    it('keeps any text exactly', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (purpose) => (await log.record(read({ purpose }))).purpose === purpose),
        { numRuns: 40 },
      );
      expect(await log.verify()).toMatchObject({ ok: true, entries: 40 });
    });

    it('answers only what it could record, and records what was refused', async () => {
      expect(await answerRecorded(log, read(), async () => 42)).toBe(42);
      await expect(
        answerRecorded(log, read(), async () => {
          throw new Rejection('access.scope', { zh: '无权查阅', en: 'out of scope' });
        }),
      ).rejects.toThrow('access.scope');
      await expect(
        answerRecorded(log, read(), async () => {
          throw new Error('disk');
        }),
      ).rejects.toThrow('disk');
      expect((await all()).map(({ kind, outcome }) => [kind, outcome])).toEqual([
        ['read', 'answered'],
        ['refused', 'access.scope'],
        ['refused', 'failed'],
      ]);
      const broken = { record: () => Promise.reject(new Error('no space left')) };
      await expect(answerRecorded(broken, read(), async () => 42)).rejects.toThrow('no space left');
    });
  });
}
