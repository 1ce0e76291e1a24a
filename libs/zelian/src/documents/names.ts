import { subjectIdsIn } from '#kernel';
import type { RuleBookRow } from '#rulebook';
import type { Counterfactual } from '../replay/counterfactual.js';
import type { Zelian } from '../zelian.js';

/** What measures are called, by the books that were published. */
export async function measureNames(zelian: Zelian): Promise<ReadonlyMap<string, string>> {
  const { rows } = await zelian.reader.list('rule-books', { limit: 1_000 });
  const measures = rows.flatMap(({ row }) => (row as RuleBookRow).versions.flatMap(({ document }) => document.measures));
  return new Map(measures.map(({ id, zh }) => [id, zh]));
}

/** What everybody and everything in a difference document is called. */
export async function namesIn(zelian: Zelian, { difference }: Pick<Counterfactual, 'difference'>): Promise<(id: string) => string> {
  const ids = subjectIdsIn([difference, difference.changes.map(({ key }) => key.split(/[|:]/))]);
  const named = await zelian.named(ids);
  const names = new Map([...(await measureNames(zelian)), ...ids.map((id, index) => [id, named[index]!] as const)]);
  return (id) => names.get(id) ?? id;
}
