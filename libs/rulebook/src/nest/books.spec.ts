import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { canonicalJson } from '#kernel';
import { validateBody } from '#ledger/nest';
import second from '../../../../test/fixtures/books/second-book.json';
import pingli from '../../books/pingli-2016.json';
import { lint } from '../linter.js';
import { InterpretClauseBody, parseBook, PublishRuleBookBody, readBook, rulebookRequests, ruleBookSchema, shapeErrors, shippedBooks } from './index.js';

const textOf = (name: string) => readFileSync(join(__dirname, '../../books', name), 'utf8');
const book = pingli as Record<string, unknown>;
const clauses = pingli.clauses as readonly Record<string, unknown>[];
const withClause = (change: Record<string, unknown>) => ({ ...book, clauses: [{ ...clauses[0], ...change }, ...clauses.slice(1)] });
const ground = (when: unknown) => withClause({ grounds: [{ target: 'unit', when }] });
const without = (of: Record<string, unknown>, key: string) => Object.fromEntries(Object.entries(of).filter(([name]) => name !== key));

describe('the published schema', () => {
  it('is of draft 2020-12', () => expect(ruleBookSchema.$schema).toBe('https://json-schema.org/draft/2020-12/schema'));
  it('is a schema, which the product takes for granted', () => expect(new Ajv2020({ strict: false }).validateSchema(ruleBookSchema)).toBe(true));
  it.each([
    ['the shipped book', pingli],
    ['the invented one', second],
  ])('takes %s', (_, document) => expect(shapeErrors(document)).toEqual([]));
  it.each<[string, unknown, string]>([
    ['an unknown member', { ...book, mood: 'good' }, 'mood'],
    ['a missing list', without(book, 'clauses'), 'clauses'],
    ['a float', { ...book, grades: { ...pingli.grades, maxHundredths: 99.5 } }, '/grades/maxHundredths'],
    ['a version of words', { ...book, version: 'one' }, '/version'],
    ['an id with capitals', { ...book, id: 'PINGLI' }, '/id'],
    ['an unknown consequence', withClause({ consequence: { kind: 'reward' } }), '/clauses/0/consequence'],
    ['a consequence with too much', withClause({ consequence: { kind: 'grade', points: 1 } }), 'points'],
    ['an operator that books may not use', ground({ '+': [1, 2] }), '/clauses/0/grounds/0/when'],
    ['a constant on the left', ground({ '<': [1, { var: 'performance.total' }] }), '/clauses/0/grounds/0/when'],
    ['a fact type that is not finite', { ...book, facts: [{ id: 'x', zh: '某', target: 'unit', type: { kind: 'text' } }] }, '/facts/0/type'],
    ['a defined term without a meaning', { ...book, terms: [{ id: 'x', zh: '某', affects: 'outcome', defined: true }] }, '/terms/0'],
    ['an undefined term with a meaning', { ...book, terms: [{ id: 'x', zh: '某', affects: 'outcome', defined: false, meaningZh: '某' }] }, '/terms/0'],
    ['a calendar that does not say how far it goes', { ...book, calendar: without(pingli.calendar, 'knownTo') }, 'knownTo'],
    ['null', null, '/'],
  ])('refuses %s and says where, in both languages', (_, document, place) => {
    expect(shapeErrors(document).join('\n')).toContain(place);
    const zh = shapeErrors(document, 'zh');
    expect(zh.join('\n')).toContain(place.split(' ')[0]);
    for (const fault of zh) expect([fault, /\p{Script=Han}/u.test(fault), /must|不符合要求/.test(fault)]).toEqual([fault, true, false]);
  });
  // So that the linter, not the schema, tells a rule author of it.
  it('leaves a missing effective date to the linter', () => {
    const undated = without(book, 'effective');
    expect(shapeErrors(undated)).toEqual([]);
    expect(lint(undated as never).map(({ code }) => code)).toEqual(['book.no-effective-date']);
    const empty = { ...book, effective: {} };
    expect([shapeErrors(empty), lint(empty as never).map(({ code }) => code)]).toEqual([[], ['book.no-effective-date']]);
  });
});

