import { isCommitted, SUBJECT_ID, type Message } from '#kernel';
import { opens, type Vault, type VaultEntry } from '#vault';
import type { Fault } from './check.js';

/** Whose value a commitment is, as the event that brought it says. */
type Origin = Readonly<{ position: number; eventId: string; field: string; scope: string; subject: string; foreign: boolean }>;
type Read = Readonly<{ id: string; type: string; stream: string; subjects: readonly string[]; data: unknown }>;
type Erased = Readonly<{ position: number; erasureId: string; commitments: readonly string[] }>;
type Place = Readonly<{ path: readonly string[]; personId?: string }>;

export type VaultRead = Pick<Vault, 'entries' | 'erased' | 'erasedFor'>;
/** `left`: values of events that came without them, by an import or a restored backup, or from another ledger. */
export type VaultFound = Readonly<{ held: number; erased: number; left: number; faults: readonly Fault[] }>;

type HeldAgainst = Readonly<{ valuesFrom?: number; vaultFaults?: () => readonly Message[] }>;

const FAULTS_MAX = 100;
const VAULT = 'vault.db';
const placeOf = ({ eventId, field }: Pick<VaultEntry, 'eventId' | 'field'>): string => `${VAULT} ${eventId} ${field}`;
const COLUMN_ZH = { eventId: '事件', field: '字段', scope: '范围', subject: '对象' } as const;
const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** What the events of a log commit to, each with the first event that does, and what they record as erased. */
export class CommitmentUse {
  private readonly origins = new Map<string, Origin>();
  private readonly erasures: Erased[] = [];
  /** The event that records it, by commitment. */
  private readonly erasedBy = new Map<string, number>();
  private readonly unread: Fault[] = [];

  get size(): number {
    return this.origins.size;
  }

  /** Takes note of what an event commits to. Never throws: data of another shape than its type has is a fault of that event. */
  note(event: Read, position: number): void {
    try {
      this.take(event, position);
    } catch (error) {
      this.unread.push({
        position,
        what: { zh: `第${position}号事件的内容不成形`, en: `the data of event ${position} has not the shape of its type: ${String(error)}` },
      });
    }
  }

  private take(event: Read, position: number, foreign = false): void {
    const { type, data } = event;
    this.visit(data, { path: [] }, { event, position, foreign });
    if (foreign) return;
    if (type === 'ErasureCarriedOut') this.takeErasure(data as Erased, position);
    if (type === 'ForeignEventReceived') this.take(JSON.parse((data as { bytes: string }).bytes) as Read, position, true);
  }

  private takeErasure({ erasureId, commitments }: Erased, position: number): void {
    this.erasures.push({ erasureId, commitments: [...commitments], position });
    for (const one of commitments) this.erasedBy.set(one, position);
  }

  private visit(part: unknown, place: Place, of: Readonly<{ event: Read; position: number; foreign: boolean }>): void {
    if (typeof part !== 'object' || part === null) return;
    if (isCommitted(part)) return this.keep(part.commitment, place, of);
    const { personId } = part as { personId?: unknown };
    const nearest = typeof personId === 'string' && SUBJECT_ID.test(personId) ? personId : place.personId;
    for (const [key, inner] of Object.entries(part)) this.visit(inner, { path: [...place.path, key], personId: nearest }, of);
  }

  private keep(
    commitment: string,
    { path, personId }: Place,
    { event, position, foreign }: Readonly<{ event: Read; position: number; foreign: boolean }>,
  ): void {
    if (this.origins.has(commitment)) return;
    const { id: eventId, stream, subjects } = event;
    const subject = personId ?? subjects.find((one) => one.startsWith('person-')) ?? subjects[0] ?? eventId;
    this.origins.set(commitment, { position, eventId, field: path.join('.'), scope: categoryOf(stream), subject, foreign });
  }

