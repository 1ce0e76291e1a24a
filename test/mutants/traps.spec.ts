import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyDecider, AnyPolicy, AnyView, Command, DecisionInput, EventDefinition, Facts, Recorded } from '#kernel';
import {
  decodeEvent,
  execute,
  memoryKeys,
  newCommandId,
  policyCommandId,
  PolicyRunner,
  realClock,
  seededEntropy,
  type EventLog,
  type LedgerPorts,
  type RunnerPorts,
} from '#ledger';
import { MemoryEventLog, MemoryPositionStore } from '#ledger/memory';
import { openSqliteEventLog } from '#ledger/sqlite';
import { Projector } from '#readmodel';
import { MemoryRowStore } from '#readmodel/memory';
import { storable } from '../support/stored-ledger.js';

// The smallest tests of the order in which the ledger does things; test/mutants/mutants.json spoils each order and expects its test here to go red.

const entropy = seededEntropy('traps');
const keys = memoryKeys(entropy);
const definitions: ReadonlyMap<string, EventDefinition> = new Map([['UnitSeen', { kind: 'fact', version: 1, zh: '见', subjectsOf: () => [] }]]);
const seenEvent = (revision: number) =>
  storable({ stream: 'sight-1', revision, type: 'UnitSeen', data: { n: revision } }, keys, { label: `seen${revision}`, at: revision });
const noFacts: Facts = { get: () => undefined, all: () => [] };

describe('the sqlite log', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zelian-traps-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes with FULL, as SQLite itself says', async () => {
    const log = openSqliteEventLog(join(folder, 'ledger'));
    // 2 is FULL; WAL alone would leave NORMAL, which loses acknowledged events in a power cut.
    expect(log.durability()).toEqual({ journalMode: 'wal', synchronous: 2 });
    await log.close();
  });

  it('acknowledges nothing that was not committed', async () => {
    const directory = join(folder, 'ledger');
    const failing = openSqliteEventLog(directory, {
      onStep: (step) => {
        if (step === 'inserted') throw new Error('the disk is gone');
      },
    });
    const answer = await failing.append([{ stream: 'sight-1', expected: -1, events: [seenEvent(0)] }]).then(
      () => 'acknowledged',
      () => 'refused',
    );
    await failing.close();
    const reopened = openSqliteEventLog(directory);
    expect({ answer, stored: (await reopened.head()).position }).toEqual({ answer: 'refused', stored: -1 });
    await reopened.close();
  });
});

describe('the policy runner', () => {
  it('sends again what a crash kept from being sent', async () => {
    const log = new MemoryEventLog();
    await log.append([{ stream: 'sight-1', expected: -1, events: [seenEvent(0)] }]);
    const positions = new MemoryPositionStore();
    const sent: string[] = [];
    const policy: AnyPolicy = { name: 'onUnitSeen', on: { UnitSeen: (event: Recorded) => [{ type: 'NoteSight', data: { of: event.id } }] } };
    const runner = (send: RunnerPorts['send']) =>
      new PolicyRunner({ log, positions, definitions, facts: async () => noFacts, send, streamOf: () => 'note-1' }, [{ name: 'sight/onUnitSeen', policy }]);
    const crashing = runner(async () => {
      throw new Error('killed');
    });
    await crashing.prepare(new Map());
    await crashing.drain();
    const second = runner(async (_, { commandId }) => void sent.push(commandId));
    await second.prepare(new Map());
    await second.drain();
    const [first] = await all(log);
    const cause = { causeTime: first!.recordedAt, policy: 'sight/onUnitSeen', causationId: first!.id, commandType: 'NoteSight', stream: 'note-1', ordinal: 0 };
    expect(sent).toEqual([policyCommandId(cause)]);
  });
});

