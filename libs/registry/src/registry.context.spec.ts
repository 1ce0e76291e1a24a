import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '#kernel';
import { recorded } from '../../../test/support/specification.js';
import { registryContext } from './registry.context.js';

const golden = (type: string, version: number) =>
  JSON.parse(readFileSync(join(__dirname, '../../../test/fixtures/events', `${type}.v${version}.json`), 'utf8')) as Event & { version: number };
const definitions = Object.entries(registryContext.events);
const views = new Set(registryContext.views.map(({ name }) => name));

describe('the registry manifest', () => {
  it.each(definitions)('%s: its golden example comes back as a command that asks only for own views', (type, { version }) => {
    const event = recorded(golden(type, version), 0);
    expect(event).toMatchObject({ type, version });
    const decider = registryContext.deciders.find(({ evolve }) => Object.hasOwn(evolve, type))!;
    const command = decider.commandOf[type]!([event], event);
    expect(decider.streamOf(command)).toMatch(new RegExp(`^${decider.category}-`));
    const asked = (decider.needs?.[command.type]?.(command) ?? []).map(({ view }) => view);
    expect(asked.filter((view) => !views.has(view))).toEqual([]);
  });

  it('folds exactly the events it defines', () => {
    const folded = registryContext.deciders.flatMap(({ evolve }) => Object.keys(evolve));
    expect(folded.sort()).toEqual(definitions.map(([type]) => type).sort());
  });

  it('says of every command who may send it', () => {
    const silent = registryContext.deciders.flatMap(({ decide, commands }) => Object.keys(decide).filter((type) => !commands[type]));
    expect(silent).toEqual([]);
  });
});
