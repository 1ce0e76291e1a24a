import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { EventDefinition, Recorded } from '#kernel';
import { decodeEvent, encodeEvent, type Envelope } from './envelope.js';
import type { StoredEvent } from './event-log.js';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const basis = fc.record({ bookId: text, bookVersion: fc.nat(), clauseId: text, clauseHash: text, events: fc.array(text, { maxLength: 2 }) });
const seen = fc.record({ view: text, key: text, position: fc.nat(), rowHash: text });
const envelopes: fc.Arbitrary<Envelope> = fc.record({
  id: fc.uuid(),
  stream: text,
  revision: fc.nat(),
  type: text,
  version: fc.integer({ min: 1, max: 9 }),
  recordedAt: fc.constant('2016-12-07T01:00:00.000Z'),
  validAt: fc.record({ from: fc.constant('2016-12-07'), to: optional(fc.constant('2017-01-01')) }),
  actor: fc.record({ personId: optional(text), postId: optional(text), policy: optional(text) }),
  origin: fc.constantFrom('person' as const, 'policy' as const, 'clock' as const, 'import' as const),
  subjects: fc.array(text, { maxLength: 3 }),
  basis: optional(fc.array(basis, { maxLength: 2 })),
  seen: optional(fc.array(seen, { maxLength: 2 })),
  readAt: optional(fc.nat()),
  commandId: text,
  causationId: optional(text),
  correlationId: text,
  data: json,
});
const asStored = (envelope: Envelope, position = 7): StoredEvent => {
  const { id, stream, revision, type, recordedAt } = envelope;
  return {
    id,
    stream,
    revision,
    type,
    recordedAt,
    position,
    bytes: encodeEvent(envelope),
    mac: Buffer.alloc(32),
    macKeyId: 'k',
    commandDigest: Buffer.alloc(16),
  };
};
const definition = (given: Partial<EventDefinition> = {}): EventDefinition => ({ kind: 'fact', version: 1, zh: '样例', subjectsOf: () => [], ...given });
const known = (type: string, given?: Partial<EventDefinition>) => new Map([[type, definition(given)]]);
const sample: Envelope = {
  id: '0158d7a2-5d00-7abc-8def-0123456789ab',
  stream: 'unit-ab12',
  revision: 0,
  type: 'ScoreRecorded',
  version: 1,
  recordedAt: '2016-12-07T01:00:00.000Z',
  validAt: { from: '2016-12-07' },
  actor: { personId: 'person-ab12' },
  origin: 'person',
  subjects: ['unit-ab12'],
  commandId: '0158d7a2-5d00-7abc-8def-000000000000',
  correlationId: '0158d7a2-5d00-7abc-8def-000000000000',
  data: { scoreHundredths: 5840 },
};
/** Stored under one thing, saying another. */
const altered = (change: Partial<StoredEvent>): StoredEvent => ({ ...asStored(sample), ...change });

describe('encodeEvent', () => {
  it('writes what an independent RFC 8785 implementation writes', () =>
    fc.assert(
      fc.property(envelopes, (envelope) => expect(encodeEvent(envelope).toString('utf8')).toBe(canonicalize(envelope))),
      { numRuns: 2_000 },
    ));
  it('leaves out what is absent, and what lies beside the bytes', () => {
    const bytes = encodeEvent({ ...sample, position: 7, mac: 'x' } as Envelope).toString('utf8');
    expect(bytes).toBe(
      `{"actor":{"personId":"person-ab12"},"commandId":"${sample.commandId}","correlationId":"${sample.commandId}","data":{"scoreHundredths":5840},"id":"${sample.id}","origin":"person",` +
        '"recordedAt":"2016-12-07T01:00:00.000Z","revision":0,"stream":"unit-ab12","subjects":["unit-ab12"],"type":"ScoreRecorded","validAt":{"from":"2016-12-07"},"version":1}',
    );
  });
  it.each([[{ score: 58.4 }], [{ name: '\ud800' }], [{ at: new Date(0) }], [{ n: 2 ** 53 }]])('refuses %p', (data) =>
    expect(() => encodeEvent({ ...sample, data })).toThrow(TypeError),
  );
});

describe('decodeEvent', () => {
  it('gives back what was encoded, with its position', () =>
    fc.assert(
      fc.property(envelopes, fc.nat(), (envelope, position) => {
        const { data, ...event } = decodeEvent(asStored(envelope, position), known(envelope.type, { version: envelope.version }));
        expect(encodeEvent({ ...event, data } as Recorded)).toEqual(encodeEvent(envelope));
        expect(event.position).toBe(position);
      }),
      { numRuns: 2_000 },
    ));
  it('brings old versions to the present shape, step by step, and leaves the bytes alone', () => {
    const upcasts = {
      1: (data: { scoreHundredths: number }) => ({ score: data.scoreHundredths }),
      2: (data: { score: number }) => ({ ...data, kind: 'annual' }),
    };
    const stored = asStored(sample);
    const before = Buffer.from(stored.bytes);
    expect(decodeEvent(stored, known('ScoreRecorded', { version: 3, upcasts }))).toMatchObject({ version: 3, data: { score: 5840, kind: 'annual' } });
    expect(stored.bytes).toEqual(before);
  });
  it('stops at a version without an upcast', () =>
    expect(() => decodeEvent(asStored(sample), known('ScoreRecorded', { version: 2 }))).toThrow('ScoreRecorded has no upcast from v1'));
  it('stops at what newer code wrote', () =>
    expect(() => decodeEvent(asStored({ ...sample, version: 2 }), known('ScoreRecorded'))).toThrow(expect.objectContaining({ code: 'ledger.newer-version' })));
  it('stops at a type that no manifest defines', () => expect(() => decodeEvent(asStored(sample), new Map())).toThrow('unknown event type: ScoreRecorded'));
  it.each<[string, Partial<StoredEvent>]>([
    ['another id', { id: '0158d7a2-5d00-7abc-8def-ffffffffffff' }],
    ['another stream', { stream: 'unit-cd34' }],
    ['another revision', { revision: 1 }],
    ['another time', { recordedAt: '2016-12-07T01:00:00.001Z' }],
    ['no JSON', { bytes: Buffer.from('{') }],
    ['no object', { bytes: Buffer.from('null') }],
    ['no UTF-8', { bytes: Buffer.concat([encodeEvent(sample).subarray(0, -1), Buffer.from([0xff, 0x7d])]) }],
  ])('refuses bytes stored under %s', (_, change) =>
    expect(() => decodeEvent(altered(change), known('ScoreRecorded'))).toThrow(expect.objectContaining({ code: 'ledger.corrupt' })),
  );
  it('refuses bytes stored under another type', () =>
    expect(() => decodeEvent(altered({ type: 'Other' }), known('Other'))).toThrow(expect.objectContaining({ code: 'ledger.corrupt' })));
});
