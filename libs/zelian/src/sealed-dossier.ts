import { canonicalJson, kindOf, must, Rejection, subjectIdsIn, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { clauseHash, RULE_BOOKS, type RuleBookRow } from '#rulebook';
import { dossierPage, makeDossier, readStoredEvent, type DossierParts, type Opening } from '#seal';
import { textOf } from '#transparency';
import { commitmentsIn } from '#vault';
import { notAnOwner, ownsCases } from './case-owners.js';
import { dossierPaper, eventReceipt, mustHold } from './documents/proof-papers.js';
import type { SealedParts } from './dossier-source.js';
import { FIELD_ZH, fieldZh } from './field-names.js';
import { handOut, registeredAmong, type Handing } from './handing-out.js';
import { withholding } from './withholding.js';
import type { Zelian } from './zelian.js';

/**
 * file: docs/dossier-format.md. page: the same, verifying itself in a browser. pdf: what it proves, on paper, with the checkpoint as a code. receipt: a small paper
 * for one event of it.
 */
export type SealedFormat = 'file' | 'page' | 'pdf' | 'receipt';
/** Each checks what it writes, once. */
const WRITERS: Readonly<Record<SealedFormat, (text: string, event: string) => Promise<Buffer>>> = {
  file: async (text) => Buffer.from(held(text), 'utf8'),
  page: async (text) => Buffer.from(dossierPage(held(text)), 'utf8'),
  pdf: dossierPaper,
  receipt: eventReceipt,
};
/**
 * `event`: which one a receipt is for. `withhold`: fields whose private values stay closed, such as `narrative`, or `EVENTID:narrative` for that of one event; what the
 * asker may not read stays closed in any case. `held`: a checkpoint that the recipient holds, as a note or its three lines: the dossier then proves that the log goes on
 * from it.
 */
export type SealedAsk = Readonly<{
  subject: string;
  format?: SealedFormat;
  event?: string;
  withhold?: readonly string[];
  held?: string;
  actor: Actor;
  to?: Handing;
}>;

/**
 * All that the sealed log has about a subject, so that anybody can check that it is authentic and that none is missing. It holds what other readers are shown parts
 * of, so only case owners take it; that it leaves is an event, also where no person is in it or nothing is recorded at all.
 * @throws Rejection `seal.absent`, `access.case-owner-only`, `release.recipient-missing`, `dossier.withhold-unknown`, `checkpoint.malformed`, `dossier.held-…`,
 * `receipt.no-such-event`, `receipt.not-sealed`, `dossier.does-not-hold` where the log is damaged
 */
export async function handOutSealedDossier(
  zelian: Zelian,
  { subject, format = 'file', event = '', withhold = [], held: note, actor, to }: SealedAsk,
): Promise<Buffer> {
  const { access, clock } = zelian.parts;
  const entry = { at: clock.now(), actor, kind: 'export' as const, view: 'sealed-dossier', key: subject };
  return answerRecorded(access, entry, async () => {
    must(kindOf(subject), 'subject.invalid', { zh: `不是对象编号：${subject}`, en: `not a subject id: ${subject}` });
    if (!(await ownsCases(zelian.parts, actor))) throw notAnOwner();
    const parts = await partsOf(zelian, await sealedParts(zelian, subject, note), { withhold, actor });
    if (format === 'receipt') await mustBeSealed(zelian, parts.indexed, event);
    const bytes = await WRITERS[format](makeDossier(parts), event);
    const told = eventsOf(parts).filter(({ id }) => format !== 'receipt' || id === event);
    const personIds = await registeredAmong(zelian, subjectIdsIn([subject, told]));
    return handOut(zelian, { record: { kind: `sealed-dossier/${format}`, key: subject }, personIds, bytes, actor, to, always: true });
  });
}

/** An event about the subject that came after what the seal covers is there, but has no proof yet: that is another answer than that there is none. */
async function mustBeSealed({ parts: { engines } }: Zelian, { subject, index }: DossierParts['indexed'], eventId: string): Promise<void> {
  const stored = await engines.log.find(eventId);
  const { covers } = readStoredEvent(index.bytes).index!;
  if (!stored || stored.position < covers || !readStoredEvent(stored.bytes).subjects.includes(subject)) return;
  throw new Rejection('receipt.not-sealed', {
    zh: `该事件（账本序号${stored.position}）已登记，尚未签封：现有检查点只证明前${covers}件记录。请先签封（zelian seal），或等下一个检查点，再取回执`,
    en: `the event (position ${stored.position}) is recorded and not sealed yet: what is proved are the first ${covers} entries. Seal first (zelian seal), or wait for the next checkpoint`,
  });
}

async function sealedParts({ parts: { dossiers } }: Zelian, subject: string, note?: string): Promise<SealedParts> {
  if (dossiers) return dossiers.dossierParts(subject, note);
  throw new Rejection('seal.absent', {
    zh: '本账本未启用签封，不能出具可核验案卷',
    en: 'nothing seals this ledger: no dossier that proves itself can be made',
  });
}

const eventsOf = ({ indexed }: SealedParts): readonly Readonly<{ id: string; data?: unknown }>[] =>
  indexed.events.map(({ bytes }) => JSON.parse(textOf(bytes)) as Readonly<{ id: string; data?: unknown }>);

function held(text: string): string {
  mustHold(text);
  return text;
}

type Allowed = Readonly<{ withhold: readonly string[]; actor: Actor }>;

async function partsOf(zelian: Zelian, sealed: SealedParts, { withhold, actor }: Allowed): Promise<DossierParts> {
  const { shown, history, clock } = zelian.parts;
  const scopes = await zelian.scopesOf(actor);
  const events = eventsOf(sealed);
  const commitments = commitmentsIn(events);
  const held = await shown.reveal(commitments, scopes);
  const gone = await shown.erased(commitments, zelian.scopes);
  const isClosed = withholding({ names: withhold, events, held: held.values() });
  const openings = [...held.values()].filter(({ commitment }) => !isClosed(commitment));
  return {
    ...sealed,
    openings,
    withheldBecause: (commitment) => (gone.has(commitment) ? '已依法删除' : held.has(commitment) ? '按要求不公开' : '无权查看'),
    clauseTexts: await clauseTexts(zelian),
    labels: { ...FIELD_ZH, ...labelsOf(openings), ...Object.fromEntries([...history.definitions].map(([type, { zh }]) => [type, zh])) },
    exported: { at: clock.now(), by: [actor.personId, actor.postId].filter((id) => id !== undefined).join('/') },
  };
}

/** What the fields of private values are called. */
const labelsOf = (openings: readonly Opening[]): Readonly<Record<string, string>> =>
  Object.fromEntries(openings.flatMap(({ field }) => field.split('.').map((name) => [name, FIELD_ZH[name] ?? fieldZh(name)])));

/** Every clause of every published version of a book, by the hash under which bases cite it. */
async function clauseTexts({ reader }: Zelian): Promise<ReadonlyMap<string, string>> {
  const { rows } = await reader.list(RULE_BOOKS, { limit: 1_000 });
  const clauses = rows.flatMap(({ row }) => (row as RuleBookRow).versions.flatMap(({ document }) => document.clauses));
  return new Map(clauses.map((clause) => [clauseHash(clause), canonicalJson(clause)]));
}
