import type { StoredEvent } from '#ledger';
import { TakenLeaves } from './taken-leaves.js';

const event = (position: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ id: `id-${position}`, type: 'UnitRegistered', recordedAt: '2016-01-04T01:00:00.000Z', bytes: Buffer.from(`event ${position}`), mac: Buffer.alloc(32) },
  ...{ macKeyId: 'key', commandDigest: Buffer.alloc(16), position, stream: 'unit-a', revision: position, subjects: ['unit-a'] },
  ...over,
});

const place = (over: Partial<StoredEvent> = {}) => {
  const { type, stream, revision, recordedAt } = event(0, over);
  return { type, stream, revision, recordedAt };
};

describe('what this process appended', () => {
  it('is handed out once, with what it says', () => {
    const taken = new TakenLeaves();
    taken.note([event(0)]);
    expect(taken.take(0)).toEqual({ bytes: Buffer.from('event 0'), place: place(), said: { subjects: ['unit-a'] } });
    expect(taken.take(0)).toBeUndefined();
  });

  it.each([
    ['was read from an engine', { subjects: undefined }],
    ['is an index event: its claims are read', { type: 'SubjectIndexRecorded', subjects: [] }],
  ])('says nothing where it %s', (_, over) => {
    const taken = new TakenLeaves();
    taken.note([event(0, over)]);
    expect(taken.take(0)).toEqual({ bytes: Buffer.from('event 0'), place: place(over), said: undefined });
  });

  it('is not replaced by what an append that was made before is answered with', () => {
    const taken = new TakenLeaves();
    taken.note([event(0), event(1)]);
    taken.take(0);
    taken.note([event(0, { bytes: Buffer.from('stored 0') }), event(1, { bytes: Buffer.from('stored 1') })]);
    expect(taken.take(0)).toBeUndefined();
    expect(taken.take(1)?.bytes.toString()).toBe('event 1');
  });
});
