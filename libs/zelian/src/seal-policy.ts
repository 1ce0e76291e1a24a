import { Rejection, type Instant } from '#kernel';
import { SealStopped } from '#seal';
import { originOf } from './sealing.js';
import type { Zelian } from './zelian.js';

/** After how many events, and after how long, a served ledger is sealed; 0: not for that reason. */
export type SealWhen = Readonly<{ events: number; minutes: number; atClose: boolean }>;

const DEFAULT: SealWhen = { events: 10_000, minutes: 60, atClose: false };
const MINUTE_MS = 60_000;

/** Settings as the environment states them. @throws Rejection `seal.setting` */
export function sealWhenFrom({ ZELIAN_SEAL_EVENTS, ZELIAN_SEAL_MINUTES, ZELIAN_SEAL_AT_CLOSE }: Readonly<Record<string, string | undefined>>): SealWhen {
  return {
    events: numberIn('ZELIAN_SEAL_EVENTS', ZELIAN_SEAL_EVENTS, DEFAULT.events),
    minutes: numberIn('ZELIAN_SEAL_MINUTES', ZELIAN_SEAL_MINUTES, DEFAULT.minutes),
    atClose: numberIn('ZELIAN_SEAL_AT_CLOSE', ZELIAN_SEAL_AT_CLOSE, 0) > 0,
  };
}

function numberIn(name: string, text: string | undefined, absent: number): number {
  if (text === undefined || text.trim() === '') return absent;
  if (!/^\d{1,9}$/.test(text.trim()))
    throw new Rejection('seal.setting', { zh: `${name}须为非负整数：${text}`, en: `${name} must be a whole number: ${text}` });
  return Number(text);
}

type Last = Readonly<{ size: number; at: Instant }>;

/**
 * Seals a served ledger by number of events and by the ledger's own clock, one seal at a time, beside the appends. What failed is tried again at the next
 * minute; what stopped the seal for good is told once.
 */
export class SealPolicy {
  private running: Promise<void> | undefined;
  private toldOf: SealStopped | undefined;
  /** How many events it takes before an append is worth a look, or which time of a simulated clock. */
  private next = { size: 0, at: 0 };
  private hasFailed = false;

  constructor(
    private readonly zelian: Zelian,
    private readonly when: SealWhen,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Seals what is due after an append; by time only where the clock is simulated: the real one wakes whoever serves, that one nobody. @returns the way to stop */
  follow(): () => void {
    const { clock } = this.zelian.parts;
    const isTimed = clock.kind === 'simulated' && this.when.minutes > 0;
    return this.zelian.log.subscribe((head) => {
      if (head + 1 >= this.next.size || (isTimed && Date.parse(clock.now()) >= this.next.at)) void this.tend();
    });
  }

  /** Tries again what failed, and only that: where the clock is simulated, no time has passed that anything could be due for. */
  async retry(): Promise<void> {
    if (this.hasFailed) await this.tend();
  }

  /** Seals if it is due; whoever asks while a seal is being made waits for that one. */
  tend(): Promise<void> {
    this.running ??= this.sealIfDue()
      .catch((error: unknown) => this.tell(error))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** At the end: what is being sealed is finished, and what is left is sealed where that was asked for. */
  async finish(): Promise<void> {
    await this.running;
    if (this.when.atClose && this.zelian.duties.areOurs && (await this.waiting(await this.last())) > 0)
      await this.zelian.sealer.seal().catch((error: unknown) => this.tell(error));
  }

  private async sealIfDue(): Promise<void> {
    const { sealer, duties } = this.zelian;
    if (!duties.areOurs) return;
    if (sealer.alarm) throw sealer.alarm;
    let last = await this.last();
    // What is appended while a seal is made may be due as well when it is done: no further append need come to say so.
    for (; duties.areOurs && (await this.isDue(last)); last = await this.last()) await sealer.seal();
    const { events, minutes } = this.when;
    this.next = { size: events > 0 ? last.size + events : Infinity, at: Date.parse(last.at) + minutes * MINUTE_MS };
    this.hasFailed = false;
  }

  private async isDue(last: Last): Promise<boolean> {
    const waiting = await this.waiting(last);
    // Fewer than were signed for: the seal is to find that, and say so.
    if (waiting <= 0) return waiting < 0;
    const { events, minutes } = this.when;
    const passed = Date.parse(this.zelian.parts.clock.now()) - Date.parse(last.at);
    return (events > 0 && waiting >= events) || (minutes > 0 && passed >= minutes * MINUTE_MS);
  }

  private async waiting({ size }: Last): Promise<number> {
    return (await this.zelian.log.head()).position + 1 - size;
  }

  /** The last checkpoint's size, and when its last event was recorded; before the first one, nothing since the ledger was opened. */
  private async last(): Promise<Last> {
    const { engines, info } = this.zelian.parts;
    const size = (await engines.seal.head.read(originOf(info)))?.size ?? 0;
    for await (const { recordedAt } of engines.log.readAll(Math.max(0, size - 1))) return { size, at: recordedAt };
    return { size, at: this.zelian.parts.clock.now() };
  }

  private tell(error: unknown): void {
    // Appends do not try again what just failed: each try leaves an index event.
    this.next = { size: Infinity, at: Infinity };
    this.hasFailed = true;
    if (error instanceof SealStopped && error === this.toldOf) return;
    if (error instanceof SealStopped) this.toldOf = error;
    this.onFault(error);
  }
}
