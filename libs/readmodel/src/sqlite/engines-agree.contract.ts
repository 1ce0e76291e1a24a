import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applied, everythingIn, histories } from '../contract/row-histories.js';
import { MemoryRowStore } from '../memory/index.js';
import { rowHash } from '../row-hash.js';
import type { RowStore } from '../row-store.js';
import { openSqliteRowStore } from './index.js';

describe('memory and sqlite', () => {
  let folder: string;
  let engines: readonly RowStore[];
  let views = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rows-'));
    engines = [new MemoryRowStore(), openSqliteRowStore(folder)];
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('say the same of any history at every moment, to the byte, however each of them was fed', () =>
    fc.assert(
      fc.asyncProperty(histories(), fc.uniqueArray(fc.nat(12)), fc.uniqueArray(fc.nat(12)), async (history, ...cuts) => {
        const view = `view-${views++}`;
        const last = history.at(-1)?.[0] ?? -1;
        const said = await Promise.all(
          engines.map(async (engine, index) => {
            await engine.prepare(view, 1);
            await applied(engine, view, history, new Set(cuts[index]));
            return JSON.stringify([await everythingIn(engine, view, last), await rowHash(engine, view, last)]);
          }),
        );
        expect(said[1]).toBe(said[0]);
      }),
      { numRuns: 200 },
    ));
});
