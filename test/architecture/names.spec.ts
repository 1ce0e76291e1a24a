import { badNames } from './names.js';
import { textOf, typescriptFiles } from './tree.js';

describe('names', () => {
  it('of the tree say something', () => expect(typescriptFiles().flatMap((file) => badNames(file, textOf(file)))).toEqual([]));

  it.each([
    ['class EventManager {}', 'says nothing'],
    ['export type LogUtils = 1;', 'says nothing'],
    ['interface BaseView {}', 'says nothing'],
    ['export function helperOf() {}', 'says nothing'],
    ['class EventLogImpl {}', 'says nothing'],
    ['interface IEventLog {}', 'I prefix'],
    ['const 单位 = 1;', 'not ASCII'],
    ['const x = row.镇;', 'not ASCII'],
  ])('%s is told: %s', (text, complaint) => expect(badNames('libs/a/src/a.ts', text)).toEqual([expect.stringContaining(complaint)]));
  it.each(['libs/a/src/string-utils.ts', 'libs/a/src/base.view.ts'])('a file %s is told', (file) => expect(badNames(file, '')).toHaveLength(1));
  it.each([
    "const zh = '单位';",
    'interface Identity {}',
    'type IOError = 1;',
    'const base = 1;',
    'class Basis {}',
    'class Database {}',
    'const x = { 镇: 1 };',
  ])('%s is let be', (text) => expect(badNames('libs/a/src/a.ts', text)).toEqual([]));
});
