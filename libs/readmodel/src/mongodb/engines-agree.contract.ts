import * as fc from 'fast-check';
import { MongoStandIn } from '../../../../test/support/mongodb-stand-in/index.js';
import { applied, everythingIn, histories } from '../contract/row-histories.js';
import { MemoryRowStore } from '../memory/index.js';
import { rowHash } from '../row-hash.js';
import type { RowStore } from '../row-store.js';
import { openMongoRowStore } from './index.js';

describe('memory and mongodb (stand-in)', () => {
  let standIn: MongoStandIn;
  let engines: readonly RowStore[];
  let views = 0;
  beforeAll(async () => {
    standIn = await MongoStandIn.start();
    engines = [new MemoryRowStore(), await openMongoRowStore({ uri: standIn.uri })];
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
    await standIn.stop();
  });

  it('say the same of any history at every moment, to the byte, however each of them was fed', () =>
    fc.assert(
      fc.asyncProperty(histories(), fc.uniqueArray(fc.nat(12)), fc.uniqueArray(fc.nat(12)), async (history, ...cuts) => {
        const view = `view-${views++}`;
        const last = history.at(-1)?.[0] ?? -1;
        const said = [];
        for (const [index, engine] of engines.entries()) {
          await engine.prepare(view, 1);
          await applied(engine, view, history, new Set(cuts[index]));
          said.push(JSON.stringify([await everythingIn(engine, view, last), await rowHash(engine, view, last)]));
        }
        expect(said[1]).toBe(said[0]);
      }),
      { numRuns: 60 },
    ));
});
