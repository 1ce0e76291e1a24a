/** A wait that somebody may cut short: for who closes, so that nobody waits for a timer. */
export class Rest {
  /** Ends what is waited for just now, if anything is. */
  end: () => void = () => undefined;

  async for(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