describe('the shipped books', () => {
  // They are compiled in by the laxer reader of the platform: no duplicate key, no fraction may hide there.
  it.each(shippedBooks)('%s reads the same when read strictly', async (id) =>
    expect(canonicalJson(await readBook(id))).toBe(canonicalJson(parseBook(textOf(`${id}.json`)))),
  );
  it('hold none of the six documents that the source names, and say so', () => {
    expect(pingli.documents).toHaveLength(6);
    expect(new Set(pingli.documents.map(({ text }) => text))).toEqual(new Set(['not held']));
  });
  it('mark every cut-off and every deduction as an example', () => {
    expect(pingli.grades.levels.every(({ example }) => example)).toBe(true);
    expect(
      clauses
        .filter(({ consequence }) => (consequence as { kind: string }).kind === 'deduction')
        .every(({ example, source }) => example === true && source === 'example'),
    ).toBe(true);
  });
});

describe('a book from a file', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'books-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (content: string | Buffer) => {
    const file = join(folder, 'book.json');
    await writeFile(file, content);
    return readBook(file);
  };
  it('is read', async () => expect((await read(JSON.stringify(second))).id).toBe('yunhe-charter'));
  it.each<[string, string | Buffer, string]>([
    ['with a key twice', '{"id":"a","id":"b"}', 'json.duplicate-key'],
    ['with a fraction', '{"version":1.5}', 'json.number'],
    ['that is no JSON', 'id: a', 'json.syntax'],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'book.not-utf8'],
    ['that is no book', '{}', 'book.malformed'],
  ])('%s is refused', (_, content, code) => expect(read(content)).rejects.toMatchObject({ code, text: { zh: expect.stringMatching(/\p{Script=Han}/u) } }));
  it('that is not there is refused', () => expect(readBook(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'book.no-file' }));
});

describe('bodies', () => {
  const interpretation = {
    bookId: 'pingli-2016',
    term: 'responsible-leader',
    meaningZh: '包村领导',
    posts: { of: 'self', duties: ['stationed'] },
    organUnitId: 'unit-dangwei',
    documentNo: '岭发〔2017〕5号',
    documentDate: '2017-02-20',
  };
  it('there is one for each command of persons', () =>
    expect(rulebookRequests.map(({ type }) => type)).toEqual(['PublishRuleBook', 'InterpretClause', 'PublishHolidayCalendar']));
  it('take a book as it is', async () => expect((await validateBody(PublishRuleBookBody, { document: pingli })).document).toEqual(pingli));
  it('take an interpretation', async () => expect(await validateBody(InterpretClauseBody, interpretation)).toMatchObject(interpretation));
  it('say where a document is no book', () => expect(validateBody(PublishRuleBookBody, { document: { ...book, version: 0 } })).rejects.toThrow('/version'));
  it.each([
    ['document', PublishRuleBookBody, {}],
    ['posts.of', InterpretClauseBody, { ...interpretation, posts: { of: 'everybody' } }],
    ['posts.duties', InterpretClauseBody, { ...interpretation, posts: { of: 'self', duties: [] } }],
    ['documentDate', InterpretClauseBody, { ...interpretation, documentDate: '2017-02-30' }],
    ['documentNo', InterpretClauseBody, without(interpretation, 'documentNo')],
    ['organUnitId', InterpretClauseBody, { ...interpretation, organUnitId: 'person-clerk' }],
    ['note', InterpretClauseBody, { ...interpretation, note: '口头' }],
  ])('refuse a wrong %s', (field, body, plain) =>
    expect(validateBody<object>(body, plain)).rejects.toMatchObject({ code: 'body.invalid', errors: [expect.objectContaining({ field })] }),
  );
});
