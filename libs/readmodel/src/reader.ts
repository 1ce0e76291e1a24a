import { isDate, isInstant, must, Rejection, type AnyView, type CalendarDate, type Instant } from '#kernel';
import type { Projector } from './projector.js';
import type { RowDifference, RowStore, RowVersion } from './row-store.js';

/** When somebody asks: as it was known after a position or at an instant; as it held in the world on a date; not before a position is shown. */
export type Moment = Readonly<{ asKnownAt?: number | Instant; validOn?: CalendarDate; atLeast?: number }>;

/** Where moments lie in the log. */
export interface Moments {
  head(): Promise<number>;
  /** The head is what others had recorded by now, too. Absent where nobody else records. */
  refresh?(): Promise<void>;
  /** Last position recorded at or before an instant; -1 for none. */
  positionAt(instant: Instant): Promise<number>;
  /** Last position of the batch that a position belongs to. */
  endOfBatch(position: number): Promise<number>;
  /** First position of that batch; where absent, a refusal names its end only. */
  startOfBatch?(position: number): Promise<number>;
}

/** One view and where it stands. `position` -1: nothing handled yet, or rows of another version that wait for a rebuild. */
export type ViewState = Readonly<{ name: string; version: number; zh: string; position: number; aboutPersons: boolean; validTime: boolean }>;
/** Every answer says which view in which version answered, and as known at which position. */
export type Answer = Readonly<{ view: string; position: number }>;
export type RowAnswer = Answer & Readonly<{ key: string; row: unknown }>;
export type ListAnswer = Answer & Readonly<{ rows: readonly Readonly<{ key: string; row: unknown }>[]; next?: string }>;
export type HistoryAnswer = Answer & Readonly<{ key: string; versions: readonly RowVersion[] }>;
export type DifferenceAnswer = Readonly<{ view: string; from: number; to: number; rows: readonly RowDifference[] }>;
export type ListQuery = Readonly<{ prefix?: string; after?: string; limit?: number; moment?: Moment }>;

const LIMIT = 100;
const LIMIT_MAX = 1_000;

/** Answers questions about any view at any moment. "Now" is the view's stored position, and says so. */
export class Reader {
  private readonly byName: ReadonlyMap<string, AnyView>;

  constructor(private readonly parts: Readonly<{ store: RowStore; views: readonly AnyView[]; projector: Projector; moments: Moments }>) {
    this.byName = new Map(parts.views.map((view) => [view.name, view]));
  }

  async views(): Promise<readonly ViewState[]> {
    const { projector, moments } = this.parts;
    const [head, lag] = [await moments.head(), await projector.lag()];
    return [...this.byName.values()].map(({ name, version, zh, aboutPersons = false, validOn }) => ({
      ...{ name, version, zh, aboutPersons },
      ...{ position: head - lag[name]!, validTime: validOn !== undefined },
    }));
  }

  /** @throws Rejection `view.unknown` */
  viewNamed(name: string): AnyView {
    const view = this.byName.get(name);
    if (!view) throw new Rejection('view.unknown', { zh: `没有这个视图：${name}`, en: `no such view: ${name}` });
    return view;
  }

  /** One row; `row` is undefined when there is none, or none that held on `validOn`. */
  async get(name: string, key: string, moment: Moment = {}): Promise<RowAnswer> {
    const { view, position } = await this.at(name, moment);
    const row = await this.parts.store.get(name, key, position);
    return { view: labelOf(view), position, key, row: heldOn(view, row, moment) };
  }

  /** Rows in code-point order of their keys. With `validOn` a page may hold fewer rows than its limit; `next` tells whether there is more. */
  async list(name: string, { prefix, after, limit = LIMIT, moment = {} }: ListQuery = {}): Promise<ListAnswer> {
    must(Number.isSafeInteger(limit) && limit >= 1 && limit <= LIMIT_MAX, 'query.limit', {
      zh: `条数须为1至${LIMIT_MAX}`,
      en: `a page has 1 to ${LIMIT_MAX} rows`,
    });
    const { view, position } = await this.at(name, moment);
    const found = await this.parts.store.list(name, { prefix, after, limit: limit + 1, asKnownAt: position });
    const page = found.slice(0, limit);
    const rows = page.map(([key, row]) => ({ key, row: heldOn(view, row, moment) })).filter(({ row }) => row !== undefined);
    return { view: labelOf(view), position, rows, ...(found.length > limit && { next: page.at(-1)![0] }) };
  }

