import shipped from '../books/pingli-2016.json';
import type { RuleBook } from './book.js';
import type { CorrectionGrounds, FaultKind } from './correction-grounds.js';
import { FAULT_KINDS } from './correction-grounds.js';
import { lint } from './linter.js';

const book = shipped as unknown as RuleBook;
const grounds = book.grounds!;
const codes = (change: Partial<CorrectionGrounds>) =>
  lint({ ...book, grounds: { ...grounds, ...change } }).flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));
const [first, second, ...rest] = grounds.items as [CorrectionGrounds['items'][number], CorrectionGrounds['items'][number], ...CorrectionGrounds['items']];

describe('the grounds of correction of a book', () => {
  it('may be absent; those shipped are sound and name every kind of fault', () => {
    const { grounds: _, ...without } = book;
    expect(lint(without as RuleBook).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(codes({})).toEqual([]);
    expect(grounds.items.flatMap(({ faults }) => faults).sort()).toEqual([...FAULT_KINDS].sort());
  });
  it.each<[string, Partial<CorrectionGrounds>, string]>([
    ['an unknown source', { source: 'nowhere' }, 'book.unknown-source'],
    ['an unknown source of a consequence', { items: [{ ...first, consequenceSource: 'nowhere' }, second, ...rest] }, 'book.unknown-source'],
    ['a fault under two grounds', { items: [{ ...first, faults: [...first.faults, second.faults[0]!] }, second, ...rest] }, 'book.fault-of-two-grounds'],
    ['an unknown fault', { items: [{ ...first, faults: ['bad-luck' as FaultKind] }, second, ...rest] }, 'book.unknown-fault'],
    ['one id twice', { items: [first, { ...second, id: first.id }, ...rest] }, 'book.duplicate-id'],
    ['no residual ground', { items: [first, second] }, 'book.residual-ground'],
    ['a text that ends before it begins', { effective: { from: '2019-09-01', to: '2019-08-01' } }, 'book.no-effective-date'],
    ['no list at all', { items: undefined as never }, 'book.malformed'],
  ])('%s is an error', (_, change, code) => expect(codes(change)).toEqual([code]));
});
