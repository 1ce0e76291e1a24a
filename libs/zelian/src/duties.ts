import type { Guard } from '#ledger';

/** Who of several processes on one log does what only one may do. */
export type Election = Readonly<{
  isHeld(): boolean;
  /** What an append relies on that only the holder may make. */
  guard(): Guard;
  subscribe(onChange: (isHeld: boolean) => void): void;
  /** Reads where the holder before stood. */
  refresh(): Promise<void>;
}>;

const PAUSE_MS = 500;

/** What only one of several processes does: policies, the seal, hours, deliveries, erasures. A process that is alone on its log always does. */
export class Duties {
  /** Whether what was taken over has been read: until then nothing is done with it. */
  private isReady = false;
  /** Why they could not be taken up yet. */
  fault: unknown;

  constructor(private readonly election: Election | undefined) {}

  get areOurs(): boolean {
    return this.election === undefined || (this.isReady && this.election.isHeld());
  }

  /** From now on takes up and lays down as the election says. `prepare` reads where the holder before stood; `begin` does what was left. */
  follow(prepare: () => Promise<void>, begin: () => Promise<void>): void {
    this.isReady = true;
    this.election?.subscribe((isHeld) => {
      this.isReady = false;
      if (isHeld) void this.takeUp(prepare, begin);
    });
  }

  private async takeUp(prepare: () => Promise<void>, begin: () => Promise<void>): Promise<void> {
    while (this.election!.isHeld() && !this.isReady) {
      try {
        await this.election!.refresh();
        await prepare();
        this.isReady = true;
        this.fault = undefined;
        await begin();
      } catch (error) {
        this.fault = error;
        if (!this.isReady) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
