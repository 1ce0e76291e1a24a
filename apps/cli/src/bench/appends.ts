import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope, SimulatedClock } from '#ledger';
import { SealPolicy, type Zelian } from '#zelian';
import { Corpus } from './corpus.js';
import type { Figures } from './goals.js';
import { costOf, cpuPerEvent, cpuPerProbe, eventsPerSecond, median, probesPerSecond, ratioOf, sum, type Cost, type Window } from './measure.js';
import { Probe } from './probe.js';
import { appendBatch, appendOne, encoded, logFileBytes, openStore, prepared, type Prepared } from './store.js';
import { MARKS, type Measurement, type Task, type Tell } from './tasks.js';

export const CLIENTS = 32;
/** Long enough that a window's edges do not matter, short enough that work and limit share the machine's mood. */
const WINDOW = { single: 250, clients: 64 * CLIENTS };
const BATCHES_PER_WINDOW = 4;
/** Enough to know the limit's rate beside a window. */
const PROBES_MAX = 250;
const WINDOWS_MIN = 10;

type Append = (zelian: Zelian, events: readonly Prepared[]) => Promise<void>;
type Plan = Readonly<{ append: Append; windowEvents: number; eventsPerProbe: number }>;
type Run = Readonly<{ windows: readonly Window[]; storedBytes: number; rss: readonly number[]; probeWrites: number }>;

const oneByOne: Append = async (zelian, events) => {
  for (const event of events) await appendOne(zelian, event);
};

/** Each client sends its next event when its last one is answered. */
const byClients: Append = async (zelian, events) => {
  let next = 0;
  const client = async () => {
    while (next < events.length) await appendOne(zelian, events[next++]!);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
};

const inBatches =
  (batch: number): Append =>
  async (zelian, events) => {
    for (let from = 0; from < events.length; from += batch) await appendBatch(zelian, events.slice(from, from + batch));
  };

/** Fills a ledger window by window, the probe before each and after the last, and counts for each window the mean of the probes beside it. */
async function fill(zelian: Zelian, task: Task, plan: Plan, tell: Tell): Promise<Run> {
  const { append, eventsPerProbe } = plan;
  const corpus = new Corpus(task.seed);
  const probe = new Probe(join(task.directory, 'probe'));
  const windowEvents = Math.max(eventsPerProbe, Math.min(plan.windowEvents, Math.floor(task.events / WINDOWS_MIN)));
  const run = { windows: [] as Window[], storedBytes: 0, rss: [] as number[], probeWrites: 0 };
  const measured: Readonly<{ events: number; cost: Window['cost'] }>[] = [];
  const probes: (Cost & Readonly<{ writes: number }>)[] = [];
  let buffers: readonly Buffer[] = [];
  const seal = sealOf(zelian, task);
  const stopSealing = seal?.follow();
  /** Nobody follows any more when the rest is sealed: what the seal itself appends would begin another round, and the ledger closes next. */
  const finished = async () => {
    stopSealing?.();
    await seal?.finish();
  };
  const limit = () => probes.push({ ...probe.run(buffers), writes: buffers.length });
  for (let from = 0; from < task.events; from += windowEvents) {
    const keys = zelian.parts.keys!;
    const atTime = seal ? inOneMoment(zelian, corpus.envelope(from).recordedAt) : (envelope: Envelope) => envelope;
    const events = Array.from({ length: Math.min(windowEvents, task.events - from) }, (_, index) => prepared(atTime(corpus.envelope(from + index)), keys));
    const bytes = events.map((event) => encoded(event, keys).bytes);
    run.storedBytes += sum(bytes.map(({ length }) => length));
    buffers = grouped(bytes, eventsPerProbe).slice(0, PROBES_MAX);
    limit();
    const isLast = from + events.length === task.events;
    // What the seal has begun belongs to the cost of what was appended.
    measured.push({ events: events.length, cost: await costOf(() => append(zelian, events).then(() => (isLast ? finished() : undefined))) });
    run.rss.push(process.memoryUsage.rss());
    tell(from + events.length, task.events);
  }
  limit();
  probe.close();
  run.probeWrites = sum(probes.map(({ writes }) => writes));
  for (const [index, { events, cost }] of measured.entries()) {
    const beside = [probes[index]!, probes[index + 1]!];
    const total = (what: keyof (typeof beside)[0]) => sum(beside.map((probed) => probed[what]));
    run.windows.push({ events, cost, probeNanos: total('nanos'), probeCpuMicros: total('cpuMicros'), probeWrites: total('writes') });
  }
  return run;
}

/** The seal beside the appends, as a served ledger has it. What it could not sign ends the measurement. */
function sealOf(zelian: Zelian, { sealEvery }: Task): SealPolicy | undefined {
  if (sealEvery === undefined) return undefined;
  return new SealPolicy(zelian, { events: sealEvery, minutes: 0, atClose: true }, (error) => {
    throw error;
  });
}

/** The seal writes by the ledger's clock, between events whose times follow from their numbers: within a window all happen in the moment of its first. */
function inOneMoment({ parts: { clock } }: Zelian, recordedAt: string): (envelope: Envelope) => Envelope {
  (clock as SimulatedClock).moveTo(recordedAt);
  return (envelope) => ({ ...envelope, recordedAt });
}

const grouped = (bytes: readonly Buffer[], size: number): readonly Buffer[] =>
  size === 1 ? bytes : Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => Buffer.concat(bytes.slice(index * size, (index + 1) * size)));

