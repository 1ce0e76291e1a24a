import { writeSync } from 'node:fs';
import { newCommandId, realClock, realEntropy, eventIdOf, type EncodedEvent } from '#ledger';
import { openSqliteEventLog } from '#ledger/sqlite';

// Appends one event after the other and says so with a plain write, so that a tracer sees syncs and acknowledgements in their order.
// After a refusal it tries everything once more and says what came of it.

const [directory, appends] = [process.argv[2]!, Number(process.argv[3])];
const say = (line: string): void => void writeSync(1, `${line}\n`);

function event(): EncodedEvent {
  const id = eventIdOf(newCommandId(realClock.now(), realEntropy), 0);
  return {
    id,
    type: 'Tallied',
    recordedAt: realClock.now(),
    bytes: Buffer.from(JSON.stringify({ id }).padEnd(870)),
    mac: Buffer.alloc(32, 1),
    macKeyId: '0123456789abcdef',
    commandDigest: Buffer.alloc(16, 2),
  };
}

async function main(): Promise<void> {
  const log = openSqliteEventLog(directory);
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'answered',
      (error: { code?: string }) => error.code ?? String(error),
    );
  for (let revision = 0; revision < appends; revision++) {
    const next = event();
    const code = await codeOf(log.append([{ stream: 'tally-t0', expected: revision - 1, events: [next] }]));
    if (code === 'answered') {
      say(`ack ${next.id}`);
      continue;
    }
    say(`refused ${code}`);
    say(`again ${await codeOf(log.append([{ stream: 'tally-t0', expected: revision - 1, events: [next] }]))}`);
    say(`read ${await codeOf(log.head())}`);
    break;
  }
  say(`closed ${await codeOf(log.close())}`);
}

void main();
