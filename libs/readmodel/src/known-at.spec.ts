import { knownAtFrom } from './known-at.js';

describe('a moment as people write it', () => {
  it.each<[string, number | string]>([
    ['-1', -1],
    ['0', 0],
    ['1234', 1234],
    ['2017-01-31', '2017-01-31T15:59:59.999Z'],
    ['2016-12-31', '2016-12-31T15:59:59.999Z'],
    ['2017-01-31T15:59:59.999Z', '2017-01-31T15:59:59.999Z'],
    ['2017-01-31T15:59:59Z', '2017-01-31T15:59:59.000Z'],
    ['2017-01-31T15:59:59.5Z', '2017-01-31T15:59:59.500Z'],
    ['2017-01-31T23:59:59.999+08:00', '2017-01-31T15:59:59.999Z'],
    ['2017-01-01T00:00:00+08:00', '2016-12-31T16:00:00.000Z'],
    ['2017-01-31T23:59:59 08:00', '2017-01-31T15:59:59.000Z'],
    ['2016-12-31T20:30:00-03:30', '2017-01-01T00:00:00.000Z'],
  ])('%s', (text, moment) => expect(knownAtFrom(text)).toBe(moment));

  it.each([
    '',
    '-2',
    '1e3',
    '01.0',
    'yesterday',
    '2017-02-30',
    '2017-02-30T00:00:00Z',
    '2017-01-31T15:59:59',
    '2017-01-31T24:00:00Z',
    '2017-01-31T15:59:59+15:00',
    '2017-01-31T15:59Z',
  ])('is not %j, and the refusal says so with an example in both languages', (text) => {
    const { zh, en } = refusalOf(text);
    for (const words of [zh, en]) expect([words.includes(text), words.includes('2017-01-31T23:59:59+08:00')]).toEqual([true, true]);
  });
});

function refusalOf(text: string): Readonly<{ zh: string; en: string }> {
  try {
    throw new Error(`taken as ${knownAtFrom(text)}`);
  } catch (error) {
    expect(error).toMatchObject({ code: 'moment.invalid' });
    return (error as { text: Readonly<{ zh: string; en: string }> }).text;
  }
}
