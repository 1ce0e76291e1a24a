import { binaryEvent, KurrentDBClient, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { status } from '@grpc/grpc-js';
import { fault, KurrentStandIn } from './index.js';

const event = (type: string, id?: string) =>
  binaryEvent({ type, data: Buffer.from([0, 255, 10, ...Buffer.from(type)]), metadata: { for: type }, ...(id !== undefined && { id }) });
const ID = '0158d7a2-5d00-7abc-8def-0123456789ab';
const faultOf = async (work: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
};
const typesIn = async (events: AsyncIterable<ResolvedEvent>): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const resolved of events) types.push(resolved.event!.type);
  return types;
};

/** What the engine relies on, of the server and of the client before it; the live suite asks a real server the same. */
describe('the stand-in for KurrentDB', () => {
  let standIn: KurrentStandIn;
  const clients: KurrentDBClient[] = [];
  const connect = () => {
    const made = KurrentDBClient.connectionString(standIn.uri);
    clients.push(made);
    return made;
  };
  beforeEach(async () => (standIn = await KurrentStandIn.start()));
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      await client.dispose();
      (await (client as unknown as { getChannel(): Promise<{ close(): void }> }).getChannel()).close();
    }
    await standIn.stop();
  });

  describe('appends', () => {
    it('take no stream, a revision or any, and give back bytes as they were', async () => {
      const client = connect();
      await client.appendToStream('a', event('One'), { streamState: 'no_stream' });
      await client.appendToStream('a', event('Two'), { streamState: 0n });
      await client.appendToStream('a', event('Three'), { streamState: 'any' });
      expect(await typesIn(client.readStream('a'))).toEqual(['One', 'Two', 'Three']);
      for await (const { event: first } of client.readStream('a', { maxCount: 1 })) {
        expect(first).toMatchObject({ isJson: false, revision: 0n, metadata: { for: 'One' } });
        expect(Buffer.from(first!.data as Uint8Array).equals(Buffer.from([0, 255, 10, ...Buffer.from('One')]))).toBe(true);
      }
    });
    it('answer a repeated id as the first time', async () => {
      const client = connect();
      for (const _ of [1, 2]) expect((await client.appendToStream('a', event('One', ID), { streamState: 'no_stream' })).nextExpectedRevision).toBe(0n);
      expect(await typesIn(client.readStream('a'))).toEqual(['One']);
    });
    it('of records, repeated as they were, are answered as the first time, even when what they checked beside is no longer so', async () => {
      const client = connect();
      const repeated = () =>
        client.appendRecords(
          [{ streamName: 'a', record: event('One', ID) }],
          ['a', 'guard'].map((streamName) => ({ type: 'stream_state', streamName, expectedState: 'no_stream' })),
        );
      const first = await repeated();
      await client.appendToStream('guard', event('Two'));
      await client.appendToStream('a', event('Three'));
      expect((await repeated()).responses).toEqual(first.responses);
      expect(await typesIn(client.readAll())).toEqual(['One', 'Two', 'Three']);
    });
    it('of a wrong revision say nothing in words, and both revisions in fields', async () => {
      const client = connect();
      await client.appendToStream('a', [event('One'), event('Two')]);
      const error = await faultOf(client.appendToStream('a', event('Three'), { streamState: 5n }));
      expect(error).toMatchObject({ type: 'wrong-expected-version', message: '', expectedState: 5n, actualState: 1n });
      expect(await faultOf(client.appendToStream('b', event('One'), { streamState: 0n }))).toMatchObject({ actualState: 'no_stream' });
    });
    it('to several streams are all or nothing, in one order', async () => {
      const client = connect();
      const write = (streamName: string, expectedState: bigint | 'no_stream') => ({ streamName, expectedState, events: [event(streamName)] });
      await client.multiStreamAppend([write('a', 'no_stream'), write('b', 'no_stream')]);
      await expect(client.multiStreamAppend([write('c', 'no_stream'), write('b', 5n)])).rejects.toBeInstanceOf(Error);
      expect(await typesIn(client.readAll())).toEqual(['a', 'b']);
    });
    it('of records keep their order across streams, and check streams that they do not write', async () => {
      const client = connect();
      const record = (streamName: string) => ({ streamName, record: event(streamName) });
      const at = (streamName: string, expectedState: bigint | 'no_stream') => ({ type: 'stream_state' as const, streamName, expectedState });
      const { responses } = await client.appendRecords([record('a'), record('b'), record('a')], [at('c', 'no_stream')]);
      expect(responses).toEqual([
        { streamName: 'a', revision: 1n },
        { streamName: 'b', revision: 0n },
      ]);
      expect(await typesIn(client.readAll())).toEqual(['a', 'b', 'a']);
      const error = await faultOf(client.appendRecords([record('d')], [at('a', 1n), at('b', 7n), at('c', 0n)]));
      expect(error).toMatchObject({
        type: 'append-consistency-violation',
        violations: [
          { checkIndex: 1, streamName: 'b', expectedState: 7n, actualState: 0n },
          { checkIndex: 2, streamName: 'c', expectedState: 0n, actualState: 'no_stream' },
        ],
      });
      expect(await faultOf(typesIn(client.readStream('d')))).toMatchObject({ type: 'stream-not-found' });
    });
    it('of records refuse a check of anything, a stream checked twice, and names that differ in capitals only', async () => {
      const client = connect();
      const refused = (streams: readonly string[], checks: readonly (readonly [string, 'any' | 'no_stream'])[]) =>
        faultOf(
          client.appendRecords(
            streams.map((streamName) => ({ streamName, record: event('One') })),
            checks.map(([streamName, expectedState]) => ({ type: 'stream_state', streamName, expectedState })),
          ),
        );
      expect(await refused(['a'], [['a', 'any']])).toMatchObject({ type: 'unknown', code: 3 });
      expect(
        await refused(
          ['a'],
          [
            ['b', 'no_stream'],
            ['B', 'no_stream'],
          ],
        ),
      ).toMatchObject({ code: 3 });
      expect(await refused(['a', 'A'], [])).toMatchObject({ code: 3 });
      expect(await refused([], [])).toMatchObject({ code: 3 });
    });
    it('of too large a record are refused by type, or by a bare code of gRPC', async () => {
      const client = connect();
      const large = { streamName: 'a', record: { ...event('Large'), data: new Uint8Array(17 * 1024 * 1024) } };
      expect(await faultOf(client.appendRecords([large], []))).toMatchObject({ type: 'append-record-size-exceeded' });
      standIn.mishaps = () => fault(status.RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size');
      expect(await faultOf(client.appendRecords([{ streamName: 'a', record: event('Small') }], []))).toMatchObject({ code: 8 });
    });
  });

  describe('reads', () => {
    const seeded = async () => {
      const client = connect();
      for (const stream of ['zelian:a', 'other', 'zelian:b']) await client.appendToStream(stream, event(stream));
      return client;
    };
    it('go both ways, of a stream and of everything, through a filter of names', async () => {
      const client = await seeded();
      await client.appendToStream('other', event('more'));
      expect(await typesIn(client.readStream('other', { direction: 'backwards', fromRevision: 'end' }))).toEqual(['more', 'other']);
      expect(await typesIn(client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 }))).toEqual(['more', 'zelian:b']);
      expect(await typesIn(client.readAll({ filter: { filterOn: 'streamName', prefixes: ['zelian:'] } as never }))).toEqual(['zelian:a', 'zelian:b']);
      expect(await typesIn(client.readAll({ filter: { filterOn: 'streamName', prefixes: ['zelian:'] } as never, maxCount: 1 }))).toEqual(['zelian:a']);
    });
    it('of everything include the place where they begin, subscriptions do not', async () => {
      const client = await seeded();
      const places: bigint[] = [];
      for await (const { event: one } of client.readAll()) places.push(one!.position.commit);
      const fromPosition = { commit: places[1]!, prepare: places[1]! };
      expect(await typesIn(client.readAll({ fromPosition }))).toEqual(['other', 'zelian:b']);
      const subscription = client.subscribeToAll({ fromPosition });
      for await (const resolved of subscription) {
        expect(resolved.event!.type).toBe('zelian:b');
        break;
      }
    });
    it('of a deleted stream find nothing, and its numbering goes on; of a tombstoned one say so', async () => {
      const client = await seeded();
      await client.deleteStream('other');
      expect(await faultOf(typesIn(client.readStream('other')))).toMatchObject({ type: 'stream-not-found' });
      expect((await client.appendToStream('other', event('again'), { streamState: 'no_stream' })).nextExpectedRevision).toBe(1n);
      expect(await typesIn(client.readStream('other'))).toEqual(['again']);
      await client.tombstoneStream('other');
      expect(await faultOf(typesIn(client.readStream('other')))).toMatchObject({ type: 'stream-deleted' });
    });
  });

  describe('a server that is away', () => {
    it('is told to a read as a type, to an append as one too or, before the client ever met the server, as a bare code', async () => {
      const client = connect();
      const appended = async (by: KurrentDBClient) => {
        const { code, type } = (await faultOf(by.appendRecords([{ streamName: 'a', record: event('Two') }], []))) as { type?: unknown; code?: unknown };
        return [code, type];
      };
      await client.appendToStream('a', event('One'));
      await typesIn(client.readStream('a'));
      await standIn.leave();
      expect(await appended(client)).toEqual([14, 'unavailable']);
      expect(await appended(connect())).toEqual([14, undefined]);
      expect(await faultOf(typesIn(client.readStream('a')))).toMatchObject({ type: 'unavailable' });
      await standIn.listen();
      expect(await typesIn(connect().readStream('a'))).toEqual(['One']);
    });
    it('spoils a client whose first read it is: only another one reads again', async () => {
      await connect().appendToStream('a', event('One'));
      await standIn.leave();
      const spoilt = connect();
      expect(await faultOf(typesIn(spoilt.readStream('a')))).toBeInstanceOf(Error);
      await standIn.listen();
      expect(await faultOf(typesIn(spoilt.readStream('a')))).toBeInstanceOf(Error);
      expect(await typesIn(connect().readStream('a'))).toEqual(['One']);
    });
    it('ends a subscription with one error, and the client does not subscribe again', async () => {
      const client = connect();
      await client.appendToStream('a', event('One'));
      const subscription = client.subscribeToStream('a');
      const seen: string[] = [];
      const ended = (async () => {
        for await (const resolved of subscription) {
          seen.push(resolved.event!.type);
          await standIn.leave();
        }
      })();
      expect(await faultOf(ended)).toMatchObject({ type: 'unavailable' });
      await standIn.listen();
      await connect().appendToStream('a', event('Two'));
      expect(seen).toEqual(['One']);
      expect(standIn.carriedOut.filter((name) => name === 'subscribe')).toHaveLength(1);
    });
    it('may have carried out what it did not answer', async () => {
      const client = connect();
      await client.appendToStream('a', event('One'));
      standIn.mishaps = (name) => (name === 'append' ? 'reset' : undefined);
      expect(await faultOf(client.appendToStream('a', event('Two', ID), { streamState: 0n }))).toBeInstanceOf(Error);
      standIn.mishaps = () => undefined;
      expect((await connect().appendToStream('a', event('Two', ID), { streamState: 0n })).nextExpectedRevision).toBe(1n);
      expect(await typesIn(connect().readStream('a'))).toEqual(['One', 'Two']);
    });
  });

  it('of an older version takes no records with checks, and the client says which version does', async () => {
    await standIn.stop();
    standIn = await KurrentStandIn.start({ version: '24.10.0' });
    const client = connect();
    expect(await faultOf(client.appendRecords([{ streamName: 'a', record: event('One') }], []))).toMatchObject({ type: 'unsupported', minimumVersion: '26.1' });
    await client.appendToStream('a', event('One'));
    expect(await typesIn(client.readStream('a'))).toEqual(['One']);
  });
});
