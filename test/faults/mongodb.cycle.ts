import * as fc from 'fast-check';
import { Rejection } from '#kernel';
import { Projector, rebuildViews, rowHash, type RowStore } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { openMongoRowStore } from '#readmodel/mongodb';
import { commit, type Vault, type VaultEntry } from '#vault';
import { openMongoVault } from '#vault/mongodb';
import { cleared, counted, sums, tallies, ToyLog, type Toy } from '../../libs/readmodel/src/contract/toy-log.js';
import { MongoStandIn, type Mishap, type Mishaps } from '../support/mongodb-stand-in/index.js';

/** What befalls the commands, one after another; afterwards all goes well. */
const MISHAPS: readonly (Mishap | undefined)[] = ['drop', 'reset', 'duplicate', 'again', 'late', 'slow', 'restart'];
export type Schedule = Readonly<{ mishaps: readonly (Mishap | undefined)[]; lateBy: number; steps: readonly Step[] }> & Temper;
/** Whether requests are tried again at all before a flush fails, and whether a failed flush is the end of the process. */
type Temper = Readonly<{ patient: boolean; dies: boolean }>;
/** Events of one command; then, sometimes, the process ends and another begins, or the rows are built anew. */
export type Step = Readonly<{ toys: readonly Toy[]; then: 'go on' | 'open again' | 'rebuild' }>;

const toys = (command: string): fc.Arbitrary<readonly Toy[]> => {
  const key = fc.constantFrom('a', 'b', '\u{1f33e}', '\ue000');
  const one = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.uniqueArray(key, { minLength: 1 }), fc.integer({ min: -2, max: 2 })).map(([keys, n]) => counted(keys, n, command)) },
    { weight: 1, arbitrary: key.map((some) => cleared(some, command)) },
  );
  return fc.array(one, { minLength: 1, maxLength: 3 });
};
const steps = fc
  .array(fc.constantFrom<Step['then']>('go on', 'go on', 'go on', 'open again', 'rebuild'), { minLength: 4, maxLength: 10, size: 'max' })
  .chain((ends) => fc.tuple(...ends.map((then, index) => toys(`command-${index}`).map((some): Step => ({ toys: some, then })))));
const mishaps = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...MISHAPS) }), {
  ...{ minLength: 10, maxLength: 120, size: 'max' },
});
export const schedules = (): fc.Arbitrary<Schedule> =>
  fc.record({ mishaps, lateBy: fc.integer({ min: 1, max: 12 }), steps, patient: fc.boolean(), dies: fc.boolean() });

function following(planned: readonly (Mishap | undefined)[]): Mishaps {
  const rest = [...planned];
  return () => rest.shift();
}

const HURRIED = { patienceMs: 300, serverWaitMs: 200 } as const;
const ONCE = { ...HURRIED, patienceMs: 0 } as const;
const TRIES = 100;

/** A caller that does not give up: what a served ledger is, which tries again at the next append and each minute. */
export async function insisting<Result>(work: () => Promise<Result>, between?: () => Promise<void>): Promise<Result> {
  for (let left = TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !(error instanceof Rejection) || !error.code.endsWith('.unavailable')) throw error;
      await between?.();
    }
  }
}

const VIEWS = [tallies, sums];

type Opened = Readonly<{ store: RowStore; projector: Projector }>;

/** One ledger's rows, followed by one process after another. */
class Follower {
  readonly log = new ToyLog();
  private now!: Opened;

  constructor(
    private readonly standIn: MongoStandIn,
    private readonly temper: Temper,
  ) {}

  get store(): RowStore {
    return this.now.store;
  }

  /** Opening takes a while, too, and is tried until it succeeds. */
  async open(): Promise<void> {
    this.now = await insisting(async () => {
      const store = await openMongoRowStore({ uri: this.standIn.uri, ...(this.temper.patient ? HURRIED : ONCE) });
      try {
        const projector = new Projector({ store, views: VIEWS, source: this.log });
        await projector.prepare();
        return { store, projector };
      } catch (error) {
        await store.close();
        throw error;
      }
    });
  }

  async openAgain(): Promise<void> {
    await this.now.store.close();
    await this.open();
  }

  async catchUp(): Promise<void> {
    await this.insisting(() => this.now.projector.catchUp());
  }

  async rebuild(): Promise<void> {
    await this.insisting(() => rebuildViews(VIEWS, { ...this.now, head: () => this.log.head() }));
  }

  private insisting<Result>(work: () => Promise<Result>): Promise<Result> {
    return insisting(work, this.temper.dies ? () => this.openAgain() : undefined);
  }
}

