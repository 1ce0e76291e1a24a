// The order in which jest starts test files: longest first, so that neither worker is left with a long one at the end. jest knows how long a file took the last
// time; where nobody has run it yet (a fresh clone) it goes by size, and the shortest files are the campaigns. Their suffix tells better.
const { createRequire } = require('node:module');

const jest = createRequire(require.resolve('jest'));
const Sequencer = createRequire(jest.resolve('@jest/core'))('@jest/test-sequencer').default;

/** What a file may take, in milliseconds, by its suffix. */
const EXPECTED_MS = { fault: 40_000, replay: 30_000, journey: 20_000 };
const KIND = /\.(fault|replay|journey)\.ts$/;

module.exports = class LongestFirst extends Sequencer {
  time(test) {
    return super.time(test) ?? (EXPECTED_MS[KIND.exec(test.path)?.[1]] ?? 0) + (test.context.hasteFS.getSize(test.path) ?? 0) / 1_000;
  }
};
