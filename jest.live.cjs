/** Suites that need a server of their own: `npm run test:live`, with MONGODB_URI (and its like) saying where. */
module.exports = { ...require('./jest.config.cjs'), testMatch: ['**/*.live.ts'], testTimeout: 300_000, maxWorkers: 1 };
