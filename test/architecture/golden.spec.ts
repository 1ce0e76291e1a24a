import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, definitionsOf } from '../../libs/zelian/src/contexts.js';
import { editedFiles, faultsOf, sha256, wantedFiles, type Golden } from './golden.js';
import { filesIn, ROOT, textOf } from './tree.js';

const FOLDER = 'test/fixtures/events';
const names = filesIn([FOLDER])
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(FOLDER.length + 1));
const definitions = definitionsOf(contexts);

describe('golden events', () => {
  it('there is one for every version of every event type, ever', () => expect(wantedFiles(contexts).filter((file) => !names.includes(file))).toEqual([]));
  it.each(names)('%s still decodes, and every subject it names is found', (name) =>
    expect(faultsOf(name, JSON.parse(textOf(`${FOLDER}/${name}`)) as Golden, definitions)).toEqual([]),
  );
  it('are added, never edited (a new one: npm run golden)', () => {
    const hashes = new Map(names.map((name) => [name, sha256(readFileSync(join(ROOT, FOLDER, name)))]));
    expect(editedFiles(textOf(`${FOLDER}/SHA256SUMS`), hashes)).toEqual([]);
  });
});

describe('the check', () => {
  const subjectsOf = ({ unitId }: { unitId: string }) => [unitId];
  const known = new Map([
    ['UnitSeen', { kind: 'fact', version: 2, zh: '见', subjectsOf, upcasts: { 1: (data: object) => ({ ...data, seen: true }) } } as const],
  ]);
  const data = { unitId: 'unit-aaaa01', year: 2016 };
  it('lets a sound file pass', () => expect(faultsOf('UnitSeen.v1.json', { type: 'UnitSeen', version: 1, data }, known)).toEqual([]));
  it.each([
    ['a wrong name', 'UnitSeen.v2.json', { type: 'UnitSeen', version: 1, data }],
    ['an unknown type', 'UnitHeard.v1.json', { type: 'UnitHeard', version: 1, data }],
    ['a version from tomorrow', 'UnitSeen.v3.json', { type: 'UnitSeen', version: 3, data }],
    ['a forgotten subject', 'UnitSeen.v2.json', { type: 'UnitSeen', version: 2, data: { ...data, heads: [{ personId: 'person-bbbb01' }] } }],
    ['forgotten subjects in a list', 'UnitSeen.v2.json', { type: 'UnitSeen', version: 2, data: { ...data, villageIds: ['village-cccc01'] } }],
    ['a private value', 'UnitSeen.v2.json', { type: 'UnitSeen', version: 2, data: { ...data, name: { private: '周砚' } } }],
  ])('tells %s', (_, name, golden) => expect(faultsOf(name, golden, known)).toHaveLength(1));
  it('tells an edited, an unlisted and a missing file', () => {
    const sums = 'aa  A.v1.json\nbb  B.v1.json\ncc  C.v1.json\n';
    expect(
      editedFiles(
        sums,
        new Map([
          ['A.v1.json', 'aa'],
          ['B.v1.json', 'xx'],
          ['D.v1.json', 'dd'],
        ]),
      ),
    ).toEqual(['B.v1.json', 'C.v1.json', 'D.v1.json']);
  });
});
