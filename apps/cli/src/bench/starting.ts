import type { Zelian } from '#zelian';
import { CLIENTS } from './appends.js';
import { Corpus, nextCounty } from './corpus.js';
import { costOf } from './measure.js';
import { appendOne, openStore, prepared } from './store.js';
import type { Measurement } from './tasks.js';

/** Opens a ledger, once, in a process that has never opened it: every file of the product, keys, positions of views and policies. */
export const measureStart: Measurement = async ({ directory, seed }) => {
  let zelian: Zelian | undefined;
  const { nanos, cpuMicros } = await costOf(async () => (zelian = await openStore(directory, seed)));
  await zelian!.close();
  return { millis: nanos / 1e6, cpuMillis: cpuMicros / 1_000 };
};

/** Appends from the corpus's event number `events` on, and keeps the views up, until somebody kills this process; says after each round how far it got. */
export const appendUntilKilled: Measurement = async ({ directory, seed, events }, tell) => {
  const zelian = await openStore(directory, seed);
  const corpus = new Corpus(seed);
  const first = nextCounty(events);
  for (let n = first; ; n += CLIENTS) {
    await Promise.all(Array.from({ length: CLIENTS }, (_, index) => appendOne(zelian, prepared(corpus.envelope(n + index), zelian.parts.keys!))));
    await zelian.parts.projector.catchUp();
    tell(n - first + CLIENTS, Number.MAX_SAFE_INTEGER);
  }
};