  /** Holds a vault against all of it. Values are never shown. `valuesFrom`: events before it may have come without theirs. Never throws. */
  async heldAgainst(vault: VaultRead, { valuesFrom = 0, vaultFaults = () => [] }: HeldAgainst = {}): Promise<VaultFound> {
    const inFile = vaultFaults().map(({ zh, en }): Fault => ({ place: VAULT, what: { zh: `保密库文件：${zh}`, en: `vault.db: ${en}` } }));
    const faults: Fault[] = [...this.unread, ...inFile];
    const missing = new Map(this.origins);
    let held = 0;
    try {
      for await (const entry of vault.entries()) {
        held++;
        const fault = this.faultOf(entry);
        if (fault) faults.push(fault);
        missing.delete(entry.commitment);
      }
      const erased = await this.erasedAmong(missing, vault);
      for (const commitment of erased) missing.delete(commitment);
      const left = [...missing].filter(([, { foreign, position }]) => foreign || position < valuesFrom);
      for (const [commitment] of left) missing.delete(commitment);
      for (const { position, eventId, field } of missing.values())
        faults.push({
          ...{ position, place: placeOf({ eventId, field }) },
          what: {
            zh: `第${position}号事件的私密内容缺失，且无消除记录：${eventId} ${field}`,
            en: `missing, and no erasure on record: ${eventId} ${field}`,
          },
        });
      faults.push(...(await this.unremembered(vault)));
      return { held, erased: erased.length, left: left.length, faults: faults.slice(0, FAULTS_MAX) };
    } catch (error) {
      const what = { zh: `保密库无法读取（已读${held}项）`, en: `the vault cannot be read (after ${held} values): ${String(error)}` };
      return { held, erased: 0, left: 0, faults: [{ place: VAULT, what }] };
    }
  }

  /** A value has to open its commitment, and to be kept under the event, path, scope and subject that the event gives it. One that no event holds yet is swept at the next start. */
  private faultOf(entry: VaultEntry): Fault | undefined {
    const { eventId, field, commitment } = entry;
    const origin = this.origins.get(commitment);
    const at = { ...(origin && { position: origin.position }), place: placeOf(entry) };
    if (!opens(entry)) return { ...at, what: { zh: `与承诺值不符：${eventId} ${field}`, en: `does not open its commitment: ${eventId} ${field}` } };
    if (!origin) return undefined;
    const erased = this.erasedBy.get(commitment);
    if (erased !== undefined) return heldAgain(entry, erased);
    const differs = (['eventId', 'field', 'scope', 'subject'] as const).filter((column) => origin[column] !== entry[column]);
    if (differs.length === 0) return undefined;
    return {
      ...at,
      what: {
        zh: `归属与事件不符（${differs.map((column) => COLUMN_ZH[column]).join('、')}）：${eventId} ${field}`,
        en: `kept under another ${differs.join(', ')}: ${eventId} ${field}`,
      },
    };
  }

  /** Only what the log records as erased counts: a mark in the vault alone could be anybody's. */
  private async erasedAmong(missing: ReadonlyMap<string, Origin>, vault: VaultRead): Promise<readonly string[]> {
    const recorded = this.erasures.flatMap(({ commitments }) => commitments).filter((commitment) => missing.has(commitment));
    const scopes = [...new Set([...missing.values()].map(({ scope }) => scope))];
    const marked = await vault.erased(recorded, scopes);
    return recorded.filter((commitment) => marked.has(commitment));
  }

  /** The vault remembers for which erasure a value went: what it remembers has to be what is on record. */
  private async unremembered(vault: VaultRead): Promise<VaultFound['faults']> {
    const faults: Fault[] = [];
    for (const { erasureId, commitments, position } of this.erasures) {
      const own = await vault.erasedFor(erasureId);
      if (own.length === commitments.length && own.every((commitment, i) => commitment === commitments[i])) continue;
      faults.push({
        position,
        place: VAULT,
        what: {
          zh: `保密库所记消除内容与第${position}号事件不符：${erasureId}`,
          en: `the vault remembers another extent of ${erasureId} than event ${position} records`,
        },
      });
    }
    return faults;
  }
}

/** An older vault that was put back holds again what went: readers are not shown it, and it goes at the next start. */
const heldAgain = ({ eventId, field }: VaultEntry, position: number): Fault => ({
  ...{ position, place: placeOf({ eventId, field }) },
  what: {
    zh: `第${position}号事件已记录消除，保密库中仍有：${eventId} ${field}`,
    en: `held although event ${position} records its erasure: ${eventId} ${field}`,
  },
});
