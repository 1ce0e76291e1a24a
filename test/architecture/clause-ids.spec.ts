import { clauseIdsIn } from './clause-ids.js';
import { filesIn, textOf } from './tree.js';

const code = filesIn(['apps', 'libs', 'scripts']).filter((file) => /\.(ts|mjs|cjs|json)$/.test(file));

describe('clause ids', () => {
  it('stand in books, the story and tests only', () => expect(code.flatMap((file) => clauseIdsIn(file, textOf(file)))).toEqual([]));
  it.each(["const clause = 'PL-D1';\n", '// see PL-3\n', "if (id === 'LAW-7') veto();\n"])('%j is found in code', (text) =>
    expect(clauseIdsIn('libs/veto/src/veto.policy.ts', text)).toHaveLength(1),
  );
  it.each(['libs/rulebook/src/books/pingli-2016.json', 'apps/cli/src/story/cast.ts', 'libs/veto/src/veto.decider.spec.ts'])('%s may name them', (file) =>
    expect(clauseIdsIn(file, "'PL-D1'")).toEqual([]),
  );
});
