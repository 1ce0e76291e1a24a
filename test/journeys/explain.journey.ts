import type { Explanation, PersonExplanation } from '#zelian';
import { personId, unitId, VILLAGES, villageId } from '../../apps/cli/src/story/cast.js';
import { Answering } from './answering.js';

// A whole year is played here.
jest.setTimeout(120_000);

let year: Answering;
beforeAll(async () => {
  year = await Answering.open();
});
afterAll(() => year.close());

const QINGLAN = unitId('青岚镇');
const FAILED = villageId(VILLAGES[0][1]);

describe('explain', () => {
  it('speaks of the last year that a book judges where none is named, and says which', async () => {
    const explained = await year.answered<Explanation>(`explain/${QINGLAN}`, ['explain', QINGLAN]);
    expect([explained.year, explained.book?.bookId, explained.clauses.length > 0]).toEqual([2016, 'pingli-2016', true]);
    expect(await year.tables(['explain', QINGLAN])).toContain('未指明年度，按2016年度回答');
    expect(await year.tables(['explain', QINGLAN, '--year', '2016'])).not.toContain('未指明年度');
  });

  it('says where no book covers a year', async () => expect(await year.tables(['explain', QINGLAN, '--year', '1999'])).toContain('没有适用于1999年度的规则'));

  it('says facts, values, grades and terms in the words of the book, scores in points, events whole', async () => {
    const { clauses } = await year.answered<Explanation>(`explain/${QINGLAN}?year=2016`, ['explain', QINGLAN, '--year', '2016']);
    const told = await year.tables(['explain', QINGLAN, '--year', '2016']);
    for (const text of ['单位类别：镇', '脱贫攻坚绩效考核等次：一般', '脱贫攻坚绩效考核总分：61.40分']) expect(told).toContain(text);
    for (const { events } of clauses.filter(({ outcome }) => outcome === 'met')) expect(told).toContain(events.join(' '));
    const then = await year.tables(['explain', FAILED, '--year', '2016', '--as-known-at', '2017-01-31']);
    expect(then).toContain('“相关责任领导”的界定');
    for (const code of ['unit.kind', 'performance.', 'village.', 'term:', '=true']) expect(`${told}${then}`).not.toContain(code);
  });

  it('says of a person what flags them, the measure and what became of it', async () => {
    const person = personId('芦川镇/town-head');
    const { triggers } = await year.answered<PersonExplanation>(`explain/${person}`, ['explain', person]);
    expect(triggers.length).toBeGreaterThan(0);
    const told = await year.tables(['explain', person]);
    for (const text of [`${triggers.length}项条款提示`, '免职', '已触发']) expect(told).toContain(text);
    for (const code of ['RemovalFromPost', ' triggered']) expect(told).not.toContain(code);
  });
});
