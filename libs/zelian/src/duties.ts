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

/** `isPrepared`: whether all is in this process's hands that it works with; `prepare` takes it, and reads where the holder before stood; `begin` does what was left. */
export type Work = Readonly<{ isPrepared(): boolean; prepare(): Promise<void>; begin(): Promise<void> }>;

/** What only one of several processes does: policies, the seal, hours, deliveries, erasures. A process that is alone on its log always does. */
export class Duties {
  /** The term for which it has been read where the holder before stood: until then nothing is done in it. */
  private readyIn: number | undefined;
  /** The term in which this process began. */
  private readonly firstTerm: number | undefined;
  /** How often the election was decided otherwise. */
  private changes = 0;
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
      this.changes++;
      if (isHeld) void this.takeUp(work);
    });
    const term = this.election?.term();
    // What came into its hands while it began was not taken up yet.
    if (term === this.firstTerm && work.isPrepared()) this.readyIn = term;
    else void this.takeUp(work);
  }

  /** Until it is done, or the election has changed: a term that lapsed and was confirmed after all is the same one, and nobody says that it is back. */
  private async takeUp(work: Work): Promise<void> {
    for (const { changes } = this; changes === this.changes;) {
      const term = this.election!.term();
      if (term !== undefined && (await this.isTaken(term, work))) return;
      if (changes === this.changes) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
  }

  private async isTaken(term: number, { prepare, begin }: Work): Promise<boolean> {
    const { changes } = this;
    try {
      if (term !== this.readyIn) {
        await this.election!.refresh();
        await prepare();
      }
      // Lost and won again meanwhile, it is another one's to say.
      if (changes !== this.changes) return true;
      this.readyIn = term;
      this.fault = undefined;
      await begin();
    } catch (error) {
      if (changes === this.changes) this.fault = error;
    }
    return term === this.readyIn;
  }
}