  /** Every version of a row that was known at the moment, oldest first; without `row` where it was removed, or did not hold on `validOn`. */
  async history(name: string, key: string, moment: Moment = {}): Promise<HistoryAnswer> {
    const { view, position } = await this.at(name, moment);
    const known = (await this.parts.store.history(name, key)).filter(({ from }) => from <= position);
    const versions = known.map(({ from, to, row }) => ({ key, from, ...(to !== undefined && to <= position && { to }), row: heldOn(view, row, moment) }));
    return { view: labelOf(view), position, key, versions };
  }

  /** What differs between two moments; `to` absent means now. */
  async difference(name: string, from: number | Instant, to?: number | Instant): Promise<DifferenceAnswer> {
    const { view, position: p } = await this.at(name, { asKnownAt: from });
    const { position: q } = await this.at(name, to === undefined ? {} : { asKnownAt: to });
    must(p <= q, 'moment.backwards', { zh: '起始时点晚于截止时点', en: 'the earlier moment lies after the later one' });
    return { view: labelOf(view), from: p, to: q, rows: await this.parts.store.difference(name, p, q) };
  }

  /** The view, and the position that a moment stands for: reached by the view, and never inside a batch. */
  private async at(name: string, { asKnownAt, validOn, atLeast }: Moment): Promise<Readonly<{ view: AnyView; position: number }>> {
    const { projector } = this.parts;
    const view = this.viewNamed(name);
    if (validOn !== undefined) {
      must(isDate(validOn), 'moment.invalid', { zh: `日期不存在：${String(validOn)}（须如2017-01-31）`, en: `not a real calendar date: ${String(validOn)}` });
      must(view.validOn !== undefined, 'moment.no-valid-time', { zh: `视图${name}没有生效时间`, en: `rows of ${name} carry no valid time` });
    }
    if (atLeast !== undefined) {
      must(isPosition(atLeast), 'moment.invalid', { zh: `时点须为序号，不是${String(atLeast)}`, en: `not a position: ${String(atLeast)}` });
      const head = await this.headFor(atLeast);
      must(atLeast <= head, 'moment.in-future', { zh: `记录只到第${head}号`, en: `the log ends at ${head}` });
      await projector.waitFor(name, atLeast);
    }
    if (asKnownAt === undefined) return { view, position: await projector.positionOf(name) };
    const position = typeof asKnownAt === 'number' ? await this.endOfBatch(asKnownAt) : await this.positionAt(asKnownAt);
    await projector.waitFor(name, position);
    return { view, position };
  }

  /** A position that this process has not heard of may be one that another has just recorded. */
  private async headFor(position: number): Promise<number> {
    const { moments } = this.parts;
    const head = await moments.head();
    if (position <= head || !moments.refresh) return head;
    await moments.refresh();
    return moments.head();
  }

  private async endOfBatch(position: number): Promise<number> {
    must(isPosition(position), 'moment.invalid', { zh: `时点须为序号，不是${String(position)}`, en: `not a position: ${String(position)}` });
    if (position === -1) return -1;
    const { moments } = this.parts;
    const head = await this.headFor(position);
    must(position <= head, 'moment.in-future', { zh: `记录只到第${head}号`, en: `the log ends at ${head}` });
    const end = await moments.endOfBatch(position);
    if (end !== position) throw await this.insideBatch(position, end);
    return position;
  }

  private async insideBatch(position: number, end: number): Promise<Rejection> {
    const start = await this.parts.moments.startOfBatch?.(position);
    const before = start === undefined ? undefined : start - 1;
    return new Rejection('moment.inside-batch', {
      zh: `第${position}号在同一命令的记录之中，请用第${before === undefined ? '' : `${before}号或第`}${end}号`,
      en: `position ${position} lies inside the events of one command; ask for ${before === undefined ? '' : `${before} or `}${end}`,
    });
  }

  private async positionAt(instant: string): Promise<number> {
    must(isInstant(instant), 'moment.invalid', {
      zh: `无法识别的时点：${String(instant)}（须为序号，或时刻如2017-01-31T15:59:59.999Z）`,
      en: `not a moment: ${String(instant)} (a position, or an instant such as 2017-01-31T15:59:59.999Z)`,
    });
    return this.parts.moments.positionAt(instant);
  }
}

const isPosition = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= -1;
const labelOf = ({ name, version }: AnyView): string => `${name}@${version}`;
const heldOn = (view: AnyView, row: unknown, { validOn }: Moment): unknown =>
  row === undefined || validOn === undefined ? row : (view.validOn!(row, validOn) as unknown);
