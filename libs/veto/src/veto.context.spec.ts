import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, evolve, type Recorded } from '#kernel';
import { recorded } from '../../../test/support/specification.js';
import { vetoContext } from './index.js';
import { vetoRequests } from './nest/index.js';
import { vetoDecider } from './veto.decider.js';
import { vetoRegister } from './veto-register.view.js';

const FIXTURES = join(__dirname, '../../../test/fixtures/events');
const golden = (type: string, version: number) =>
  JSON.parse(readFileSync(join(FIXTURES, `${type}.v${version}.json`), 'utf8')) as { type: string; version: number; data: Record<string, unknown> };

/** Says more of the act beside it, and changes nothing by itself. */
const BESIDE = 'VetoGroundOverridden';

describe('the manifest of veto', () => {
  it.each(Object.entries(vetoContext.events))('%s: its golden file is still understood', (type, { version, subjectsOf, zh }) => {
    const event = golden(type, version);
    expect(event).toMatchObject({ type, version });
    expect(zh).not.toBe('');
    expect(subjectsOf(event.data)).toEqual(['unit-qinglan01']);
    const past = recorded(event, 0);
    expect(evolve(vetoDecider, vetoDecider.initialState, past) === vetoDecider.initialState).toBe(type === BESIDE);
    const row = (vetoRegister.on as Record<string, (row: undefined, event: Recorded, key: string) => unknown>)[type]!(undefined, past, 'unit-qinglan01-2016');
    expect(canonicalJson(row)).toContain('unit-qinglan01');
  });
  it('gives every command of people a door, and policies none', () => {
    const doors = Object.entries(vetoDecider.commands)
      .filter(([, { by }]) => by === 'person')
      .map(([type]) => type);
    expect(vetoRequests.map(({ type }) => type).sort()).toEqual(doors.sort());
  });
});
