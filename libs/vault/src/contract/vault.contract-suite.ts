import * as fc from 'fast-check';
import { commit } from '../commitments.js';
import type { Vault, VaultEntry } from '../vault.js';

const SALT = 'a1'.repeat(32);
/** A sound entry: salt, value and commitment fit. */
export function entry(over: Partial<VaultEntry> = {}): VaultEntry {
  const parts = { eventId: 'e1', field: 'name', scope: 'person', subject: 'person-0001', value: '周砚', salt: SALT, ...over };
  return { ...parts, commitment: commit(parts) };
}

/** What every engine of the port must do. */
export function vaultContract(name: string, open: () => Promise<Vault>): void {
  describe(`vault contract: ${name}`, () => {
    let vault: Vault;
    beforeEach(async () => void (vault = await open()));
    afterEach(() => vault.close());
    const all = async () => {
      const found: VaultEntry[] = [];
      for await (const one of vault.entries()) found.push(one);
      return found;
    };

    it('reveals by commitment within the scopes only', async () => {
      const [one, two] = [entry(), entry({ eventId: 'e2', scope: 'case', value: '谈话要点' })];
      await vault.put([one, two]);
      expect([...(await vault.reveal([one.commitment, two.commitment, 'f'.repeat(64)], ['person']))]).toEqual([[one.commitment, one]]);
      expect((await vault.reveal([one.commitment], [])).size).toBe(0);
    });

    it('keeps the salt of the first attempt when a command is retried', async () => {
      const [first] = await vault.put([entry()]);
      const [again] = await vault.put([entry({ salt: 'b2'.repeat(32) })]);
      expect(again).toEqual(first);
      expect(await all()).toEqual([first]);
    });

    it('keeps both values when another value comes under the same event and field', async () => {
      const [first, other] = [entry(), entry({ value: '顾棠', salt: 'b2'.repeat(32) })];
      expect(await vault.put([first, other])).toEqual([first, other]);
      expect((await vault.reveal([first.commitment, other.commitment], ['person'])).size).toBe(2);
    });

    it('erases by subject, says so within the scope, and touches nobody else', async () => {
      const [mine, phone, other] = [entry(), entry({ field: 'phone', value: '0915-0000001' }), entry({ eventId: 'e2', subject: 'person-0002', value: '秦越' })];
      await vault.put([mine, phone, other]);
      expect(await vault.erase('person-0001')).toBe(2);
      const asked = [mine.commitment, phone.commitment, other.commitment, '0'.repeat(64)];
      expect([...(await vault.reveal(asked, ['person'])).keys()]).toEqual([other.commitment]);
      expect(await vault.erased(asked, ['person'])).toEqual(new Set([mine.commitment, phone.commitment]));
      expect((await vault.erased(asked, ['case'])).size).toBe(0);
      expect(await vault.search('周', ['person'], 10)).toEqual([]);
      expect(await vault.erase('person-0001')).toBe(0);
    });

    it('erases some of what is about a subject, and knows afterwards what went for which reason', async () => {
      const [name, phone, other] = [entry(), entry({ field: 'phone', value: '0915-0000001' }), entry({ eventId: 'e2', subject: 'person-0002', value: '秦越' })];
      await vault.put([name, phone, other]);
      const only = new Set([phone.commitment, other.commitment]);
      expect(await vault.erase('person-0001', { only, reason: 'erasure-1' })).toBe(1);
      expect(await vault.erase('person-0001', { only, reason: 'erasure-1' })).toBe(0);
      expect(await vault.erasedFor('erasure-1')).toEqual([phone.commitment]);
      expect([...(await vault.reveal([name.commitment, phone.commitment, other.commitment], ['person'])).keys()]).toEqual([name.commitment, other.commitment]);
      await vault.erase('person-0001', { reason: 'erasure-2' });
      expect([await vault.erasedFor('erasure-2'), await vault.erasedFor('erasure-3')]).toEqual([[name.commitment], []]);
    });

    it('searches letter for letter, by scope, field and limit, in the order of putting', async () => {
      const entries = ['周砚', '周_', '何沐', '50%周'].map((value, i) => entry({ eventId: `e${i}`, value, subject: `person-000${i}` }));
      await vault.put([...entries, entry({ eventId: 'e9', field: 'members.0.name', value: '小周' }), entry({ eventId: 'e9', field: 'surname', value: '周' })]);
      const values = async (...args: Parameters<Vault['search']>) => (await vault.search(...args)).map(({ value }) => value);
      expect(await values('周', ['person'], 10, 'name')).toEqual(['周砚', '周_', '50%周', '小周']);
      expect(await values('周', ['person'], 10)).toEqual(['周砚', '周_', '50%周', '小周', '周']);
      expect(await values('周', ['person'], 2)).toEqual(['周砚', '周_']);
      expect(await values('%', ['person'], 10)).toEqual(['50%周']);
      expect(await values('_', ['person'], 10)).toEqual(['周_']);
      expect(await values('周', ['case'], 10)).toEqual([]);
    });

    it('sweeps what no stored event holds', async () => {
      const [stored, orphan, replaced] = [entry(), entry({ eventId: 'e2' }), entry({ value: '另一内容' })];
      await vault.put([stored, orphan, replaced]);
      expect(await vault.sweep(async (eventId, commitment) => eventId === 'e1' && commitment === stored.commitment)).toBe(2);
      expect(await all()).toEqual([stored]);
      expect(await vault.sweep(async () => true)).toBe(0);
      expect((await vault.erased([orphan.commitment], ['person'])).size).toBe(0);
    });

    it('lists more entries than a page, in the order they were put', async () => {
      const many = Array.from({ length: 1_203 }, (_, i) => entry({ eventId: `e${i}`, value: `甲${i}` }));
      await vault.put(many);
      expect(await all()).toEqual(many);
    });

    it('holds any well-formed text exactly', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.uuid(), async (value, eventId) => {
          const one = entry({ eventId, value });
          await vault.put([one]);
          expect((await vault.reveal([one.commitment], ['person'])).get(one.commitment)).toEqual(one);
        }),
        { numRuns: 60 },
      );
    });
  });
}
