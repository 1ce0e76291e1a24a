import { isInstant, must, type Instant } from '#kernel';

/** What time it is. A ledger opened on one kind of clock never takes the other. */
export interface Clock {
  readonly kind: 'real' | 'simulated';
  now(): Instant;
}

export const realClock: Clock = { kind: 'real', now: () => new Date().toISOString() };

/** Stands still until it is moved, and moves forwards only. */
export class SimulatedClock implements Clock {
  readonly kind = 'simulated';
  private time: Instant;
  constructor(start: Instant) {
    this.time = checked(start);
  }
  now(): Instant {
    return this.time;
  }
  moveTo(instant: Instant): void {
    must(checked(instant) >= this.time, 'clock.backwards', {
      zh: '模拟时钟不能倒退',
      en: `the simulated clock stands at ${this.time} and does not run backwards`,
    });
    this.time = instant;
  }
}

function checked(instant: Instant): Instant {
  must(isInstant(instant), 'clock.invalid', { zh: '时刻格式不正确', en: `not an instant: ${instant}` });
  return instant;
}
