import { dateOf, addDays, type CalendarDate, type Recorded } from '#kernel';
import type { CaseEvent, ReexaminedAct } from '#accountability';
import { bookInForceFrom, clauseHash, type BookVersion, type Clause, type RuleBook, type RuleBookRow } from '#rulebook';
import type { CaseFile, EvidenceEvent, FileState } from '#appeal';
import { reexamine, reexaminationNeeds } from '../../libs/accountability/src/case.reexamination.js';
import type { CaseActCommand, CaseCommand } from '../../libs/accountability/src/case.commands.js';
import shipped from '../../libs/rulebook/books/pingli-2016.json';
import { inventedBook, rows } from './accountability.js';
import { act, HEAD, play, SECRETARY, setBasis, STEP_CLAUSES } from './accountability-case.js';
import { factsFrom, recorded, type Past } from './specification.js';

/** What tells one generated case from another. Numbers are gaps in days. */
export type CaseShape = Readonly<{
  subject: 'secretary' | 'head';
  path: 'investigated' | 'direct';
  measure: 'RemovalFromPost' | 'Admonition';
  organ: 'committee' | 'discipline';
  grounds: 1 | 2;
  accepted: boolean;
  returned: boolean;
  until: 'served' | 'executed' | 'archived' | 'varied' | 'revoked';
  paper: boolean;
  files: number;
  gaps: readonly number[];
}>;

const clause = (id: string, target: 'village' | 'unit', targetAt: 'period' | 'trigger'): Clause => ({
  id,
  zh: `条款${id}`,
  sourceQuote: `条款${id}的原文`,
  source: 'RULES-2009',
  grounds: [{ target, when: true }],
  consequence: {
    kind: 'measure',
    measure: 'RemovalFromPost',
    posts: { of: target === 'unit' ? 'self' : 'town-of-village', roles: ['party-secretary'] },
    targetAt,
  },
  status: 'on',
  period: '当年',
  effective: { from: '2016-01-01' },
  verifiedBy: '示例',
});
export const PERIOD = { clauseId: 'X-1', target: 'village-vil1' };
export const TRIGGER = { clauseId: 'X-2', target: 'unit-town1' };
const SERVICE_DAYS = 20;
const invented = inventedBook(STEP_CLAUSES);
/** The invented book with clauses of both kinds, a clock for service, and the shipped checklist. */
export const SCREENED_BOOK: RuleBook = {
  ...invented,
  clauses: [clause(PERIOD.clauseId, 'village', 'period'), clause(TRIGGER.clauseId, 'unit', 'trigger')],
  deadlines: [...invented.deadlines, { ...invented.deadlines[0]!, id: 'T-SERVE', kind: 'service', limit: { days: SERVICE_DAYS } }],
  grounds: shipped.grounds as RuleBook['grounds'],
};
export const bookRows = (version: Partial<BookVersion> = {}, document: RuleBook = SCREENED_BOOK): readonly RuleBookRow[] => [
  {
    bookId: document.id,
    title: document.title,
    versions: [{ version: 1, document, documentHash: 'cd'.repeat(32), from: '2016-01-01', ...version }],
    interpretations: [],
    calendars: [],
  },
];

/** A case on its way to the screen: its commands, and the world in which it is looked at. A planted fault changes either. */
export type DraftCase = Readonly<{
  commands: readonly CaseCommand[];
  /** Events that follow those of the commands, as policies would have recorded them. */
  more: readonly Past[];
  rows: typeof rows;
  books: readonly RuleBookRow[];
  file: Pick<CaseFile, 'key' | 'evidence' | 'files' | 'erased' | 'triggers' | 'others' | 'organKnown'> & Partial<Pick<CaseFile, 'barred' | 'today'>>;
}>;

const hashNumbered = (n: number): string => n.toString(16).padStart(64, '0');
const keyOf = ({ subject }: CaseShape): typeof SECRETARY => (subject === 'head' ? HEAD : SECRETARY);
export const groundsOf = ({ grounds }: CaseShape) => (grounds === 2 ? [PERIOD, TRIGGER] : [PERIOD]);

/** The commands of a case in which everything was done as it should be. */
function commandsOf(shape: CaseShape): readonly CaseCommand[] {
  const of = keyOf(shape);
  const bases = groundsOf(shape);
  let [date, at] = ['2017-01-21' as CalendarDate, 0];
  const next = (type: CaseActCommand['type'], more: object = {}): CaseCommand => {
    date = addDays(date, shape.gaps[at++ % shape.gaps.length]!);
    return act(type, { date, ...('bases' in act(type).data && { bases }), ...more }, of);
  };
  const flagged = bases.map((ref, index) => {
    const basis = { bookId: 'invented', bookVersion: 1, clauseId: ref.clauseId, events: [`fact-${index}`] };
    return setBasis(of, { ...ref, basis: { ...basis, clauseHash: clauseHash(SCREENED_BOOK.clauses[index]!) } });
  });
  const evidenceRefs = [...(shape.paper ? ['证据目录一'] : []), hashNumbered(100)];
  const heard = () => [next('DraftFacts', { evidenceRefs }), next('PresentFacts'), next('HearStatement')];
  const accepted = () => [next('DraftFacts', { evidenceRefs }), next('PresentFacts'), next('HearStatement', { acceptedPoints: [{ private: '属实' }] })];
  const opened = [next('RecommendAccountability'), next('ApproveInitiation')];
  const inquiry =
    shape.path === 'direct'
      ? [next('TakeDirectPath'), next('HearStatement')]
      : [
          next('FormInvestigationTeam'),
          ...(shape.accepted ? accepted() : []),
          ...heard(),
          next('ReportInvestigation'),
          ...(shape.returned ? [next('ReturnForFacts'), ...heard(), next('ReportInvestigation')] : []),
        ];
  return [...flagged, ...opened, ...inquiry, ...outcomeOf(shape, next)];
}

