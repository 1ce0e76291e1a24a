import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSignatures, base64, formatCheckpoint, formatLine, formatNote, parseLine, parseNote, signNote, verifyNote } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { asking, standingWitness, WITNESS_TIME, witnessSigner } from '../../../../test/support/witness.js';
import { ED25519, ed25519Signer, SM2_SM3_COSIGNATURE, sm2Signer } from '../suites/index.js';
import { createWitnessStore, formatAddCheckpoint, openWitnessStore, parseAddCheckpoint, type WitnessAnswer } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-witness-'));
afterAll(() => rmSync(root, { recursive: true }));

const ORIGIN = 'example.org/lingchuan';
const honest = (size: number) => new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(size);
const HASH = base64(new Uint8Array(32).fill(3));

/** A witness that has cosigned the first five entries. */
function after5() {
  const log = honest(5);
  const standing = standingWitness(root, [log]);
  expect(standing.witness.addCheckpoint(asking(log, 0)).status).toBe(200);
  return { log, ...standing };
}
const linesOf = (answer: WitnessAnswer) => (answer.status === 200 ? answer.body.trimEnd().split('\n').map(parseLine) : []);

describe('given a witness that never saw the log', () => {
  it('when the first checkpoint comes from size 0, then it cosigns, with its time', () => {
    const log = honest(5);
    const { witness, signer } = standingWitness(root, [log]);
    const answer = witness.addCheckpoint(asking(log, 0));
    expect(verifyNote({ text: log.text(), signatures: linesOf(answer) }, [signer.key])).toEqual([{ key: signer.key, timestamp: WITNESS_TIME }]);
  });

  it('when a checkpoint pretends that it had seen some, then 409 tells 0', () => {
    const log = honest(5);
    expect(standingWitness(root, [log]).witness.addCheckpoint(asking(log, 3))).toEqual({ status: 409, size: 0 });
  });

  it('when the empty log is shown, then it cosigns the empty root, and no other', () => {
    const log = honest(0);
    const { witness } = standingWitness(root, [log]);
    const lie = signNote(formatCheckpoint({ origin: ORIGIN, size: 0, root: new Uint8Array(32), extensions: [] }), [log.signer]);
    expect(witness.addCheckpoint(asking(log, 0, 0, lie)).status).toBe(422);
    expect(witness.addCheckpoint(asking(log, 0)).status).toBe(200);
    expect(witness.addCheckpoint(asking(log, 0)).status).toBe(200);
    expect(witness.addCheckpoint(asking(log.grow(3), 0)).status).toBe(200);
  });
});

