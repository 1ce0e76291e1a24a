/** The routes that a text names against the lines that it gives figures for. */
export type RouteMatch = Readonly<{
  named: number;
  lines: number;
  /** Named, and no line has a figure for it. */ withoutLine: readonly string[];
  /** A line that no named route covers. */ withoutRoute: readonly string[];
  /** Taken for the same although one character differs: a reading, to be confirmed. */ worded: readonly Readonly<{ route: string; line: string }>[];
}>;

/** Whether one character put in, left out or exchanged makes one word the other. */
function nearlySame(a: string, b: string): boolean {
  const [short, long] = [[...a], [...b]].sort((x, y) => x.length - y.length) as [string[], string[]];
  if (long.length - short.length > 1) return false;
  const at = long.findIndex((character, index) => character !== short[index]);
  if (at === -1) return true;
  const rest = long.slice(at + 1).join('');
  return rest === short.slice(at).join('') || rest === short.slice(at + 1).join('');
}

export function matchRoutes(routes: readonly string[], lines: readonly string[]): RouteMatch {
  const exact = new Set(routes.filter((route) => lines.includes(route)));
  const open = lines.filter((line) => !exact.has(line));
  const worded: { route: string; line: string }[] = [];
  for (const route of routes.filter((name) => !exact.has(name))) {
    const line = open.find((name) => nearlySame(name, route) && !worded.some((pair) => pair.line === name));
    if (line !== undefined) worded.push({ route, line });
  }
  return {
    named: routes.length,
    lines: lines.length,
    withoutLine: routes.filter((route) => !exact.has(route) && !worded.some((pair) => pair.route === route)),
    withoutRoute: open.filter((line) => !worded.some((pair) => pair.line === line)),
    worded,
  };
}
