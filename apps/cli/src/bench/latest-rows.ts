import type { RowChange, RowDifference, RowStore, RowVersion } from '#readmodel';

/** Rows without history and without a file: through it the product's own projector shows what folding alone costs. */
export class LatestRows implements RowStore {
  readonly engine = 'latest';
  private readonly rows = new Map<string, Map<string, unknown>>();

  async prepare(view: string): Promise<boolean> {
    this.rows.set(view, new Map());
    return true;
  }

  async position(): Promise<number> {
    return -1;
  }

  async apply(changes: readonly RowChange[]): Promise<void> {
    for (const { view, key, row } of changes) this.rows.get(view)!.set(key, row);
  }

  async get(view: string, key: string): Promise<unknown> {
    return this.rows.get(view)!.get(key);
  }

  async list(view: string): Promise<readonly (readonly [key: string, row: unknown])[]> {
    return [...this.rows.get(view)!];
  }

  async history(): Promise<readonly RowVersion[]> {
    throw withoutHistory();
  }
  async difference(): Promise<readonly RowDifference[]> {
    throw withoutHistory();
  }
  versions(): AsyncIterable<RowVersion> {
    throw withoutHistory();
  }
  async beginRebuild(): Promise<string> {
    throw withoutHistory();
  }
  async finishRebuild(): Promise<void> {
    throw withoutHistory();
  }
  async dropRebuild(): Promise<void> {
    throw withoutHistory();
  }

  async close(): Promise<void> {
    this.rows.clear();
  }
}

const withoutHistory = (): TypeError => new TypeError('these rows keep no history');
