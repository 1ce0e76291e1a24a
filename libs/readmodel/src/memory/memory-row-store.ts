import { byCodePoint } from '#kernel';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from '../row-store.js';
import { countedChanges } from '../row-text.js';

/** A version with its row as canonical text, as the file engines keep it; `text` absent: removed. */
type Version = { readonly from: number; to?: number; readonly text?: string };
/** `sorted` is made when somebody asks, and forgotten when a key joins. */
type Table = { readonly version: number; position: number; readonly rows: Map<string, Version[]>; sorted?: readonly string[] };

const rowOf = ({ text }: Version): unknown => (text === undefined ? undefined : JSON.parse(text));
const holdsAt = ({ from, to }: Version, position: number): boolean => from <= position && (to === undefined || position < to);
const emptyTable = (version: number): Table => ({ version, position: -1, rows: new Map() });

/** The obvious twin that the file engines are tested against. */
export class MemoryRowStore implements RowStore {
  readonly engine = 'memory';
  private readonly tables = new Map<string, Table>();

  async prepare(view: string, version: number): Promise<boolean> {
    const table = this.tables.get(view);
    if (!table) this.tables.set(view, emptyTable(version));
    return !table || table.version === version;
  }

  async position(view: string): Promise<number> {
    return this.table(view).position;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    const moved = Object.entries(positions).map(([view, position]) => [this.table(view), position] as const);
    for (const change of countedChanges(changes, positions, (view) => this.table(view).position)) this.write(this.table(change.view), change);
    for (const [table, position] of moved) table.position = Math.max(table.position, position);
  }

  private write(table: Table, { key, position, text }: RowChange): void {
    let versions = table.rows.get(key);
    const last = versions?.at(-1);
    if (last?.text === text) return;
    if (!versions) {
      table.rows.set(key, (versions = []));
      table.sorted = undefined;
    }
    if (last) last.to = position;
    versions.push({ from: position, text });
  }

  async get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    const version = this.version(view, key, asKnownAt ?? this.table(view).position);
    return version && rowOf(version);
  }

  private version(view: string, key: string, position: number): Version | undefined {
    return this.table(view)
      .rows.get(key)
      ?.findLast((candidate) => holdsAt(candidate, position));
  }

  async list(view: string, { asKnownAt, prefix = '', after, limit = Infinity }: ListOptions = {}): Promise<readonly (readonly [key: string, row: unknown])[]> {
    const found: (readonly [string, unknown])[] = [];
    for (const key of this.keys(view)) {
      if (found.length >= limit) break;
      if (!key.startsWith(prefix) || (after !== undefined && byCodePoint(key, after) <= 0)) continue;
      const row = await this.get(view, key, asKnownAt);
      if (row !== undefined) found.push([key, row]);
    }
    return found;
  }

  async history(view: string, key: string): Promise<readonly RowVersion[]> {
    const versions = this.table(view).rows.get(key) ?? [];
    return versions.map((version) => ({ key, from: version.from, ...(version.to !== undefined && { to: version.to }), row: rowOf(version) }));
  }

  async difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    const differences: RowDifference[] = [];
    for (const key of this.keys(view)) {
      const versions = [this.version(view, key, p), this.version(view, key, q)] as const;
      if (versions[0]?.text === versions[1]?.text) continue;
      const [before, after] = versions.map((version) => version && rowOf(version));
      differences.push({ key, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
    }
    return differences;
  }

  async *versions(view: string, position: number): AsyncIterable<StoredVersion> {
    const { rows } = this.table(view);
    for (const key of this.keys(view)) {
      for (const { from, to, text } of rows.get(key)!) {
        if (from <= position) yield { key, from, ...(to !== undefined && to <= position && { to }), ...(text !== undefined && { text }) };
      }
    }
  }

  async beginRebuild(view: string, version: number): Promise<string> {
    const generation = `${view}#rebuilding`;
    this.tables.set(generation, emptyTable(version));
    return generation;
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    this.tables.set(view, this.table(generation));
    this.tables.delete(generation);
  }

  async dropRebuild(generation: string): Promise<void> {
    this.tables.delete(generation);
  }

  async close(): Promise<void> {
    this.tables.clear();
  }

  private keys(view: string): readonly string[] {
    const table = this.table(view);
    return (table.sorted ??= [...table.rows.keys()].sort(byCodePoint));
  }

  private table(view: string): Table {
    const table = this.tables.get(view);
    if (!table) throw new TypeError(`the view ${view} was not prepared`);
    return table;
  }
}
