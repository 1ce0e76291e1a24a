import {
  dateOf,
  isDate,
  must,
  Rejection,
  UnknownType,
  yearOf,
  type Actor,
  type AnyDecider,
  type AnyView,
  type CalendarDate,
  type Command,
  type Context,
  type EvidenceRef,
  type Instant,
} from '#kernel';
import { execute, SimulatedClock, type CommandGate, type CommandHead, type EventLog, type ManyOutcome, type Outcome, type Wish } from '#ledger';
import type { Content } from '#exchange';
import { rowHash, type Moment, type Reader, type RebuildResult } from '#readmodel';
import { Backlog } from './backlog.js';
import { CaseQuestions, type DayAsk } from './case-questions.js';
import { Draining } from './draining.js';
import { Duties } from './duties.js';
import { today, villageSheet, type Today, type VillageSheet } from './everyday.js';
import type { Explanation, PersonExplanation } from './explain.js';
import { healthOf, type Health } from './health.js';
import { judgedYear } from './judged-year.js';
import { erasingOf, type Erasing } from './erasing.js';
import { endHoursBy } from './hours.js';
import { admitEvidence, recordMany } from './importing.js';
import type { Sealer } from '#seal';
import { outboxOf, type Outbox } from './outbox.js';
import type { LedgerInfo, Parts } from './parts.js';
import { evidenceNoted, explain, exportNoted, recordRead, seenBy, trailOf, type EvidenceFile, type ExportAsk, type ReadAbout } from './questions.js';
import { openScopes } from './open-scopes.js';
import { rebuild, type Progress } from './rebuilding.js';
import { unknownView } from './registered.js';
import type { TrailRow } from './trail.view.js';
import type { Verdict } from './verify.js';
import { verifyParts, type VerifyAsk } from './verify/verify-parts.js';

/** Injection token of the open ledger. */
export const LEDGER = Symbol('Zelian');

/** One open ledger: what the API, the CLI and tests call. Made by `openLedger`. */
export class Zelian implements CommandGate {
  readonly contexts: readonly Context[];
  readonly reader: Reader;
  readonly log: EventLog;
  readonly outbox: Outbox;
  readonly erasing: Erasing;
  /** What a decided case and an appeal against it ask. */
  readonly cases: CaseQuestions;
  /** What was found and mended at the start, for whoever operates the ledger. */
  readonly notes: string[] = [];
  private readonly deciders = new Map<string, AnyDecider>();
  private readonly views: ReadonlyMap<string, AnyView>;
  readonly scopes: readonly string[];
  /** What this process does if no other on the same log does. */
  readonly duties: Duties;
  private readonly draining: Draining;
  private readonly backlog: Backlog;

  constructor(readonly parts: Parts) {
    ({ contexts: this.contexts, reader: this.reader } = parts);
    const deciders = parts.contexts.flatMap((context) => context.deciders);
    for (const decider of deciders) for (const type of Object.keys(decider.decide)) this.deciders.set(type, decider);
    this.scopes = [...new Set(deciders.map(({ category }) => category))];
    this.views = new Map(parts.contexts.flatMap(({ views }) => views.map((view) => [view.name, view] as const)));
    this.log = parts.engines.log;
    this.erasing = erasingOf(this);
    this.duties = new Duties(parts.engines.election);
    this.backlog = new Backlog(parts, this.duties);
    this.draining = new Draining(parts, this.duties, () => this.erasing.carryOut());
    this.outbox = outboxOf(this);
    this.cases = new CaseQuestions(parts, (date) => this.dayAsked(date));
  }

  /** Records a person's command. Commands of policies and of the clock have no public door. @throws Rejection, UnknownType */
  async record(command: Command, { actor, commandId, expectedRevision, seen }: CommandHead): Promise<Outcome> {
    const decider = this.publicDecider(command.type);
    await this.backlog.room();
    await admitEvidence(this.parts, { command, commandId });
    const stated = seen === undefined ? undefined : await Promise.all(seen.map((ref) => seenBy(this.parts, ref, { actor, view: this.viewNamed(ref.view) })));
    return execute(this.writing.ports, decider, { command, commandId, actor, origin: 'person', expectedRevision, seen: stated });
  }

