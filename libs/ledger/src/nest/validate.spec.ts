import { ArrayMinSize, IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { parseStrictJson } from '#kernel';
import {
  IsCalendarDate,
  IsEntityId,
  IsPrivate,
  IsSet,
  IsSha256,
  IsSlug,
  IsSubjectId,
  IsText,
  IsUtcInstant,
  Nested,
  NestedEach,
  Optional,
} from './validators.js';
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

class WordyBody {
  @Optional() @IsInt() @Min(1) @Max(10_000) weight?: number;
  @Optional() @IsIn(['town', 'department']) kind?: string;
  @Optional() @IsBoolean() acting?: boolean;
  @Optional() @IsCalendarDate() date?: string;
  @Optional() @IsUtcInstant() at?: string;
  @Optional() @IsSubjectId('unit') unitId?: string;
  @Optional() @IsSubjectId(['unit', 'village']) targetId?: string;
  @Optional() @IsEntityId('duty') dutyId?: string;
  @Optional() @IsSha256() sha256?: string;
  @Optional() @IsText(20) name?: string;
  @Optional() @IsSet(1, 3) @IsText(20, { each: true }) refs?: string[];
  @Optional() @IsSet(1) @IsSlug({ each: true }) roles?: string[];
  @Optional() @Nested(() => PartBody) part?: PartBody;
  @Optional() @ArrayMinSize(1) @NestedEach(() => PartBody, 2) parts?: PartBody[];
}

describe('what is refused', () => {
  const told = async (plain: unknown) =>
    validateBody(WordyBody, plain).then(
      () => [],
      (error: InvalidBody) => error.errors.map(({ field, zh }) => `${field} ${zh}`),
    );
  it.each<[object, readonly string[]]>([
    [{ weight: 'x' }, ['weight 须为整数']],
    [{ weight: 0 }, ['weight 不得小于1']],
    [{ weight: 10_001 }, ['weight 不得大于10000']],
    [{ kind: 'moon' }, ['kind 须为以下之一：town、department']],
    [{ acting: 'yes' }, ['acting 须为true或false']],
    [{ date: '2016-02-30' }, ['date 须为真实日期，如2016-12-31']],
    [{ at: '2016-02-29' }, ['at 须为UTC时刻，如2017-01-31T15:59:59.999Z']],
    [{ unitId: 'town' }, ['unitId 须为单位编号（unit-…）']],
    [{ targetId: 'person-0001' }, ['targetId 须为单位或村编号（unit-…、village-…）']],
    [{ dutyId: 'x' }, ['dutyId 须为duty-加小写字母、数字或连字符']],
    [{ sha256: 'ff' }, ['sha256 须为SHA-256，64位小写十六进制']],
    [{ name: ' ' }, ['name 须为非空文字，最多20字，不分行']],
    [{ refs: 'a' }, ['refs 须为列表']],
    [{ refs: [] }, ['refs 至少须有1项']],
    [{ refs: ['a', 'a'] }, ['refs 各项不得重复']],
    [{ refs: ['a', 'b', 'c', 'd'] }, ['refs 最多可有3项']],
    [{ refs: ['a', ' '] }, ['refs 每一项须为非空文字，最多20字，不分行']],
    [{ roles: ['A B'] }, ['roles 每一项须为小写英文词，各部分以连字符相连']],
    [{ part: 'x' }, ['part 须为对象']],
    [{ part: [] }, ['part 须为对象']],
    [{ part: {} }, ['part.name 须为非空文字，最多20字，不分行']],
    [{ part: { name: 'a', x: 1 } }, ['part.x 是未知字段']],
    [{ parts: 'x' }, ['parts 须为列表']],
    [{ parts: [] }, ['parts 至少须有1项']],
    [{ parts: ['x', { name: 'a' }, 3] }, ['parts 最多可有2项', 'parts.0 须为对象', 'parts.2 须为对象']],
    [{ parts: [{ name: 'a' }, { name: '' }] }, ['parts.1.name 须为非空文字，最多20字，不分行']],
    [{ weight: null, x: 1 }, ['x 是未知字段', 'weight 须为整数']],
  ])('%j says once what is allowed', async (plain, texts) => expect(await told(plain)).toEqual(texts));
});
