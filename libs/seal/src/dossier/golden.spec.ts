import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalJson } from '#kernel';
import { CaseLog } from '../../../../test/support/case-log.js';
import { pageProgram } from '../../../../test/support/page-program.js';
import { agreed, pythonMissing, secondVerdicts } from '../../../../test/support/second-verifier.js';
import { FORMAT_VERSION, FORMAT_VERSIONS, readDossier, verifyDossierFile } from './index.js';

// A file of each version that was ever written. Such a file may be added, never changed: somebody holds one like it.
const FOLDER = resolve('test/fixtures/dossiers');
const pathOf = (version: number): string => join(FOLDER, `v${version}.json`);
const PERSON = 'person-000000000000003';
const log = new CaseLog();
const CLAUSE = canonicalJson({ id: 'X-0', sourceQuote: '对年度目标任务未完成的，予以问责。（示例）', zh: '示例条款：年度目标未完成' });
const FILE = { sha256: 'ab'.repeat(32), sizeBytes: 1204, mediaType: 'image/jpeg' };
const newest = log
  .add({ subjects: [PERSON, 'unit-0000000000000001'], privates: { name: '周砚', narrative: '经过' }, clauses: [CLAUSE], data: { file: FILE } })
  .add({ subjects: ['unit-0000000000000001'] })
  .add({ subjects: [PERSON], privates: { narrative: '涉及第三人的内容' } })
  .index()
  .add({ subjects: [PERSON] })
  .dossier(PERSON, {
    ...{ at: 3, witnessed: true, audited: true, earlier: [2], withheldBecause: () => '涉及第三人' },
    reveals: ({ value }) => value !== '涉及第三人的内容',
  });
if (process.env.ZELIAN_WRITE) writeFileSync(pathOf(FORMAT_VERSION), newest, { flag: 'wx' });

it('the newest version is written as its golden file', () => expect(readFileSync(pathOf(FORMAT_VERSION), 'utf8')).toBe(newest));

describe.each(FORMAT_VERSIONS)('a dossier of version %i', (version) => {
  const path = pathOf(version);
  const bytes = readFileSync(path);
  const { verify } = pageProgram();
  const brought = { whole: log.written, none: {}, auditor: { auditors: log.written.auditors } };

  it('is of that version', () => expect(readDossier(bytes.toString('utf8')).version).toBe(version));

  it.each([
    ['whole', 'key', 'L1', ['both', 'both', 'both']],
    ['none', 'none', 'L0', ['file', 'file', 'file']],
    ['auditor', 'cosigner', 'L1', ['file', 'file', 'both']],
  ] as const)('verifies with what its reader brings: %s', (name, anchor, assurance, broughtBy) => {
    const verdict = verifyDossierFile(bytes, brought[name]);
    expect(verdict).toMatchObject({ ok: true, count: 2, covers: 3, after: 1, anchor, assurance, revealed: 2, withheld: 1 });
    expect(verdict.keys.map((key) => key.broughtBy)).toEqual(broughtBy);
    expect(agreed(verify(bytes, brought[name]))).toEqual(agreed(verdict));
    if (pythonMissing() === undefined) expect(secondVerdicts([{ path, ...brought[name] }]).map(agreed)).toEqual([agreed(verdict)]);
  });
});
