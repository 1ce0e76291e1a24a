import { must, type Message } from '#kernel';
import { answerRecorded } from '#access';
import { caseRowKey, type CaseKey, type CaseRow } from '#accountability';
import type { Moment } from '#readmodel';
import { bookInForceFrom, procedureAt, type RuleBook, type RuleBookRow } from '#rulebook';
import { isOwnRow } from '../case-owners.js';
import { momentOf, rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { caseKeyOf, dayOf } from '../screen/index.js';
import { opensSealedDraws } from '../sealed-draws.js';
import { isToldOf, partIn } from '../who-may-ask.js';
import { eventsOfCase, type CaseAsk, type OpenedCase } from './about-case.js';
import { cited, type CitedClause } from './effect-period.js';
import { countsOfCase, countsOfPerson, erasedIn, type Asker, type Counts } from './part-counts.js';
import { PARTS_OF_RECORD, type PartOfRecord } from './parts-of-record.js';

/** `count`: null where how many there are would itself tell what is withheld. `clause`: null where no text of the book says it and the rule is this record's own. */
export type PartTold = Readonly<{
  part: string;
  zh: string;
  state: 'shown' | 'withheld';
  count: number | null;
  question: string | null;
  view: string | null;
  why: Message | null;
  clause: CitedClause | null;
}>;
/** What an asker may see of a case, and why the rest is withheld. `erased`: private values of the case that were deleted; null for whom it is withheld. */
export type MaySee = Readonly<{
  key: CaseKey;
  position: number;
  asksAs: 'case-owner' | 'review-panel' | 'person-concerned' | 'other';
  parts: readonly PartTold[];
  erased: number | null;
}>;

/**
 * For anybody, and noted. Who has no part in a case is told the same whether there is one or not; so is a person of whom nobody has decided anything.
 * @throws Rejection `case.key`; `case.unknown` to who owns cases
 */
export function maySee(parts: Parts, { caseKey, actor, moment: { validOn: _day, ...moment } = {} }: CaseAsk): Promise<MaySee> {
  const key = caseKeyOf(caseKey);
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, view: 'may-see', key: caseKey, subject: key.personId };
  return answerRecorded(parts.access, entry, async () => {
    const { position, at } = await momentOf(parts.reader, moment);
    const part = await partIn(parts, { actor, decisions: [{ kind: 'measure', ...key }] });
    const owner = part === 'owner';
    const opened = await openedFor(parts, key, { owner, entitled: part !== undefined || actor.personId === key.personId, position, at });
    must(opened !== undefined || !owner, 'case.unknown', { zh: '没有这个案件', en: 'there is no such case' });
    const asker: Asker = { actor, owner, panel: part === 'reviewer', told: opened !== undefined };
    const counts = { ...(opened && (await countsOfCase(parts, opened))), ...(await countsOfPerson(parts.reader, key.personId, at)) };
    const today = await dayOf(parts, moment, position);
    const book = bookInForceFrom(await rowsOf<RuleBookRow>(parts.reader, 'rule-books', { moment: at }), today)?.book;
    const told: PartTold[] = [];
    for (const of of PARTS_OF_RECORD) told.push(tellOf(of, { shown: await mayRead(parts, of, { asker, key, today }), asker, counts, book, today }));
    return { key, position, asksAs: asksAs(asker), parts: told, erased: opened ? await erasedIn(parts, opened) : null };
  });
}

const asksAs = ({ owner, panel, told }: Asker): MaySee['asksAs'] => {
  if (owner) return 'case-owner';
  if (panel) return 'review-panel';
  return told ? 'person-concerned' : 'other';
};

type Looking = Readonly<{ owner: boolean; entitled: boolean; position: number; at: Moment }>;
/** The case, where the asker may know that there is one. */
async function openedFor(parts: Parts, key: CaseKey, { owner, entitled, position, at }: Looking): Promise<OpenedCase | undefined> {
  if (!entitled) return undefined;
  const row = await rowOf<CaseRow>(parts.reader, 'accountability-cases', { key: caseRowKey(key), moment: at });
  if (!row || !(owner || isToldOf(row))) return undefined;
  return { key, row, owner, position, at, events: await eventsOfCase(parts, key, position) };
}

type Reading = Readonly<{ asker: Asker; key: CaseKey; today: string }>;
/** The same rules by which questions and views let people in. */
async function mayRead(parts: Parts, { read, view }: PartOfRecord, { asker: { actor, owner, panel, told }, key, today }: Reading): Promise<boolean> {
  switch (read) {
    case 'told':
      return told;
    case 'own':
      return owner || (view !== undefined && (await isOwnRow(parts, actor, { view, key: key.personId })));
    case 'owners':
      return owner;
    case 'panel':
      return owner || panel;
    case 'sealed':
      return opensSealedDraws(parts.reader, { actor, today });
    case 'nobody':
      return false;
  }
}

type Telling = Readonly<{ shown: boolean; asker: Asker; counts: Counts; book: RuleBook | undefined; today: string }>;
function tellOf(of: PartOfRecord, { shown, asker, counts, book, today }: Telling): PartTold {
  const { part, zh, question = null, countable = false, why } = of;
  return {
    ...{ part, zh, state: shown ? 'shown' : 'withheld', question, view: viewFor(of, { shown, asker }), why: shown ? null : why },
    count: shown || (asker.told && countable) ? countIn(counts, part) : null,
    clause: book ? clauseOf(book, of, today) : null,
  };
}
/** A panel asks the question; the view with everybody's rows stays closed to it. */
const viewFor = ({ read, view }: PartOfRecord, { shown, asker: { owner } }: Pick<Telling, 'shown' | 'asker'>): string | null =>
  read === 'panel' && shown && !owner ? null : (view ?? null);
const countIn = (counts: Counts, part: string): number | null => counts[part] ?? null;
function clauseOf(book: RuleBook, { step = '' }: PartOfRecord, today: string): CitedClause | null {
  const clause = procedureAt(book, step, today)[0];
  return clause ? cited(book, clause) : null;
}