describe('given a witness that cosigned five entries', () => {
  it('when the log grows and proves it, then it cosigns and remembers', () => {
    const { log, witness } = after5();
    log.grow(300);
    expect(witness.addCheckpoint(asking(log, 5)).status).toBe(200);
    expect(witness.latest(ORIGIN)).toMatchObject({ origin: ORIGIN, size: 305 });
  });

  it('when the same checkpoint comes again, then it cosigns again', () => {
    const { log, witness } = after5();
    expect(witness.addCheckpoint(asking(log, 5)).status).toBe(200);
  });

  it.each<readonly [string, (log: GrowingLog) => string, WitnessAnswer['status']]>([
    ['the old size is larger than the checkpoint', (log) => asking(log, 9, 5), 400],
    ['the log is rolled back to a smaller tree', (log) => asking(log, 0, 3), 409],
    ['the log is rolled back, said as a continuation', (log) => asking(log, 3, 4), 409],
    ['the log forgot what was cosigned', (log) => asking(log.grow(1), 0), 409],
    ['the tree of the same size has another root', (log) => asking(log.forked(2), 5), 422],
    ['another history goes on from the same size', (log) => asking(log.forked(2).grow(4), 5), 422],
    ['another history goes on behind the last entry, proven from itself', (log) => asking(log.forked(4).grow(4), 5), 422],
    ['the proof is missing', (log) => formatAddCheckpoint({ oldSize: 5, path: [], note: log.grow(2).note() }), 422],
    ['the proof has a hash too many', (log) => asking(log.grow(2), 5).replace('\n\n', `\n${HASH}\n\n`), 422],
    ['a proof comes with the same size', (log) => asking(log, 5).replace('\n\n', `\n${HASH}\n\n`), 422],
  ])('when %s, then it refuses and remembers nothing of it', (_, body, status) => {
    const { log, witness } = after5();
    const before = witness.latest(ORIGIN);
    const answer = witness.addCheckpoint(body(log));
    expect(answer).toMatchObject(status === 409 ? { status, size: 5 } : { status });
    expect(witness.latest(ORIGIN)).toEqual(before);
  });

  it('when two checkpoints of one size contradict each other, then both are kept as proof, once', () => {
    const { log, witness, store } = after5();
    const fork = log.forked(2);
    witness.addCheckpoint(asking(fork, 5));
    witness.addCheckpoint(asking(fork, 0));
    witness.addCheckpoint(asking(log.forked(2).grow(4), 5));
    const kept = store.contradictions();
    expect(kept).toHaveLength(1);
    const [{ note, against, seenAt }] = kept as [(typeof kept)[number]];
    expect([parseNote(note).text, parseNote(against).text, seenAt]).toEqual([fork.text(), log.text(), WITNESS_TIME]);
    for (const proof of [note, against]) expect(verifyNote(parseNote(proof), [log.key])).toHaveLength(1);
  });
});

describe('whose checkpoint it is', () => {
  const stranger = ed25519Signer(ORIGIN, new Uint8Array(32).fill(99), ED25519);

  it('when the log is unknown, then 404', () => {
    const { witness } = after5();
    expect(witness.addCheckpoint(asking(new GrowingLog({ origin: 'example.org/other', secret: 1 }).grow(2), 0)).status).toBe(404);
  });

  it('when nobody known signed, or a known key’s signature fails, then 403, before anything is said of sizes', () => {
    const { log, witness } = after5();
    const note = log.note();
    expect(witness.addCheckpoint(asking(log, 9, 5, signNote(note.text, [stranger])))).toEqual({ status: 403, reason: 'no-known-signature' });
    const bent = { ...note, signatures: note.signatures.map((line) => ({ ...line, signature: line.signature.map((byte) => byte ^ 1) })) };
    expect(witness.addCheckpoint(asking(log, 5, 5, bent))).toEqual({ status: 403, reason: 'signature' });
    expect(witness.addCheckpoint(asking(log, 5, 5, addSignatures(note, bent.signatures)))).toEqual({ status: 403, reason: 'signature' });
  });

  it('signatures of strangers are ignored, and are not passed on', () => {
    const { log, witness, signer } = after5();
    const mixed = addSignatures(signNote(log.text(), [stranger]), log.note().signatures);
    expect(witness.addCheckpoint(asking(log, 5, 5, mixed)).status).toBe(200);
    const { note } = witness.latest(ORIGIN)!;
    expect(parseNote(note).signatures.map(({ id }) => id)).toEqual([log.key.id, signer.key.id]);
  });

  it('however often a log signed, one line of each of its keys is kept', () => {
    const sm2 = sm2Signer(ORIGIN, new Uint8Array(32).fill(5));
    const log = new GrowingLog({ origin: ORIGIN, secret: 1, signer: sm2 }).grow(5);
    const { witness, signer } = standingWitness(root, [log]);
    const often = addSignatures(log.note(), Array.from({ length: 3 }, () => signNote(log.text(), [sm2]).signatures).flat());
    expect(often.signatures).toHaveLength(4);
    expect(witness.addCheckpoint(asking(log, 0, 5, often)).status).toBe(200);
    expect(parseNote(witness.latest(ORIGIN)!.note).signatures.map(({ id }) => id)).toEqual([sm2.key.id, signer.key.id]);
  });

  it('extension lines are cosigned as they stand', () => {
    const log = honest(5);
    const { witness, signer } = standingWitness(root, [log]);
    const note = signNote(`${log.text()}an extension\n`, [log.signer]);
    const lines = linesOf(witness.addCheckpoint(asking(log, 0, 5, note)));
    expect(verifyNote({ text: note.text, signatures: lines }, [signer.key])).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  const log = honest(5);
  const good = asking(log, 3);
  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['no old line', good.replace(/^old 3\n/, '')],
    ['a leading zero', good.replace('old 3', 'old 03')],
    ['two spaces', good.replace('old 3', 'old  3')],
    ['a carriage return', good.replace('old 3\n', 'old 3\r\n')],
    ['a short hash', good.replace('\n\n', '\nAAAA\n\n')],
    ['base64 without padding', good.replace('\n\n', `\n${HASH.replace('=', '')}\n\n`)],
    ['sixty-four proof lines', `old 3\n${`${HASH}\n`.repeat(64)}\n${formatNote(log.note())}`],
    ['no checkpoint', good.slice(0, good.indexOf('\n\n') + 2)],
    ['no signature', good.slice(0, good.lastIndexOf('\n\n') + 2)],
    ['no last newline', good.slice(0, -1)],
    ['a root that is no hash', good.replace(log.text(), `${ORIGIN}\n5\nAAAA\n`)],
  ])('%s: 400', (_, body) => expect(standingWitness(root, [log]).witness.addCheckpoint(body).status).toBe(400));

  it('whatever is read is written the same', () => expect(formatAddCheckpoint(parseAddCheckpoint(good))).toBe(good));
});

