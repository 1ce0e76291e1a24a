import type { Guard } from '#ledger';

/** Who of several processes on one log does what only one may do. */
export type Election = Readonly<{
  isHeld(): boolean;
  /** Since when, in numbers that grow; undefined: it is not held here. */
  term(): number | undefined;
  /** Has whoever decides it say so. @throws Rejection `ledger.lease-lost` */
  confirm(): Promise<void>;
  /** Who holds it, in words, as far as this process knows. */
  holder(): string | undefined;
  /** What an append relies on that only the holder may make. */
  guard(): Guard;
  subscribe(onChange: (isHeld: boolean) => void): void;
  /** Reads where the holder before stood. */
  refresh(): Promise<void>;
}>;

const PAUSE_MS = 500;

/** `prepare` reads where the holder before stood; `begin` does what was left. */
export type Work = Readonly<{ prepare(): Promise<void>; begin(): Promise<void> }>;

/** What only one of several processes does: policies, the seal, hours, deliveries, erasures. A process that is alone on its log always does. */
export class Duties {
  /** The term for which it has been read where the holder before stood: until then nothing is done in it. */
  private readyIn: number | undefined;
  /** The term in which this process began. */
  private readonly firstTerm: number | undefined;
  /** Why they could not be taken up yet. */
  fault: unknown;

  constructor(private readonly election: Election | undefined) {
    this.firstTerm = election?.term();
  }

  get areOurs(): boolean {
    return this.election === undefined || (this.readyIn !== undefined && this.readyIn === this.election.term());
  }

  /** Who does them, where several processes may. */
  get holder(): string | undefined {
    return this.election?.holder();
  }

  /** From now on takes up and lays down as the election says. */
  follow(work: Work): void {
    this.election?.subscribe((isHeld) => {
      if (isHeld) void this.takeUp(work);
    });
    const term = this.election?.term();
    // What came into its hands while it began was not taken up yet.
    if (term === this.firstTerm) this.readyIn = term;
    else void this.takeUp(work);
  }

  private async takeUp({ prepare, begin }: Work): Promise<void> {
    const election = this.election!;
    const term = election.term();
    while (term !== undefined && term === election.term() && term !== this.readyIn) {
      try {
        await election.refresh();
        await prepare();
        this.readyIn = term;
        this.fault = undefined;
        await begin();
      } catch (error) {
        this.fault = error;
        if (term !== this.readyIn) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
