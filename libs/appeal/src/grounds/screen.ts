import type { CaseKey } from '#accountability';
import { holdsOn, must, type CalendarDate, type Message } from '#kernel';
import { bookInForceFrom, type CorrectionGround, type CorrectionGrounds, type FaultKind, type RuleBook } from '#rulebook';
import { actsSeen } from './acts.js';
import type { CaseFile } from './case-file.js';
import { deadlinesSeen } from './deadlines.js';
import { screenedDecision, type Decided } from './decided.js';
import { evidenceSeen } from './evidence.js';
import { factsSeen } from './facts.js';
import { repeatsSeen } from './repeats.js';
import { rulesSeen } from './rules.js';
import type { Seen, Sighting, Unchecked } from './sighting.js';
import { statementSeen } from './statement.js';
import { tenureSeen } from './tenure.js';

/** One ground of the checklist. What the law provides where it is made out is shown as that, never as advice. */
export type GroundAnswer = Readonly<{
  groundId: string;
  zh: string;
  answer: 'found' | 'nothing-found' | 'not-checkable';
  /** What to make of the answer, in words. */
  says: Message;
  provides: Pick<CorrectionGround, 'consequence' | 'consequenceZh' | 'consequenceSource' | 'consequenceArticle'> & Readonly<{ sourceZh: string }>;
  found: readonly (Sighting & Readonly<{ events: readonly EventNamed[] }>)[];
  notCheckable: readonly Unchecked[];
}>;
export type EventNamed = Readonly<{ eventId: string; type?: string }>;

/** A decision held against the grounds on which the law corrects decisions. */
export type Screen = CaseKey &
  Readonly<{
    decision: Readonly<{ eventId: string; date: CalendarDate; organUnitId: string; measure: string; documentNo?: string; corrected?: 'varied' | 'revoked' }>;
    checklist: Readonly<{ bookId: string; bookVersion: number; source: string; article: string; zh: string; verifiedBy: string; note?: string }>;
    /** `law`: the text was in force on the day of the decision; `checklist`: it was not, and only its list is used. */
    usedAs: 'law' | 'checklist';
    usedAsSays: Message;
    grounds: readonly GroundAnswer[];
    /** What no ledger of this kind can answer, for every case. */
    limits: readonly Message[];
  }>;

/** "Nothing found" is an answer about records: it speaks for nothing, least of all for maintaining the decision. */
export const NOTHING_FOUND: Message = {
  zh: '在现有记录中未发现；这不是维持决定的理由',
  en: 'nothing found in what is on record; that is no reason to leave the decision as it is',
};
const NOT_CHECKABLE: Message = { zh: '无法核对', en: 'not checkable' };
const SCREENS: readonly ((file: CaseFile, decided: Decided) => Seen)[] = [
  actsSeen,
  factsSeen,
  evidenceSeen,
  rulesSeen,
  tenureSeen,
  deadlinesSeen,
  statementSeen,
  repeatsSeen,
];

/**
 * Each ground answered: found, with the events that show it and the clause; nothing found; or not checkable, with why.
 * @throws Rejection `grounds.nothing-decided`, `grounds.no-checklist`
 */
export function screenGrounds(file: CaseFile): Screen {
  const decided = screenedDecision(file);
  const { decision, measure, correction } = decided;
  const { date, organUnitId, documentNo } = decision.data;
  const { book, grounds } = checklistFor(file, date);
  const all = SCREENS.map((look) => look(file, decided));
  const sightings = all.flatMap((part) => part.sightings);
  const unchecked = all.flatMap((part) => part.unchecked);
  const { source, article, zh, verifiedBy, note } = grounds;
  const usedAs = holdsOn(grounds.effective, date) ? 'law' : 'checklist';
  return {
    ...file.key,
    decision: {
      ...{ eventId: decision.id, date, organUnitId, measure },
      ...(documentNo !== undefined && { documentNo }),
      ...(correction && { corrected: correction.data.kind }),
    },
    checklist: { bookId: book.id, bookVersion: book.version, source, article, zh, verifiedBy, ...(note !== undefined && { note }) },
    usedAs,
    usedAsSays: usedAs === 'law' ? AS_LAW : AS_CHECKLIST,
    grounds: grounds.items.map((item) => answerOf(item, { book, grounds, sightings, unchecked, typeOf: typesIn(file) })),
    limits: limitsOf(file),
  };
}

