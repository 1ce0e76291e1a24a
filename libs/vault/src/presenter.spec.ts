import { commit, Presenter, sealPrivates } from './index.js';
import { MemoryVault } from './memory/index.js';

const person = (id: string, value: string) => {
  const { data, entries } = sealPrivates(
    { personId: id, name: { private: value } },
    { eventId: `event-${id}`, scope: 'person', subjects: [id], saltFor: () => '5a'.repeat(32) },
  );
  return { data: data as { personId: string; name: { commitment: string } }, entries };
};
const all = { scopes: ['person'] };
const none = { scopes: ['case'] };

describe('the presenter', () => {
  const vault = new MemoryVault();
  const [zhou, he, other, gone] = [
    person('person-zhou', '周砚'),
    person('person-heee', '何沐'),
    person('person-zho2', '周砚'),
    person('person-gone', '要删除的人'),
  ];
  const names: Record<string, string | { commitment: string }> = {
    'unit-town': '青岚镇',
    'person-zhou': zhou.data.name,
    'person-heee': he.data.name.commitment,
    'person-zho2': other.data.name,
    'person-gone': gone.data.name,
  };
  const presenter = new Presenter(vault, async (id) => names[id]);
  beforeAll(async () => {
    await vault.put([...zhou.entries, ...he.entries, ...other.entries, ...gone.entries]);
    await vault.erase('person-gone');
  });

  it('reveals commitments within the scopes and leaves ids alone', async () => {
    expect(await presenter.reveal({ rows: [zhou.data, gone.data], n: 1, nil: null }, all)).toEqual({
      rows: [
        { personId: 'person-zhou', name: '周砚' },
        { personId: 'person-gone', name: '（已删除）' },
      ],
      n: 1,
      nil: null,
    });
  });
  it('shows nothing outside the scopes, not even that something was erased', async () => {
    expect(await presenter.reveal([zhou.data.name, gone.data.name, { commitment: '0'.repeat(64) }], none)).toEqual(['（不可见）', '（不可见）', '（不可见）']);
    expect(await presenter.present({ personId: 'person-zhou', unitId: 'unit-town' }, none)).toEqual({ personId: 'person-zhou', unitId: '青岚镇' });
  });
  it('turns ids into names for reading, and keeps persons of one name apart', async () => {
    expect(await presenter.present({ unitId: 'unit-town', head: 'person-heee', code: 'unit-unknown', 'unit-town': 1 }, all)).toEqual({
      unitId: '青岚镇',
      head: '何沐',
      code: 'unit-unknown',
      'unit-town': 1,
    });
    expect(await presenter.present(['person-zhou', 'person-zho2', 'person-gone'], all)).toEqual(['周砚（person-zhou）', '周砚（person-zho2）', '（已删除）']);
  });
  it('names the ids in a value, keys included, to stand beside it', async () => {
    expect(await presenter.namesIn({ 'person-heee': ['unit-town', 'post-none'] }, all)).toEqual({ 'person-heee': '何沐', 'unit-town': '青岚镇' });
    expect(await presenter.nameOf('person-heee', all)).toBe('何沐');
    expect(await presenter.nameOf('person-heee', none)).toBe('person-heee');
  });
  it('does not change what it was given', async () => {
    const row = Object.freeze({ name: Object.freeze({ ...zhou.data.name }) });
    await presenter.present(row, all);
    expect(row.name.commitment).toBe(commit({ salt: '5a'.repeat(32), eventId: 'event-person-zhou', field: 'name', value: '周砚' }));
  });
  it('finds people by part of their name, within the scopes', async () => {
    expect((await presenter.search(' 周 ', all)).map(({ subject, value }) => [subject, value])).toEqual([
      ['person-zhou', '周砚'],
      ['person-zho2', '周砚'],
    ]);
    expect(await presenter.search('周', none)).toEqual([]);
    expect(await presenter.search('要删除', all)).toEqual([]);
    for (const [text, limit] of [
      ['  ', 5],
      ['周', 0],
      ['周', 1_000],
      ['\ud800', 5],
    ] as const) {
      await expect(presenter.search(text, all, { limit })).rejects.toMatchObject({ code: 'vault.search-invalid' });
    }
  });
});
