import type { StoredEvent } from '#ledger';
import { TakenLeaves } from './taken-leaves.js';

const event = (position: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{
    id: `id-${position}`,
    type: 'UnitRegistered',
    recordedAt: '2016-01-04T01:00:00.000Z',
    bytes: Buffer.from(`event ${position}`),
    mac: Buffer.alloc(32),
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

const take = (taken: TakenLeaves, { position, bytes }: StoredEvent) => taken.take(position, bytes);

describe('what this process appended', () => {
  it('is handed out once, with what it says', () => {
    const taken = noted(event(0));
    expect(take(taken, event(0))).toEqual({ same: true, place: place(), said: { subjects: ['unit-a'] } });
    expect(take(taken, event(0))).toBeUndefined();
  });

  it.each([
    ['was read from an engine', { subjects: undefined }],
    ['is an index event: its claims are read', { type: 'SubjectIndexRecorded', subjects: [] }],
  ])('says nothing where it %s', (_, over) => {
    expect(take(noted(event(0, over)), event(0, over))).toEqual({ same: true, place: place(over), said: undefined });
  });

  it.each(['event 1', 'event 0 ', 'event '])('is told from other bytes: %j', (bytes) => {
    expect(take(noted(event(0)), event(0, { bytes: Buffer.from(bytes) }))?.same).toBe(false);
  });

  it('is not replaced by what an append that was made before is answered with', () => {
    const taken = noted(event(0), event(1));
    take(taken, event(0));
    const stored = (position: number) => event(position, { bytes: Buffer.from(`stored ${position}`) });
    taken.note([stored(0), stored(1)]);
    expect(take(taken, event(0))).toBeUndefined();
    expect(take(taken, event(1))?.same).toBe(true);
  });

  it.each([8, 0])('is kept apart from all that waits along with it, however much comes and goes: %d others', (others) => {
    const taken = new TakenLeaves();
    const large = (position: number) => event(position, { bytes: Buffer.alloc(position % 7 === 6 ? 1_500_000 : 300_000 + position, position) });
    const stayed = (position: number) => take(taken, large(position))?.same;
    for (let position = 0; position < 60; position++) {
      taken.note([large(position)]);
      if (position >= others) expect(stayed(position - others)).toBe(true);
    }
    // What was emptied meanwhile is used again, each block once.
    taken.note(Array.from({ length: 12 }, (_, more) => large(60 + more)));
    for (let position = 60 - others; position < 72; position++) expect(stayed(position)).toBe(true);
  });

  it('waits in so much memory and no more: what comes then is read as stored, until there is room again', () => {
    const megabytes = (position: number) => event(position, { bytes: Buffer.alloc(3_500_000, position) });
    const taken = noted(...[0, 1, 2, 3].map(megabytes));
    const same = (...positions: readonly number[]) => positions.map((position) => take(taken, megabytes(position))?.same);
    expect(same(0, 1)).toEqual([true, true]);
    taken.note([megabytes(4)]);
    expect(same(2, 3, 4)).toEqual([true, undefined, true]);
  });
});
