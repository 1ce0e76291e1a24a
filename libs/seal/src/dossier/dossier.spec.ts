import { canonicalJson } from '#kernel';
import { base64, multiproof } from '#transparency';
import { CaseLog, type SuiteName } from '../../../../test/support/case-log.js';
import { withoutEvent } from '../../../../test/support/dossier-trials.js';
import { seededRandom } from '../../../../test/support/random.js';
import { sha256 } from '../suites/index.js';
import { parsePolicy } from '../witness/index.js';
import { formatDossier, makeDossier, readDossier, verifyDossier, verifyDossierFile, type Dossier, type DossierVerdict } from './index.js';

const TOWN = 'unit-0000000000000001';
const PERSON = 'person-000000000000003';
const ABSENT = 'person-000000000000009';
const CLAUSE = canonicalJson({ id: 'X-0', zh: '示例条款', sourceQuote: '原文' });
const FILE = { sha256: 'ab'.repeat(32), sizeBytes: 12, mediaType: 'application/pdf' };

function county(suite: SuiteName = 'ed25519'): CaseLog {
  const log = new CaseLog(suite);
  for (let i = 0; i < 12; i++)
    log.add({
      subjects: i % 3 === 0 ? [TOWN, PERSON] : [TOWN],
      ...(i % 3 === 0 && { privates: { name: `周砚${i}`, narrative: `经过 ${i} “引号” \n` }, clauses: [CLAUSE], data: { file: { ...FILE, zh: '照片' } } }),
    });
  return log.index().add({ subjects: [TOWN] });
}

const AT = 12;
const file = (text: string) => Buffer.from(text, 'utf8');
const check = (text: string, trust = {}) => verifyDossierFile(file(text), trust);
const failing = ({ ok, firstProblem }: DossierVerdict) => (ok ? 'passes' : firstProblem!.check);
/** Keys for which no cosignature is asked: a witness would have to have signed. */
const unwitnessed = ({ written: { log, auditors } }: CaseLog) => ({ log, auditors });
/** The dossier changed as somebody would who then makes the file agree with itself again. */
const forged = (text: string, change: Partial<Dossier>): string => formatDossier({ ...readDossier(text), ...change });

describe.each(['ed25519', 'sm2-sm3'] as const)('a dossier signed with %s', (suite) => {
  const log = county(suite);
  const text = log.dossier(PERSON, { at: AT, witnessed: true, audited: true });

  it('verifies with the keys that the reader brings, and says what was found', () => {
    expect(check(text, log.written)).toMatchObject({
      ...{ ok: true, subject: PERSON, origin: log.origin, size: 14, covers: 12, count: 4, after: 1, assurance: 'L1', anchor: 'key' },
      ...{ witnesses: ['example.org/witness'], auditors: ['example.org/auditor'], revealed: 8, withheld: 0 },
    });
  });

  it('rests on the file’s own keys where the reader brings none: says so, and trusts none of them for having signed', () => {
    expect(check(text)).toMatchObject({ ok: true, anchor: 'none', assurance: 'L0', witnesses: [], auditors: [] });
    expect(check(text).keys.map(({ role, broughtBy, signed }) => [role, broughtBy, signed])).toEqual([
      ['log', 'file', true],
      ['witness', 'file', true],
      ['auditor', 'file', true],
    ]);
  });

  it('tells of each key whether the file, the reader or both brought it, and whether it signed', () => {
    const { auditors: others } = new CaseLog(suite === 'ed25519' ? 'sm2-sm3' : 'ed25519').written;
    const { keys } = check(text, { log: log.written.log, auditors: [...log.written.auditors, ...others] });
    expect(keys.map(({ role, key, broughtBy, signed }) => [role, key, broughtBy, signed])).toEqual([
      ['log', log.written.log[0], 'both', true],
      ['witness', log.written.witnesses[0], 'file', true],
      ...[
        ['auditor', log.written.auditors[0], 'both', true],
        ['auditor', others[0], 'reader', false],
      ].sort((a, b) => (a[1]! < b[1]! ? -1 : 1)),
    ]);
  });

  it('rests on a witness or auditor whom the reader trusts, without a key of the log', () => {
    expect(check(text, { witnesses: log.written.witnesses })).toMatchObject({ ok: true, anchor: 'cosigner', assurance: 'L0' });
    expect(check(text, { auditors: log.written.auditors })).toMatchObject({ ok: true, anchor: 'cosigner', assurance: 'L1' });
    expect(check(log.dossier(PERSON, { at: AT }), { auditors: log.written.auditors })).toMatchObject({ ok: true, anchor: 'none', assurance: 'L0' });
  });

  it('lists of witnesses and auditors those who signed, and no others', () => {
    const { keys } = readDossier(log.dossier(PERSON, { at: AT, witnessed: true }));
    expect(keys).toEqual({ ...log.written, auditors: [] });
  });

  it('counts no auditor whom the reader did not name', () =>
    expect(check(text, { log: log.written.log })).toMatchObject({ ok: true, assurance: 'L0', witnesses: [], auditors: [], anchor: 'key' }));

  it('fails under another key for the log', () => {
    const { log: other } = new CaseLog(suite === 'ed25519' ? 'sm2-sm3' : 'ed25519').written;
    expect(failing(check(text, { log: other }))).toBe('checkpoint');
    expect(failing(check(text, { log: new CaseLog(suite, 'example.org/elsewhere').written.log }))).toBe('checkpoint');
  });

  it('passes whatever private value is withheld', () => {
    for (const { commitment } of log.openings) {
      const closed = log.dossier(PERSON, { at: AT, reveals: (one) => one.commitment !== commitment, withheldBecause: () => '涉及他人' });
      expect(check(closed, unwitnessed(log))).toMatchObject({ ok: true, revealed: 7, withheld: 1 });
    }
    expect(check(log.dossier(PERSON, { at: AT, reveals: () => false }), unwitnessed(log))).toMatchObject({ ok: true, revealed: 0, withheld: 8 });
  });
});

