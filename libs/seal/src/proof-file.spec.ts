import { base64, consistencyProof, formatTlogProof, hex, inclusionProof, leafHash, parseNote } from '#transparency';
import { CaseLog } from '../../../test/support/case-log.js';
import { sha256, verifyProofFile, type ProofVerdict } from './index.js';

const PERSON = 'person-000000000000003';
const logOf = (suite: 'ed25519' | 'sm2-sm3' = 'ed25519', origin?: string) => {
  const log = new CaseLog(suite, origin);
  for (let i = 0; i < 12; i++) log.add({ subjects: [PERSON] });
  return log;
};
const log = logOf();
const leafOf = (position: number, of = log) => leafHash(sha256, of.entries[position]!.bytes);
/** As the ledger writes them; `signed`: whose checkpoint the file brings. */
const inclusion = (index: number, size: number, of = log, note = of.checkpoint({ size })) =>
  formatTlogProof({ index, path: inclusionProof(sha256, of.nodes, index, size), checkpoint: parseNote(note) });
const consistency = (from: number, to: number, more: object = { checkpoint: log.checkpoint({ size: to }) }) =>
  JSON.stringify({ origin: log.origin, from, to, path: consistencyProof(sha256, log.nodes, from, to).map(base64), ...more });
const lines = (size: number) => log.checkpoint({ size }).split('\n').slice(0, 3).join('\r\n');
const key = log.written.log;
const other = logOf('ed25519', 'example.org/other');
/** Another history under the same name and key, from position 5 on. */
const forked = () => {
  const fork = new CaseLog();
  for (let i = 0; i < 12; i++) fork.add({ subjects: [PERSON], data: i >= 5 ? { forked: true } : {} });
  return fork;
};
const codeOf = ({ ok, firstProblem, anchors }: ProofVerdict) => {
  expect([ok, anchors]).toEqual([false, []]);
  return firstProblem!.code;
};

describe('a proof that an event is in the log', () => {
  it.each(['ed25519', 'sm2-sm3'] as const)('holds by the log’s key, %s, and says at which position', (suite) => {
    const of = logOf(suite);
    const verdict = verifyProofFile(inclusion(4, 11, of), { leaf: leafOf(4, of), log: of.written.log });
    expect(verdict).toMatchObject({ ok: true, kind: 'inclusion', origin: of.origin, size: 11, position: 4, leaf: hex(leafOf(4, of)), anchors: ['key'] });
    expect([verdict.says.zh, verdict.says.en]).toEqual([expect.stringContaining('第4号记录'), expect.stringContaining('entry 4')]);
  });

  it('holds by the checkpoint that is held, as a note or as three lines, without any key', () => {
    for (const held of [log.checkpoint({ size: 11 }), lines(11)])
      expect(verifyProofFile(inclusion(4, 11), { leaf: leafOf(4), checkpoints: [held] })).toMatchObject({ ok: true, anchors: ['checkpoint'] });
    expect(verifyProofFile(inclusion(4, 11), { leaf: leafOf(4), log: key, checkpoints: [lines(11)] }).anchors).toEqual(['key', 'checkpoint']);
  });

  it('does not hold for another event, by another key, under another’s checkpoint or another history', () => {
    const proof = inclusion(4, 11);
    expect(codeOf(verifyProofFile(proof, { leaf: leafOf(5), log: key }))).toBe('inclusion');
    expect(codeOf(verifyProofFile(proof.replace('index 4', 'index 5'), { leaf: leafOf(4), log: key }))).toBe('inclusion');
    expect(codeOf(verifyProofFile(proof, { leaf: leafOf(4), log: other.written.log }))).toBe('checkpoint-signature');
    expect(codeOf(verifyProofFile(proof, { leaf: leafOf(4), log: logOf('sm2-sm3').written.log }))).toBe('checkpoint-signature');
    // A cosigner is not the log, whatever the reader calls him.
    const cosigned = inclusion(4, 12, log, log.checkpoint({ witnessed: true }));
    expect(codeOf(verifyProofFile(cosigned, { leaf: leafOf(4), log: log.written.witnesses }))).toBe('checkpoint-signature');
    expect(codeOf(verifyProofFile(proof, { leaf: leafOf(4), log: key, checkpoints: [forked().checkpoint({ size: 11 })] }))).toBe('held-conflict');
    expect(codeOf(verifyProofFile(proof, { leaf: leafOf(4), log: key, checkpoints: [other.checkpoint({ size: 11 })] }))).toBe('held-origin');
  });

  it('is not checked against nothing, nor with a checkpoint of another size', () => {
    const refused =
      (brought: Parameters<typeof verifyProofFile>[1], text = inclusion(4, 11)) =>
      () =>
        verifyProofFile(text, brought);
    expect(refused({ log: key })).toThrow(expect.objectContaining({ code: 'proof.no-leaf' }));
    expect(refused({ leaf: leafOf(4) })).toThrow(expect.objectContaining({ code: 'proof.nothing-trusted' }));
    expect(refused({ leaf: leafOf(4), log: key, checkpoints: [lines(9)] })).toThrow(expect.objectContaining({ code: 'proof.not-comparable' }));
  });
});

