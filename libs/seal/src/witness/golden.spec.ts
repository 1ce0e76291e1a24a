import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLine, formatNote, formatVerifierKey, parseLine, parseNote, verifyNote } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { asking, WITNESS_TIME, witnessSigner } from '../../../../test/support/witness.js';
import { formatAddCheckpoint, framesOf, judge, parseAddCheckpoint, parsePolicy, textFrom, Witness, type Cosigned } from './index.js';

const golden = (name: string) => readFileSync(join(__dirname, '../../../../test/fixtures/vectors/witness', name), 'utf8');
const LOG = new GrowingLog({ origin: 'example.org/ledger', secret: 1 }).grow(300);
const WITNESS = witnessSigner(2, 'example.org/witness');

describe('the specification’s own examples', () => {
  it('c2sp-add-checkpoint.txt is read, and written as it stands', () => {
    const read = parseAddCheckpoint(golden('c2sp-add-checkpoint.txt'));
    expect(read).toMatchObject({ oldSize: 20_852_014, path: { length: 4 }, checkpoint: { origin: 'example.com/behind-the-sofa', size: 20_852_163 } });
    expect(formatAddCheckpoint(read)).toBe(golden('c2sp-add-checkpoint.txt'));
  });

  it('c2sp-cosignatures.txt are signature lines', () => {
    const lines = golden('c2sp-cosignatures.txt').trimEnd().split('\n').map(parseLine);
    expect(lines.map(({ name }) => name)).toEqual(['witness.example/w1', 'witness.example/w1', 'witness.example/w2']);
    expect(lines.map(formatLine).join('')).toBe(golden('c2sp-cosignatures.txt'));
  });
});

describe('golden files', () => {
  const checkpoint = (size: number, note = formatNote(LOG.note(size))): Cosigned => ({
    origin: 'example.org/ledger',
    size,
    root: parseAddCheckpoint(`old 0\n\n${note}`).checkpoint.root,
    note,
  });

  it('request.txt: from 5 entries to 300', () => expect(asking(LOG, 5)).toBe(golden('request.txt')));

  it('answer.txt: the checkpoint as the witness keeps it', () => {
    let kept = checkpoint(5);
    const store = {
      latest: () => kept,
      replace: (_: Cosigned | undefined, after: Cosigned) => {
        kept = after;
        return true;
      },
      keep: () => undefined,
      all: () => [],
      contradictions: () => [],
      close: () => undefined,
    };
    const witness = new Witness({ store, signers: [WITNESS], logs: [LOG.key], now: () => WITNESS_TIME });
    expect(witness.addCheckpoint(golden('request.txt')).status).toBe(200);
    expect(kept.note).toBe(golden('answer.txt'));
    expect(verifyNote(parseNote(golden('answer.txt')), [LOG.key, WITNESS.key])).toHaveLength(2);
  });

  it('policy.txt: whom to believe', () => {
    expect(golden('policy.txt')).toContain(`log ${formatVerifierKey(LOG.key)}\n`);
    expect(judge(parsePolicy(Buffer.from(golden('policy.txt'))), golden('answer.txt'))).toMatchObject({ quorum: true, witnesses: ['city'] });
  });

  it('frames.txt: the request as a scanner gives it back', () => {
    expect(framesOf(golden('request.txt'))).toEqual(golden('frames.txt').trimEnd().split('\n'));
    expect(textFrom(golden('frames.txt').trimEnd().split('\n').toReversed())).toBe(golden('request.txt'));
  });
});