type Next = (type: CaseActCommand['type'], more?: object) => CaseCommand;
const COMMITTEE = { organUnitId: 'unit-cpc1' };
const DISCIPLINE = { organUnitId: 'unit-jiwei', participantIds: ['person-jw01', 'person-jw02'] };

function outcomeOf(shape: CaseShape, next: Next): readonly CaseCommand[] {
  const { measure, organ, until } = shape;
  const removes = measure === 'RemovalFromPost';
  const deciding = removes || organ === 'committee' ? COMMITTEE : DISCIPLINE;
  const commands = [next('DecideCollectively', { measure, ...deciding }), next('AnnounceDecision'), next('ServeDecision')];
  const corrected = (more: object) => [...commands, next('CorrectDecision', { organUnitId: deciding.organUnitId, ...more })];
  if (until === 'revoked') return corrected({ kind: 'revoked' });
  // Nothing is lighter than an admonition.
  if (until === 'varied') return removes ? corrected({ kind: 'varied', measure: 'Admonition' }) : commands;
  return until === 'served' ? commands : [...commands, ...executionOf(shape, next)];
}

function executionOf({ subject, measure, until }: CaseShape, next: Next): readonly CaseCommand[] {
  const congress = subject === 'head' && measure === 'RemovalFromPost' ? [next('RecordCongressAct')] : [];
  const executed = next('ExecuteMeasure');
  const { tenureEndsOn: _, ...said } = executed.data as Readonly<Record<string, unknown>>;
  const carriedOut = [...congress, { ...executed, data: said } as unknown as CaseCommand];
  return until === 'archived' ? [...carriedOut, next('FileSelfCriticism'), next('ArchiveCase')] : carriedOut;
}

/** A case without any fault. */
export function cleanCase(shape: CaseShape): DraftCase {
  const refs = groundsOf(shape);
  const files = Array.from({ length: shape.files }, (_, index) => ({ sha256: hashNumbered(index + 1), sizeBytes: 10, mediaType: 'image/png' }));
  const evidence = refs.map(({ target }, index): EvidenceEvent => ({
    eventId: `fact-${index}`,
    type: target.startsWith('village') ? 'VillageExitFailureDetermined' : 'IndicatorScoreRecorded',
    zh: '事实',
    files: index === 0 ? files : [],
  }));
  const holding = { unitId: 'unit-town1', role: 'party-secretary', through: ['role:party-secretary'], intervals: [], days: 83, inPost: true };
  const of = keyOf(shape);
  return {
    commands: commandsOf(shape),
    more: [],
    rows,
    books: bookRows(),
    file: {
      key: of,
      evidence: new Map(evidence.map((event) => [event.eventId, event])),
      files: new Map<string, FileState>([...files.map(({ sha256 }) => sha256), hashNumbered(100)].map((sha256) => [sha256, 'held'])),
      erased: new Set(),
      triggers: new Map(refs.map(({ clauseId, target }) => [`${clauseId}@${target}`, { triggerDate: '2017-01-20', holding, eventId: `flag-${clauseId}` }])),
      others: [{ ...of, postId: 'post-vice', eventId: 'other-case', bases: [{ clauseId: 'X-9', target: 'village-vil9' }] }],
      organKnown: true,
    },
  };
}

/** Who is told of a fault: the act's own record, only the records beside it, or both. */
export type Telling = 'named' | 'silent' | 'both';
const withoutBreaches = (event: Recorded): Recorded => {
  const { breaches: _, ...data } = event.data as Readonly<Record<string, unknown>>;
  return { ...event, data };
};

/** The case as the screen gets it: played by the product's own decider, then examined again in the world as it is known now. */
export function fileOf({ commands, more, rows: world, books, file }: DraftCase, telling: Telling = 'both'): CaseFile {
  const past = [...play(...commands), ...more].map(recorded) as readonly Recorded<CaseEvent>[];
  const events = telling === 'silent' ? (past.map(withoutBreaches) as readonly Recorded<CaseEvent>[]) : past;
  const facts = factsFrom(world, reexaminationNeeds(file.key));
  const again = reexamine(events, { facts, bookOn: (date) => bookInForceFrom(books, date) });
  const kept = (act: ReexaminedAct): ReexaminedAct => (telling === 'named' ? { ...act, broken: [] } : act);
  const post = world['responsibility-posts'][file.key.postId];
  const last = events.map(({ data }) => (data as Readonly<{ date?: string }>).date ?? '').reduce((a, b) => (a > b ? a : b));
  return { today: last === '' ? dateOf(events[0]!.recordedAt) : last, ...file, events, reexamined: again.map(kept), books, ...(post && { post }) };
}
