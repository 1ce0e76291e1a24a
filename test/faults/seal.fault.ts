import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy, seededEntropy } from '#ledger';
import { LOG_SUITES, sealContext, sha256 } from '#seal';
import {
  consistencyProof,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  tileNodes,
  verifyConsistency,
  verifyNote,
  type Checkpoint,
  type Nodes,
} from '#transparency';
import { checkpointAnswer, openLedger, type Zelian } from '#zelian';
import { keepsRecord } from '../support/campaign.js';
import { dies } from './crash.cycle.js';
import { SEAL_MOMENTS, type SealChild } from './seal.moments.js';
import { tallyContexts } from './tally.context.js';

const KILLS = Number(process.env.ZELIAN_RUNS ?? 2 * SEAL_MOMENTS.length);
const FRESH_EVERY = 10;
jest.setTimeout(60_000 + KILLS * 15_000);

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'zelian-seal-fault-'))));
afterEach(() => rmSync(root, { recursive: true }));

const opened = (directory: string, keysFolder: string) => openLedger({ directory, keysFolder, contexts: [...tallyContexts(), sealContext] });
const tallied = (zelian: Zelian) => {
  const commandId = newCommandId(realClock.now(), realEntropy);
  return zelian.record({ type: 'Tally', data: { tally: 't0', count: 2, note: commandId } }, { actor: { personId: 'person-tester' }, commandId });
};
const sealed = (zelian: Zelian) =>
  zelian.sealer.seal().then(
    ({ note }) => note,
    ({ code }: { code: string }) => code,
  );

/** Every note that anybody saw must be signed and lie on one history: the newest tree begins with each of them. */
async function faultsAmong(notes: Iterable<string>, zelian: Zelian): Promise<readonly string[]> {
  const { note: newest, keys } = await checkpointAnswer(zelian.parts);
  const verifiers = keys.map((text) => parseVerifierKey(sha256, LOG_SUITES, text));
  const end = parseCheckpoint(parseNote(newest).text);
  const nodes = tileNodes(sha256, zelian.parts.engines.seal.checkpoints.tiles, end.size);
  return [...notes].flatMap((text) => {
    const note = parseNote(text);
    verifyNote(note, verifiers);
    const checkpoint = parseCheckpoint(note.text);
    return continues(checkpoint, end, nodes) ? [] : [`a fork at ${checkpoint.size}`];
  });
}

function continues({ size, root: fromRoot }: Checkpoint, end: Checkpoint, nodes: Nodes): boolean {
  if (size > end.size) return false;
  return verifyConsistency(sha256, { from: size, to: end.size, fromRoot, toRoot: end.root, path: consistencyProof(sha256, nodes, size, end.size) });
}

/** Half die at a moment of the sealing, half from outside at some time. */
function deathOf(cycle: number): Readonly<{ killAt?: SealChild['killAt']; afterMs: number }> {
  const random = seededEntropy('seal').bytes(2, `death|${cycle}`).readUInt16BE();
  if (cycle % 2 === 1) return { afterMs: 600 + (random % 2_400) };
  return { killAt: { at: SEAL_MOMENTS[(cycle / 2) % SEAL_MOMENTS.length]!, time: 1 + (random % 6) }, afterMs: 60_000 };
}

let [shown, faults] = [0, [] as string[]];
keepsRecord('seal', () => ({ seed: 'seal', shown, faults }));
it(`${KILLS} kills in the middle of sealing: no fork is ever signed, what was shown stays, and the seal goes on`, async () => {
  let seen = new Set<string>();
  for (let cycle = 0; cycle < KILLS; cycle++) {
    if (cycle % FRESH_EVERY === 0) seen = new Set();
    const folder = join(root, String(Math.floor(cycle / FRESH_EVERY)));
    const [directory, keysFolder] = [join(folder, 'ledger'), join(folder, 'keys')];
    const { killAt, afterMs } = deathOf(cycle);
    const options: SealChild = { directory, keysFolder, ...(killAt && { killAt }) };
    const { lines, killed } = await dies(folder, { child: 'test/faults/seal.child.ts', options, afterMs });
    expect(killed).toBe(true);
    const published = lines.filter(([kind]) => kind === 'ack').map(([, said]) => JSON.parse(said) as string);
    for (const note of published) seen.add(note);
    shown += published.length;
    if (!existsSync(join(directory, 'ledger.db'))) continue;
    const zelian = await opened(directory, keysFolder);
    await tallied(zelian);
    seen.add(await sealed(zelian));
    const { checkpoints } = zelian.parts.engines.seal;
    for (const size of await checkpoints.sizes()) seen.add((await checkpoints.at(size))!);
    faults = [...faults, ...(await faultsAmong(seen, zelian)).map((fault) => `cycle ${cycle}: ${fault}`)];
    if (!(await zelian.verify()).ok) faults.push(`cycle ${cycle}: the ledger does not verify`);
    await zelian.close();
  }
  expect(faults).toEqual([]);
  // Otherwise nothing was sealed, and the test shows nothing.
  expect(shown).toBeGreaterThan(KILLS / 2);
});

describe('one key, several ledgers', () => {
  const place = (name: string) => join(root, name);
  const keys = () => place('keys');

  it('two processes on one directory: the second is refused before it could sign', async () => {
    const one = await opened(place('ledger'), keys());
    await expect(opened(place('ledger'), keys())).rejects.toMatchObject({ code: 'ledger.already-owned' });
    await one.close();
  });

  it('a copied directory goes on beside the original: only one of them is signed, whichever comes first, and each turn after', async () => {
    const base = await opened(place('ledger'), keys());
    await tallied(base);
    await sealed(base);
    await base.close();
    cpSync(place('ledger'), place('copy'), { recursive: true });
    const [one, other] = [await opened(place('ledger'), keys()), await opened(place('copy'), keys())];
    const notes: string[] = [];
    const refusals: string[] = [];
    for (let round = 0; round < 6; round++)
      for (const zelian of round % 2 === 0 ? [one, other] : [other, one]) {
        await tallied(zelian);
        const answer = await sealed(zelian);
        (answer.includes('\n') ? notes : refusals).push(answer);
      }
    expect([notes.length, new Set(refusals)]).toEqual([6, new Set(['seal.forked', 'seal.rolled-back'].filter((code) => refusals.includes(code)))]);
    expect(await faultsAmong(notes, one)).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  it('both at the same moment: one of them is signed', async () => {
    const base = await opened(place('ledger'), keys());
    await sealed(base);
    await base.close();
    cpSync(place('ledger'), place('copy'), { recursive: true });
    const both = [await opened(place('ledger'), keys()), await opened(place('copy'), keys())];
    await Promise.all(both.map(tallied));
    const answers = await Promise.all(both.map(sealed));
    expect(answers.filter((answer) => answer.includes('\n'))).toHaveLength(1);
    const winner = both[answers.findIndex((answer) => answer.includes('\n'))]!;
    expect(
      await faultsAmong(
        answers.filter((answer) => answer.includes('\n')),
        winner,
      ),
    ).toEqual([]);
    await Promise.all(both.map((zelian) => zelian.close()));
  });
});
