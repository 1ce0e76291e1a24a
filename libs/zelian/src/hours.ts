import type { Instant } from '#kernel';
import { CALENDAR_STREAM, calendarDecider, endHoursUntil, policyCommandId, type DueRow, type EventLog, type LedgerPorts } from '#ledger';
import type { Reader } from '#readmodel';
import { byClock } from './ports.js';

type Clockwork = Readonly<{ reader: Reader; log: EventLog; ports: LedgerPorts; drain(): Promise<void> }>;

/** Ends the hours in which something has fallen due, up to a moment. An hour's command id follows from the hour: ended twice, it is recorded once. */
export function endHoursBy({ reader, log, ports, drain }: Clockwork, now: Instant, reached?: (hour: Instant) => void): Promise<readonly Instant[]> {
  return endHoursUntil(
    now,
    {
      log,
      drain,
      dueAfter: async (after) => (await reader.list('calendar', { after, limit: 1 })).rows[0]?.row as DueRow | undefined,
      send: async (command, { hour }) => {
        const cause = { causeTime: hour, policy: 'clock', causationId: hour, commandType: command.type, stream: CALENDAR_STREAM, ordinal: 0 };
        await byClock(ports, calendarDecider, { command, commandId: policyCommandId(cause) });
      },
    },
    reached,
  );
}
