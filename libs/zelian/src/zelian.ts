import {
  canonicalJson,
  dateOf,
  must,
  Rejection,
  UnknownType,
  yearOf,
  type Actor,
  type AnyDecider,
  type AnyView,
  type Command,
  type Context,
  type EvidenceRef,
  type Instant,
  type Seen,
} from '#kernel';
import { execute, SimulatedClock, type CommandGate, type CommandHead, type EventLog, type ManyOutcome, type Outcome, type SeenRef, type Wish } from '#ledger';
import type { Content } from '#exchange';
import { rebuildViews, rowHash, type Moment, type Reader, type RebuildResult } from '#readmodel';
import { sha256Hex } from '#rulebook';
import type { Explanation, PersonExplanation } from './explain.js';
import { endHoursBy } from './hours.js';
import { admitEvidence, recordMany } from './importing.js';
import { evidenceNoted, explain, exportNoted, recordRead, trailOf, type EvidenceFile, type ExportAsk, type ReadAbout } from './questions.js';
import type { Health, LedgerInfo, Parts } from './parts.js';
import type { TrailRow } from './trail.view.js';
import { verifyLedger, type Verdict } from './verify.js';

/** Injection token of the open ledger. */
export const LEDGER = Symbol('Zelian');

/** One open ledger: what the API, the CLI and tests call. Made by `openLedger`. */
export class Zelian implements CommandGate {
  readonly contexts: readonly Context[];
  readonly reader: Reader;
  readonly log: EventLog;
  private readonly deciders = new Map<string, AnyDecider>();
  /** What was found and mended at the start, for whoever operates the ledger. */
  readonly notes: string[] = [];
  private draining: Promise<void> | undefined;

  constructor(readonly parts: Parts) {
    this.contexts = parts.contexts;
    this.reader = parts.reader;
    this.log = parts.engines.log;
    for (const decider of parts.contexts.flatMap(({ deciders }) => deciders)) for (const type of Object.keys(decider.decide)) this.deciders.set(type, decider);
  }

