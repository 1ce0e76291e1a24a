import type { StoredEvent } from '#ledger';
import { TakenLeaves } from './taken-leaves.js';

const event = (position: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{
    id: `id-${position}`,
    type: 'UnitRegistered',
    recordedAt: '2016-01-04T01:00:00.000Z',
    bytes: Buffer.from(`event ${position}`),
    mac: Buffer.alloc(32, 7),
  },
  ...{ macKeyId: 'key', commandDigest: Buffer.alloc(16), position, stream: 'unit-a', revision: position, subjects: ['unit-a'] },
  ...over,
});

const place = (over: Partial<StoredEvent> = {}) => {
  const { type, stream, revision, recordedAt } = event(0, over);
  return { type, stream, revision, recordedAt };
};

const noted = (...events: readonly StoredEvent[]): TakenLeaves => {
  const taken = new TakenLeaves();
  taken.note(events);
  return taken;
};

describe('what this process appended', () => {
  it('is handed out once, with what it says', () => {
    const taken = noted(event(0));
    expect(taken.take(event(0))).toEqual({ same: true, proven: true, place: place(), said: { subjects: ['unit-a'] } });
    expect(taken.take(event(0))).toBeUndefined();
  });

  it.each([
    ['was read from an engine', { subjects: undefined }],
    ['is an index event: its claims are read', { type: 'SubjectIndexRecorded', subjects: [] }],
  ])('says nothing where it %s', (_, over) => {
    expect(noted(event(0, over)).take(event(0, over))).toEqual({ same: true, proven: true, place: place(over), said: undefined });
  });

  it.each([
    ['other bytes', { bytes: Buffer.from('event 1') }, { same: false, proven: false }],
    ['bytes that go on', { bytes: Buffer.from('event 0 ') }, { same: false, proven: false }],
    ['bytes that end sooner', { bytes: Buffer.from('event ') }, { same: false, proven: false }],
    ['another MAC', { mac: Buffer.alloc(32, 8) }, { same: true, proven: false }],
    ['a shorter MAC', { mac: Buffer.alloc(31, 7) }, { same: true, proven: false }],
    ['another key', { macKeyId: 'other' }, { same: true, proven: false }],
  ])('is told from %s', (_, over, expected) => {
    expect(noted(event(0)).take(event(0, over))).toMatchObject(expected);
  });

  it('is not replaced by what an append that was made before is answered with', () => {
    const taken = noted(event(0), event(1));
    taken.take(event(0));
    const stored = (position: number) => event(position, { bytes: Buffer.from(`stored ${position}`) });
    taken.note([stored(0), stored(1)]);
    expect(taken.take(event(0))).toBeUndefined();
    expect(taken.take(event(1))?.same).toBe(true);
  });

  it('is kept apart from all that waits along with it, however much comes and goes', () => {
    const taken = new TakenLeaves();
    const large = (position: number) => event(position, { bytes: Buffer.alloc(position % 7 === 6 ? 1_500_000 : 300_000 + position, position) });
    for (let position = 0; position < 200; position++) {
      taken.note([large(position)]);
      if (position >= 8) expect(taken.take(large(position - 8))?.proven).toBe(true);
    }
  });

  it('waits in so much memory and no more: what comes then is read as stored, until there is room again', () => {
    const megabytes = (position: number) => event(position, { bytes: Buffer.alloc(3_500_000, position) });
    const taken = noted(...[0, 1, 2, 3].map(megabytes));
    expect([0, 1].map((position) => taken.take(megabytes(position))?.proven)).toEqual([true, true]);
    taken.note([megabytes(4)]);
    expect([2, 3, 4].map((position) => taken.take(megabytes(position))?.proven)).toEqual([true, undefined, true]);
  });
});
