import { GrowingLog } from '../../../test/support/growing-log.js';
import { formatNote, parseCheckpoint, verifyForkProof, type ForkProof, type Trust } from './index.js';
import { sha256 } from '#seal';

const ORIGIN = 'example.org/forking';
const LARGEST = 24;
const honest = (size: number): GrowingLog => new GrowingLog({ origin: ORIGIN, secret: 4 }).grow(size);
const trust: Trust = { origin: ORIGIN, log: [honest(1).key] };
const check = (proof: ForkProof, by: Trust = trust) => verifyForkProof(sha256, proof, by);

/** What an auditor makes of a log that signed `from` events once and now shows `log`. */
function proofOf(log: GrowingLog, from: number, earlier = formatNote(honest(from).note())): ForkProof {
  const rootAtEarlier = parseCheckpoint(log.text(from)).root;
  return { earlier, later: formatNote(log.note()), rootAtEarlier, path: log.consistency(from, log.size) };
}

describe('a fork proof', () => {
  it('convicts every log that signed two histories, wherever they part, and no log that only grew', () => {
    for (let to = 1; to <= LARGEST; to++)
      for (let from = 1; from <= to; from++) {
        expect([from, to, check(proofOf(honest(to), from))]).toEqual([from, to, { proven: false, problem: 'same-history' }]);
        for (const at of [0, from - 1]) expect([from, to, at, check(proofOf(honest(to).forked(at), from))]).toEqual([from, to, at, { proven: true }]);
        // What parts after the earlier checkpoint contradicts nothing that was signed.
        if (from < to) expect(check(proofOf(honest(to).forked(from), from)).problem).toBe('same-history');
      }
  });

  it('says nothing of an honest log, whatever root or path is made up', () => {
    const [log, proof] = [honest(9), proofOf(honest(9), 5)];
    const bent = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte));
    expect(check({ ...proof, rootAtEarlier: bent(proof.rootAtEarlier) }).problem).toBe('consistency');
    for (const [i] of proof.path.entries()) {
      const path = proof.path.map((hash, at) => (at === i ? bent(hash) : hash));
      expect(check({ ...proof, path, rootAtEarlier: bent(proof.rootAtEarlier) }).problem).toBe('consistency');
    }
    expect(check({ ...proof, earlier: proof.later, later: proof.earlier }).problem).toBe('sizes');
    const stranger = new GrowingLog({ origin: ORIGIN, secret: 5 }).grow(5);
    expect(check({ ...proof, earlier: formatNote(stranger.note()) }).problem).toBe('checkpoint-signature');
    expect(check(proofOf(log.forked(2), 5), { origin: ORIGIN, log: [stranger.key] }).problem).toBe('checkpoint-signature');
    expect(check({ ...proof, earlier: 'hello' }).problem).toBe('checkpoint-format');
    const other = new GrowingLog({ origin: 'example.org/other', secret: 4 }).grow(5);
    expect(check({ ...proof, earlier: formatNote(other.note()) }).problem).toBe('checkpoint-origin');
  });
});
