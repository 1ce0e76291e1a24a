import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosign, formatLine, formatNote, formatVerifierKey, parseNote, verifyNote } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { asking, standingWitness, WITNESS_TIME, witnessSigner, type Standing } from '../../../../test/support/witness.js';
import { collectCosignatures, judge, parsePolicy, Unreachable, type Said, type Submit } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-collect-'));
afterAll(() => rmSync(root, { recursive: true }));

const ORIGIN = 'example.org/lingchuan';
const SECRETS = [21, 22, 23];
const urlOf = (secret: number) => `http://w${secret}.example.org`;

/** Three witnesses of one log, two of whom are a quorum; what is asked goes straight to them, unless a place says otherwise. */
function county(size: number) {
  const log = new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(size);
  const standing = SECRETS.map((secret) => standingWitness(root, [log], { secret }));
  const lines = SECRETS.map((secret) => `witness w${secret} ${formatVerifierKey(witnessSigner(secret).key)} ${urlOf(secret)}\n`);
  const policy = parsePolicy(Buffer.from(`log ${formatVerifierKey(log.key)}\n${lines.join('')}group g 2 w21 w22 w23\nquorum g\n`));
  return { log, standing, policy, submit: directTo(standing) };
}

const directTo =
  (standing: readonly Standing[]): Submit =>
  async (url, body) => {
    const answer = standing[SECRETS.map(urlOf).indexOf(url)]!.witness.addCheckpoint(body);
    if (answer.status === 200) return { status: 200, type: 'text/plain', body: answer.body };
    return answer.status === 409
      ? { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` }
      : { status: answer.status, type: 'text/plain', body: answer.reason };
  };
/** The first witness answers otherwise. */
const firstSays =
  (submit: Submit, said: (body: string) => Said): Submit =>
  async (url, body) =>
    url === urlOf(21) ? said(body) : submit(url, body);
const codes = ({ outcomes }: Awaited<ReturnType<typeof collectCosignatures>>) => outcomes.map(({ code }) => code);

describe('given three witnesses, two of them a quorum', () => {
  it('when all cosign, then every signature is kept and a third party believes the checkpoint', async () => {
    const { log, policy, submit } = county(5);
    const collected = await collectCosignatures(log, policy, submit);
    expect(collected).toMatchObject({ size: 5, quorum: true, alarm: false });
    expect(codes(collected)).toEqual(['cosigned', 'cosigned', 'cosigned']);
    expect(judge(policy, formatNote(log.latest().note))).toMatchObject({ quorum: true, witnesses: ['w21', 'w22', 'w23'] });
  });

  it('when they have, then nobody is asked again', async () => {
    const { log, policy, submit } = county(5);
    await collectCosignatures(log, policy, submit);
    const again = await collectCosignatures(log, policy, () => Promise.reject(new Error('nobody is to be asked')));
    expect([codes(again), again.quorum]).toEqual([['present', 'present', 'present'], true]);
    const asked: string[] = [];
    const last = await collectCosignatures(log, policy, (url, body) => (asked.push(url), submit(url, body)), { again: true });
    expect([codes(last), asked.length]).toEqual([['present', 'present', 'present'], 3]);
  });

  it('when the log has grown, then it proves so from what each cosigned last', async () => {
    const { log, policy, submit } = county(5);
    await collectCosignatures(log, policy, submit);
    const sent: string[] = [];
    const collected = await collectCosignatures(log.grow(300), policy, (url, body) => (sent.push(body), submit(url, body)));
    expect(codes(collected)).toEqual(['cosigned', 'cosigned', 'cosigned']);
    expect(sent.map((body) => body.slice(0, 6))).toEqual(['old 5\n', 'old 5\n', 'old 5\n']);
  });

  it('when a witness cosigned what is not known here, then 409 tells it, and the proof starts there', async () => {
    const { log, policy, submit, standing } = county(9);
    standing[0]!.witness.addCheckpoint(asking(log, 0, 7));
    const collected = await collectCosignatures(log, policy, submit);
    expect(codes(collected)).toEqual(['cosigned', 'cosigned', 'cosigned']);
  });

  it('when one is out of reach, then the others suffice; when two are, they do not', async () => {
    const { log, policy, submit } = county(5);
    const without =
      (...gone: readonly number[]): Submit =>
      (url, body) =>
        gone.map(urlOf).includes(url) ? Promise.reject(new Unreachable('connect ECONNREFUSED')) : submit(url, body);
    const two = await collectCosignatures(log, policy, without(21));
    expect([codes(two), two.quorum]).toEqual([['unreachable', 'cosigned', 'cosigned'], true]);
    const one = await collectCosignatures(log.grow(1), policy, without(21, 22));
    expect([codes(one), one.quorum]).toEqual([['unreachable', 'unreachable', 'cosigned'], false]);
  });

  it('when one has no address, then it is left to the courier', async () => {
    const { log, policy, submit } = county(5);
    const offline = { ...policy, witnesses: policy.witnesses.map(({ url: _, ...rest }, i) => (i === 2 ? rest : policy.witnesses[i]!)) };
    const collected = await collectCosignatures(log, offline, submit);
    expect(codes(collected)).toEqual(['cosigned', 'cosigned', 'absent']);
  });

  it('when the log was rolled back, then the witness that saw more raises the alarm', async () => {
    const { log, policy, submit, standing } = county(5);
    for (const { witness } of standing) witness.addCheckpoint(asking(new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(8), 0));
    const collected = await collectCosignatures(log, policy, submit);
    expect(collected.outcomes[0]).toEqual({ witness: 'w21', code: 'ahead', detail: '8' });
    expect([collected.alarm, collected.quorum]).toEqual([true, false]);
  });

  it('when the log was rolled back to what a witness had signed, then who asks again is told', async () => {
    const { log, policy, submit, standing } = county(5);
    await collectCosignatures(log, policy, submit);
    const further = new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(8);
    for (const { witness } of standing) witness.addCheckpoint(asking(further, 5));
    expect(codes(await collectCosignatures(log, policy, submit))).toEqual(['present', 'present', 'present']);
    const again = await collectCosignatures(log, policy, submit, { again: true });
    expect([codes(again), again.alarm]).toEqual([['ahead', 'ahead', 'ahead'], true]);
  });

  it('when the log tells another history, then 422 raises the alarm', async () => {
    const { log, policy, submit } = county(5);
    await collectCosignatures(log, policy, submit);
    const fork = log.forked(2).grow(3);
    const collected = await collectCosignatures(fork, policy, submit);
    expect([codes(collected), collected.alarm, collected.quorum]).toEqual([['inconsistent', 'inconsistent', 'inconsistent'], true, false]);
    expect(fork.latest().note.signatures).toHaveLength(1);
  });
});

describe('a witness that cannot be believed', () => {
  const { log } = county(5);
  const line = (signer = witnessSigner(21), text = log.text(), time = WITNESS_TIME) => formatLine(cosign(text, signer, time));
  const ok = (body: string): Said => ({ status: 200, type: 'text/plain', body });
  const size = (body: string, type = 'text/x.tlog.size'): Said => ({ status: 409, type, body });
  it.each<readonly [string, Said, string]>([
    ['signed another checkpoint', ok(line(witnessSigner(21), log.forked(1).text())), 'unbelievable'],
    ['signed as somebody else', ok(line(witnessSigner(99))), 'unbelievable'],
    ['signed with another’s key under its name', ok(line(witnessSigner(99, 'example.org/w21'))), 'unbelievable'],
    ['signed without a time', ok(line(witnessSigner(21), log.text(), 0)), 'unbelievable'],
    ['signed twice, once wrongly', ok(line() + line(witnessSigner(21), log.forked(1).text())), 'unbelievable'],
    ['says nothing', ok(''), 'unbelievable'],
    ['breaks off', ok(line().slice(0, -1)), 'unbelievable'],
    ['says what is no signature', ok('<html>\n'), 'unbelievable'],
    ['tells no size', size('many\n'), 'unbelievable'],
    ['tells a size with a leading zero', size('05\n'), 'unbelievable'],
    ['tells a size as something else', size('3\n', 'text/plain'), 'unbelievable'],
    ['tells the size that was asked from', size('0\n'), 'unbelievable'],
    ['does not know the log', { status: 404, type: 'text/plain', body: 'unknown log\n' }, 'refused'],
    ['failed', { status: 500, type: 'text/plain', body: '' }, 'refused'],
  ])('that %s adds nothing, and the others count', async (_, said, code) => {
    const { log: own, policy, submit } = county(5);
    const collected = await collectCosignatures(
      own,
      policy,
      firstSays(submit, () => said),
    );
    expect([codes(collected), collected.quorum]).toEqual([[code, 'cosigned', 'cosigned'], true]);
    const { note } = own.latest();
    expect(
      verifyNote(
        note,
        [witnessSigner(21), witnessSigner(22), witnessSigner(23)].map(({ key }) => key),
      ),
    ).toHaveLength(2);
  });

  it('that lets others go first for ever is left for later', async () => {
    const { log: own, policy, submit } = county(9);
    let told = 0;
    const collected = await collectCosignatures(
      own,
      policy,
      firstSays(submit, () => size(`${++told}\n`)),
    );
    expect(codes(collected)[0]).toBe('busy');
    expect(told).toBe(4);
  });

  it('may add lines of keys that nobody here knows: they are not kept', async () => {
    const { log: own, policy, submit } = county(5);
    await collectCosignatures(
      own,
      policy,
      firstSays(submit, () => ok(line() + line(witnessSigner(99)))),
    );
    expect(own.latest().note.signatures.map(({ name }) => name)).not.toContain('example.org/w99');
    expect(own.latest().note.signatures).toHaveLength(4);
  });
});

describe('a log of one’s own', () => {
  it('without a checkpoint, or signed by no key of the policy, is not submitted', async () => {
    const { policy, submit, log } = county(5);
    const empty = Object.assign(Object.create(log) as GrowingLog, { latest: () => undefined });
    await expect(collectCosignatures(empty, policy, submit)).rejects.toMatchObject({ code: 'witness.no-checkpoint' });
    const stranger = new GrowingLog({ origin: ORIGIN, secret: 2 }).grow(5);
    await expect(collectCosignatures(stranger, policy, submit)).rejects.toMatchObject({ code: 'witness.own-signature' });
    expect(parseNote(formatNote(stranger.note())).text).toBe(log.text());
  });
});
