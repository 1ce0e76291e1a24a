import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv';
import { canonicalJson } from '#kernel';
import { trialsOf } from '../../../../test/support/dossier-trials.js';
import { seededRandom } from '../../../../test/support/random.js';
import { readDossier } from './index.js';

const fits = new Ajv().compile(JSON.parse(readFileSync(resolve('docs/dossier.schema.json'), 'utf8')) as object);
const whole = [1, 2, 3, 4, 5, 6].flatMap((seed) => trialsOf(seed).filter(({ expected }) => expected === 'holds'));
const isRead = (value: unknown): boolean => {
  try {
    readDossier(`${canonicalJson(value)}\n`);
    return true;
  } catch {
    return false;
  }
};

/** Every object and list in a document, from the outside in. */
function containers(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

const STRANGE = [null, -1, 'x', [], {}, true];

describe('the published schema of dossiers', () => {
  it('fits every dossier that is made', () => {
    for (const { text } of whole) expect([fits(JSON.parse(text)), fits.errors]).toEqual([true, null]);
  });

  it('says of a changed one what the strict reader says', () => {
    const next = seededRandom(2016);
    const below = (n: number): number => Math.floor(next() * n);
    let refused = 0;
    for (let run = 0; run < 400; run++) {
      const dossier: unknown = JSON.parse(whole[run % whole.length]!.text);
      const all = containers(dossier);
      const place = all[below(all.length)]!;
      const names = Object.keys(place);
      const name = names[below(names.length)];
      // A list that loses an item is a list all the same: only its members change.
      if (!Array.isArray(place) && run % 3 === 0) place[`extra${run}`] = 1;
      else if (name === undefined) continue;
      else if (!Array.isArray(place) && run % 3 === 1) delete place[name];
      else place[name] = STRANGE[below(STRANGE.length)];
      const [read, fitting] = [isRead(dossier), fits(dossier)];
      // That a text is base64 and no proof of a subject only the reader can tell: there is no such text among the changes.
      expect([run, name, fitting]).toEqual([run, name, read]);
      if (!fitting) refused++;
    }
    expect(refused).toBeGreaterThan(100);
  });
});
