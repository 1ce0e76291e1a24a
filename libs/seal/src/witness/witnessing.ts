import { Rejection } from '#kernel';
import { formatNote, Malformed, parseCheckpoint, type Note } from '#transparency';
import { collectCosignatures, isAlarm, type Outcome, type OutcomeCode, type Submit } from './collect.js';
import { quorumTime, type Policy } from './policy.js';
import type { WitnessedLog } from './witnessed-log.js';

/** What asking witnesses again and again is given to work with. */
export type WitnessingPorts = Readonly<{
  log: WitnessedLog & Readonly<{ cosignedNotes(): Iterable<Note> }>;
  /** Whom to ask and how many make a quorum; asked for anew each time, since the log may have adopted another key. */
  policy(): Promise<Policy>;
  submit: Submit;
  /** Milliseconds since 1970: what waits, waits by the world's clock, whatever clock the ledger has. */
  now(): number;
  /** Calls once, later. @returns the way to call it off */
  after(ms: number, work: () => void): () => void;
  onFault(error: unknown): void;
}>;

/** One witness: what came of asking it last (null: not asked yet), and seconds until it is asked again where that failed. */
export type WitnessState = Readonly<{ name: string; code: OutcomeCode | null; detail?: string; alarm: boolean; asksAgainIn?: number }>;
/** `quorumSize`: how far the furthest checkpoint reaches behind which a quorum stands (0: none yet); `quorumAgo`: seconds since it did. */
export type WitnessesState = Readonly<{ quorumSize: number; quorumAgo: number | null; witnesses: readonly WitnessState[]; fault?: string }>;

/** A witness that is away is asked again after a second, then two, and so on up to a quarter of an hour. */
const [WAIT_MS, WAIT_MS_MAX] = [1_000, 900_000];
const MS = 1_000;
const ANSWERED: readonly OutcomeCode[] = ['cosigned', 'present', 'absent'];
type Standing = Readonly<{ code: OutcomeCode; detail?: string; failures: number; notBefore: number }>;
type Quorum = Readonly<{ size: number; at: number | undefined }>;

/**
 * Keeps a log's newest checkpoint before its witnesses, beside whatever else goes on: nobody waits for it. Only the newest is ever submitted, since a cosignature of it
 * vouches for all before it; what an earlier one was given stays with it.
 */
export class Witnessing {
  private readonly standing = new Map<string, Standing>();
  private names: readonly string[] = [];
  private quorum: Quorum | undefined;
  private fault: Readonly<{ code: string; failures: number; notBefore: number }> | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private callOff: () => void = () => undefined;

  constructor(private readonly ports: WitnessingPorts) {}

  /** Asks whoever is due; called while it asks, it goes round once more for what is newer. Never throws. */
  tend(): Promise<void> {
    this.again = true;
    this.running ??= this.goRound().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Nothing is asked any more when this returns, as soon as what is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.callOff();
    await this.running;
  }

  state(): WitnessesState {
    const now = this.ports.now();
    const { quorum, fault } = this;
    return {
      quorumSize: quorum?.size ?? 0,
      quorumAgo: quorum?.at === undefined ? null : Math.max(0, Math.floor(now / MS) - quorum.at),
      witnesses: this.names.map((name) => stateOf(name, this.standing.get(name), now)),
      ...(fault && { fault: fault.code }),
    };
  }

  private async goRound(): Promise<void> {
    this.callOff();
    while (this.again && !this.stopped) {
      this.again = false;
      await this.ask();
    }
    if (!this.stopped) this.callOff = this.comeAgain();
  }

  private async ask(): Promise<void> {
    const { log, submit, policy: policyNow } = this.ports;
    try {
      const policy = await policyNow();
      this.names = policy.witnesses.map(({ name }) => name);
      if ((await log.latest()) === undefined) return;
      const { outcomes } = await collectCosignatures(log, policy, submit, {
        isDue: ({ name }) => (this.standing.get(name)?.notBefore ?? 0) <= this.ports.now(),
      });
      if (!this.stopped) for (const outcome of outcomes) this.note(outcome);
      await this.look(policy);
      this.fault = undefined;
    } catch (error) {
      const failures = (this.fault?.failures ?? 0) + 1;
      const code = error instanceof Rejection ? error.code : (error as Error).name;
      if (this.fault?.code !== code) this.ports.onFault(error);
      this.fault = { code, failures, notBefore: this.ports.now() + waitOf(failures) };
    }
  }

  private note({ witness, code, detail }: Outcome): void {
    if (code === 'waiting') return;
    const before = this.standing.get(witness);
    const failures = ANSWERED.includes(code) ? 0 : (before?.failures ?? 0) + 1;
    const notBefore = failures === 0 ? 0 : this.ports.now() + waitOf(failures);
    this.standing.set(witness, { code, ...(detail !== undefined && { detail }), failures, notBefore });
    if (isAlarm(code) && before?.code !== code) this.ports.onFault(alarming(witness, code));
  }

  /** The furthest checkpoint with a quorum: what was found before, or one beyond it. */
  private async look(policy: Policy): Promise<void> {
    const latest = await this.ports.log.latest();
    for (const note of [...(latest ? [latest.note] : []), ...beyond(this.ports.log.cosignedNotes(), this.quorum?.size ?? 0)]) {
      const found = quorumOf(policy, note);
      if (!found) continue;
      if (found.size > (this.quorum?.size ?? 0)) this.quorum = found;
      return;
    }
  }

  private comeAgain(): () => void {
    const waiting = [...this.standing.values(), ...(this.fault ? [this.fault] : [])].filter(({ failures }) => failures > 0);
    if (waiting.length === 0) return () => undefined;
    const next = Math.min(...waiting.map(({ notBefore }) => notBefore));
    return this.ports.after(Math.max(0, next - this.ports.now()), () => void this.tend());
  }
}

const waitOf = (failures: number): number => Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** (failures - 1));

function stateOf(name: string, standing: Standing | undefined, now: number): WitnessState {
  if (!standing) return { name, code: null, alarm: false };
  const { code, detail, failures, notBefore } = standing;
  const asksAgainIn = Math.max(0, Math.ceil((notBefore - now) / MS));
  return { name, code, ...(detail !== undefined && { detail }), alarm: isAlarm(code), ...(failures > 0 && { asksAgainIn }) };
}

/** As far down as anything new can be found. */
function* beyond(notes: Iterable<Note>, size: number): Iterable<Note> {
  for (const note of notes) {
    if (parseCheckpoint(note.text).size <= size) return;
    yield note;
  }
}

/** A checkpoint that cannot be believed has no quorum: `verify` says what is wrong with it. */
function quorumOf(policy: Policy, note: Note): Quorum | undefined {
  try {
    const { size } = parseCheckpoint(note.text);
    const at = quorumTime(policy, formatNote(note));
    return at === undefined ? undefined : { size, at };
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const alarming = (witness: string, code: OutcomeCode): Rejection =>
  code === 'ahead'
    ? new Rejection('witness.ahead', {
        zh: `警报：见证人${witness}签署过更大的账本，本账本可能已被回退`,
        en: `alarm: the witness ${witness} cosigned a larger tree: this ledger may have been rolled back`,
      })
    : new Rejection('witness.forked', {
        zh: `警报：见证人${witness}认为本账本与其签署过的历史不一致`,
        en: `alarm: the witness ${witness} says that this ledger is not the history that it cosigned`,
      });
