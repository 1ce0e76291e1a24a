import { parsePolicy } from '#seal';
import { addSignatures, cosign, formatVerifierKey, parseCheckpoint, type Note } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { WITNESS_TIME, witnessSigner } from '../../../../test/support/witness.js';
import { quorumCheck } from './quorum-check.js';
import type { SignedHeadFound } from './signed-heads.js';

const LOG = new GrowingLog({ origin: 'example.org/lingchuan', secret: 1 }).grow(3);
const [city, province] = [witnessSigner(11), witnessSigner(12)];
const signedBy = (...signers: readonly (typeof city)[]): Note =>
  addSignatures(
    LOG.note(),
    signers.map((signer) => cosign(LOG.text(), signer, WITNESS_TIME)),
  );
const head = (note: Note): SignedHeadFound => ({ source: 'published', name: 'checkpoint', note, checkpoint: parseCheckpoint(note.text) });
const policyOf = (quorum: string, log = LOG) =>
  parsePolicy(
    Buffer.from(
      [
        `log ${formatVerifierKey(log.key)}`,
        `witness 市 ${formatVerifierKey(city.key)}`,
        `witness 省 ${formatVerifierKey(province.key)}`,
        'group 两级 all 市 省',
        'group 任一 any 两级',
        `quorum ${quorum}`,
        '',
      ].join('\n'),
    ),
  );
const EARLIER = head(signedBy(city, province));
LOG.grow(4);
const asked = (heads: readonly SignedHeadFound[], policy = policyOf('两级')) => quorumCheck(heads, { held: [], findings: [] }, policy);

describe('the quorum of a policy', () => {
  it('stands behind the last checkpoint', () => {
    expect(asked([EARLIER, head(signedBy(city, province))])).toMatchObject({ ok: true, detail: { zh: expect.stringContaining('7个事件') as string } });
    expect(asked([head(signedBy())], policyOf('none')).ok).toBe(true);
  });

  it('or does not: who is missing, and how far one reaches', () => {
    const { ok, detail, faults } = asked([EARLIER, head(signedBy(city))]);
    expect([ok, faults[0]?.place]).toEqual([false, 'checkpoint/7']);
    for (const words of ['缺省', '已有市', '达到的只到3个事件']) expect(detail.zh).toContain(words);
    expect(detail.en).toContain('missing 省');
    expect(asked([head(signedBy())]).detail.zh).toContain('没有一个检查点达到');
    expect(asked([]).ok).toBe(false);
  });

  it('counts what lies here and what others kept together', () => {
    const outside = { ...head(signedBy(province)), source: 'outside' as const };
    expect(asked([head(signedBy(city)), outside]).ok).toBe(true);
  });

  it('counts no checkpoint that does not hold', () => {
    const bad = head(signedBy(city, province));
    const found = quorumCheck([EARLIER, bad], { held: [], findings: [{ head: bad, bad: { zh: '', en: '' } }] }, policyOf('两级'));
    expect(found.detail.zh).toContain('3个事件');
    expect(quorumCheck([bad], { held: [], findings: [{ head: bad, bad: { zh: '', en: '' } }] }, policyOf('none')).ok).toBe(false);
  });

  it('asks for a log of the policy where it names any', () => {
    const other = new GrowingLog({ origin: 'example.org/other', secret: 2 }).grow(1);
    const { ok, detail } = asked([head(signedBy(city, province))], policyOf('两级', other));
    expect([ok, detail.zh]).toEqual([false, expect.stringContaining('不是策略文件所列账本公钥签名')]);
  });
});
