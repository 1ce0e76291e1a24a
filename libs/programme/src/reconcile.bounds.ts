/** From the fewest to the most; both are reached by some assignment. */
export type Interval = readonly [fewest: number, most: number];

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/**
 * How many of `stated` members are in two or more lines, when each is in at least one. Most: every membership beyond the first is another member's, but there
 * are no more than all. Fewest: a line lends each member once, so m members account for at most Σ min(line, m) memberships, m of which are their first.
 * The margin is concave in m and reaches the extra memberships at m = stated, so the smallest sufficient m is found by halving.
 * @returns null where no assignment exists: a line longer than the whole, or lines that together fall short of it.
 */
export function overlapBounds(stated: number, lines: readonly number[]): Interval | null {
  const extra = total(lines) - stated;
  if (extra < 0 || lines.some((line) => line > stated)) return null;
  const suffices = (members: number): boolean => total(lines.map((line) => Math.min(line, members))) - members >= extra;
  let [low, high] = [0, stated];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (suffices(middle)) high = middle;
    else low = middle + 1;
  }
  return [low, Math.min(extra, stated)];
}