describe('a proof that a later checkpoint continues an earlier one', () => {
  it('holds by the older one that is held and the log’s key', () => {
    for (const from of [0, 1, 4, 7, 11, 12]) {
      const verdict = verifyProofFile(consistency(from, 12), { log: key, checkpoints: [lines(from)] });
      expect(verdict).toMatchObject({ ok: true, kind: 'consistency', from, size: 12, says: { zh: expect.stringContaining('延续') as string } });
    }
  });

  it('holds without a key where both checkpoints are held, also when the file brings none', () => {
    const checkpoints = [lines(4), lines(12)];
    for (const more of [{}, undefined]) expect(verifyProofFile(consistency(4, 12, more), { checkpoints })).toMatchObject({ ok: true, anchors: ['checkpoint'] });
    expect(verifyProofFile(consistency(4, 12, {}), { checkpoints, log: key })).toMatchObject({ ok: true, anchors: ['checkpoint'] });
  });

  it('does not hold for a history that was rewritten', () => {
    const fork = forked();
    const held = { log: key, checkpoints: [fork.checkpoint({ size: 8 })] };
    expect(codeOf(verifyProofFile(consistency(8, 12), held))).toBe('consistency');
    // Before they part they are one.
    expect(verifyProofFile(consistency(5, 12), { log: key, checkpoints: [fork.checkpoint({ size: 5 })] }).ok).toBe(true);
    expect(codeOf(verifyProofFile(consistency(4, 12), { log: key, checkpoints: [lines(4), fork.checkpoint()] }))).toBe('held-conflict');
    expect(codeOf(verifyProofFile(consistency(4, 12), { log: key, checkpoints: [other.checkpoint({ size: 4 })] }))).toBe('held-origin');
    // Two that differ are the evidence, whichever is named first.
    const [own, forkedAt8] = [lines(8), fork.checkpoint({ size: 8 })];
    for (const checkpoints of [
      [own, forkedAt8],
      [forkedAt8, own],
      [own, own, forkedAt8],
    ])
      expect(['held-conflict', 'consistency']).toContain(codeOf(verifyProofFile(consistency(8, 12), { log: key, checkpoints })));
    expect(codeOf(verifyProofFile(consistency(4, 12), { log: other.written.log, checkpoints: [lines(4)] }))).toBe('checkpoint-signature');
    const cut = consistency(4, 12).replace(/"path":\["[^"]*",?/, '"path":[');
    expect(codeOf(verifyProofFile(cut, { log: key, checkpoints: [lines(4)] }))).toBe('consistency');
  });

  it('is not checked without the older one, nor without a reason to believe the later', () => {
    const code = (brought: Parameters<typeof verifyProofFile>[1], text = consistency(4, 12)) => {
      expect(() => verifyProofFile(text, brought)).toThrow(expect.objectContaining({ name: 'Rejection' }));
      try {
        return verifyProofFile(text, brought).ok;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ log: key })).toBe('proof.not-comparable');
    expect(code({ log: key, checkpoints: [lines(5)] })).toBe('proof.not-comparable');
    expect(code({ checkpoints: [lines(4)] })).toBe('proof.nothing-trusted');
    expect(code({ checkpoints: [lines(4)], log: key }, consistency(4, 12, {}))).toBe('proof.nothing-trusted');
  });
});

describe('what is no proof', () => {
  const whole = consistency(4, 12);
  it.each<readonly [string, string]>([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a checkpoint', log.checkpoint()],
    ['a proof cut short', inclusion(4, 11).slice(0, 60)],
    ['a list', '[]'],
    ['no JSON', '{'],
    ['a key twice', whole.replace('{', '{"from":4,')],
    ['a path of none', whole.replace(/"path":\[[^\]]*\]/, '"path":[1]')],
    ['a path too long', whole.replace(/"path":\[[^\]]*\]/, `"path":${JSON.stringify(Array(257).fill('AA=='))}`)],
    ['a path that is no base64', whole.replace(/"path":\["./, '"path":["#')],
    ['sizes the wrong way round', whole.replace('"from":4', '"from":13')],
    ['no origin', whole.replace('"origin"', '"origins"')],
    ['a checkpoint of another size', consistency(4, 12, { checkpoint: log.checkpoint({ size: 11 }) })],
    ['a checkpoint of another log', consistency(4, 12, { checkpoint: other.checkpoint() })],
    ['a checkpoint that is none', consistency(4, 12, { checkpoint: 'x' })],
    ['a checkpoint that is no text', consistency(4, 12, { checkpoint: 1 })],
  ])('%s is refused as such', (_, text) =>
    expect(() => verifyProofFile(text, { leaf: leafOf(4), log: key, checkpoints: [] })).toThrow(expect.objectContaining({ code: 'proof.malformed' })),
  );

  it('a key or a checkpoint of the reader’s that is none is no verdict either', () => {
    expect(() => verifyProofFile(whole, { log: ['hello'], checkpoints: [lines(4)] })).toThrow('malformed');
    expect(() => verifyProofFile(whole, { log: key, checkpoints: ['hello'] })).toThrow('malformed');
    // Typed off a paper, and a part of the root left out: no other history.
    const mistyped = lines(4).replace(/[^\r\n]{4}$/, '');
    expect(() => verifyProofFile(whole, { log: key, checkpoints: [mistyped] })).toThrow(expect.objectContaining({ name: 'Malformed' }));
  });
});