  /** Keeps a file under its hash; a command may then name it. */
  putEvidence(content: Content): Promise<EvidenceRef> {
    return this.parts.engines.evidence.put(content);
  }

  /** A file by its hash. Photographs show people: that somebody took it is noted first. */
  readEvidence(sha256: string, actor: Actor): Promise<EvidenceFile> {
    return evidenceNoted(this.parts, this.parts.engines.evidence, { sha256, actor });
  }

  /** Records commands from a foreign source as one append, all or nothing; what they cause follows. @throws ManyRefused */
  async recordMany(wishes: readonly Wish[], actor: Actor): Promise<ManyOutcome> {
    await this.backlog.room();
    return recordMany(this.parts, this.writing, wishes, { actor, deciderOf: (type) => this.publicDecider(type) });
  }

  /** Commands of policies and of the clock have no public door. @throws UnknownType */
  private publicDecider(commandType: string): AnyDecider {
    const decider = this.deciderOf(commandType);
    if (decider.commands[commandType]?.by !== 'person') throw new UnknownType('command', commandType);
    return decider;
  }

  deciderOf(commandType: string): AnyDecider {
    const decider = this.deciders.get(commandType);
    if (!decider) throw new UnknownType('command', commandType);
    return decider;
  }

  /** Views, then policies, until nothing is left to do. */
  readonly drain = (): Promise<void> => this.draining.drain();
  /** Runners follow the log. @returns the way to stop */
  readonly follow = (onFault: (error: unknown) => void): (() => void) => this.draining.follow(onFault);
  /** Takes up what stopped. */
  readonly retryStopped = (): Promise<void> => this.draining.retryStopped();

  /** Turns what has fallen due by now into `HourEnded`. @returns the hours */
  readonly endHours = (): Promise<readonly Instant[]> => this.endHoursBy(this.parts.clock.now());

  /** Moves a simulated clock, hour by hour where something falls due on the way. */
  async moveTo(instant: Instant): Promise<void> {
    const { clock } = this.parts;
    if (!(clock instanceof SimulatedClock)) throw new TypeError('only a simulated clock can be moved');
    // An hour that fell due while nobody looked is over: time does not go back to it.
    await this.endHoursBy(instant, (hour) => hour > clock.now() && clock.moveTo(hour));
    clock.moveTo(instant);
  }

  private endHoursBy(now: Instant, reached?: (hour: Instant) => unknown): Promise<readonly Instant[]> {
    return endHoursBy({ reader: this.reader, log: this.log, ports: this.writing.ports, drain: () => this.settle() }, now, reached);
  }

  /** On a simulated clock notices leave with the hour that brings them; a real one does not wait for a carrier. */
  private async settle(): Promise<void> {
    await this.drain();
    if (this.parts.clock.kind === 'simulated' && (await this.outbox.deliver()) > 0) await this.drain();
  }

  private get writing(): NonNullable<Parts['write']> {
    const { write, keys } = this.parts;
    if (!write)
      throw new Rejection('ledger.read-only', {
        zh: `账本以只读方式打开${keys ? '' : '：缺少密钥'}`,
        en: `the ledger is open for reading only${keys ? '' : ' (the MAC key is not here)'}`,
      });
    return write;
  }

  readonly describe = (): LedgerInfo => this.parts.info;

  viewNamed(name: string): AnyView {
    const view = this.views.get(name);
    if (!view) throw unknownView(name);
    return view;
  }

  /** Notes a read about persons before it is answered; what cannot be noted is not answered. */
  readonly recordRead = (read: ReadAbout): Promise<void> => recordRead(this.parts, this.viewNamed(read.view), read);

  /** Every event about a subject, in log order. */
  trail(subject: string, ask: Readonly<{ moment?: Moment; actor?: Actor }> = {}): Promise<readonly TrailRow[]> {
    return trailOf(this.parts, subject, ask);
  }

