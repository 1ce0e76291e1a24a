import pingli from '../books/pingli-2016.json';
import type { Ladder, LightScheme, RectificationRules, RuleBook } from './book.js';
import { ladderFor, lightsFor, paperById, urgencyById } from './catalogue.js';
import { lint } from './linter.js';
import { shapeErrors } from './nest/index.js';

const book = pingli as unknown as RuleBook;
const linesOf = (change: Partial<RuleBook>) =>
  lint({ ...book, ...change })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, subject }) => `${code} ${subject ?? ''}`.trim());
const ladder = book.ladders![0]!;
const withLadder = (change: Partial<Ladder>) => ({ ladders: [{ ...ladder, ...change }, ...book.ladders!.slice(1)] });
const scheme = book.lights![0]!;
const withLights = (change: Partial<LightScheme>) => ({ lights: [{ ...scheme, ...change }] });
const withRules = (change: Partial<RectificationRules>) => ({ rectification: { ...book.rectification!, ...change } });
const [first, second, third] = ladder.steps as [Ladder['steps'][number], Ladder['steps'][number], Ladder['steps'][number]];

describe('ladders, lights and the rules of rectification', () => {
  it('of the shipped book are sound, and examples every one', () => {
    expect(linesOf({})).toEqual([]);
    for (const part of [...book.papers!, ...book.ladders!, ...book.lights!, book.rectification!]) expect(part.example).toBe(true);
  });
  it('are missed by nobody when a book has none', () =>
    expect(linesOf({ papers: undefined, ladders: undefined, lights: undefined, rectification: undefined })).toEqual([]));
  it.each<[string, Partial<RuleBook>, readonly string[]]>([
    ['a paper that nobody knows', withLadder({ steps: [{ ...third, does: 'draft', paper: 'lashes' }] }), ['book.unknown-paper ordinary']],
    ['a step out of turn', withLadder({ steps: [second, first, third] }), ['book.ladder-order ordinary']],
    [
      'a reminder further off listed after a nearer one',
      withLadder({ steps: [first, { ...first, id: 'x', span: { hours: 80 } }] }),
      ['book.ladder-order ordinary'],
    ],
    ['a later step listed before an earlier one', withLadder({ steps: [third, { ...third, id: 'x', span: { workDays: 1 } }] }), ['book.ladder-order ordinary']],
    ['a step named twice', withLadder({ steps: [first, first] }), ['book.duplicate-id remind-3-days']],
    ['a ladder named twice', { ladders: [ladder, ladder, book.ladders![1]!] }, ['book.duplicate-id ordinary']],
    ['a ladder of no date', withLadder({ effective: { from: '2016-02-30' } }), ['book.no-effective-date ordinary']],
    ['a source that is none', withLadder({ source: 'hearsay' }), ['book.unknown-source ordinary']],
    ['lights that may stay dark', withLights({ rules: scheme.rules.slice(0, -1) }), ['book.lights-open due-in-three-days']],
    ['a light that never shows', withLights({ rules: [...scheme.rules, scheme.rules[0]!] }), ['book.lights-unreachable due-in-three-days']],
    ['a class on no ladder', withRules({ urgencies: [{ id: 'x', zh: '某', workDays: 1, ladder: 'none' }] }), ['book.unknown-ladder none']],
    ['a book on no ladder', withRules({ ladder: 'none' }), ['book.unknown-ladder none']],
    ['lights that nobody knows', withRules({ lights: 'none' }), ['book.unknown-lights none']],
    ['rules without a source', withRules({ source: 'hearsay' }), ['book.unknown-source rectification']],
    ['ladders that are no list', { ladders: {} as never }, ['book.malformed']],
    ['a ladder without steps', withLadder({ steps: undefined }), ['book.malformed']],
  ])('%s: an error', (_, change, lines) => expect(linesOf(change)).toEqual(lines));
  it('work days and days are not compared: which is longer is for the calendar to say', () =>
    expect(linesOf(withLadder({ steps: [third, { ...third, id: 'x', span: { days: 1 } }] }))).toEqual([]));
});

describe('the schema', () => {
  it.each<[string, Partial<RuleBook>, string]>([
    ['a draft of nothing', withLadder({ steps: [{ ...third, paper: undefined } as never] }), 'paper'],
    ['a reminder with a paper', withLadder({ steps: [{ ...first, paper: 'talk' } as never] }), '/ladders/0/steps/0'],
    ['a span of two kinds', withLadder({ steps: [{ ...first, span: { days: 1, hours: 1 } as never }] }), '/ladders/0/steps/0/span'],
    ['a light on an unknown state', withLights({ rules: [{ colour: 'red', zh: '红', when: { states: ['lost'] } }] }), '/lights/0/rules/0/when/states/0'],
    ['a class of no days', withRules({ urgencies: [{ id: 'x', zh: '某', workDays: 0, ladder: 'ordinary' }] }), '/rectification/urgencies/0/workDays'],
  ])('refuses %s', (_, change, place) => expect(shapeErrors(JSON.parse(JSON.stringify({ ...book, ...change }))).join('\n')).toContain(place));
});

describe('what applies', () => {
  it('is the ladder of the class, else of the book, in its time', () => {
    expect(ladderFor(book, '2016-12-07', 'urgent')?.id).toBe('urgent');
    expect(ladderFor(book, '2016-12-07', 'hard')?.id).toBe('ordinary');
    expect(ladderFor(book, '2016-12-07')?.id).toBe('ordinary');
    expect(ladderFor(book, '2015-12-31')).toBeUndefined();
    expect(ladderFor({ ...book, rectification: undefined }, '2016-12-07')).toBeUndefined();
  });
  it('are the lights that the book uses, or those asked for', () => {
    expect(lightsFor(book, '2016-12-07')?.id).toBe('due-in-three-days');
    expect(lightsFor(book, '2016-12-07', 'none')).toBeUndefined();
    expect(lightsFor(book, '2015-12-31')).toBeUndefined();
  });
  it('is found by id', () => {
    expect(urgencyById(book, 'ordinary')?.workDays).toBe(15);
    expect(urgencyById({ ...book, rectification: undefined }, 'ordinary')).toBeUndefined();
    expect(paperById(book, 'listing')?.lists).toBe(true);
    expect(paperById({ ...book, papers: undefined }, 'listing')).toBeUndefined();
  });
});