describe('a witness, or a quorum, that the reader asks for', () => {
  const log = county();
  const [mine, other] = [log.written.witnesses[0]!, new CaseLog('sm2-sm3').written.witnesses[0]!];
  const policyOf = (...lines: readonly string[]) => parsePolicy(file(lines.map((line) => `${line}\n`).join('')));
  const witnessed = log.dossier(PERSON, { at: AT, witnessed: true });
  const nameAndId = (key: string) => key.split('+', 2).join('+');
  const witnessesOf = ({ checks }: DossierVerdict) => checks.find(({ name }) => name === 'witnesses')!;

  it('is not applicable where none is asked for', () => expect(witnessesOf(check(witnessed)).ok).toBeNull());

  it('fails where a witness did not sign, and says which', () => {
    expect(witnessesOf(check(witnessed, { witnesses: [mine] })).ok).toBe(true);
    const missed = check(witnessed, { witnesses: [mine, other] });
    expect(missed).toMatchObject({ ok: false, firstProblem: { check: 'witnesses', code: 'not-cosigned', missing: [nameAndId(other)] } });
    expect(witnessesOf(missed).detail.zh).toContain(nameAndId(other));
    // A key that signs notes cosigns nothing, whose it may be.
    expect(check(witnessed, { witnesses: log.written.log }).firstProblem?.missing).toEqual([nameAndId(log.written.log[0]!)]);
  });

  it('takes a policy’s log and witnesses for the reader’s own, where its quorum stands behind the checkpoint', () => {
    const policy = policyOf(`log ${log.written.log[0]}`, `witness city ${mine}`, `witness 省 ${other}`, 'group one any city 省', 'quorum one');
    expect(check(witnessed, { policy })).toMatchObject({ ok: true, anchor: 'key', witnesses: ['example.org/witness'] });
    expect(check(witnessed, { policy }).keys).toContainEqual({ role: 'witness', key: mine, broughtBy: 'both', signed: true });
    const unlogged = policyOf(`witness city ${mine}`, 'quorum city');
    expect(check(witnessed, { policy: unlogged })).toMatchObject({ ok: true, anchor: 'cosigner' });
  });

  it('fails where the quorum is not met, and names those who are missing as the policy calls them', () => {
    const policy = policyOf(`witness city ${mine}`, `witness 省 ${other}`, 'group both all city 省', 'quorum both');
    expect(check(witnessed, { policy }).firstProblem).toEqual({ check: 'witnesses', code: 'not-cosigned', missing: ['省'] });
    expect(check(log.dossier(PERSON, { at: AT }), { policy }).firstProblem?.missing).toEqual(['city', '省']);
    expect(failing(check(witnessed, { policy: policyOf(`log ${new CaseLog('ed25519', 'example.org/x').written.log[0]}`, 'quorum none') }))).toBe('checkpoint');
  });
});

