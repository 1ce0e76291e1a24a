import type { PositionStore } from '../event-log.js';

/** Positions for as long as the process lives. */
export class MemoryPositionStore implements PositionStore {
  private readonly positions = new Map<string, number>();

  async load(runner: string): Promise<number | undefined> {
    return this.positions.get(runner);
  }

  async save(runner: string, position: number): Promise<void> {
    this.positions.set(runner, Math.max(position, this.positions.get(runner) ?? position));
  }

  async close(): Promise<void> {
    this.positions.clear();
  }
}
