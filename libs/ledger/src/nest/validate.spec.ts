import { IsObject } from 'class-validator';
import { parseStrictJson } from '#kernel';
import { IsPrivate, IsSet, IsSlug, IsText, Nested, NestedEach, Optional } from './validators.js';
import { InvalidBody, validateBody } from './validate.js';

class PartBody {
  @IsText(20) name: string;
}
class SampleBody {
  @Optional() @IsText(20) name?: string;
  @Optional() @IsText(500) note?: string;
  @Optional() @IsPrivate(100) phone?: { private: string };
  @Optional() @IsPrivate() story?: { private: string };
  @Optional() @IsSet() @IsSlug({ each: true }) words?: string[];
  @Optional() @Nested(() => PartBody) part?: PartBody;
  @Optional() @NestedEach(() => PartBody) parts?: PartBody[];
  @Optional() @IsObject() document?: object;
}

const faultsOf = async (plain: unknown): Promise<InvalidBody['errors']> =>
  validateBody(SampleBody, plain).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof InvalidBody)) throw error;
      return error.errors;
    },
  );
const fieldsOf = async (plain: unknown): Promise<readonly string[]> => (await faultsOf(plain)).map(({ field }) => field);

describe('a body with a name that every object has', () => {
  const names = Object.getOwnPropertyNames(Object.prototype);
  it.each(names.flatMap((name) => ['1', '"x"', '{}', '[]', '{"name":1}'].map((value) => [name, value])))('as a key is refused: %s %s', async (name, value) => {
    const member = `{"${name}":${value}}`;
    expect(await fieldsOf(parseStrictJson(member))).toEqual([name]);
    for (const field of ['name', 'phone', 'part', 'document', 'parts', 'unknown'])
      expect(await fieldsOf(parseStrictJson(`{"${field}":${member}}`))).toEqual([`${field}.${name}`]);
    expect(await fieldsOf(parseStrictJson(`{"parts":[{"name":"甲"},${member}],"name":"甲"}`))).toEqual([`parts.1.${name}`]);
    expect(await fieldsOf(parseStrictJson(`{"document":{"a":[[${member}]]}}`))).toEqual([`document.a.0.0.${name}`]);
  });
  it('as a word is refused where words are names of things', async () => {
    expect(await fieldsOf({ words: ['constructor'] })).toEqual(['words']);
    expect(await fieldsOf({ name: 'constructor' })).toEqual([]);
  });
});

describe('a text with characters that nobody sees', () => {
  it.each(['\u0000', '\u001b[2J', '\r', '\u007f', '\u009b', '\u200b', '\u202e', '\u2066', '\ufeff'])('is refused wherever it stands: %j', async (character) => {
    const text = `县${character}局`;
    expect(await fieldsOf({ name: text })).toEqual(['name']);
    expect(await fieldsOf({ note: text, phone: { private: text }, part: { name: text }, parts: [{ name: text }] })).toEqual([
      'note',
      'phone.private',
      'part.name',
      'parts.0.name',
    ]);
    expect(await fieldsOf({ document: { clauses: [text] } })).toEqual(['document.clauses.0']);
  });
  it('has several lines only where several are meant', async () => {
    expect(await fieldsOf({ name: '县\n局' })).toEqual(['name']);
    expect(await fieldsOf({ phone: { private: '1\t2' } })).toEqual(['phone']);
    expect(await fieldsOf({ note: '一\n\t二', story: { private: '一\n二' }, document: { a: '一\n二' } })).toEqual([]);
  });
  it('is told in both languages', async () => {
    const [fault] = await faultsOf({ name: '县\u202e局' });
    expect(fault).toMatchObject({ zh: expect.stringContaining('方向控制字符'), en: expect.stringContaining('writing direction') });
  });
});
