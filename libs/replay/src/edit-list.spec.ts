import Ajv2020 from 'ajv/dist/2020.js';
import { editListSchema, parseEditList } from './edit-list.js';

const RETRACT = { op: 'retract', of: '01539678-9c00-75ee-8493-06a5b512fcc0' };

describe('the published schema of an edit list', () => {
  it('is a schema, which the product takes for granted', () => expect(new Ajv2020({ strict: false }).validateSchema(editListSchema)).toBe(true));

  it('takes an edit', () => expect(parseEditList({ format: 1, edits: [RETRACT] })).toEqual({ format: 1, edits: [RETRACT] }));

  it.each([
    ['another format', { format: 2, edits: [RETRACT] }, '/format'],
    ['a field that no edit has', { format: 1, edits: [{ ...RETRACT, why: 'x' }] }, '/edits/0'],
    ['no list', { format: 1 }, '/ '],
  ])('refuses %s by its place', (_, document, place) => {
    expect(() => parseEditList(document)).toThrow(`replay.malformed: not an edit list: ${place}`);
  });
  it.each([
    ['a key that every object has', '{"constructor":1}', 'edits.0.value.constructor'],
    ['a character that nobody sees', '"\u202e"', 'edits.0.value'],
  ])('refuses %s', (_, value, place) => {
    const edits = [{ ...RETRACT, op: 'replace', path: '/name', value: JSON.parse(value) as unknown }];
    expect(() => parseEditList({ format: 1, edits })).toThrow(`replay.malformed: ${place} `);
  });
});