describe('what a dossier does not let pass', () => {
  const log = county();
  const text = log.dossier(PERSON, { at: AT, audited: true, witnessed: true });
  const dossier = readDossier(text);

  it('any event dropped, the last one too, even with the multiproof made anew', () => {
    dossier.events.forEach((_, i) => {
      expect(withoutEvent(dossier, i, log).map((one) => failing(check(one, log.written)))).toEqual(['inclusion', 'completeness']);
    });
  });

  it('an absence claimed of somebody who has events', () => {
    const absent = readDossier(log.dossier(ABSENT, { at: AT }));
    expect(failing(check(forged(text, { ...absent, subject: PERSON }), unwitnessed(log)))).toBe('completeness');
  });

  it.each<readonly [string, (one: Dossier) => Partial<Dossier>, string]>([
    ['a value', ({ privateValues: [one, ...rest] }) => ({ privateValues: [{ ...one!, value: '别人' } as never, ...rest] }), 'private-values'],
    ['a salt', ({ privateValues: [one, ...rest] }) => ({ privateValues: [{ ...one!, salt: '0'.repeat(64) } as never, ...rest] }), 'private-values'],
    ['a commitment left out', ({ privateValues }) => ({ privateValues: privateValues.slice(1) }), 'private-values'],
    ['a clause’s text', ({ clauses: [one] }) => ({ clauses: [{ ...one!, text: `${one!.text} ` }] }), 'clauses'],
    ['a clause left out', () => ({ clauses: [] }), 'clauses'],
    ['evidence', ({ evidence: [one, ...rest] }) => ({ evidence: [{ ...one!, sha256: 'cd'.repeat(32) }, ...rest] }), 'evidence'],
    ['a figure', ({ stated }) => ({ stated: { ...stated, after: 0 } }), 'stated'],
    ['an assurance that nobody gave', ({ keys }) => ({ keys: { ...keys, auditors: [] } }), 'stated'],
    ['a witness who did not sign', ({ keys }) => ({ keys: { ...keys, witnesses: [new CaseLog('sm2-sm3').written.witnesses[0]!] } }), 'stated'],
    ['a key listed twice', ({ keys }) => ({ keys: { ...keys, witnesses: [...keys.witnesses, ...keys.witnesses] } }), 'stated'],
    ['a version that nobody knows', () => ({ version: 3 as never }), 'format'],
    ['positions', ({ events: [a, b, ...rest] }) => ({ events: [b!, a!, ...rest] }), 'positions'],
    ['an event said twice', ({ events: [a, ...rest] }) => ({ events: [a!, a!, ...rest] }), 'positions'],
    ['another subject', () => ({ subject: ABSENT }), 'events'],
    ['a cosignature', ({ checkpoint }) => ({ checkpoint: checkpoint.replace(/(auditor .{20})./, (_, head: string) => `${head}#`) }), 'checkpoint'],
    ['no index event', ({ events: [one] }) => ({ index: one! }), 'index'],
    ['an index proof cut', ({ subjectProof }) => ({ subjectProof: subjectProof.slice(0, -4) }), 'format'],
    ['something more', () => ({ more: 1 }) as never, 'format'],
  ])('%s', (_, change, expected) => expect(failing(check(forged(text, change(dossier)), log.written))).toBe(expected));

  it('the whole list against an index that hides one of it; the list that agrees with the lie passes, but only as the operator’s word', () => {
    const lying = county();
    const whole = readDossier(lying.index().dossier(PERSON));
    lying.index((position) => position === 3);
    const lie = readDossier(lying.dossier(PERSON));
    expect(lie.events).toHaveLength(whole.events.length - 1);
    expect(verifyDossier(lie, unwitnessed(lying))).toMatchObject({ ok: true, count: 3, assurance: 'L0' });
    const places = [...whole.events.map(({ position }) => position), lie.index.position];
    const path = multiproof(sha256, lying.nodes, places, lying.entries.length).map(base64);
    const { events, privateValues, clauses, evidence } = whole;
    const told = formatDossier({ ...lie, events, privateValues, clauses, evidence, multiproof: path });
    expect(failing(check(told, unwitnessed(lying)))).toBe('completeness');
  });

  it('any byte of the file changed', () => {
    const random = seededRandom(17);
    const bytes = file(text);
    for (let run = 0; run < 400; run++) {
      const at = Math.floor(random() * bytes.length);
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 << Math.floor(random() * 8));
      expect([at, verifyDossierFile(changed, log.written).ok]).toEqual([at, false]);
    }
  });

  it('the same content written otherwise: spaces, keys twice, another order, no line end', () => {
    for (const other of [
      ` ${text}`,
      text.trimEnd(),
      text.replace('{', '{ '),
      text.replace('"version":2', '"version":2,"version":2'),
      `${JSON.stringify(Object.fromEntries(Object.entries(dossier).reverse()))}\n`,
      text.replace('"version":2', '"version":2.0'),
    ])
      expect(failing(check(other))).toBe('format');
    expect(() => readDossier(text.replace('"version":2', '"version":2,"version":2'))).toThrow(expect.objectContaining({ code: 'json.duplicate-key' }));
  });
});

