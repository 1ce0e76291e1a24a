import { must, Rejection } from '#kernel';
import type { ViewDocument } from './documents.js';
import { counted, discard, superseded, type OpenRows } from './open.js';
import { grouped } from './writes.js';

export type ViewRecord = Pick<ViewDocument, '_id' | 'generation' | 'version' | 'position'>;

/**
 * Which rows are a view's and up to where they count. Who writes knows it without asking, since nobody else may write; who only looks asks each time. Every
 * change of a view's document names the state that it changes from, so that one which arrives late finds another state and does nothing.
 */
export class ViewRecords {
  private readonly known = new Map<string, ViewRecord>();
  /** Views of which nobody can tell whether a generation was swapped in: the request had no answer, and may still arrive. */
  private readonly unsure = new Set<string>();

  constructor(private readonly open: OpenRows) {
    for (const view of open.views) this.known.set(view._id, view);
  }

  private get readOnly(): boolean {
    return this.open.writer === 0;
  }

  private get views(): OpenRows['collections']['views'] {
    return this.open.collections.views;
  }

  mustWrite(): void {
    must(!this.readOnly, 'readmodel.read-only', { zh: '视图数据以只读方式打开', en: 'the rows are open for reading only' });
  }

  async prepare(view: string, version: number): Promise<boolean> {
    const found = await this.find(view);
    if (found || this.readOnly) return found?.version === version;
    return (await this.create({ _id: view, version })).version === version;
  }

  /** @throws TypeError */
  async of(name: string): Promise<ViewRecord> {
    const found = await this.find(name);
    if (!found) throw new TypeError(`the view ${name} was not prepared`);
    return found;
  }

  /** Whether a view still stands so; only who writes can tell. */
  isNow(record: ViewRecord): boolean {
    return !this.readOnly && this.known.get(record._id) === record;
  }

  private async find(name: string): Promise<ViewRecord | undefined> {
    if (!this.readOnly) return this.known.get(name);
    return (await this.attempt(() => this.views.findOne({ _id: name }))) ?? undefined;
  }

  /** An answer from one generation: when another was swapped in meanwhile, rows of the old one may have been gone already, and the question is asked again. */
  async reading<Result>(view: string, ask: (record: ViewRecord) => Promise<Result>): Promise<Result> {
    for (let record = await this.of(view); ;) {
      const answer = await ask(record);
      const now = await this.of(view);
      if (now.generation === record.generation) return answer;
      record = now;
    }
  }

  /** Moves positions forward, never back. @throws Rejection `readmodel.superseded` when another process has taken over the writing */
  async move(positions: Readonly<Record<string, number>>): Promise<void> {
    for (const name of Object.keys(positions)) if (this.unsure.has(name)) await this.takeSwapBack(name);
    const behind = Object.entries(positions).filter(([name, position]) => this.known.get(name)!.position < position);
    for (const [position, entries] of grouped(behind, ([, reached]) => reached)) {
      const names = entries.map(([name]) => name);
      const filter = { _id: { $in: names }, writer: this.open.writer, position: { $lt: position } };
      const { matchedCount } = await this.attempt(() => this.views.updateMany(filter, { $set: { position } }));
      if (matchedCount < names.length) await this.mustStandAt(names, position);
      for (const name of names) this.known.set(name, { ...this.known.get(name)!, position });
    }
  }

  /** A move whose answer was lost has been made all the same; a view that another process writes has not moved, and must not. */
  private async mustStandAt(names: readonly string[], position: number): Promise<void> {
    const filter = { _id: { $in: [...names] }, writer: this.open.writer, position: { $gte: position } };
    const standing = await this.attempt(() => this.views.countDocuments(filter));
    if (standing !== names.length) throw superseded();
  }

  /** A generation beside the live rows, under a name that is never used again. */
  async begin(view: string, version: number): Promise<string> {
    this.mustWrite();
    for (const name of this.generationsOf(view)) await this.drop(name);
    const { _id, generation } = await this.create({ of: view, version });
    await this.fence(view, generation);
    return _id;
  }

