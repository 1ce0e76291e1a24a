import type { Instant, Message } from '#kernel';
import { Succession, type EventLog, type Keys, type Placed, type StoredEvent } from '#ledger';
import { AdoptedKeys } from './adopted-keys.js';
import { headsAgainst, treeFor, type Heads, type HeadsAsk } from './heads.js';
import { tilesCheck } from './tell.js';

/** What the continuous verifier found wrong; it says so until the ledger is looked into. */
export type VerifyAlarm = Readonly<{ verifier: 'continuous'; position?: number; message: string; text: Message }>;
/** The last whole pass: when it ended and how far it reached. `verifiedAgo`: seconds since then. */
export type VerifiedState = Readonly<{ verifiedAgo: number | null; verifiedUpTo: number; under: number }>;
export type ContinuousPorts = Pick<HeadsAsk, 'seal'> &
  Readonly<{
    log: Pick<EventLog, 'readAll' | 'head'>;
    mac?: Pick<Keys, 'verify'>;
    now(): Instant;
    /** Events of a slice. */
    slice?: number;
  }>;

const SLICE = 20_000;
/** After so many events others have their turn. */
const BREATH = 200;
const MS = 1_000;
type Pass = Heads & Readonly<{ adopted: AdoptedKeys; succession: Succession; end: number }>;

/**
 * Walks the log again and again beside its work: a slice at a time, MACs, continuity, tree, tiles and every signed head, those that came meanwhile in the next pass. The first
 * thing wrong is an alarm that stays, since what changed once may change back.
 */
export class ContinuousVerifier {
  private pass: Pass | undefined;
  private ended: Readonly<{ at: Instant; upTo: number }> | undefined;
  private found: VerifyAlarm | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly ports: ContinuousPorts) {}

  get alarm(): VerifyAlarm | undefined {
    return this.found;
  }

  state(now: Instant): VerifiedState {
    const { ended, pass } = this;
    const verifiedAgo = ended ? Math.max(0, Math.floor((Date.parse(now) - Date.parse(ended.at)) / MS)) : null;
    return { verifiedAgo, verifiedUpTo: ended?.upTo ?? -1, under: pass?.tree.size ?? 0 };
  }

  /** One slice, one at a time; a pass that reaches the head it began with is judged. Never throws: what cannot be read is the alarm. */
  step(): Promise<void> {
    return (this.running ??= this.stepOnce().finally(() => (this.running = undefined)));
  }

  /** When nothing is under way. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async stepOnce(): Promise<void> {
    if (this.found) return;
    try {
      this.pass ??= { ...(await treeFor(this.ports)), adopted: new AdoptedKeys(), succession: new Succession(), end: (await this.ports.log.head()).position };
      await this.read(this.pass);
      if (!this.found && this.pass.tree.size > this.pass.end) this.judge(this.pass);
    } catch (error) {
      this.raise({ zh: '账本无法读取', en: `the log cannot be read: ${String(error)}` }, this.pass?.tree.size);
    }
  }

  private async read({ tree, adopted, succession, end }: Pass): Promise<void> {
    const { log, mac, slice = SLICE } = this.ports;
    const stop = Math.min(end, tree.size + slice - 1);
    if (tree.size > stop) return;
    for await (const stored of log.readAll(tree.size)) {
      const { position, bytes, type } = stored;
      const fault = position === tree.size ? faultOf(stored, succession, mac) : { zh: `第${tree.size}号事件缺失`, en: `event ${tree.size} is missing` };
      if (fault) return this.raise(fault, tree.size);
      tree.add(bytes);
      if (type === 'SealKeyAdopted') adopted.noteBytes(bytes, position);
      if (position >= stop) return;
      if (position % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private judge(pass: Pass): void {
    const checked = headsAgainst(this.ports, pass);
    // A head signed after this pass began reaches further than it reads.
    const findings = checked.findings.filter(({ head }) => !head.checkpoint || head.checkpoint.size <= pass.tree.size || head.source === 'head');
    const [tile] = tilesCheck(pass.tree).faults;
    if (findings.length > 0) this.raise(findings[0]!.bad, findings[0]!.bad.position);
    else if (tile) this.raise(tile.what, tile.position);
    else this.ended = { at: this.ports.now(), upTo: pass.tree.size - 1 };
    this.pass = undefined;
  }

  private raise({ zh, en }: Message, position?: number): void {
    this.found = { verifier: 'continuous', message: en, text: { zh, en }, ...(position !== undefined && { position }) };
  }
}

/** What is wrong with an event by itself and after the one before. */
function faultOf({ position, bytes, mac: code, macKeyId }: StoredEvent, succession: Succession, mac?: Pick<Keys, 'verify'>): Message | undefined {
  if (mac && !mac.verify(bytes, code, macKeyId)) return { zh: `第${position}号事件的校验码不符`, en: `the MAC of event ${position} does not fit` };
  const gap = succession.next(JSON.parse(bytes.toString('utf8')) as Placed);
  return gap && { zh: `第${position}号事件不连续：${gap.zh}`, en: `event ${position} does not follow: ${gap.en}` };
}
