import { byCodePoint, canonicalJson } from '#kernel';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion } from '../row-store.js';

/** A version with its row as canonical text, as the file engines keep it; `text` absent: removed. */
type Version = { from: number; to?: number; text?: string };
type Table = { version: number; position: number; rows: Map<string, Version[]> };

const rowOf = ({ text }: Version): unknown => (text === undefined ? undefined : JSON.parse(text));
const holdsAt = ({ from, to }: Version, position: number): boolean => from <= position && (to === undefined || position < to);

/** The obvious twin that the file engines are tested against. */
export class MemoryRowStore implements RowStore {
  readonly engine = 'memory';
  private readonly tables = new Map<string, Table>();

  async prepare(view: string, version: number): Promise<boolean> {
    const table = this.tables.get(view);
    if (!table) this.tables.set(view, { version, position: -1, rows: new Map() });
    return !table || table.version === version;
  }

  async position(view: string): Promise<number> {
    return this.table(view).position;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    for (const { view, key, position, row } of changes) {
      const table = this.table(view);
      if (position <= table.position) continue;
      const versions = table.rows.get(key) ?? [];
      const last = versions.at(-1);
      const text = row === undefined ? undefined : canonicalJson(row);
      if (last?.text === text) continue;
      if (last) last.to = position;
      versions.push({ from: position, text });
      table.rows.set(key, versions);
    }
    for (const [view, position] of Object.entries(positions)) {
      const table = this.table(view);
      table.position = Math.max(table.position, position);
    }
  }

  async get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    const { rows, position } = this.table(view);
    const version = rows.get(key)?.findLast((candidate) => holdsAt(candidate, asKnownAt ?? position));
    return version && rowOf(version);
  }

  async list(view: string, { asKnownAt, prefix = '', after, limit = Infinity }: ListOptions = {}): Promise<readonly (readonly [key: string, row: unknown])[]> {
    const found: (readonly [string, unknown])[] = [];
    for (const key of this.keys(view)) {
      if (!key.startsWith(prefix) || (after !== undefined && byCodePoint(key, after) <= 0)) continue;
      const row = await this.get(view, key, asKnownAt);
      if (row !== undefined) found.push([key, row]);
      if (found.length >= limit) break;
    }
    return found;
  }

  async history(view: string, key: string): Promise<readonly RowVersion[]> {
    return (this.table(view).rows.get(key) ?? []).map((version) => ({ key, from: version.from, ...(version.to !== undefined && { to: version.to }), row: rowOf(version) }));
  }

  async difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    const differences: RowDifference[] = [];
    for (const key of this.keys(view)) {
      const [before, after] = [await this.get(view, key, p), await this.get(view, key, q)];
      if (before === after || (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after))) continue;
      differences.push({ key, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
    }
    return differences;
  }

  async *versions(view: string, position: number): AsyncIterable<RowVersion> {
    for (const key of this.keys(view)) {
      for (const version of await this.history(view, key)) {
        const { from, to, row } = version;
        if (from <= position) yield { key, from, ...(to !== undefined && to <= position && { to }), row };
      }
    }
  }

  async beginRebuild(view: string, version: number): Promise<string> {
    const generation = `${view}#rebuilding`;
    this.tables.set(generation, { version, position: -1, rows: new Map() });
    return generation;
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    this.tables.set(view, this.table(generation));
    this.tables.delete(generation);
  }

  async close(): Promise<void> {
    this.tables.clear();
  }

  private keys(view: string): readonly string[] {
    return [...this.table(view).rows.keys()].sort(byCodePoint);
  }

  private table(view: string): Table {
    const table = this.tables.get(view);
    if (!table) throw new TypeError(`the view ${view} was not prepared`);
    return table;
  }
}
