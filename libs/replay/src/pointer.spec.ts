import { fieldOf, replaced } from './pointer.js';

const code = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a field of a command', () => {
  const data = { score: 1, authority: { date: '2016-01-01' }, list: [{ id: 'a' }, { id: 'b' }], 'a/b': 'x' };
  const put = (path: string, value: unknown) => replaced(data, path, { value, type: 'Do' });
  it.each<[string, unknown, object]>([
    ['/score', 2, { ...data, score: 2 }],
    ['/authority/date', '2016-02-01', { ...data, authority: { date: '2016-02-01' } }],
    ['/list/1/id', 'c', { ...data, list: [{ id: 'a' }, { id: 'c' }] }],
    ['/a~1b', 'y', { ...data, 'a/b': 'y' }],
  ])('%s says something else, and nothing beside it does', (path, value, expected) => {
    const before = structuredClone(data);
    expect(put(path, value)).toEqual(expected);
    expect(data).toEqual(before);
  });
  it.each<[string, unknown, string]>([
    ['/weight', 1, 'replay.unknown-field'],
    ['/list/2/id', 'c', 'replay.unknown-field'],
    ['/score/deep', 1, 'replay.unknown-field'],
    ['/constructor', {}, 'replay.unknown-field'],
    ['/score', '2', 'replay.field-kind'],
    ['/list', {}, 'replay.field-kind'],
  ])('%s of another shape is refused', (path, value, refusal) => expect(code(() => put(path, value))).toBe(refusal));
});

describe('the field that states when a fact held', () => {
  const of = (data: object, validAt: Readonly<{ from: string; to?: string }>) => ({ data, type: 'Do', validAt });
  it('is the one whose value is the valid time', () => {
    expect(fieldOf('from', of({ from: '2016-01-01', to: '2016-02-01' }, { from: '2016-01-01', to: '2016-02-01' }))).toBe('/from');
    expect(fieldOf('to', of({ from: '2016-01-01', to: '2016-02-01' }, { from: '2016-01-01', to: '2016-02-01' }))).toBe('/to');
    expect(fieldOf('from', of({ authority: { date: '2016-01-01' } }, { from: '2016-01-01' }))).toBe('/authority/date');
  });
  it('is none where the time came from elsewhere', () => {
    expect(code(() => fieldOf('from', of({ date: '2016-01-02' }, { from: '2016-01-01' })))).toBe('replay.no-valid-time');
    expect(code(() => fieldOf('to', of({ from: '2016-01-01' }, { from: '2016-01-01' })))).toBe('replay.no-valid-time');
  });
});
