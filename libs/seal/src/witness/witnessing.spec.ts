import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSignatures, cosign, formatNote, formatVerifierKey, parseCheckpoint, type Note } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { standingWitness, WITNESS_TIME, witnessSigner } from '../../../../test/support/witness.js';
import { parsePolicy, quorumTime, Unreachable, Witnessing, type Said } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-witnessing-'));
afterAll(() => rmSync(root, { recursive: true }));

const [NEAR, FAR] = [31, 32];
const urlOf = (secret: number) => `http://w${secret}.example.org`;

class Kept extends GrowingLog {
  private readonly kept = new Map<string, Note>();
  override store(note: Note): void {
    super.store(note);
    this.kept.set(note.text, addSignatures(this.kept.get(note.text) ?? note, note.signatures));
  }
  cosignedNotes(): readonly Note[] {
    return [...this.kept.values()].sort((a, b) => parseCheckpoint(b.text).size - parseCheckpoint(a.text).size);
  }
}

/** A log and two witnesses whose answers a test may replace; time stands still until it is moved. */
function office(quorum: 'any' | 'all') {
  const log = new Kept({ origin: 'example.org/office', secret: 9 }).grow(3);
  const standing = new Map([NEAR, FAR].map((secret) => [urlOf(secret), standingWitness(root, [log], { secret }).witness] as const));
  const lines = [NEAR, FAR].map((secret) => `witness w${secret} ${formatVerifierKey(witnessSigner(secret).key)} ${urlOf(secret)}\n`);
  const policy = parsePolicy(Buffer.from(`log ${formatVerifierKey(log.key)}\n${lines.join('')}group g ${quorum} w31 w32\nquorum g\n`));
  const world = { now: WITNESS_TIME * 1_000, asked: [] as string[], faults: [] as unknown[], timer: undefined as { at: number; work: () => void } | undefined };
  const says = new Map<string, () => Promise<Said>>();
  const witnessing = new Witnessing({
    log,
    policy: async () => policy,
    submit: async (url, body) => {
      world.asked.push(url);
      const said = says.get(url);
      if (said) return said();
      const answer = standing.get(url)!.addCheckpoint(body);
      if (answer.status === 409) return { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` };
      return { status: answer.status, type: 'text/plain', body: answer.status === 200 ? answer.body : answer.reason };
    },
    now: () => world.now,
    after: (ms, work) => {
      world.timer = { at: world.now + ms, work };
      return () => (world.timer = undefined);
    },
    onFault: (error) => world.faults.push(error),
  });
  const away = (secret: number) => says.set(urlOf(secret), () => Promise.reject(new Unreachable('ECONNREFUSED')));
  const back = (secret: number) => says.delete(urlOf(secret));
  const asksOf = (secret: number) => world.asked.filter((url) => url === urlOf(secret)).length;
  const codes = () => witnessing.state().witnesses.map(({ code }) => code);
  return { log, policy, witnessing, world, says, away, back, asksOf, codes };
}

describe('keeping a checkpoint before its witnesses', () => {
  it('asks each once, and again only when there is a newer one', async () => {
    const { log, witnessing, world, codes } = office('all');
    await witnessing.tend();
    expect(codes()).toEqual(['cosigned', 'cosigned']);
    expect(witnessing.state()).toMatchObject({ quorumSize: 3, quorumAgo: 0 });
    await witnessing.tend();
    expect([world.asked.length, codes(), world.timer]).toEqual([2, ['present', 'present'], undefined]);
    log.grow(4);
    world.now += 60_000;
    await witnessing.tend();
    expect([world.asked.length, witnessing.state().quorumSize]).toEqual([4, 7]);
  });

  it('asks one that is away more and more seldom, meanwhile the other at once, and goes on when it is back', async () => {
    const { log, witnessing, world, away, back, asksOf, codes } = office('all');
    away(FAR);
    await witnessing.tend();
    expect([codes(), witnessing.state().quorumAgo, witnessing.state().witnesses[1]!.asksAgainIn]).toEqual([['cosigned', 'unreachable'], null, 1]);
    log.grow(1);
    await witnessing.tend();
    expect([asksOf(NEAR), asksOf(FAR), codes()]).toEqual([2, 1, ['cosigned', 'unreachable']]);
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      waits.push((world.timer!.at - world.now) / 1_000);
      world.now = world.timer!.at;
      await witnessing.tend();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect([asksOf(NEAR), asksOf(FAR)]).toEqual([2, 13]);
    back(FAR);
    world.now = world.timer!.at;
    await witnessing.tend();
    expect([codes(), witnessing.state().quorumSize, world.timer]).toEqual([['present', 'cosigned'], 4, undefined]);
  });

  it('goes round once more for what came while it asked, and for no more than that', async () => {
    const { log, witnessing, world, says, asksOf } = office('any');
    let settle: (said: Said) => void = () => undefined;
    says.set(urlOf(FAR), () => new Promise((resolve) => (settle = resolve)));
    const first = witnessing.tend();
    while (asksOf(FAR) === 0) await Promise.resolve();
    log.grow(2);
    const second = [witnessing.tend(), witnessing.tend()];
    says.delete(urlOf(FAR));
    settle({ status: 503, type: 'text/plain', body: '' });
    await Promise.all([first, ...second]);
    expect([asksOf(NEAR), asksOf(FAR), witnessing.state().quorumSize]).toEqual([2, 1, 5]);
    expect(world.faults).toEqual([]);
  });

  it('counts the age from when the quorum was complete, and finds it again after a restart', async () => {
    const { log, policy, witnessing, world } = office('all');
    await witnessing.tend();
    const cosigned = log.latest().note;
    expect(quorumTime(policy, formatNote(cosigned))).toBe(WITNESS_TIME);
    const later = addSignatures(
      log.note(),
      [NEAR, FAR].map((secret, i) => cosign(log.text(), witnessSigner(secret), WITNESS_TIME + 10 * (i + 1))),
    );
    expect(quorumTime(policy, formatNote(later))).toBe(WITNESS_TIME + 20);
    expect(quorumTime(policy, formatNote(log.note()))).toBeUndefined();
    log.grow(5);
    world.now += 30_000;
    const again = new Witnessing({
      log,
      policy: async () => policy,
      submit: () => Promise.reject(new Unreachable('ENETUNREACH')),
      now: () => world.now,
      after: () => () => undefined,
      onFault: () => undefined,
    });
    await again.tend();
    expect(again.state()).toMatchObject({ quorumSize: 3, quorumAgo: 30, witnesses: [{ code: 'unreachable' }, { code: 'unreachable' }] });
  });

  it('says once that a witness saw another history, keeps saying so in its state, and asks on', async () => {
    const { witnessing, world, says, codes } = office('any');
    says.set(urlOf(FAR), async () => ({ status: 422, type: 'text/plain', body: 'inconsistent\n' }));
    await witnessing.tend();
    world.now += 5_000;
    await witnessing.tend();
    expect(world.faults).toMatchObject([{ code: 'witness.forked' }]);
    expect([codes(), witnessing.state().witnesses[1]]).toMatchObject([['present', 'inconsistent'], { alarm: true }]);
    says.set(urlOf(FAR), async () => ({ status: 409, type: 'text/x.tlog.size', body: '99\n' }));
    world.now += 50_000;
    await witnessing.tend();
    expect(world.faults).toMatchObject([{ code: 'witness.forked' }, { code: 'witness.ahead' }]);
  });

  it('waits for the first checkpoint, tells a fault once, and asks nothing once it is stopped', async () => {
    const faults: unknown[] = [];
    let asked = 0;
    const { policy } = office('any');
    const stranger = new Kept({ origin: 'example.org/stranger', secret: 8 }).grow(1);
    const nothing = { latest: () => undefined, consistency: () => [], cosignedSize: () => 0, store: () => undefined, cosignedNotes: () => [] };
    const ports = (log: typeof nothing | Kept) => ({
      ...{ log, policy: async () => policy, now: () => 0, after: () => () => undefined, onFault: (error: unknown) => faults.push(error) },
      submit: async () => {
        asked++;
        return { status: 404, type: '', body: '' };
      },
    });
    const early = new Witnessing(ports(nothing));
    await early.tend();
    expect([early.state(), faults]).toEqual([
      { quorumSize: 0, quorumAgo: null, witnesses: ['w31', 'w32'].map((name) => ({ name, code: null, alarm: false })) },
      [],
    ]);
    const misfit = new Witnessing(ports(stranger));
    await misfit.tend();
    await misfit.tend();
    expect([misfit.state().fault, faults]).toMatchObject(['witness.own-signature', [{ code: 'witness.own-signature' }]]);
    await misfit.stop();
    await misfit.tend();
    expect(asked).toBe(0);
  });
});
