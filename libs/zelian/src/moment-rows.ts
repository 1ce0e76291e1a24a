import type { Moment, Reader } from '#readmodel';

const PAGE = 500;

/** Every row of a view at one moment, so that all parts of an answer speak of the same state of the log. */
export async function rowsOf<Row>(reader: Reader, view: string, { moment, prefix }: Readonly<{ moment: Moment; prefix?: string }>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const page = await reader.list(view, { moment, prefix, after, limit: PAGE });
    rows.push(...page.rows.map(({ row }) => row as Row));
    after = page.next;
  } while (after !== undefined);
  return rows;
}
export const rowOf = async <Row>(reader: Reader, view: string, { key, moment }: Readonly<{ key: string; moment: Moment }>): Promise<Row | undefined> =>
  (await reader.get(view, key, moment)).row as Row | undefined;

/** The state of the log that an answer is put together from. */
export async function momentOf(reader: Reader, moment: Moment): Promise<Readonly<{ position: number; at: Moment }>> {
  const { position } = await reader.list('unit-directory', { limit: 1, moment });
  return { position, at: { asKnownAt: position } };
}
