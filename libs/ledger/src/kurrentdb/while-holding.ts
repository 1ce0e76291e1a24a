import type { Appender } from './appender.js';

/** More often than others stop waiting for who asked. */
const AGAIN_MS = 1_500;
/** A minute: work that takes longer is not worth everybody's while. */
const AGAIN_MAX = 40;

/** The others are asked to wait, and asked again while work goes on: for somebody who died nobody waits long. */
export async function whileHolding<Result>(appender: Pick<Appender, 'hold' | 'letGo'>, work: () => Promise<Result>): Promise<Result> {
  await appender.hold();
  let asked: Promise<unknown> = Promise.resolve();
  // What keeps this from being asked keeps the work from being stored, which says so.
  let times = 0;
  const again = setInterval(() => {
    if (++times <= AGAIN_MAX) asked = appender.hold().catch(() => undefined);
  }, AGAIN_MS);
  try {
    return await work();
  } finally {
    clearInterval(again);
    await asked;
    // The others stop waiting by themselves: what the work came to is not hidden behind it.
    await appender.letGo().catch(() => undefined);
  }
}
