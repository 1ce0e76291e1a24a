import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cpuUsage, hrtime } from 'node:process';
import type { Cost } from './measure.js';

/** The limit that everything durable is held against: write these bytes to the end of a file, fdatasync, and again. */
export class Probe {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'a', 0o600);
  }

  /** One write and one fdatasync for each buffer. */
  run(buffers: readonly Buffer[]): Cost {
    const before = cpuUsage();
    const start = hrtime.bigint();
    for (const buffer of buffers) {
      writeSync(this.file, buffer);
      fdatasyncSync(this.file);
    }
    const nanos = Number(hrtime.bigint() - start);
    const { user, system } = cpuUsage(before);
    return { nanos, cpuMicros: user + system };
  }

  close(): void {
    closeSync(this.file);
  }
}
