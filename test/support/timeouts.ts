// Suites that run the whole product, kill processes or break disks wait for much at once; the suffix says so. A limit, never a measurement.
const WHOLE_PRODUCT_MS = 120_000;
if (/\.(fault|journey|replay)\.ts$/.test(expect.getState().testPath ?? '')) jest.setTimeout(WHOLE_PRODUCT_MS);
