import { ALL, type Facts, type Need } from '#kernel';
import type { Presenter } from '#vault';

/** Facts whose needs say `reveals`, with the private values of that scope in place: a rule about who is meant can be kept without anybody being told who that is. */
export async function revealed(facts: Facts, needs: readonly Need[], presenter: Presenter): Promise<Facts> {
  const whole = needs.filter(({ reveals, key }) => reveals !== undefined && key === ALL);
  if (whole.length === 0) return facts;
  const views = new Map<string, readonly (readonly [string, unknown])[]>();
  for (const { view, reveals } of whole)
    views.set(view, (await presenter.reveal(facts.all(view), { scopes: [reveals!] })) as readonly (readonly [string, unknown])[]);
  return {
    get: <Row>(view: string, key: string) => {
      const rows = views.get(view);
      return rows ? (rows.find(([name]) => name === key)?.[1] as Row | undefined) : facts.get<Row>(view, key);
    },
    all: <Row>(view: string) => (views.get(view) ?? facts.all(view)) as readonly (readonly [string, Row])[],
  };
}
