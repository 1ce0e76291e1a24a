import type { EventSource } from '#readmodel';
import { Projector } from '#readmodel';
import type { Zelian } from '#zelian';
import { LatestRows } from './latest-rows.js';
import { costOf, median, type Cost } from './measure.js';
import { openStore } from './store.js';
import type { Measurement } from './tasks.js';

const ROUNDS = 3;
/** The latest rows of a fold are held in memory: of a longer log its beginning is folded, and scanned. */
const FOLDED_MAX = 200_000;

/** What every rebuild has to do at least: read each event's bytes and parse them. */
export async function scan(zelian: Zelian, upTo: number): Promise<void> {
  for await (const { position, bytes } of zelian.log.readAll(0)) {
    if (position >= upTo) return;
    JSON.parse(bytes.toString('utf8'));
  }
}

async function fold(zelian: Zelian, upTo: number): Promise<void> {
  const { history, engines } = zelian.parts;
  const source: EventSource = {
    head: async () => upTo - 1,
    async *readAll(from) {
      for await (const event of history.readAll(from)) {
        if (event.position >= upTo) return;
        yield event;
      }
    },
  };
  const views = zelian.contexts.flatMap(({ views: own }) => own);
  const projector = new Projector({ store: new LatestRows(), views, source });
  await projector.prepare();
  await projector.catchUp();
  const [alarm] = projector.alarms();
  if (alarm) throw new Error(`${engines.name}: ${alarm.view} stopped at ${alarm.position}: ${alarm.message}`);
}

/** Rebuilds every view beside the live ones; the hashes that compare both at the end are a check, not part of the rebuild, and are left out of its cost. */
async function rebuild(zelian: Zelian, tell: (done: number, total: number) => void): Promise<Cost & Readonly<{ same: boolean }>> {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  let cost: Cost = { nanos: 0, cpuMicros: 0 };
  const results = await zelian.rebuild(undefined, (done, total) => {
    const { user, system } = process.cpuUsage(before);
    cost = { nanos: Number(process.hrtime.bigint() - start), cpuMicros: user + system };
    tell(done, total);
  });
  return { ...cost, same: results.every(({ before: was, after }) => was === after) };
}

async function rowsWritten(zelian: Zelian): Promise<number> {
  const { position } = await zelian.log.head();
  let rows = 0;
  for (const view of zelian.viewNames()) for await (const version of zelian.parts.engines.rows.versions(view, position)) if (version.from >= 0) rows++;
  return rows;
}

/** Fold of all views, and rebuild of all rows with their history, against a bare scan and parse of the same events. */
export const measureRebuild: Measurement = async ({ directory, seed }, tell) => {
  const zelian = await openStore(directory, seed);
  try {
    const events = (await zelian.log.head()).position + 1;
    const folded = Math.min(events, FOLDED_MAX);
    const scans: Cost[] = [];
    const folds: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      scans.push(await costOf(() => scan(zelian, folded)));
      folds.push(await costOf(() => fold(zelian, folded)));
    }
    const scanNanosPerEvent = median(scans.map(({ nanos }) => nanos)) / folded;
    const rebuilt = await rebuild(zelian, tell);
    const rows = await rowsWritten(zelian);
    return {
      foldRatio: median(scans.map(({ nanos }, round) => nanos / folds[round]!.nanos)),
      foldCpuMicrosPerEvent: median(folds.map(({ cpuMicros }) => cpuMicros)) / folded,
      scanMicrosPerEvent: scanNanosPerEvent / 1_000,
      rebuildRatio: scanNanosPerEvent / (rebuilt.nanos / events),
      rebuildCpuMicrosPerEvent: rebuilt.cpuMicros / events,
      rebuildMicrosPerRow: rebuilt.nanos / 1_000 / rows,
      rowsPerEvent: rows / events,
      rebuiltSame: rebuilt.same ? 1 : 0,
      rssBytesMax: process.resourceUsage().maxRSS * 1_024,
    };
  } finally {
    await zelian.close();
  }
};
