import { hrtime } from 'node:process';
import type { AnyView } from '#kernel';
import type { Zelian } from '#zelian';
import { Corpus, LongStream } from './corpus.js';
import { median, quantile } from './measure.js';
import { appendBatch, openStore, prepared } from './store.js';
import type { Measurement } from './tasks.js';

const READS = 5_000;
const WARM_UP = 500;
const FOLDS = 5;
const LONG = 10_000;
const BATCH = 500;
const VIEW = 'scorecard';

type Question = Readonly<{ key: string; position: number }>;

/** Spreads the questions over everything there is, the same in every run. */
const scattered = (index: number, among: number): number => (index * 2_654_435_761) % among;

async function timesOf(questions: readonly Question[], ask: (question: Question) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (const [index, question] of questions.entries()) {
    const start = hrtime.bigint();
    await ask(question);
    if (index >= Math.min(WARM_UP, questions.length / 2)) times.push(Number(hrtime.bigint() - start) / 1_000);
  }
  return times;
}

/** What answers without row history: the stream up to the moment, folded with the same view. */
async function foldStream(zelian: Zelian, stream: string, { key, position }: Question): Promise<unknown> {
  const view: AnyView = zelian.viewNamed(VIEW);
  let row: unknown;
  for await (const event of zelian.parts.history.readStream(stream)) {
    if (event.position > position) break;
    row = view.on[event.type]!(row, event, key);
  }
  return row;
}

/** Any subject at any moment since there is something to know of it: what does not exist yet is answered faster, and would make the figure better than it is. */
async function questionsAnywhere(
  { parts }: Zelian,
  { corpus, events, head }: Readonly<{ corpus: Corpus; events: number; head: number }>,
): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (let index = 0; index < READS; index++) {
    const key = corpus.scorecardKey(scattered(index, events));
    const [first] = await parts.engines.rows.history(VIEW, key);
    const since = first?.from ?? 0;
    questions.push({ key, position: since + scattered(index + READS, head - since + 1) });
  }
  return questions;
}

async function appendLong(zelian: Zelian, long: LongStream, events: number): Promise<void> {
  for (let from = 0; from < events; from += BATCH) {
    await appendBatch(
      zelian,
      Array.from({ length: Math.min(BATCH, events - from) }, (_, index) => prepared(long.envelope(from + index), zelian.parts.keys!)),
    );
  }
  await zelian.parts.projector.catchUp();
}

/** One subject as known at a moment: any subject at any moment, and one with a long history against folding that history. */
export const measureMoments: Measurement = async ({ directory, seed, events }, tell) => {
  const zelian = await openStore(directory, seed);
  try {
    const corpus = new Corpus(seed);
    const before = (await zelian.log.head()).position;
    const length = Math.min(LONG, events);
    const long = new LongStream(corpus, events);
    await appendLong(zelian, long, length);
    const { rows } = zelian.parts.engines;
    const anywhere = await questionsAnywhere(zelian, { corpus, events, head: before });
    const within = Array.from({ length: READS }, (_, index) => ({ key: long.scorecardKey, position: before + 1 + scattered(index, length) }));
    const get = ({ key, position }: Question) => rows.get(VIEW, key, position);
    tell(1, 4);
    const anywhereTimes = await timesOf(anywhere, get);
    const longTimes = await timesOf(within, get);
    tell(2, 4);
    const readerTimes = await timesOf(anywhere, ({ key, position }) => zelian.reader.get(VIEW, key, { asKnownAt: position }));
    tell(3, 4);
    const end = { key: long.scorecardKey, position: before + length };
    const folds = await timesOf(
      Array.from({ length: FOLDS * 2 }, () => end),
      (question) => foldStream(zelian, long.stream, question),
    );
    tell(4, 4);
    return {
      microsP50: median(anywhereTimes),
      microsP99: quantile(anywhereTimes, 0.99),
      longMicrosP50: median(longTimes),
      readerMicrosP50: median(readerTimes),
      foldMicros: median(folds),
      foldedEvents: length,
      ratio: median(folds) / median(longTimes),
    };
  } finally {
    await zelian.close();
  }
};
