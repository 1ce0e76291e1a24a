import { count, openToy } from '../../../test/support/toy-ledger.js';
import type { SimulatedClock } from '#ledger';
import type { Recorded } from '#kernel';
import type { Zelian } from '#zelian';

const hoursOf = async (zelian: Zelian) => {
  const hours: Recorded[] = [];
  for await (const event of zelian.parts.history.readAll(0)) if (event.type === 'HourEnded') hours.push(event);
  return hours.map(({ data, recordedAt, origin }) => ({ hour: (data as { hour: string }).hour, recordedAt, origin }));
};

describe('the calendar', () => {
  it('ends an hour only when something falls due in it, at the hour', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 7); // due in 90 minutes
    await zelian.moveTo('2016-01-01T01:59:59.999Z');
    expect(await hoursOf(zelian)).toEqual([]);
    await zelian.moveTo('2016-01-03T00:00:00.000Z');
    expect(await hoursOf(zelian)).toEqual([{ hour: '2016-01-01T02:00:00.000Z', recordedAt: '2016-01-01T02:00:00.000Z', origin: 'clock' }]);
  });

  it('makes up the hours of a downtime in order, each once', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 7);
    (zelian.parts.clock as SimulatedClock).moveTo('2016-01-01T00:45:00.000Z');
    await count(zelian, 2, 7); // due at 02:15
    (zelian.parts.clock as SimulatedClock).moveTo('2016-02-01T12:30:00.000Z');
    expect(await zelian.endHours()).toEqual(['2016-01-01T02:00:00.000Z', '2016-01-01T03:00:00.000Z']);
    expect(await zelian.endHours()).toEqual([]);
    expect((await hoursOf(zelian)).map(({ recordedAt }) => recordedAt)).toEqual(['2016-02-01T12:30:00.000Z', '2016-02-01T12:30:00.000Z']);
  });

  it('refuses a clock that runs backwards', async () => {
    const zelian = await openToy();
    await zelian.moveTo('2016-01-02T00:00:00.000Z');
    await expect(zelian.moveTo('2016-01-01T00:00:00.000Z')).rejects.toMatchObject({ code: 'clock.backwards' });
  });
});
