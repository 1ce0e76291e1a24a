import { IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { bodySchema } from './body-schema.js';
import { IsCalendarDate, IsPrivate, IsSet, IsSubjectId, IsText, Nested, NestedEach, Optional } from './validators.js';

class WordBody {
  @IsText(20) word: string;
}
class PlainBody {
  @IsSubjectId('unit') unitId: string;
  @Optional() @IsText(100) note?: string;
}
class WholeBody extends PlainBody {
  @IsInt() @Min(1) @Max(9) count: number;
  @IsBoolean() open: boolean;
  @IsCalendarDate() date: string;
  @IsPrivate() reason: object;
  @IsIn(['a', 'b']) kind: string;
  @IsSet(2) @IsIn(['x', 'y'], { each: true }) kinds: string[];
  @Matches(/^[0-9a-f]{4}$/, { message: 'must be four hex digits' }) sha: string;
  @Optional() @Nested(() => WordBody) word?: WordBody;
  @NestedEach(() => WordBody, 3) words: WordBody[];
}

const word = { type: 'object', properties: { word: { type: 'string', maxLength: 20 } }, required: ['word'], additionalProperties: false };

describe('the schema of a body', () => {
  it('says what its rules say, inherited ones first', () =>
    expect(bodySchema(WholeBody)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['unitId', 'count', 'open', 'date', 'reason', 'kind', 'kinds', 'sha', 'words'],
      properties: {
        unitId: { type: 'string', pattern: '^(unit)-', description: 'must be the id of a unit' },
        note: { type: 'string', maxLength: 100 },
        count: { type: 'integer', minimum: 1, maximum: 9 },
        open: { type: 'boolean' },
        date: { type: 'string', format: 'date', description: 'must be a real calendar date, YYYY-MM-DD' },
        reason: {
          ...{ type: 'object', properties: { private: { type: 'string' } }, required: ['private'], additionalProperties: false },
          description: 'must be {"private": "…"} with text that is not blank, at most 2000 characters',
        },
        kind: { enum: ['a', 'b'] },
        kinds: { type: 'array', minItems: 2, maxItems: 1_000, uniqueItems: true, items: { enum: ['x', 'y'] } },
        sha: { type: 'string', pattern: '^[0-9a-f]{4}$', description: 'must be four hex digits' },
        word,
        words: { type: 'array', maxItems: 3, items: word },
      },
    }));

  it('calls fields by their labels', () =>
    expect(bodySchema(PlainBody, (field) => ({ unitId: '单位' })[field])).toMatchObject({
      properties: { unitId: { description: '单位: must be the id of a unit' }, note: { type: 'string', maxLength: 100 } },
    }));
});
