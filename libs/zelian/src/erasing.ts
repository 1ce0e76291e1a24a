import { Rejection, type AnyDecider } from '#kernel';
import { policyCommandId } from '#ledger';
import type { ErasureDueRow, ErasureRow, RecordErasureCarriedOut } from '#redress';
import type { Moment, Reader } from '#readmodel';
import type { Vault } from '#vault';
import type { History } from './history.js';
import { ON_HOLD } from './legal-hold.js';
import { rowsOf } from './moment-rows.js';
import type { Parts } from './parts.js';
import { byCarrier } from './ports.js';
import { ERASURES } from './shown-values.js';

const DUE = 'erasures-due';
/** Who brings word that values are gone: the vault knows, nobody decides it. */
const CARRIER = 'vault';
/** What keeps an approved erasure waiting and passes by itself: an appeal that runs, or a reader that holds old pages. */
const PASSING: readonly string[] = [ON_HOLD, 'vault.erasure-pending', 'vault.unavailable'];

export type ErasingParts = Readonly<{
  reader: Reader;
  history: Pick<History, 'head' | 'positionOf'>;
  vault: Vault;
  /** Whether the ledger knows of erasures and is written to. */
  known: boolean;
  record(command: RecordErasureCarriedOut, of: Readonly<{ commandId: string; carrier: string }>): Promise<unknown>;
}>;
/** An approved erasure that could not happen yet, and why. */
export type WaitingErasure = Readonly<{ erasureId: string; code: string }>;

/** Does in the vault what two people put on record. Whatever falls in between, it is done again to the same end: the vault remembers what went for which erasure. */
export class Erasing {
  /** The log's head when nothing was left to do. */
  private doneAt = -2;
  private held: readonly WaitingErasure[] = [];

  constructor(private readonly parts: ErasingParts) {}

  get waiting(): readonly WaitingErasure[] {
    return this.held;
  }

  /** Carries out what is due. @returns how many were */
  async carryOut(): Promise<number> {
    const { reader, history, known } = this.parts;
    if (!known) return 0;
    const head = await history.head();
    if (head === this.doneAt) return 0;
    const { position, at } = await standOf(reader);
    // A view that stands behind may still show as due what is done.
    if (position < head) return 0;
    const due = (await rowsOf<ErasureDueRow>(reader, DUE, { moment: at })).filter(({ approved }) => approved !== null);
    const held: WaitingErasure[] = [];
    for (const row of due) {
      const code = await this.carryOutOne(row);
      if (code !== undefined) held.push({ erasureId: row.erasureId, code });
    }
    this.held = held;
    if (due.length === 0) this.doneAt = position;
    return due.length - held.length;
  }

  /** @returns why it has to wait */
  private async carryOutOne({ erasureId, subjectId, fields, approved }: ErasureDueRow): Promise<string | undefined> {
    const { vault } = this.parts;
    const { eventId, position, recordedAt } = approved!;
    const only = await this.chosen({ subjectId, fields, upTo: position });
    const waits = await this.erase({ subjectId, only, erasureId });
    if (waits !== undefined) return waits;
    const command = { type: 'RecordErasureCarriedOut', data: { erasureId, subjectId, commitments: await vault.erasedFor(erasureId) } } as const;
    const of = { causeTime: recordedAt, policy: CARRIER, causationId: eventId, commandType: command.type, stream: erasureId, ordinal: 0 };
    await this.parts.record(command, { commandId: policyCommandId(of), carrier: CARRIER });
    return undefined;
  }

  private async erase({ subjectId, only, erasureId }: Extent): Promise<string | undefined> {
    try {
      await this.parts.vault.erase(subjectId, { only, reason: erasureId });
      return undefined;
    } catch (error) {
      if (error instanceof Rejection && PASSING.includes(error.code)) return error.code;
      throw error;
    }
  }

  /** What stands in an event up to the approval: a value on its way into a later one is nobody's decision yet. */
  private async chosen({
    subjectId,
    fields,
    upTo,
  }: Readonly<{ subjectId: string; fields: readonly string[] | null; upTo: number }>): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for await (const { subject, field, eventId, commitment } of this.parts.vault.entries()) {
      if (subject !== subjectId || !(fields?.includes(field.split('.').at(-1)!) ?? true)) continue;
      const position = await this.parts.history.positionOf(eventId);
      if (position !== undefined && position <= upTo) found.add(commitment);
    }
    return found;
  }

  /** A vault that was put back from an older copy holds again what had gone: it goes again, on the old decision. @returns what was done, or has to wait, in words */
  async renew(scopes: readonly string[]): Promise<readonly string[]> {
    if (!this.parts.known) return [];
    const told: string[] = [];
    const { reader, vault } = this.parts;
    for (const back of await heldAgain({ reader, vault, scopes })) {
      const waits = await this.erase(back);
      const done = waits === undefined ? 'erased once more' : `kept for now (${waits})`;
      told.push(`${back.erasureId}: the vault held again ${back.only.size} erased values, ${done}`);
    }
    return told;
  }
}

/** Which values about whom go, or went, and for which erasure. */
type Extent = Readonly<{ erasureId: string; subjectId: string; only: ReadonlySet<string> }>;
type AgainstVault = Readonly<{ reader: Reader; vault: Pick<Vault, 'reveal'>; scopes: readonly string[] }>;

/** What is recorded as erased and stands in a vault all the same, because an older copy was put back. */
export async function heldAgain({ reader, vault, scopes }: AgainstVault): Promise<readonly Extent[]> {
  const found: Extent[] = [];
  for (const { erasureId, subjectId, carriedOut } of await rowsOf<ErasureRow>(reader, ERASURES, { moment: {} })) {
    const back = await vault.reveal(carriedOut?.commitments ?? [], scopes);
    if (back.size > 0) found.push({ erasureId, subjectId, only: new Set(back.keys()) });
  }
  return found;
}

/** Where the view stands, so that nothing recorded meanwhile is taken for done. */
async function standOf(reader: Reader): Promise<Readonly<{ position: number; at: Moment }>> {
  const { position } = await reader.list(DUE, { limit: 1 });
  return { position, at: { asKnownAt: position } };
}

/** Of an open ledger, what its erasures need. */
type Ledger = Readonly<{ parts: Parts; deciderOf(commandType: string): AnyDecider }>;

/** The erasures of a ledger: what the vault did is recorded as a carrier's word. A ledger open for reading erases nothing. */
export function erasingOf(zelian: Ledger): Erasing {
  const { reader, contexts, history, write } = zelian.parts;
  const views = write ? contexts.flatMap((context) => context.views.map(({ name }) => name)) : [];
  const { vault } = zelian.parts.engines;
  const record: ErasingParts['record'] = (command, by) => byCarrier(write!.ports, zelian.deciderOf(command.type), { command, ...by });
  return new Erasing({ reader, history, vault, known: views.includes(DUE), record });
}
