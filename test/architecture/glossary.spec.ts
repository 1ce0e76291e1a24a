import { contexts } from '../../libs/zelian/src/contexts.js';
import { glossaryOf } from '../../scripts/glossary-text.js';
import { textOf } from './tree.js';

describe('docs/glossary.md', () => {
  it('says what the manifests say (otherwise: npm run glossary)', () => expect(textOf('docs/glossary.md')).toBe(glossaryOf(contexts)));
  it('would tell a new word', () => {
    const [first] = contexts;
    const grown = { ...first!, events: { ...first!.events, PostVacated: { kind: 'fact', version: 1, zh: '空缺', subjectsOf: () => [] } as const } };
    expect(glossaryOf([grown])).toContain('| `PostVacated` | 空缺 | 事实 fact | v1 |');
    expect(glossaryOf([grown])).not.toBe(glossaryOf([first!]));
  });
});