  /** Every clause for a unit or village in a year (the last that a book judges when absent); for a person, for all that the person answered for. */
  async explain(subject: string, { year, ...ask }: Readonly<{ year?: number; moment?: Moment; actor?: Actor }> = {}): Promise<Explanation | PersonExplanation> {
    return explain(this.parts, subject, { ...ask, year: year ?? (await judgedYear(this.reader, yearOf(dateOf(await this.now())), ask.moment)) });
  }

  /** The day's work on record. `date` absent: today. */
  async today({ date, ...ask }: DayAsk): Promise<Today> {
    return today(this.parts, { ...ask, date: await this.dayAsked(date) });
  }

  /** A village's year on one sheet. `year` absent: the current one. */
  async villageSheet(villageId: string, { year, ...ask }: Readonly<{ year?: number; actor: Actor; moment?: Moment }>): Promise<VillageSheet> {
    return villageSheet(this.parts, villageId, { ...ask, year: year ?? yearOf(dateOf(await this.now())) });
  }

  private async dayAsked(date: CalendarDate | undefined): Promise<CalendarDate> {
    if (date !== undefined) must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
    return date ?? dateOf(await this.now());
  }

  /** A simulated ledger's time is that of its last event, whatever clock a reader brings. */
  private async now(): Promise<Instant> {
    const { info, clock } = this.parts;
    return (info.clock === 'simulated' && (await this.log.head()).recordedAt) || clock.now();
  }

  /** Views built anew beside the live ones, with the row hashes before and after. */
  async rebuild(names: readonly string[] = this.viewNames(), onProgress?: Progress): Promise<readonly RebuildResult[]> {
    return rebuild(this.parts, names.map(this.viewNamed, this), onProgress);
  }

  readonly viewNames = (): readonly string[] => [...this.views.keys()];

  /** Row hash of a view up to a position; up to where it stands when absent. */
  async rowHash(view: string, position?: number): Promise<string> {
    const { engines, projector } = this.parts;
    return rowHash(engines.rows, this.viewNamed(view).name, position ?? (await projector.positionOf(view)));
  }

  /** Checks everything this machine can show; repairs nothing. */
  verify(ask: VerifyAsk = {}): Promise<Verdict> {
    return verifyParts(this.parts, ask);
  }

  /** Signs checkpoints of the log. @throws Rejection `ledger.read-only` */
  get sealer(): Sealer {
    return this.writing.sealer;
  }

  /** The stored bytes, one event a line; that somebody took them is noted first. */
  exportLines(ask: ExportAsk = {}): Promise<AsyncIterable<Buffer>> {
    return exportNoted(this.parts, this.log, ask);
  }

  async health(): Promise<Health> {
    return healthOf(this.parts, { outbox: await this.outbox.state(), erasures: this.erasing.waiting, duties: this.duties, backlog: this.backlog });
  }

  /** Rows and events with commitments replaced by what they commit to, where the vault holds it and the actor may know it. */
  async present<Value>(value: Value, actor?: Actor): Promise<Value> {
    return this.parts.presenter.reveal(value, { scopes: await this.scopesOf(actor) }) as Promise<Value>;
  }

  /** For reading: ids become names as well. */
  async named<Value>(value: Value, actor?: Actor): Promise<Value> {
    return this.parts.presenter.present(value, { scopes: await this.scopesOf(actor) }) as Promise<Value>;
  }

  /** Until `access` exists, whoever reaches the ledger reads all of it, but for where an unannounced visit is going, and who complained of what. */
  async scopesOf(actor: Actor = {}): Promise<readonly string[]> {
    return openScopes(this.scopes, { reader: this.reader, actor, today: dateOf(await this.now()) });
  }

  async close(): Promise<void> {
    const { engines, access } = this.parts;
    await Promise.all([this.outbox.idle(), this.draining.idle()]);
    for (const part of [engines.seal.head, engines.positions, engines.rows, engines.vault, engines.evidence, access, engines.log]) await part.close();
  }
}
