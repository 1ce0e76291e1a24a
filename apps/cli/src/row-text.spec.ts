import { cellsOf, changedCells, columnText } from './row-text.js';

const row = {
  unitId: 'unit-a',
  confirmed: true,
  reason: null,
  bases: [
    { clauseId: 'PL-V1', events: ['e1', 'e2'] },
    { clauseId: 'PL-V2', events: [] },
  ],
};

describe('a row for people', () => {
  it('is told value by value, by the words for its fields', () =>
    expect(cellsOf(row)).toEqual([
      { path: '单位', text: 'unit-a' },
      { path: 'confirmed', text: '是' },
      { path: '理由', text: '—' },
      { path: expect.stringMatching(/^\p{Script=Han}+1·条款$/u), text: 'PL-V1' },
      { path: expect.stringMatching(/1·/), text: 'e1、e2' },
      { path: expect.stringMatching(/^\p{Script=Han}+2·条款$/u), text: 'PL-V2' },
      { path: expect.stringMatching(/2·/), text: '无' },
    ]));
  it('tells in a table how much there is of what has no room', () =>
    expect([row.bases, row.bases[0], row.bases[0]!.events, true, undefined].map(columnText)).toEqual(['2项', '2栏', 'e1、e2', '是', '—']));
  it('tells of two states what differs, and nothing else', () => {
    const later = { ...row, confirmed: false, bases: row.bases.slice(0, 1) };
    expect(changedCells(row, later).map(({ before, after }) => `${before}→${after}`)).toEqual(['是→否', 'PL-V2→—', '无→—']);
    expect(changedCells(undefined, { unitId: 'unit-a' })).toEqual([{ path: '单位', before: '—', after: 'unit-a' }]);
    expect(changedCells(row, row)).toEqual([]);
  });
});
