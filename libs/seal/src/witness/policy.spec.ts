import * as fc from 'fast-check';
import { addSignatures, cosign, formatNote, formatVerifierKey, type NoteSigner } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { WITNESS_TIME, witnessSigner } from '../../../../test/support/witness.js';
import { SM2_SM3_COSIGNATURE, sm2Signer } from '../suites/index.js';
import { judge, parsePolicy } from './index.js';

const LOG = new GrowingLog({ origin: 'example.org/lingchuan', secret: 1 }).grow(5);
const log = formatVerifierKey(LOG.key);
const SIGNERS = [11, 12, 13, 14, 15, 16].map((secret) => witnessSigner(secret));
const [x1, x2, x3, y1, y2, y3] = SIGNERS.map(({ key }) => formatVerifierKey(key)) as [string, string, string, string, string, string];
const parse = (...lines: readonly string[]) => parsePolicy(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8'));
const noteBy = (signers: readonly NoteSigner[]) =>
  formatNote(
    addSignatures(
      LOG.note(),
      signers.map((signer) => cosign(LOG.text(), signer, WITNESS_TIME)),
    ),
  );

/** The specification's own example. */
const EXAMPLE = [
  `log ${log}`,
  '',
  `witness X1 ${x1}`,
  `witness X2 ${x2} https://x2.example.org/witness/`,
  `witness X3 ${x3}`,
  'group X-witnesses 2 X1 X2 X3',
  '# the others',
  ` witness  Y1\t${y1} `,
  `witness Y2 ${y2}`,
  `witness Y3 ${y3}`,
  'group Y-witnesses any Y1 Y2 Y3',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
];

describe('a policy file', () => {
  it('names logs, witnesses, addresses and the quorum', () => {
    const { logs, witnesses, quorum } = parse(...EXAMPLE);
    expect(logs).toEqual([{ key: LOG.key }]);
    expect(witnesses.map(({ name, key, url }) => [name, key.id, url])).toEqual(
      ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'].map((name, i) => [name, SIGNERS[i]!.key.id, name === 'X2' ? 'https://x2.example.org/witness' : undefined]),
    );
    expect(quorum).toMatchObject({
      needs: 2,
      of: [
        { needs: 2, of: { length: 3 } },
        { needs: 1, of: { length: 3 } },
      ],
    });
  });

  it('may name no witness, and takes names in any script, and SM2', () => {
    expect(parse(`log ${log}`, 'quorum none').quorum).toEqual({ needs: 0, of: [] });
    const sm2 = sm2Signer('example.org/w', new Uint8Array(32).fill(9), SM2_SM3_COSIGNATURE);
    expect(parse(`witness 市纪委 ${formatVerifierKey(sm2.key)}`, 'quorum 市纪委').quorum).toMatchObject({ name: '市纪委', key: { id: sm2.key.id } });
  });

  it.each<readonly [string, readonly string[], number]>([
    ['no quorum', [`log ${log}`], 1],
    ['two quorums', ['quorum none', 'quorum none'], 2],
    ['an unknown line', ['quorum none', 'threshold 2'], 2],
    ['a name of every object', ['constructor x'], 1],
    ['a carriage return', ['quorum none\r'], 1],
    ['a quorum that is not defined yet', ['quorum X1', `witness X1 ${x1}`], 1],
    ['a member that is not defined yet', ['group G any X1', `witness X1 ${x1}`, 'quorum G'], 1],
    ['a name twice', [`witness X1 ${x1}`, `witness X1 ${x2}`, 'quorum X1'], 2],
    ['a witness called none', [`witness none ${x1}`, 'quorum none'], 1],
    ['none as a member', [`witness X1 ${x1}`, 'group G any X1 none', 'quorum G'], 2],
    ['a member twice in a group', [`witness X1 ${x1}`, 'group G 2 X1 X1', 'quorum G'], 2],
    ['a member of two groups', [`witness X1 ${x1}`, 'group G any X1', 'group H any X1', 'quorum G'], 3],
    ['more than there are', [`witness X1 ${x1}`, 'group G 2 X1', 'quorum G'], 2],
    ['none of them', [`witness X1 ${x1}`, 'group G 0 X1', 'quorum G'], 2],
    ['a number in letters', [`witness X1 ${x1}`, 'group G one X1', 'quorum G'], 2],
    ['an empty group', ['group G all', 'quorum G'], 1],
    ['one key for two witnesses', [`witness X1 ${x1}`, `witness X2 ${formatVerifierKey(witnessSigner(11, 'example.org/alias').key)}`, 'quorum X1'], 2],
    ['one log twice', [`log ${log}`, `log ${log} https://example.org`, 'quorum none'], 2],
    ['a log’s key for a witness', [`witness X1 ${log}`, 'quorum X1'], 1],
    ['a witness’s key for a log', [`log ${x1}`, 'quorum none'], 1],
    ['a key whose id is another’s', [`log ${log.replace(/\+[0-9a-f]{8}\+/, '+00000000+')}`, 'quorum none'], 1],
    ['an address of a file', [`witness X1 ${x1} file:///etc/passwd`, 'quorum X1'], 1],
    ['too many words', [`log ${log} https://example.org more`, 'quorum none'], 1],
  ])('is refused with %s, and the line is named', (_, lines, at) => {
    expect(() => parse(...lines)).toThrow(
      expect.objectContaining({
        code: 'witness.policy',
        text: { zh: expect.stringContaining(`第${at}行`) as string, en: expect.any(String) as string },
      }) as Error,
    );
  });

  it('is refused without its last newline', () => expect(() => parsePolicy(Buffer.from('quorum none'))).toThrow('no newline'));
});

describe('a checkpoint held against a policy', () => {
  const policy = parse(...EXAMPLE);
  it.each<readonly [string, readonly number[], boolean]>([
    ['nobody', [], false],
    ['two X and one Y', [0, 2, 4], true],
    ['one X and all Y', [0, 3, 4, 5], false],
    ['all X', [0, 1, 2], false],
    ['everybody', [0, 1, 2, 3, 4, 5], true],
  ])('cosigned by %s', (_, who, quorum) => {
    const judgement = judge(policy, noteBy(who.map((i) => SIGNERS[i]!)));
    expect(judgement).toMatchObject({ quorum, logs: [LOG.key.name], checkpoint: { size: 5 } });
    expect(judgement.witnesses).toHaveLength(who.length);
  });

  it('counts a witness once, however often it signed', () => {
    const twice = addSignatures(
      LOG.note(),
      [1, 2, 3].map((later) => cosign(LOG.text(), SIGNERS[0]!, WITNESS_TIME + later)),
    );
    expect(judge(policy, formatNote(twice))).toMatchObject({ witnesses: ['X1'], quorum: false });
  });

  it('does not count strangers, nor a cosignature without its time', () => {
    expect(judge(policy, noteBy([witnessSigner(77)])).witnesses).toEqual([]);
    expect(judge(policy, formatNote(addSignatures(LOG.note(), [cosign(LOG.text(), SIGNERS[0]!, 0)]))).witnesses).toEqual([]);
  });

  it('proves nothing without the log, under another log’s key, or with a wrong signature', () => {
    const only = { text: LOG.text(), signatures: [cosign(LOG.text(), SIGNERS[0]!, WITNESS_TIME)] };
    expect(() => judge(policy, formatNote(only))).toThrow('log-signature');
    const other = new GrowingLog({ origin: 'example.org/other', secret: 1, signer: LOG.signer }).grow(5);
    expect(() => judge(policy, formatNote(other.note()))).toThrow('no-known-signature');
    const line = cosign(LOG.text(), SIGNERS[0]!, WITNESS_TIME);
    const bent = { ...line, signature: line.signature.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) };
    expect(() => judge(policy, formatNote(addSignatures(LOG.note(), [bent])))).toThrow('signature');
  });

  it('k of n is met by k or more of them, whoever they are', () => {
    const names = SIGNERS.map((_, i) => `w${i}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.subarray([0, 1, 2, 3, 4, 5]), (needs, who) => {
        const lines = names.map((name, i) => `witness ${name} ${formatVerifierKey(SIGNERS[i]!.key)}`);
        const kOfN = parse(`log ${log}`, ...lines, `group g ${needs} ${names.join(' ')}`, 'quorum g');
        expect(judge(kOfN, noteBy(who.map((i) => SIGNERS[i]!))).quorum).toBe(who.length >= needs);
      }),
      { numRuns: 60 },
    );
  });

  it('any text is read or refused with its line, never anything else', () => {
    const word = fc.constantFrom('log', 'witness', 'group', 'quorum', 'none', 'all', 'any', '1', 'a', 'b', log, x1, x2, '#', 'https://example.org', '责', '');
    fc.assert(
      fc.property(
        fc.array(
          fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
          { maxLength: 8 },
        ),
        (lines) => {
          try {
            const { logs, witnesses } = parse(...lines);
            expect(lines.filter((line) => line.startsWith('log ') || line.startsWith('witness '))).toHaveLength(logs.length + witnesses.length);
          } catch (error) {
            expect(error).toMatchObject({ code: 'witness.policy' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
