// Suites that kill processes or break disks wait for whole processes, again and again; the suffix says so.
const FAULT_MS = 120_000;
if (/\.fault\.ts$/.test(expect.getState().testPath ?? '')) jest.setTimeout(FAULT_MS);