const AS_LAW: Message = { zh: '决定之日该规定已经施行', en: 'the text was in force on the day of the decision' };
const AS_CHECKLIST: Message = {
  zh: '决定作出时该规定尚未施行或已失效，此处仅作核对清单使用，不是当时的法律依据',
  en: 'the text was not in force when this was decided: it serves as a checklist here and was not the law then',
};

/** The checklist of the book in force on the day of the decision, else the latest that any book has. @throws Rejection `grounds.no-checklist` */
function checklistFor({ books }: CaseFile, date: CalendarDate): Readonly<{ book: RuleBook; grounds: CorrectionGrounds }> {
  const then = bookInForceFrom(books, date)?.book;
  const later = books.flatMap(({ versions }) => versions).map(({ document }) => document);
  const book = [...later, ...(then ? [then] : [])].findLast(({ grounds }) => grounds !== undefined);
  must(book?.grounds, 'grounds.no-checklist', { zh: '规则库没有纠正理由清单', en: 'no rule book on record has grounds of correction' });
  return { book, grounds: book.grounds };
}

const typesIn = ({ events, evidence }: CaseFile): ((eventId: string) => string | undefined) => {
  const types = new Map([...[...evidence.values()].map(({ eventId, type }) => [eventId, type] as const), ...events.map(({ id, type }) => [id, type] as const)]);
  return (eventId) => types.get(eventId);
};

type All = Readonly<{
  book: RuleBook;
  grounds: CorrectionGrounds;
  sightings: readonly Sighting[];
  unchecked: readonly Unchecked[];
  typeOf(eventId: string): string | undefined;
}>;

function answerOf(item: CorrectionGround, { book, grounds, sightings, unchecked, typeOf }: All): GroundAnswer {
  const named = new Set(grounds.items.flatMap(({ faults }) => faults));
  const isOurs = (fault: FaultKind): boolean => item.faults.includes(fault) || (item.residual === true && !named.has(fault));
  const found = sightings
    .filter(({ fault }) => isOurs(fault))
    .map((sighting) => ({ ...sighting, events: sighting.eventIds.map((eventId) => eventNamed(eventId, typeOf(eventId))) }));
  const notCheckable = unchecked.filter(({ fault }) => isOurs(fault));
  const { id, zh, consequence, consequenceZh, consequenceSource, consequenceArticle } = item;
  const sourceZh = book.sources.find((source) => source.id === consequenceSource)?.zh ?? consequenceSource;
  const answer = found.length > 0 ? 'found' : notCheckable.length > 0 ? 'not-checkable' : 'nothing-found';
  return {
    ...{ groundId: id, zh, answer },
    says: { found: provided(item, sourceZh), 'not-checkable': NOT_CHECKABLE, 'nothing-found': NOTHING_FOUND }[answer],
    provides: { consequence, consequenceZh, consequenceSource, consequenceArticle, sourceZh },
    found,
    notCheckable,
  };
}

const eventNamed = (eventId: string, type: string | undefined): EventNamed => ({ eventId, ...(type !== undefined && { type }) });
const provided = ({ consequenceZh, consequence, consequenceSource, consequenceArticle }: CorrectionGround, sourceZh: string): Message => ({
  zh: `查实的，规定的后果是“${consequenceZh}”（${sourceZh}第${consequenceArticle}条）；是否成立由复查机关判断`,
  en: `where it is made out the law provides "${consequence}" (${consequenceSource}, ${consequenceArticle}); whether it is, people decide`,
});

const INFORMANTS: Message = {
  zh: '是否有举报人参加调查或表决，此处未核对：举报情况不对外反映',
  en: 'whether somebody who complained investigated or voted was not looked at here: complaints are told to nobody outside',
};

function limitsOf({ barred, informantsWithheld }: CaseFile): readonly Message[] {
  const undeclared: Message = {
    zh: '账本没有亲属关系的申报，是否应当回避只能就任职、任务和登记的回避核对',
    en: 'no relations are declared in this ledger: recusal was checked only by posts, duties and as recorded',
  };
  return [
    { zh: '滥用职权的动机、量罚轻重是否相当，记录本身不能回答', en: 'abuse of power, and whether the measure is proportionate, records cannot tell' },
    ...(barred === undefined ? [undeclared] : []),
    ...(informantsWithheld ? [INFORMANTS] : []),
  ];
}