  /** Records a person's command. Commands of policies and of the clock have no public door. @throws Rejection, UnknownType */
  async record(command: Command, { actor, commandId, expectedRevision, seen }: CommandHead): Promise<Outcome> {
    const decider = this.publicDecider(command.type);
    await admitEvidence(this.parts, { command, commandId });
    const stated = seen === undefined ? undefined : await Promise.all(seen.map((ref) => this.seenAt(ref, actor)));
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

  /** Views, then policies, until nothing is left to do. Callers share one drain at a time; each is answered when what it saw has been handled. */
  async drain(): Promise<void> {
    while (this.draining) await this.draining;
    this.draining = this.drainOnce().finally(() => (this.draining = undefined));
    await this.draining;
  }

  private async drainOnce(): Promise<void> {
    await this.parts.projector.catchUp();
    await this.parts.write?.runner.drain();
    await this.parts.projector.catchUp();
  }

  /** Runners follow the log, one drain at a time, however many appends came meanwhile. @returns the way to stop */
  follow(onFault: (error: unknown) => void): () => void {
    let waiting = false;
    const next = async () => {
      waiting = true;
      while (this.draining) await this.draining;
      waiting = false;
      await this.drain();
    };
    return this.log.subscribe(() => {
      if (!waiting) next().catch(onFault);
    });
  }

  /** Takes up what stopped: the cause may have been mended, or passing. What stops again says so again. */
  async retryStopped(): Promise<void> {
    const { projector, write } = this.parts;
    if (projector.alarms().length > 0) await projector.retry();
    if (write?.runner.alarm) await write.runner.retry();
  }

  /** Turns what has fallen due by now into `HourEnded`. @returns the hours */
  readonly endHours = (): Promise<readonly Instant[]> => this.endHoursBy(this.parts.clock.now());

  /** Moves a simulated clock, hour by hour where something falls due on the way. */
  async moveTo(instant: Instant): Promise<void> {
    const { clock } = this.parts;
    if (!(clock instanceof SimulatedClock)) throw new TypeError('only a simulated clock can be moved');
    await this.endHoursBy(instant, (hour) => clock.moveTo(hour));
    clock.moveTo(instant);
  }

  private endHoursBy(now: Instant, reached?: (hour: Instant) => void): Promise<readonly Instant[]> {
    return endHoursBy({ reader: this.reader, log: this.log, ports: this.writing.ports, drain: () => this.drain() }, now, reached);
  }

  /** What the deciders had before them: the server itself reads the row and hashes it. */
  private async seenAt({ view, key, position }: SeenRef, actor: Actor): Promise<Seen> {
    // Naming a row tells whether it is there: that is a read like any other.
    await this.recordRead({ view, key, actor, purpose: 'seen' });
    const answer = await this.reader.get(view, key, position === undefined ? {} : { asKnownAt: position });
    must(answer.row !== undefined, 'seen.no-such-row', { zh: `所示内容不存在：${view} ${key}`, en: `there is no such row: ${view} ${key}` });
    return { view: answer.view, key, position: answer.position, rowHash: sha256Hex(canonicalJson(answer.row)) };
  }

  private get writing(): NonNullable<Parts['write']> {
    const { write, info } = this.parts;
    if (!write)
      throw new Rejection('ledger.read-only', {
        zh: `账本以只读方式打开${info.reason === undefined ? '' : `：${info.reason}`}`,
        en: `the ledger is open for reading only${info.reason === undefined ? '' : ` (${info.reason})`}`,
      });
    return write;
  }

  describe(): LedgerInfo {
    return this.parts.info;
  }

  viewNamed(name: string): AnyView {
    const view = this.contexts.flatMap(({ views }) => views).find((candidate) => candidate.name === name);
    if (!view) throw new Rejection('view.unknown', { zh: `没有这个视图：${name}`, en: `no such view: ${name}` });
    return view;
  }

  /** Notes a read about persons before it is answered; what cannot be noted is not answered. */
  readonly recordRead = (read: ReadAbout): Promise<void> => recordRead(this.parts, this.viewNamed(read.view), read);

  /** Every event about a subject, in log order. */
  trail(subject: string, ask: Readonly<{ moment?: Moment; actor?: Actor }> = {}): Promise<readonly TrailRow[]> {
    return trailOf(this.parts, subject, ask);
  }

  /** Every clause for a unit or village in a year; for a person, for all that the person answered for. */
  async explain(subject: string, { year, ...ask }: Readonly<{ year?: number; moment?: Moment; actor?: Actor }> = {}): Promise<Explanation | PersonExplanation> {
    return explain(this.parts, subject, { ...ask, year: year ?? yearOf(dateOf(await this.today())) });
  }

  /** A simulated ledger's time is that of its last event, whatever clock a reader brings. */
  private async today(): Promise<Instant> {
    const { info, clock } = this.parts;
    return (info.clock === 'simulated' && (await this.log.head()).recordedAt) || clock.now();
  }

  /** Views built anew beside the live ones, with the row hashes before and after. */
  rebuild(names?: readonly string[], onProgress?: (done: number, total: number) => void): Promise<readonly RebuildResult[]> {
    const { projector, engines, history } = this.parts;
    const views = (names ?? this.viewNames()).map((name) => this.viewNamed(name));
    return rebuildViews(views, { store: engines.rows, projector, head: () => history.head(), onProgress });
  }

  viewNames(): readonly string[] {
    return this.contexts.flatMap(({ views }) => views.map(({ name }) => name));
  }

  /** Row hash of a view up to a position; up to where it stands when absent. */
  async rowHash(view: string, position?: number): Promise<string> {
    const { engines, projector } = this.parts;
    return rowHash(engines.rows, this.viewNamed(view).name, position ?? (await projector.positionOf(view)));
  }

  /** Checks everything this machine can show; repairs nothing. */
  verify(progress?: (done: number, total: number) => void): Promise<Verdict> {
    const { engines, keys, access } = this.parts;
    return verifyLedger({ log: engines.log, keys, rawChecks: engines.sqlite, vault: engines.vault, evidence: engines.evidence, access, progress });
  }

  /** The stored bytes, one event a line; that somebody took them is noted first. */
  exportLines(ask: ExportAsk = {}): Promise<AsyncIterable<Buffer>> {
    return exportNoted(this.parts, this.log, ask);
  }

  async health(): Promise<Health> {
    const { projector, write } = this.parts;
    const { position } = await this.log.head();
    const alarms = [...projector.alarms(), ...(write?.runner.alarm ? [write.runner.alarm] : [])];
    const lag = { ...(await projector.lag()), ...(write && { policies: position - write.runner.position }) };
    return { ok: alarms.length === 0, position, lag, alarms };
  }

  /** Rows and events with commitments replaced by what they commit to, where the vault holds it. */
  present<Value>(value: Value): Promise<Value> {
    return this.parts.presenter.reveal(value, { scopes: this.scopes }) as Promise<Value>;
  }

  /** For reading: ids become names as well. */
  named<Value>(value: Value): Promise<Value> {
    return this.parts.presenter.present(value, { scopes: this.scopes }) as Promise<Value>;
  }

  /** The scopes of every stream category: until `access` exists, whoever reaches the ledger reads all of it. */
  get scopes(): readonly string[] {
    return [...new Set(this.contexts.flatMap(({ deciders }) => deciders.map(({ category }) => category)))];
  }

  async close(): Promise<void> {
    const { engines, access } = this.parts;
    await this.draining;
    for (const part of [engines.positions, engines.rows, engines.vault, engines.evidence, access, engines.log]) await part.close();
  }
}
