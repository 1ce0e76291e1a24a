import type { EventLog } from '../event-log.js';
import { appendingCases } from './appending.suite.js';
import { readingCases } from './reading.suite.js';

/**
 * What every engine must do; the cases follow the repository lint that event stores of other languages ship.
 * `open` gives an empty log and sees to its clearing away.
 */
export function eventLogContract(name: string, open: () => Promise<EventLog>): void {
  appendingCases(name, open);
  readingCases(name, open);
}
