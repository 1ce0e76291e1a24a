import * as fc from 'fast-check';
import { RevisionConflict, type EventLog, type StoredEvent, type Write } from '#ledger';
import { openKurrentEventLog } from '#ledger/kurrentdb';
import { collect, samples } from '../../libs/ledger/src/contract/sample-events.js';
import { KurrentStandIn, type Mishap, type Mishaps } from '../support/kurrentdb-stand-in/index.js';
import { insisting } from './mongodb.cycle.js';

/** What befalls the calls, one after another; afterwards all goes well. */
const MISHAPS: readonly Mishap[] = ['drop', 'reset', 'late', 'duplicate', 'slow', 'restart'];
/** Who appends how much to which streams; then, sometimes, that process ends and another begins. */
export type Step = Readonly<{ who: 0 | 1; streams: readonly string[]; events: number; then: 'go on' | 'open again' }>;
export type Schedule = Readonly<{ mishaps: readonly (Mishap | undefined)[]; lateBy: number; patient: boolean; turns: readonly (readonly Step[])[] }>;

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom(0, 1),
  streams: fc.uniqueArray(fc.constantFrom('unit-a', 'unit-b', '单位-c'), { minLength: 1, maxLength: 2 }),
  events: fc.integer({ min: 1, max: 3 }),
  then: fc.constantFrom('go on', 'go on', 'go on', 'open again'),
});
export const schedules = (): fc.Arbitrary<Schedule> =>
  fc.record({
    mishaps: fc.array(
      fc.oneof(
        { weight: 20, arbitrary: fc.constant(undefined) },
        { weight: 10, arbitrary: fc.constantFrom(...MISHAPS) },
        { weight: 1, arbitrary: fc.constant('freeze') },
      ),
      {
        ...{ minLength: 10, maxLength: 80, size: 'max' },
      },
    ),
    lateBy: fc.integer({ min: 1, max: 12 }),
    patient: fc.boolean(),
    turns: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 8, size: 'max' }),
  });

function following(planned: readonly (Mishap | undefined)[]): Mishaps {
  const rest = [...planned];
  return () => rest.shift();
}

/** A process: its log, and a reader that follows it as runners do. */
class Process {
  log!: EventLog;
  private seen: StoredEvent[] = [];
  private reading: Promise<void> | undefined;
  private isBehind = false;

  constructor(
    private readonly standIn: KurrentStandIn,
    private readonly patienceMs: number,
  ) {}

  async open(): Promise<void> {
    this.log = await insisting(() => openKurrentEventLog({ uri: this.standIn.uri, development: true, patienceMs: this.patienceMs, answerWaitMs: 400 }));
    this.seen = [];
    this.log.subscribe(() => this.follow());
    await this.caughtUp();
  }

  async openAgain(): Promise<void> {
    await this.reading;
    await this.log.close();
    await this.open();
  }

  /** One reading at a time, however many appends came meanwhile. */
  private follow(): void {
    this.isBehind = true;
    this.reading ??= this.readOn().finally(() => (this.reading = undefined));
  }

  private async readOn(): Promise<void> {
    while (this.isBehind) {
      this.isBehind = false;
      await insisting(async () => {
        for await (const event of this.log.readAll(this.seen.length)) this.seen.push(event);
      });
    }
  }

  async caughtUp(): Promise<readonly StoredEvent[]> {
    this.follow();
    while (this.reading) await this.reading;
    return this.seen;
  }

  /** An append as `execute` makes it: on what is known, again when somebody was quicker, and with the same ids when nobody answers. */
  async append({ streams, events }: Step, key: string): Promise<readonly StoredEvent[]> {
    for (;;) {
      const writes: Write[] = [];
      for (const stream of streams) {
        const keys = Array.from({ length: events }, (_, index) => `${key} ${stream} ${index}`);
        writes.push({ stream, expected: await this.log.revisionOf(stream), events: samples(...keys) });
      }
      try {
        return await insisting(() => this.log.append(writes));
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }
}

const told = (events: readonly StoredEvent[]) =>
  events.map(({ id, stream, revision, position, bytes }) => ({ id, stream, revision, position, text: bytes.toString('utf8') }));

/** Two processes append to one log through a schedule. @returns what each knows of it and was told of its appends, and what is there */
export async function appendThrough({
  mishaps: planned,
  lateBy,
  patient,
  turns,
}: Schedule): Promise<Readonly<{ found: readonly unknown[]; wanted: readonly unknown[] }>> {
  const standIn = await KurrentStandIn.start({ mishaps: following(planned), lateBy });
  const processes = [0, 1].map(() => new Process(standIn, patient ? 1_000 : 0));
  const answers: StoredEvent[] = [];
  let asked = 0;
  try {
    for (const one of processes) await one.open();
    for (const [turn, steps] of turns.entries()) {
      const stored = await Promise.all(steps.map((one, index) => processes[one.who]!.append(one, `${turn} ${index}`)));
      answers.push(...stored.flat());
      asked += steps.reduce((sum, { streams, events }) => sum + streams.length * events, 0);
      for (const { who } of steps.filter(({ then }) => then === 'open again')) await processes[who]!.openAgain();
    }
    standIn.mishaps = () => undefined;
    standIn.arrive();
    const anew = await openKurrentEventLog({ uri: standIn.uri, development: true });
    const stored = told(await collect(anew.readAll(0)));
    await anew.close();
    for (const { log } of processes) await heard(log, stored.length - 1);
    const followed = await Promise.all(processes.map(async (one) => told(await one.caughtUp())));
    const answered = told(answers.toSorted((a, b) => a.position - b.position));
    return { found: [asked, answered, ...followed], wanted: [stored.length, stored, stored, stored] };
  } finally {
    for (const { log } of processes) await log?.close();
    await standIn.stop();
  }
}

/** When a log knows of all that was appended, by itself. */
async function heard(log: EventLog, head: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = log.subscribe((position) => position >= head && done());
    const done = () => {
      cancel();
      resolve();
    };
    void log.head().then(({ position }) => position >= head && done());
  });
}
