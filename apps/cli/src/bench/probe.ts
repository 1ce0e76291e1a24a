import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { hrtime } from 'node:process';

/** The limit that everything durable is held against: write these bytes to the end of a file, fdatasync, and again. */
export class Probe {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'a', 0o600);
  }

  /** One write and one fdatasync for each buffer. @returns nanoseconds */
  run(buffers: readonly Buffer[]): number {
    const start = hrtime.bigint();
    for (const buffer of buffers) {
      writeSync(this.file, buffer);
      fdatasyncSync(this.file);
    }
    return Number(hrtime.bigint() - start);
  }

  close(): void {
    closeSync(this.file);
  }
}
