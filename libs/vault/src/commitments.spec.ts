import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { commit, conceal, opens, sealPrivates, type SealOptions } from './index.js';
import { MemoryVault } from './memory/index.js';

const salt = '5a'.repeat(32);
const options: SealOptions = { eventId: 'e1', scope: 'case', subjects: ['unit-aaaa', 'person-bbbb', 'person-cccc'], saltFor: () => salt };
const parts = fc.record({
  salt: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  eventId: fc.uuid(),
  field: fc.constantFrom('name', 'members.0.phone'),
  value: fc.string({ unit: 'binary' }),
});

describe('a commitment', () => {
  it('is HMAC-SHA-256 over event id, field and value, keyed by the salt', () => {
    const expected = createHmac('sha256', Buffer.from(salt, 'hex')).update('e1|name|周砚').digest('hex');
    expect(commit({ salt, eventId: 'e1', field: 'name', value: '周砚' })).toBe(expected);
  });
  it('opens with its own value and salt, and with no other', () => {
    fc.assert(
      fc.property(parts, parts, (mine, other) => {
        const commitment = commit(mine);
        const same = JSON.stringify(mine) === JSON.stringify(other);
        return opens({ ...mine, commitment }) && opens({ ...other, commitment }) === same && !opens({ ...mine, value: `${mine.value}x`, commitment });
      }),
    );
  });
  it('does not throw on damaged entries: they just do not open', () => {
    for (const damage of [{ salt: 'zz' }, { commitment: 'short' }, { eventId: 'e|1' }, { value: '\ud800' }]) {
      expect(opens({ salt, eventId: 'e1', field: 'name', value: 'x', commitment: 'f'.repeat(64), ...damage })).toBe(false);
    }
  });
  it('refuses what two openings could share', () => {
    expect(() => commit({ salt, eventId: 'e1', field: 'a|b', value: 'c' })).toThrow(TypeError);
    expect(() => commit({ salt: 'ab', eventId: 'e1', field: 'a', value: 'c' })).toThrow(TypeError);
    expect(() => commit({ salt, eventId: 'e1', field: 'a', value: '\udc00' })).toThrow('vault.lone-surrogate');
  });
});

describe('sealing event data', () => {
  it('replaces plain private values and leaves everything else, commitments included', () => {
    const { data, entries } = sealPrivates(
      { year: 2016, name: { private: '周砚' }, kept: { commitment: 'a'.repeat(64) }, list: [1, { note: { private: '家庭情况' } }], none: null },
      options,
    );
    const commitment = (field: string, value: string) => ({ commitment: commit({ salt, eventId: 'e1', field, value }) });
    expect(data).toEqual({
      year: 2016,
      name: commitment('name', '周砚'),
      kept: { commitment: 'a'.repeat(64) },
      list: [1, { note: commitment('list.1.note', '家庭情况') }],
      none: null,
    });
    expect(entries.map(({ field, value, scope }) => [field, value, scope])).toEqual([
      ['name', '周砚', 'case'],
      ['list.1.note', '家庭情况', 'case'],
    ]);
    expect(entries.every(opens)).toBe(true);
    expect(JSON.stringify(data)).not.toMatch(/周砚|家庭情况/);
  });
  it('finds whom a value is about: the nearest person, else the first person subject, else the first subject, else the event', () => {
    const subjectOf = (data: unknown, subjects = options.subjects) => sealPrivates(data, { ...options, subjects }).entries[0]?.subject;
    const name = { private: 'x' };
    expect(subjectOf({ personId: 'person-dddd', name })).toBe('person-dddd');
    expect(subjectOf({ personId: 'person-dddd', members: [{ personId: 'person-eeee', name }] })).toBe('person-eeee');
    expect(subjectOf({ personId: 'person-dddd', members: [{ name }] })).toBe('person-dddd');
    expect(subjectOf({ name })).toBe('person-bbbb');
    expect(subjectOf({ personId: 'nobody', name })).toBe('person-bbbb');
    expect(subjectOf({ name }, ['village-aaaa'])).toBe('village-aaaa');
    expect(subjectOf({ name }, [])).toBe('e1');
  });
  it('refuses keys that would make two paths one', () => {
    expect(() => sealPrivates({ 'a.b': { private: 'x' } }, options)).toThrow(TypeError);
  });
  it('asks for a salt by field', () => {
    const asked: string[] = [];
    sealPrivates({ a: { private: '1' }, b: [{ private: '2' }] }, { ...options, saltFor: (field) => (asked.push(field), salt) });
    expect(asked).toEqual(['a', 'b.0']);
  });
});

describe('concealing', () => {
  it('gives a retried command the commitments of its first attempt', async () => {
    const vault = new MemoryVault();
    const first = await conceal(vault, { name: { private: '周砚' } }, options);
    const again = await conceal(vault, { name: { private: '周砚' } }, { ...options, saltFor: () => '6b'.repeat(32) });
    expect(again).toEqual(first);
  });
  it('never gives another value the commitment of an earlier one', async () => {
    const vault = new MemoryVault();
    const first = (await conceal(vault, { name: { private: '周砚' } }, options)) as { name: { commitment: string } };
    const other = (await conceal(vault, { name: { private: '顾棠' } }, options)) as { name: { commitment: string } };
    const held = await vault.reveal([first.name.commitment, other.name.commitment], ['case']);
    expect([...held.values()].map(({ value }) => value)).toEqual(['周砚', '顾棠']);
  });
});
