import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, textOf } from '../architecture/tree.js';
import mutants from './mutants.json';

/** The acceptance traps that every suite of this product must spring, by name. */
const TRAPS = [
  'remove-full',
  'acknowledge-before-commit',
  'skip-index-check',
  'reserialise-before-hashing',
  'position-before-rows',
  'position-before-commands',
  'accept-any-revision',
  'recorded-at-from-client',
  'policy-reads-latest',
  'position-rewound',
  'consequences-added-up',
  'skip-guard',
];

describe('planted mutants', () => {
  it('cover every acceptance trap', () => expect(mutants.map(({ name }) => name)).toEqual(expect.arrayContaining(TRAPS)));
  it('have names of their own', () => expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length));

  describe.each(mutants)('$name', ({ edits, test, named }) => {
    it.each(edits)('replaces a text that stands once in $file', ({ file, search, replace }) => {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(textOf(file).split(search)).toHaveLength(2);
      expect(replace).not.toBe(search);
    });
    it('names a test that exists', () => expect(existsSync(join(ROOT, test)) && textsBehind(test).some((text) => text.includes(named))).toBe(true));
  });
});

/** A contract's titles stand in the suites that each engine's file runs. */
function textsBehind(test: string): readonly string[] {
  const text = textOf(test);
  const suites = [...text.matchAll(/from '(\.[^']*suite)\.js'/g)].map(([, suite]) => join(test, '..', `${suite}.ts`));
  return [text, ...suites.flatMap(textsBehind)];
}