describe('a checkpoint that the reader holds', () => {
  const log = county();
  const text = log.dossier(PERSON, { at: AT, earlier: [3, 12] });

  it.each([3, 12, 14])('of size %i is found to be a beginning of the same log', (size) => {
    const note = log.checkpoint({ size });
    expect(check(text, { checkpoint: note })).toMatchObject({ ok: true, anchor: 'checkpoint' });
    expect(check(text, { checkpoint: note.split('\n').slice(0, 3).join('\r\n') })).toMatchObject({ ok: true, anchor: 'checkpoint' });
  });

  it('is contradicted by a log that was rewritten', () => {
    const before = new CaseLog();
    for (let i = 0; i < 14; i++) before.add({ subjects: [PERSON] });
    for (const size of [3, 12, 14]) expect(check(text, { checkpoint: before.checkpoint({ size }) }).firstProblem).toMatchObject({ code: 'held-conflict' });
    expect(check(text, { checkpoint: log.checkpoint({ size: 7 }) }).firstProblem).toEqual({ check: 'held-checkpoint', code: 'held-not-comparable' });
    expect(check(text, { checkpoint: new CaseLog('ed25519', 'example.org/x').add({ subjects: [TOWN] }).checkpoint() }).firstProblem?.code).toBe('held-origin');
  });

  it('accuses somebody only where it is contradicted', () => {
    const detailOf = (held: string, file = text) => check(file, { checkpoint: held }).checks.find(({ name }) => name === 'held-checkpoint')!;
    const before = new CaseLog();
    for (let i = 0; i < 14; i++) before.add({ subjects: [PERSON] });
    const open = detailOf(log.checkpoint({ size: 7 }));
    expect(open).toMatchObject({ ok: false, detail: { zh: expect.stringContaining('--held') as string, en: expect.stringContaining('--held') as string } });
    expect(`${open.detail.zh} ${open.detail.en}`).not.toMatch(/改写|rewritten|不符|contradicts/);
    const contradicted = detailOf(before.checkpoint({ size: 12 })).detail;
    expect([contradicted.zh, contradicted.en]).toEqual([expect.stringContaining('改写'), expect.stringContaining('rewritten')]);
    const other = detailOf(new CaseLog('ed25519', 'example.org/x').add({ subjects: [TOWN] }).checkpoint()).detail;
    expect([other.zh, other.en]).toEqual([expect.stringContaining('另一账本'), expect.stringContaining('another log')]);
    const bent = { ...log.parts(PERSON, { at: AT, earlier: [3] }) };
    const wrong = makeDossier({ ...bent, earlier: bent.earlier!.map((one) => ({ ...one, root: new Uint8Array(32) })) });
    expect(detailOf(log.checkpoint({ size: 3 }), wrong).detail.en).toContain('not a beginning');
  });

  it('that is none, or a key that is none, is refused as such', () => {
    expect(() => check(text, { checkpoint: 'hello' })).toThrow('malformed');
    expect(() => check(text, { log: ['hello'] })).toThrow('malformed');
  });
});

describe('an absence', () => {
  it('is a dossier without events', () => {
    const log = county();
    const text = log.dossier(ABSENT, { at: AT, audited: true });
    expect(check(text, unwitnessed(log))).toMatchObject({ ok: true, count: 0, covers: 12, after: 1, assurance: 'L1' });
    expect(verifyDossier(readDossier(text), unwitnessed(log)).ok).toBe(true);
  });

  it('holds in an empty log too', () => {
    const log = new CaseLog().index();
    expect(check(log.dossier(ABSENT), unwitnessed(log))).toMatchObject({ ok: true, count: 0, covers: 0, after: 0 });
  });
});
