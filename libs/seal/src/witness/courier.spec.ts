import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatNote, formatVerifierKey, parseNote } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { standingWitness, witnessSigner } from '../../../../test/support/witness.js';
import { acceptCarried, carriedAnswer, carriedRequest, CheckpointFolder, framesOf, parsePolicy, textFrom } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-courier-'));
afterAll(() => rmSync(root, { recursive: true }));

const ORIGIN = 'example.org/lingchuan';
const honest = (size: number) => new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(size);
const policyOf = (log: GrowingLog, secret = 7) =>
  parsePolicy(Buffer.from(`log ${formatVerifierKey(log.key)}\nwitness w ${formatVerifierKey(witnessSigner(secret).key)}\nquorum w\n`));

/** A log's newest checkpoint and tiles in a folder, as the seal leaves them. */
function inFolder(log: GrowingLog, folder = mkdtempSync(join(root, 'checkpoints-'))) {
  for (const [path, bytes] of log.files()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return { folder, own: new CheckpointFolder(folder), policy: policyOf(log) };
}

describe('given a ledger and a witness without a network between them', () => {
  it('when a request is carried there and an answer back, then the checkpoint has its quorum', async () => {
    const log = honest(5);
    const { own, policy } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    const { body, oldSize } = await carriedRequest(own, policy, 'w');
    const answer = carriedAnswer(witness, body);
    expect([oldSize, answer.status]).toEqual([0, 'cosigned']);
    expect(await acceptCarried(own, policy, answer.note)).toEqual({ size: 5, witnesses: ['w'], quorum: true, latest: true });
    expect(own.latest()!.note.signatures).toHaveLength(2);
  });

  it('when the ledger goes on meanwhile, then the cosignature stays with its checkpoint, and the next request starts there', async () => {
    const log = honest(300);
    const { own, policy, folder } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    const { note } = carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body);
    inFolder(log.grow(400), folder);
    expect(await acceptCarried(own, policy, note)).toMatchObject({ size: 300, latest: false, quorum: true });
    const next = await carriedRequest(own, policy, 'w');
    expect(next).toMatchObject({ oldSize: 300, size: 700 });
    expect(carriedAnswer(witness, textFrom(framesOf(next.body)))).toMatchObject({ status: 'cosigned', size: 700 });
  });

  it('when an answer was lost, then the next one brings the checkpoint to start from', async () => {
    const log = honest(5);
    const { own, policy, folder } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body);
    inFolder(log.grow(4), folder);
    const behind = carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body);
    expect(behind).toMatchObject({ status: 'conflict', size: 5 });
    expect(await acceptCarried(own, policy, behind.note)).toMatchObject({ size: 5, latest: false });
    expect(carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body)).toMatchObject({ status: 'cosigned', size: 9 });
  });

  it('when a request is answered twice, then both answers are what it wanted', async () => {
    const log = honest(5);
    const { own, policy } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    const { body } = await carriedRequest(own, policy, 'w');
    expect(carriedAnswer(witness, body)).toEqual(carriedAnswer(witness, body));
  });

  it('when an answer is taken in twice, then it is kept once', async () => {
    const log = honest(5);
    const { own, policy, folder } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    const { note } = carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body);
    await acceptCarried(own, policy, note);
    await acceptCarried(own, policy, note);
    const [place] = readdirSync(join(folder, 'cosigned'));
    expect(readdirSync(join(folder, 'cosigned', place!))).toHaveLength(1);
  });
});

describe('what a courier may not bring', () => {
  it('a request that the witness refuses', async () => {
    const log = honest(5);
    const { own, policy } = inFolder(log);
    const { body } = await carriedRequest(own, policy, 'w');
    const { witness } = standingWitness(root, [log]);
    expect(() => carriedAnswer(witness, body.replace('old 0', 'old 9'))).toThrow('400');
    expect(() => carriedAnswer(witness, 'old 0\n')).toThrow('400');
    expect(() => carriedAnswer(standingWitness(root, [new GrowingLog({ origin: 'example.org/other', secret: 3 })]).witness, body)).toThrow('404');
    const onwards = (await carriedRequest(own, policy, 'w', 3)).body;
    expect(() => carriedAnswer(witness, onwards)).toThrow('--from 0');
    carriedAnswer(witness, body);
    const fork = inFolder(log.forked(2).grow(1));
    const forked = (await carriedRequest(fork.own, policy, 'w', 5)).body;
    expect(() => carriedAnswer(witness, forked)).toThrow('422');
  });

  it('an answer for another log, unsigned by the witness, or with a wrong signature', async () => {
    const log = honest(5);
    const { own, policy } = inFolder(log);
    const { witness } = standingWitness(root, [log]);
    const { note } = carriedAnswer(witness, (await carriedRequest(own, policy, 'w')).body);
    await expect(acceptCarried(own, policy, formatNote(log.note()))).rejects.toMatchObject({ code: 'witness.answer' });
    await expect(acceptCarried(own, policyOf(log, 8), note)).rejects.toMatchObject({ code: 'witness.answer' });
    await expect(acceptCarried(own, policy, note.replace('\n5\n', '\n4\n'))).rejects.toMatchObject({ code: 'witness.answer' });
    await expect(acceptCarried(own, policy, 'x')).rejects.toMatchObject({ code: 'witness.answer' });
    const other = new GrowingLog({ origin: 'example.org/other', secret: 3 }).grow(5);
    const both = parsePolicy(
      Buffer.from(`log ${formatVerifierKey(log.key)}\nlog ${formatVerifierKey(other.key)}\nwitness w ${formatVerifierKey(witnessSigner(7).key)}\nquorum w\n`),
    );
    const elsewhere = carriedAnswer(standingWitness(root, [other]).witness, (await carriedRequest(inFolder(other).own, both, 'w')).body);
    await expect(acceptCarried(own, both, elsewhere.note)).rejects.toMatchObject({ code: 'witness.answer' });
    expect(own.latest()!.note.signatures).toHaveLength(1);
    expect(parseNote(note).signatures).toHaveLength(2);
  });

  it('an answer that this ledger does not bear out: it was rolled back, or forked', async () => {
    const log = honest(9);
    const policy = policyOf(log);
    const { witness } = standingWitness(root, [log]);
    const { note } = carriedAnswer(witness, (await carriedRequest(inFolder(log).own, policy, 'w')).body);
    await expect(acceptCarried(inFolder(honest(8)).own, policy, note)).rejects.toMatchObject({ code: 'witness.ahead' });
    await expect(acceptCarried(inFolder(log.forked(3)).own, policy, note)).rejects.toMatchObject({ code: 'witness.forked' });
    await expect(acceptCarried(inFolder(log.forked(8).grow(300)).own, policy, note)).rejects.toMatchObject({ code: 'witness.forked' });
  });

  it('a request to nobody, from nowhere, or of nothing', async () => {
    const { own, policy } = inFolder(honest(5));
    await expect(carriedRequest(own, policy, 'nobody')).rejects.toMatchObject({ code: 'witness.unknown' });
    await expect(carriedRequest(own, policy, 'w', 6)).rejects.toMatchObject({ code: 'witness.from' });
    await expect(carriedRequest(new CheckpointFolder(join(root, 'empty')), policy, 'w')).rejects.toMatchObject({ code: 'witness.no-checkpoint' });
  });
});
