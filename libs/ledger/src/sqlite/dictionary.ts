import type { DatabaseSyncInstance } from '@photostructure/sqlite';

const CACHE_MAX = 10_000;

/** Stream, type and key names, stored once each. Names never change, so what is cached stays true; the cache is bounded, not complete. */
export class Dictionary {
  private readonly ids = new Map<string, number>();
  private readonly names = new Map<number, string>();
  private readonly statements;

  constructor(database: DatabaseSyncInstance) {
    this.statements = {
      id: database.prepare('SELECT id FROM name WHERE text = ?'),
      text: database.prepare('SELECT text FROM name WHERE id = ?'),
      insert: database.prepare('INSERT INTO name (text) VALUES (?)'),
    };
  }

  idOf(text: string): number | undefined {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const row = this.statements.id.get(text) as { id: number } | undefined;
    return row && this.keep(text, row.id);
  }

  idFor(text: string): number {
    return this.idOf(text) ?? this.keep(text, Number(this.statements.insert.run(text).lastInsertRowid));
  }

  textOf(id: number): string | undefined {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    const row = this.statements.text.get(id) as { text: string } | undefined;
    if (row) this.keep(row.text, id);
    return row?.text;
  }

  private keep(text: string, id: number): number {
    if (this.ids.size >= CACHE_MAX) {
      this.ids.clear();
      this.names.clear();
    }
    this.ids.set(text, id);
    this.names.set(id, text);
    return id;
  }
}