  /** From now on no generation but the one of this number can be swapped in, however late the request arrives. @returns the view as it stands */
  private async fence(view: string, number: number): Promise<ViewRecord> {
    const filter = { _id: view, writer: this.open.writer };
    const standing = await this.attempt(() => this.views.findOneAndUpdate(filter, { $max: { awaits: number } }, { returnDocument: 'after' }));
    if (!standing) throw superseded();
    return standing;
  }

  /** What is written meanwhile goes into the rows as they are known here: a swap that nobody knew of gives way to them, one still to come finds a fence. */
  private async takeSwapBack(view: string): Promise<void> {
    const { generation, version, position } = await this.of(view);
    const awaits = await counted(this.open.connection, this.open.collections, 'generation');
    const { generation: other } = await this.fence(view, awaits);
    if (other !== generation) {
      const filter = { _id: view, writer: this.open.writer, awaits, generation: other };
      const update = { $set: { generation, version, position }, $pull: { dropped: { $in: [generation] } } };
      await this.attempt(() => this.views.updateOne(filter, update));
    }
    this.unsure.delete(view);
  }

  private generationsOf(view: string): readonly string[] {
    return [...this.known.keys()].filter((name) => name.startsWith(`${view}#`) && /^\d+$/.test(name.slice(view.length + 1)));
  }

  /** A request of an earlier process may arrive just now and make the document first: it is taken over as it is. */
  private async create({ _id, of, version }: Readonly<{ _id?: string; of?: string; version: number }>): Promise<ViewRecord> {
    const { connection, collections, writer } = this.open;
    const generation = await counted(connection, collections, 'generation');
    const name = _id ?? `${of}#${generation}`;
    const update = { $setOnInsert: { generation, version, position: -1, ...(of !== undefined && { of }) }, $max: { writer } };
    const made = await this.attempt(() => this.views.findOneAndUpdate({ _id: name }, update, { upsert: true, returnDocument: 'after' }));
    this.known.set(name, made!);
    return made!;
  }

  /**
   * One document tells which rows are the view's, how far they go and by which version they were made: they change together. What is left of the old rows when
   * the server goes away right after that is named in the document, and removed at the next start.
   */
  async finish(view: string, generation: string): Promise<void> {
    const [old, next] = [await this.of(view), await this.of(generation)];
    const state = { generation: next.generation, version: next.version, position: next.position };
    const filter = { _id: view, generation: old.generation, writer: this.open.writer, awaits: next.generation };
    this.unsure.add(view);
    const { matchedCount } = await this.attempt(() => this.views.updateOne(filter, { $set: state, $addToSet: { dropped: old.generation } }));
    const swapped = { _id: view, generation: next.generation, writer: this.open.writer };
    if (matchedCount === 0 && (await this.attempt(() => this.views.countDocuments(swapped))) === 0) throw superseded();
    this.unsure.delete(view);
    this.known.set(view, { _id: view, ...state });
    this.known.delete(generation);
    await this.unlessAway(async () => {
      await this.attempt(() => this.views.deleteOne({ _id: generation, generation: next.generation }));
      await discard(this.open, view, [old.generation]);
    });
  }

  private async unlessAway(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'readmodel.unavailable') throw error;
    }
  }

  async drop(name: string): Promise<void> {
    const found = this.known.get(name);
    if (!found) return;
    const view = name.slice(0, name.lastIndexOf('#'));
    if (this.unsure.has(view)) await this.takeSwapBack(view);
    this.known.delete(name);
    await this.attempt(() => this.open.collections.rows.deleteMany({ '_id.g': found.generation }));
    await this.attempt(() => this.views.deleteOne({ _id: name, generation: found.generation }));
  }

  private attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.open.connection.attempt(work);
  }
}
