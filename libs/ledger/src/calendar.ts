import { type Command, type Instant } from '#kernel';
import { CALENDAR_STREAM, type DueRow, type EndHour } from './ledger.context.js';
import type { EventLog } from './event-log.js';

export type CalendarPorts = Readonly<{
  log: EventLog;
  /** The first rows of the calendar view after a key, once the view has reached the log's head. */
  dueAfter(key: string): Promise<DueRow | undefined>;
  send(command: Command, of: Readonly<{ hour: Instant }>): Promise<void>;
  /** Runs views and policies to the head. */
  drain(): Promise<void>;
}>;

/**
 * Turns due times into `HourEnded`, in order and each once, also after downtime. The clock only wakes this; what follows from an hour is the policies' business.
 * `reached` is told each hour before it is recorded: a simulated clock is moved there.
 * @returns the hours recorded
 */
export async function endHoursUntil(now: Instant, ports: CalendarPorts, reached: (hour: Instant) => void = () => undefined): Promise<readonly Instant[]> {
  const ended: Instant[] = [];
  let last = await lastHour(ports.log);
  for (;;) {
    await ports.drain();
    // Keys are `<hour>/<due>` and `/` sorts before `0`: this is the first key of a later hour.
    const due = await ports.dueAfter(last === '' ? '' : `${last}0`);
    if (!due || due.fireAt > now) return ended;
    reached(due.fireAt);
    const command: EndHour = { type: 'EndHour', data: { hour: due.fireAt } };
    await ports.send(command, { hour: due.fireAt });
    last = due.fireAt;
    ended.push(last);
  }
}

async function lastHour(log: EventLog): Promise<Instant | ''> {
  for await (const { bytes } of log.read(CALENDAR_STREAM, await log.revisionOf(CALENDAR_STREAM))) {
    return (JSON.parse(bytes.toString('utf8')) as { data: { hour: Instant } }).data.hour;
  }
  return '';
}