describe('a view', () => {
  it('folds again what a crash kept from being stored', async () => {
    const log = new MemoryEventLog();
    await log.append([{ stream: 'sight-1', expected: -1, events: [seenEvent(0), seenEvent(1)] }]);
    const view: AnyView = {
      name: 'sights',
      version: 1,
      zh: '所见',
      keysOf: () => ['all'],
      on: { UnitSeen: (row: number[] | undefined, { data }) => [...(row ?? []), data.n] },
    };
    const source = { readAll: (from: number) => decodedFrom(log, from), head: async () => (await log.head()).position };
    const store = new MemoryRowStore();
    const apply = store.apply.bind(store);
    let crashed = false;
    store.apply = async (changes, positions) => {
      if (changes.length > 0 && !crashed) {
        crashed = true;
        throw new Error('killed');
      }
      return apply(changes, positions);
    };
    const killed = new Projector({ store, views: [view], source });
    await killed.prepare();
    await expect(killed.catchUp()).rejects.toThrow('killed');
    const restarted = new Projector({ store, views: [view], source });
    await restarted.prepare();
    await restarted.catchUp();
    expect(await store.get('sights', 'all')).toEqual([0, 1]);
  });
});

describe('execute', () => {
  it('takes the time from its clock, whatever the client says', async () => {
    const decider: AnyDecider = {
      category: 'sight',
      streamOf: () => 'sight-1',
      initialState: 0,
      decide: { SeeUnit: ({ data }: Command) => [{ type: 'UnitSeen', data }] },
      evolve: { UnitSeen: (state: number) => state + 1 },
      commands: { SeeUnit: { by: 'person', zh: '看' } },
      commandOf: {},
    };
    const log = new MemoryEventLog();
    const now = '2016-12-07T01:00:00.000Z';
    const ports: LedgerPorts = {
      ...{ log, keys, definitions, clock: { ...realClock, now: () => now }, states: new Map() },
      ...{ facts: async () => noFacts, book: async () => undefined, conceal: async (data: unknown) => data },
    };
    const command = { type: 'SeeUnit', data: { recordedAt: '2015-01-01T00:00:00.000Z' } };
    const { events } = await execute(ports, decider, {
      command,
      commandId: newCommandId(now, entropy),
      actor: { personId: 'person-test01' },
      origin: 'person',
    });
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual([now]);
    expect((await all(log)).map(({ bytes }) => JSON.parse(bytes.toString()).recordedAt)).toEqual([now]);
  });

  it('decides again when a stream that its rule depends on has grown since it was read', async () => {
    const log = new MemoryEventLog();
    const ban = { ...seenEvent(0), id: seenEvent(7).id };
    let reads = 0;
    const banned = async (): Promise<Facts> => {
      const known = (await log.revisionOf('ban-1')) >= 0;
      // Between the reading and the append, the first time, somebody bans it.
      if (reads++ === 0) await log.append([{ stream: 'ban-1', expected: -1, events: [ban] }]);
      return { get: <Row>() => known as Row, all: () => [] };
    };
    const decider: AnyDecider = {
      category: 'sight',
      streamOf: () => 'sight-1',
      initialState: 0,
      needs: { SeeUnit: () => [{ view: 'bans', key: '1', guard: 'ban-1' }] },
      decide: { SeeUnit: ({ data }: Command, _: number, { facts }: DecisionInput) => (facts.get('bans', '1') ? [] : [{ type: 'UnitSeen', data }]) },
      evolve: { UnitSeen: (state: number) => state + 1 },
      commands: { SeeUnit: { by: 'person', zh: '看' } },
      commandOf: {},
    };
    const now = '2016-12-07T01:00:00.000Z';
    const ports: LedgerPorts = {
      ...{ log, keys, definitions, clock: { ...realClock, now: () => now }, states: new Map() },
      ...{ facts: banned, book: async () => undefined, conceal: async (data: unknown) => data },
    };
    const intent = {
      command: { type: 'SeeUnit', data: {} },
      commandId: newCommandId(now, entropy, 'ban'),
      actor: { personId: 'person-test01' },
      origin: 'person',
    } as const;
    expect((await execute(ports, decider, intent)).events).toEqual([]);
    expect([reads, await log.revisionOf('sight-1')]).toEqual([2, -1]);
  });
});

async function all(log: EventLog) {
  const events = [];
  for await (const event of log.readAll(0)) events.push(event);
  return events;
}

async function* decodedFrom(log: EventLog, from: number): AsyncIterable<Recorded> {
  for await (const stored of log.readAll(from)) yield decodeEvent(stored, definitions);
}