/** Follows a log through a schedule. @returns what the rows are afterwards, and what they are built anew in memory from the same log */
export async function followThrough({ mishaps: planned, lateBy, steps: walk, ...temper }: Schedule): Promise<Readonly<{ found: unknown; wanted: unknown }>> {
  const standIn = await MongoStandIn.start({ mishaps: following(planned), lateBy });
  const follower = new Follower(standIn, temper);
  const { log } = follower;
  try {
    await follower.open();
    for (const { toys: some, then } of walk) {
      log.append(...some);
      await follower.catchUp();
      if (then === 'rebuild') await follower.rebuild();
      if (then === 'open again') await follower.openAgain();
    }
    standIn.mishaps = () => undefined;
    await follower.catchUp();
    // Whatever is late arrives meanwhile.
    for (let index = 0; index <= lateBy; index++) await insisting(() => follower.store.history('sums', 'a'));
    const found = await insisting(() => saidBy(follower.store, log));
    await follower.openAgain();
    const foundAgain = await insisting(() => saidBy(follower.store, log));
    await follower.store.close();
    return { found: [found, foundAgain], wanted: [await saidAnew(log), await saidAnew(log)] };
  } finally {
    await standIn.stop();
  }
}

/** Hashes of whole histories, positions, and rows as they are: one lost, skipped or doubled version changes them. */
async function saidBy(store: RowStore, log: ToyLog): Promise<unknown> {
  const head = await log.head();
  return Promise.all(VIEWS.map(async ({ name }) => [await store.position(name), await rowHash(store, name, head), await store.list(name)]));
}

async function saidAnew(log: ToyLog): Promise<unknown> {
  const store = new MemoryRowStore();
  const projector = new Projector({ store, views: VIEWS, source: log });
  await projector.prepare();
  await projector.catchUp();
  return saidBy(store, log);
}

const SALT = '5a'.repeat(32);
export type VaultStep = Readonly<{ do: 'put' | 'erase'; who: number }>;
export type VaultSchedule = Readonly<{ mishaps: readonly (Mishap | undefined)[]; lateBy: number; steps: readonly VaultStep[] }> & Temper;
export const vaultSchedules = (): fc.Arbitrary<VaultSchedule> =>
  fc.record({
    mishaps,
    lateBy: fc.integer({ min: 1, max: 12 }),
    steps: fc.array(fc.record({ do: fc.constantFrom('put', 'put', 'erase'), who: fc.nat(2) }), { minLength: 4, maxLength: 20, size: 'max' }),
    patient: fc.boolean(),
    dies: fc.boolean(),
  });

function valueOf(who: number, index: number): VaultEntry {
  const parts = { eventId: `e${index}`, field: 'name', scope: 'person', subject: `person-000${who}`, value: `甲${who}-${index}`, salt: SALT };
  return { ...parts, commitment: commit(parts) };
}

/** Puts and erases through a schedule. @returns what the vault holds, and what it was told to hold */
export async function keepThrough({ mishaps: planned, lateBy, steps: walk, ...temper }: VaultSchedule): Promise<Readonly<{ found: unknown; wanted: unknown }>> {
  const standIn = await MongoStandIn.start({ mishaps: following(planned), lateBy });
  try {
    const keeper = new Keeper(standIn, temper);
    await keeper.open();
    const told = await walked(keeper, walk);
    standIn.mishaps = () => undefined;
    const { vault } = keeper;
    // Whatever is late arrives now.
    for (let index = 0; index <= lateBy; index++) await insisting(() => vault.erasedFor('nothing'));
    const held = await insisting(() => entriesOf(vault));
    const gone = await insisting(() => vault.erased([...told.put.keys()], ['person']));
    await vault.close();
    const wanted = [...told.put].filter(([commitment]) => !told.erased.has(commitment)).map(([, one]) => one);
    return { found: [held, [...gone].sort()], wanted: [wanted, [...told.erased].sort()] };
  } finally {
    await standIn.stop();
  }
}

async function entriesOf(vault: Vault): Promise<readonly VaultEntry[]> {
  const held: VaultEntry[] = [];
  for await (const one of vault.entries()) held.push(one);
  return held;
}

/** One vault, held by one process after another. */
class Keeper {
  vault!: Vault;

  constructor(
    private readonly standIn: MongoStandIn,
    private readonly temper: Temper,
  ) {}

  async open(): Promise<void> {
    this.vault = await insisting(() => openMongoVault({ uri: this.standIn.uri, ...(this.temper.patient ? HURRIED : ONCE) }));
  }

  insisting<Result>(work: (vault: Vault) => Promise<Result>): Promise<Result> {
    const openAgain = async () => {
      await this.vault.close();
      await this.open();
    };
    return insisting(() => work(this.vault), this.temper.dies ? openAgain : undefined);
  }
}

async function walked(keeper: Keeper, walk: readonly VaultStep[]): Promise<Readonly<{ put: Map<string, VaultEntry>; erased: Set<string> }>> {
  const [put, erased] = [new Map<string, VaultEntry>(), new Set<string>()];
  for (const [index, step] of walk.entries()) {
    const one = valueOf(step.who, index);
    if (step.do === 'put') {
      await keeper.insisting((vault) => vault.put([one]));
      put.set(one.commitment, one);
      continue;
    }
    await keeper.insisting((vault) => vault.erase(one.subject, { reason: `erasure-${index}` }));
    for (const [commitment, { subject }] of put) if (subject === one.subject) erased.add(commitment);
  }
  return { put, erased };
}