const ratesOf = (windows: readonly Window[], eventsPerProbe = 1): Figures => ({
  ratio: ratioOf(windows, eventsPerProbe),
  cpuMicrosPerEvent: cpuPerEvent(windows),
  eventsPerSecond: eventsPerSecond(windows),
  probesPerSecond: probesPerSecond(windows),
  probeCpuMicros: cpuPerProbe(windows),
});

/** One client; and, since it fills a ledger from the first event to the last, what growth costs. */
export const measureSingle: Measurement = async (task, tell) => {
  const zelian = await openStore(task.directory, task.seed);
  mark(task, 'begin');
  const { windows, storedBytes, probeWrites } = await fill(zelian, task, { append: oneByOne, windowEvents: WINDOW.single, eventsPerProbe: 1 }, tell);
  mark(task, 'end');
  await zelian.close();
  const tenth = Math.max(1, Math.floor(windows.length / 10));
  const [first, last] = [windows.slice(0, tenth), windows.slice(-tenth)];
  return {
    ...ratesOf(windows),
    events: task.events,
    probeWrites,
    growthOfTime: ratioOf(first) / ratioOf(last),
    growthOfCpu: cpuPerEvent(last) / cpuPerEvent(first),
    bytesPerStoredByte: logFileBytes(task.directory) / storedBytes,
    bytesPerEvent: storedBytes / task.events,
  };
};

/** 32 clients at once; and what filling a ledger costs in memory. */
export const measureClients: Measurement = async (task, tell) => {
  const zelian = await openStore(task.directory, task.seed);
  mark(task, 'begin');
  const { windows, rss, probeWrites } = await fill(zelian, task, { append: byClients, windowEvents: WINDOW.clients, eventsPerProbe: 1 }, tell);
  mark(task, 'end');
  await zelian.close();
  const tenth = Math.max(1, Math.floor(rss.length / 10));
  return {
    ...ratesOf(windows),
    events: task.events,
    probeWrites,
    rssBytesMax: Math.max(...rss),
    rssBytesGrowth: median(rss.slice(-tenth)) - median(rss.slice(0, tenth)),
  };
};

/** Appends of many events each, against a raw log that writes and syncs the same bytes in the same pieces. */
export const measureBatches: Measurement = async (task, tell) => {
  const zelian = await openStore(task.directory, task.seed);
  const batch = Math.min(task.batch!, task.events);
  const { windows } = await fill(zelian, task, { append: inBatches(batch), windowEvents: batch * BATCHES_PER_WINDOW, eventsPerProbe: batch }, tell);
  await zelian.close();
  return ratesOf(windows, batch);
};

/** Asks for a file that is not there: under a trace of system calls this is where the measured part begins or ends. */
function mark({ marked, directory }: Task, which: keyof typeof MARKS): void {
  if (marked) existsSync(join(directory, MARKS[which]));
}
