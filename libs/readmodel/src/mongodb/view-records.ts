import { must, Rejection } from '#kernel';
import type { ViewDocument } from './documents.js';
import { counted, discard, type OpenRows } from './open.js';
import { grouped } from './writes.js';

export type ViewRecord = Pick<ViewDocument, '_id' | 'generation' | 'version' | 'position'>;

/**
 * Which rows are a view's and up to where they count. Who writes knows it without asking, since nobody else may write; who only looks asks each time. Every
 * change of a view's document names the state that it changes from, so that one which arrives late finds another state and does nothing.
 */
export class ViewRecords {
  private readonly known = new Map<string, ViewRecord>();

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

  private async find(name: string): Promise<ViewRecord | undefined> {
    if (!this.readOnly) return this.known.get(name);
    return (await this.open.connection.attempt(() => this.views.findOne({ _id: name }))) ?? undefined;
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
    const behind = Object.entries(positions).filter(([name, position]) => this.known.get(name)!.position < position);
    for (const [position, entries] of grouped(behind, ([, reached]) => reached)) {
      const names = entries.map(([name]) => name);
      const filter = { _id: { $in: names }, writer: this.open.writer, position: { $lt: position } };
      const { matchedCount } = await this.open.connection.attempt(() => this.views.updateMany(filter, { $set: { position } }));
      if (matchedCount < names.length) await this.mustStandAt(names, position);
      for (const name of names) this.known.set(name, { ...this.known.get(name)!, position });
    }
  }

  /** A move whose answer was lost has been made all the same; a view that another process writes has not moved, and must not. */
  private async mustStandAt(names: readonly string[], position: number): Promise<void> {
    const filter = { _id: { $in: [...names] }, writer: this.open.writer, position: { $gte: position } };
    const standing = await this.open.connection.attempt(() => this.views.countDocuments(filter));
    if (standing !== names.length) throw superseded();
  }

  /** A generation beside the live rows, under a name that is never used again. */
  async begin(view: string, version: number): Promise<string> {
    this.mustWrite();
    for (const name of this.generationsOf(view)) await this.drop(name);
    return (await this.create({ of: view, version }))._id;
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
    const made = await connection.attempt(() => this.views.findOneAndUpdate({ _id: name }, update, { upsert: true, returnDocument: 'after' }));
    this.known.set(name, made!);
    return made!;
  }

  /** One document tells which rows are the view's, how far they go and by which version they were made: they change together. */
  async finish(view: string, generation: string): Promise<void> {
    const [old, next] = [await this.of(view), await this.of(generation)];
    const state = { generation: next.generation, version: next.version, position: next.position };
    const filter = { _id: view, generation: old.generation, writer: this.open.writer };
    const { attempt } = this.attempts;
    const { matchedCount } = await attempt(() => this.views.updateOne(filter, { $set: state, $addToSet: { dropped: old.generation } }));
    const isSwapped = async () => (await attempt(() => this.views.countDocuments({ _id: view, generation: next.generation, writer: this.open.writer }))) === 1;
    if (matchedCount === 0 && !(await isSwapped())) throw superseded();
    this.known.set(view, { _id: view, ...state });
    this.known.delete(generation);
    await attempt(() => this.views.deleteOne({ _id: generation, generation: next.generation }));
    await discard(this.open, view, [old.generation]);
  }

  async drop(name: string): Promise<void> {
    const found = this.known.get(name);
    if (!found) return;
    this.known.delete(name);
    const { attempt } = this.attempts;
    await attempt(() => this.open.collections.rows.deleteMany({ '_id.g': found.generation }));
    await attempt(() => this.views.deleteOne({ _id: name, generation: found.generation }));
  }

  private get attempts(): Readonly<{ attempt: OpenRows['connection']['attempt'] }> {
    const { connection } = this.open;
    return { attempt: (work) => connection.attempt(work) };
  }
}

const superseded = (): Rejection =>
  new Rejection('readmodel.superseded', {
    zh: '另一进程已接管视图数据的写入，本进程停止写入',
    en: 'another process has taken over the writing of rows: this one has stopped',
  });
