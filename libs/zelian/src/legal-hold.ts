import { Rejection, type Recorded } from '#kernel';
import type { LegalHoldRow } from '#redress';
import type { Projector, Reader } from '#readmodel';
import type { Vault, VaultEntry } from '#vault';
import type { History } from './history.js';

export type Holding = Readonly<{ reader: Reader; projector: Projector; history: History }>;
/** The view that tells of them. */
export const HOLDS = 'legal-holds';

/** Holds that stand now, at the head of the log: what was lodged a moment ago counts. */
async function standingHolds({ reader, projector, history }: Holding): Promise<readonly LegalHoldRow[]> {
  await projector.upTo(await history.head(), [HOLDS]);
  const standing: LegalHoldRow[] = [];
  let after: string | undefined;
  do {
    const page = await reader.list(HOLDS, { after, limit: 500 });
    standing.push(...page.rows.map(({ row }) => row as LegalHoldRow).filter(({ released }) => released === null));
    after = page.next;
  } while (after !== undefined);
  return standing;
}

const held = (holds: readonly LegalHoldRow[], ids: readonly string[]): LegalHoldRow | undefined =>
  holds.find(({ heldIds }) => heldIds.some((id) => ids.includes(id)));

/** The code of every refusal for a hold's sake. */
export const ON_HOLD = 'hold.appeal-running';
const onHold = ({ appealId }: LegalHoldRow): Rejection =>
  new Rejection(ON_HOLD, {
    zh: `申诉${appealId}尚未办结，所涉材料和个人信息不得删除（保全）`,
    en: `the appeal ${appealId} is not over: nothing about it may be erased (legal hold)`,
  });

/** @throws Rejection `hold.appeal-running` when a subject is held, or something private about it stands in an event about what is held */
async function mustNotHoldPerson(holding: Holding, vault: Pick<Vault, 'entries'>, subject: string): Promise<void> {
  const holds = await standingHolds(holding);
  if (holds.length === 0) return;
  const itself = held(holds, [subject]);
  if (itself) throw onHold(itself);
  for await (const { eventId } of entriesAbout(vault, subject)) {
    const event = await eventOf(holding, eventId);
    const found = event && held(holds, event.subjects);
    if (found) throw onHold(found);
  }
}

async function* entriesAbout(vault: Pick<Vault, 'entries'>, subject: string): AsyncIterable<VaultEntry> {
  for await (const entry of vault.entries()) if (entry.subject === subject) yield entry;
}

async function eventOf({ history }: Holding, eventId: string): Promise<Recorded | undefined> {
  const position = await history.positionOf(eventId);
  return position === undefined ? undefined : history.at(position);
}

/** The vault as the product uses it: whoever erases meets the holds first. Everything else goes through as it is. */
export function underHold(vault: Vault, holding: () => Holding): Vault {
  return {
    engine: vault.engine,
    put: (entries) => vault.put(entries),
    reveal: (commitments, scopes) => vault.reveal(commitments, scopes),
    erased: (commitments, scopes) => vault.erased(commitments, scopes),
    search: (text, scopes, limit, field) => vault.search(text, scopes, limit, field),
    erase: async (subject, of) => {
      await mustNotHoldPerson(holding(), vault, subject);
      return vault.erase(subject, of);
    },
    erasedFor: (reason) => vault.erasedFor(reason),
    sweep: (isStored) => vault.sweep(isStored),
    entries: () => vault.entries(),
    close: () => vault.close(),
  };
}