describe('suites', () => {
  it('a witness with two keys signs with both, SM2 beside Ed25519', () => {
    const log = honest(5);
    const sm2 = sm2Signer('example.org/w-sm2', new Uint8Array(32).fill(9), SM2_SM3_COSIGNATURE);
    const { witness } = standingWitness(root, [log], { signers: [witnessSigner(7), sm2] });
    const lines = linesOf(witness.addCheckpoint(asking(log, 0)));
    expect(verifyNote({ text: log.text(), signatures: lines }, [sm2.key, witnessSigner(7).key])).toHaveLength(2);
  });
});

describe('the memory', () => {
  it('is 0600, and is never made on the way: a witness that forgot would cosign a fork', () => {
    const { directory } = after5();
    expect(statSync(join(directory, 'witness.db')).mode & 0o777).toBe(0o600);
    expect(() => openWitnessStore(join(root, 'nowhere'))).toThrow('no witness in');
    expect(() => createWitnessStore(directory)).toThrow('there is a witness already');
  });

  it.each([0, 3])('is compare-and-swap: who is overtaken between check and store checks again (known before: %i)', (known) => {
    const log = honest(9);
    const { store, witness: first, directory } = standingWitness(root, [log]);
    if (known > 0) expect(first.addCheckpoint(asking(log, 0, known)).status).toBe(200);
    const other = openWitnessStore(directory);
    let rival: (() => void) | undefined = () => expect(first.addCheckpoint(asking(log, known, 7)).status).toBe(200);
    const onStep = () => {
      const overtake = rival;
      rival = undefined;
      overtake?.();
    };
    const { witness: second } = standingWitness(root, [log], { store: other, onStep });
    expect(second.addCheckpoint(asking(log, known, 5))).toEqual({ status: 409, size: 7 });
    expect(store.latest(ORIGIN)!.size).toBe(7);
    other.close();
  });

  it('holds what was answered: the note with the very cosignature', () => {
    const log = honest(5);
    const { witness, directory } = standingWitness(root, [log]);
    const [line] = linesOf(witness.addCheckpoint(asking(log, 0)));
    const again = openWitnessStore(directory);
    expect(again.latest(ORIGIN)!.note).toContain(formatLine(line!));
    again.close();
    expect(readFileSync(join(directory, 'witness.db')).includes(formatLine(line!))).toBe(true);
  });
});
