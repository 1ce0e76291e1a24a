import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { deliverEach, deliveryKey, SinkUnusable, type DeliveryResult, type NoticeSink, type OutgoingMessage, type OutgoingRecipient } from './sink.js';

/** Tells each message in one line and reaches nobody; says nothing about whom it is for beyond the id. */
export class ConsoleSink implements NoticeSink {
  readonly name = 'console';
  readonly reachesPeople = false;
  constructor(private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {}

  deliver(message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]> {
    return deliverEach(recipients, async (recipient) => {
      const key = deliveryKey(message, recipient);
      this.write(`${key}  ${message.text}`);
      return { outcome: 'delivered', reference: key };
    });
  }
}

/**
 * One JSON line per delivery, on disk before it is answered for: for whoever carries the messages further by hand, and for simulated ledgers. A delivery that
 * the file already holds is not written twice. The file holds numbers: only its owner may read it.
 */
export class FileSink implements NoticeSink {
  readonly name = 'file';
  readonly reachesPeople = false;
  private readonly held: Set<string>;

  constructor(private readonly path: string) {
    this.held = keysIn(path);
  }

  async deliver(message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]> {
    const lines: string[] = [];
    const results = await deliverEach(recipients, async (recipient) => {
      const key = deliveryKey(message, recipient);
      if (!this.held.has(key)) lines.push(`${JSON.stringify({ key, to: recipient.address, text: message.text })}\n`);
      return { outcome: 'delivered', reference: key };
    });
    this.append(lines);
    for (const { reference } of results) if (reference !== undefined) this.held.add(reference);
    return results;
  }

  private append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    try {
      const file = openSync(this.path, 'a', 0o600);
      try {
        writeSync(file, lines.join(''));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw new SinkUnusable('file', { cause });
    }
  }
}

/** What a file holds; half a line, left by a crash, was not answered for and is cut off. */
function keysIn(path: string): Set<string> {
  if (!existsSync(path)) return new Set();
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const lines = whole.split('\n').filter((line) => line !== '');
  return new Set(lines.map((line) => (JSON.parse(line) as { key: string }).key));
}
