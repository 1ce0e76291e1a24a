import { cpuUsage, hrtime } from 'node:process';

/** What a piece of work took. CPU is this process's, all threads, user and system. */
export type Cost = Readonly<{ nanos: number; cpuMicros: number }>;

export async function costOf(work: () => unknown): Promise<Cost> {
  const before = cpuUsage();
  const start = hrtime.bigint();
  await work();
  const nanos = Number(hrtime.bigint() - start);
  const { user, system } = cpuUsage(before);
  return { nanos, cpuMicros: user + system };
}

/** The value below which the given share of the values lies. @throws RangeError on no values */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (found === undefined) throw new RangeError('no values');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Work and limit measured turn about: neighbours in time share whatever else the machine was doing. */
export type Window = Readonly<{ events: number; cost: Cost; probeNanos: number; probeCpuMicros: number; probeWrites: number }>;

/** How the work's rate stands to the limit's, window by window, of which the middle one counts. `limitEvents`: events per write of the probe. */
export const ratioOf = (windows: readonly Window[], limitEvents = 1): number =>
  median(windows.map(({ events, cost, probeNanos, probeWrites }) => events / cost.nanos / ((probeWrites * limitEvents) / probeNanos)));

export const cpuPerEvent = (windows: readonly Window[]): number => sum(windows.map(({ cost }) => cost.cpuMicros)) / sum(windows.map(({ events }) => events));
export const eventsPerSecond = (windows: readonly Window[]): number =>
  (sum(windows.map(({ events }) => events)) / sum(windows.map(({ cost }) => cost.nanos))) * 1e9;
export const probesPerSecond = (windows: readonly Window[]): number =>
  (sum(windows.map(({ probeWrites }) => probeWrites)) / sum(windows.map(({ probeNanos }) => probeNanos))) * 1e9;
export const cpuPerProbe = (windows: readonly Window[]): number =>
  sum(windows.map(({ probeCpuMicros }) => probeCpuMicros)) / sum(windows.map(({ probeWrites }) => probeWrites));
