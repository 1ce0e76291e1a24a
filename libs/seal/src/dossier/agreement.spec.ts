import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hex, leafHash } from '#transparency';
import { keepsRecord } from '../../../../test/support/campaign.js';
import { CaseLog } from '../../../../test/support/case-log.js';
import { oneByOne, Trials, trialsOf, type Expected } from '../../../../test/support/dossier-trials.js';
import { agreed, pythonMissing, runSecond, secondVerdicts } from '../../../../test/support/second-verifier.js';
import { whenHere } from '../../../../test/support/when-here.js';
import { sha256 } from '../suites/index.js';
import { parsePolicy } from '../witness/index.js';
import { verifyDossierFile, withAsked } from './index.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 12);
const when = whenHere('tests of the second verifier', pythonMissing());

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'zelian-dossiers-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('two verifiers that share no code', () => {
  const outcomes = new Map<string, number>();
  let disagreements = 0;
  keepsRecord('dossiers', () => ({ seed: 1, outcomes: Object.fromEntries(outcomes), disagreements }));
  when(`agree on the dossiers of ${RUNS} generated ledgers, whole and tampered with`, () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const trials = trialsOf(seed);
      const ours = trials.map(({ text, brought }) => agreed(verifyDossierFile(Buffer.from(text, 'utf8'), brought)));
      const theirs = secondVerdicts(new Trials(folder, seed).written(trials)).map(agreed);
      trials.forEach(({ name, expected }, i) => {
        if (!isDeepStrictEqual(theirs[i], ours[i])) disagreements++;
        expect([seed, name, theirs[i]]).toEqual([seed, name, ours[i]]);
        expect([seed, name, ours[i]!.ok]).toEqual([seed, name, expected === 'holds']);
        const outcome: Expected | string = ours[i]!.ok ? 'holds' : ours[i]!.problem!;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      });
    }
    // A campaign that never failed where it should would agree about nothing.
    for (const outcome of ['holds', 'digest', 'checkpoint', 'witnesses', 'inclusion', 'completeness', 'private-values', 'held-checkpoint', 'stated'])
      expect([outcome, (outcomes.get(outcome) ?? 0) > 0]).toEqual([outcome, true]);
  });

  when('find each event missing that somebody dropped, the last too, and hold whatever private value is withheld', () => {
    const trials = oneByOne();
    const theirs = secondVerdicts(new Trials(folder, 0).written(trials)).map(agreed);
    expect(theirs.map(({ ok, problem }, i) => [trials[i]!.name, ok, problem])).toEqual(
      trials.map(({ text, brought, name, expected }) => [name, expected === 'holds', agreed(verifyDossierFile(Buffer.from(text, 'utf8'), brought)).problem]),
    );
    expect([...new Set(theirs.map(({ problem }) => problem))]).toEqual(['inclusion', 'completeness', undefined]);
    expect(trials).toHaveLength(6 * 2 + 6 * 2);
  });

  when('agree on policy files, and refuse the same ones', () => {
    const log = new CaseLog().add({ subjects: ['person-000000000000003'] }).index();
    const path = join(folder, 'policed.json');
    const text = log.dossier('person-000000000000003', { witnessed: true });
    writeFileSync(path, text);
    const [own, city, province] = [log.written.log[0]!, log.written.witnesses[0]!, new CaseLog('sm2-sm3').written.witnesses[0]!];
    const both = [`log ${own} https://example.org`, '# 两级', `witness 市 ${city}`, ` witness\t省 ${province} https://example.org/w `];
    const policies: readonly (readonly [outcome: string, lines: readonly string[]])[] = [
      ['holds', ['quorum none']],
      ['holds', [...both, 'quorum 市']],
      ['holds', [...both, 'group 任一 any 市 省', 'quorum 任一']],
      ['witnesses', [...both, 'quorum 省']],
      ['witnesses', [...both, 'group 都 2 市 省', 'quorum 都']],
      ['checkpoint', [`log ${new CaseLog('ed25519', 'example.org/x').written.log[0]}`, 'quorum none']],
      ...[['quorum x'], ['quorum none', 'quorum none'], [`witness 市 ${own}`, 'quorum 市'], [`log ${city}`, 'quorum none'], ['quorum'], ['quorum none x']].map(
        (lines) => ['refused', lines] as const,
      ),
      ...['group 都 3 市 省', 'group 都 0 市', 'group 都', 'group 都 any none', 'group 都 all 市 市', `witness 乡 ${city}`, 'hello', 'quorum none\r'].map(
        (line) => ['refused', [...both, line, 'quorum none']] as const,
      ),
    ];
    const bytesOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
    const asked = policies.map(([, lines], i) => ({ path, policyPath: join(folder, `policy-${i}`), bytes: bytesOf(lines) }));
    for (const { policyPath, bytes } of asked) writeFileSync(policyPath, bytes);
    const verdicts = secondVerdicts(asked);
    policies.forEach(([outcome, lines], i) => {
      const [theirs, { bytes }] = [verdicts[i], asked[i]!];
      if (outcome === 'refused') {
        expect([lines, theirs]).toEqual([lines, { status: 2 }]);
        expect(() => parsePolicy(bytes)).toThrow(expect.objectContaining({ code: 'witness.policy' }) as Error);
        return;
      }
      const ours = agreed(verifyDossierFile(Buffer.from(text, 'utf8'), { policy: parsePolicy(bytes) }));
      expect([lines, agreed(theirs!)]).toEqual([lines, ours]);
      expect([lines, ours.ok ? 'holds' : ours.problem]).toEqual([lines, outcome]);
    });
    writeFileSync(join(folder, 'cut'), 'quorum none');
    expect(runSecond({ path, policyPath: join(folder, 'cut') }).status).toBe(2);
    const missed = runSecond({ path, witnesses: [province] });
    expect([missed.status, missed.stdout.includes(`缺少所要求的见证签名：${province.split('+', 2).join('+')}`)]).toEqual([1, true]);
  });

  when('say the same of 500 events, each in time', () => {
    const log = new CaseLog('sm2-sm3');
    for (let i = 0; i < 1_500; i++)
      log.add({
        subjects: [i % 3 === 0 ? 'person-000000000000003' : 'unit-0000000000000001'],
        privates: { name: `姓名${i}` },
        data: { note: 'x'.repeat(900) },
      });
    const text = log.index().dossier('person-000000000000003', { audited: true, witnessed: true });
    const [trial] = new Trials(folder, 0).written([{ name: 'large', text, brought: log.written, expected: 'holds' }]);
    expect(verifyDossierFile(Buffer.from(text, 'utf8'), log.written)).toMatchObject({ ok: true, count: 500 });
    const { status, stdout } = runSecond(trial!);
    expect(status).toBe(0);
    expect(stdout).toContain('事件共500件，一件不缺');
  });

  when('find the event of a receipt alike, or say alike that it is not there', () => {
    const log = new CaseLog()
      .add({ subjects: ['unit-0000000000000001'] }, { subjects: ['person-000000000000003'] }, { subjects: ['person-000000000000003'] })
      .index();
    const text = log.dossier('person-000000000000003');
    const brought = { log: log.written.log, auditors: log.written.auditors };
    const [path, damaged] = [join(folder, 'asked.json'), join(folder, 'damaged.json')];
    writeFileSync(path, text);
    writeFileSync(damaged, text.replace('clerk01', 'clerk02'));
    const idOf = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`;
    const leafOf = (n: number) => hex(leafHash(sha256, log.entries[n]!.bytes));
    const found = { ok: true, position: 2, event: idOf(2), leaf: leafOf(2) };
    for (const [ask, asked] of [
      [{ event: idOf(2), leaf: leafOf(2) }, found],
      [{ event: idOf(2) }, found],
      [{ leaf: leafOf(2) }, found],
      [
        { event: idOf(2), leaf: leafOf(1) },
        { ...found, ok: false, code: 'leaf-differs' },
      ],
      // The town's event is in the log, and not in this dossier.
      [
        { event: idOf(0), leaf: leafOf(0) },
        { ok: false, code: 'event-absent' },
      ],
      [{ leaf: leafOf(0) }, { ok: false, code: 'leaf-absent' }],
    ] as const) {
      const ours = withAsked(verifyDossierFile(Buffer.from(text, 'utf8'), brought), text, ask);
      expect([ours.ok, ours.asked]).toEqual([asked.ok, asked]);
      const line = Object.entries(ask).flatMap(([name, value]) => [`--${name}`, value]);
      const { status, stdout } = runSecond({ path, ...brought }, ...line, '--json');
      const theirs = JSON.parse(stdout) as typeof ours;
      expect([status, theirs.ok, theirs.asked, theirs.firstProblem, theirs.count]).toEqual([
        asked.ok ? 0 : 1,
        ours.ok,
        ours.asked,
        ours.firstProblem,
        ours.count,
      ]);
      expect(runSecond({ path }, ...line).stdout).toContain(asked.ok ? `账本序号2，内容指纹${leafOf(2)}` : '所查事件不成立');
    }
    // Of a file that does not hold nothing is looked up.
    const { asked, firstProblem } = withAsked(verifyDossierFile(Buffer.from(text.replace('clerk01', 'clerk02'), 'utf8')), text, { event: idOf(2) });
    expect([asked, firstProblem?.check]).toEqual([undefined, 'digest']);
    expect(JSON.parse(runSecond({ path: damaged }, '--event', idOf(2), '--json').stdout)).not.toHaveProperty('asked');
    expect(runSecond({ path }, '--leaf', 'abc').status).toBe(2);
    expect(runSecond({ path }, '--leaf', ` ${leafOf(2).toUpperCase()}\n`).status).toBe(0);
  });

  when('take a checkpoint that is held as an editor may have saved it, and none that was mistyped', () => {
    const log = new CaseLog().add({ subjects: ['person-000000000000003'] }).index();
    const [path, checkpointPath] = [join(folder, 'held.json'), join(folder, 'held.note')];
    writeFileSync(path, log.dossier('person-000000000000003'));
    const typed = log.checkpoint().split('\n').slice(0, 3).join('\r\n');
    writeFileSync(checkpointPath, `\uFEFF${typed}\r\n`);
    expect(runSecond({ path, checkpointPath }).status).toBe(0);
    const mistyped = typed.replace(/[^\r\n]{4}$/, '');
    writeFileSync(checkpointPath, mistyped);
    expect(runSecond({ path, checkpointPath }).status).toBe(2);
    expect(() => verifyDossierFile(Buffer.from(log.dossier('person-000000000000003')), { checkpoint: mistyped })).toThrow('malformed');
  });

  when('exit 0, 1 and 2, and say in Chinese what does not hold', () => {
    const log = new CaseLog().add({ subjects: ['person-000000000000003'] }).index();
    const path = join(folder, 'one.json');
    writeFileSync(path, log.dossier('person-000000000000003'));
    expect(runSecond({ path, log: log.written.log, auditors: log.written.auditors }).status).toBe(0);
    expect(runSecond({ path }).stdout).toContain('未提供可信密钥或检查点');
    writeFileSync(path, log.dossier('person-000000000000003').replace('clerk01', 'clerk02'));
    const changed = runSecond({ path });
    expect(changed.status).toBe(1);
    expect(changed.stdout).toContain('核验不通过');
    expect(runSecond({ path: join(folder, 'none.json') }).status).toBe(2);
    const grown = new CaseLog().add({ subjects: ['person-000000000000003'] }, { subjects: ['person-000000000000003'] }).index();
    writeFileSync(path, grown.dossier('person-000000000000003', { earlier: [1] }));
    const against = (checkpoint: string) => {
      const checkpointPath = join(folder, 'held.note');
      writeFileSync(checkpointPath, checkpoint);
      return runSecond({ path, checkpointPath });
    };
    expect(against(grown.checkpoint({ size: 1 })).status).toBe(0);
    const open = against(grown.checkpoint({ size: 2 }));
    expect([open.status, open.stdout]).toEqual([1, expect.stringMatching(/无法对照[^]*未能对照（held-not-comparable）[^]*dossier export --held/)]);
    expect(open.stdout).not.toMatch(/改写|不能证明/);
    const contradicted = against(new CaseLog().add({ subjects: ['unit-0000000000000001'] }).checkpoint());
    expect([contradicted.status, contradicted.stdout]).toEqual([1, expect.stringMatching(/held-conflict）。与所持检查点矛盾[^]*历史已被改写/)]);
    const other = against(new CaseLog('ed25519', 'example.org/x').add({ subjects: ['unit-0000000000000001'] }).checkpoint());
    expect(other.stdout).toMatch(/held-origin）。所持检查点是另一账本的/);
    expect(other.stdout).not.toContain('改写');
    expect(runSecond({ path, log: ['hello'] }).status).toBe(2);
  });
});
