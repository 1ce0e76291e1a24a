const EVERY = 64;

/** Others get their turn after so many steps; and what the engine handed out is only taken back between turns. */
export async function breath(step: number): Promise<void> {
  if (step % EVERY === 0) await new Promise((resolve) => setImmediate(resolve));
}
