import { APPEAL_OUTCOME_ZH, BAR_ROLE_ZH, type Against, type AppealRow, type AppealStepRow, type ClauseRef, type Place } from '#appeal';
import type { CalendarDate } from '#kernel';
import { appealTrackById, measureById, type CountedDay, type RuleBook, type RuleBookRow } from '#rulebook';
import { appealsAgainst, remediesAt } from '../appeals.js';
import type { Zelian } from '../zelian.js';

type At = Readonly<{ zelian: Zelian; against: Against; position: number; books: readonly RuleBookRow[] }>;

/** A way of appeal that is open on the day of the record; `clockZh` says by which service, or why none runs. */
export type OpenRemedy = Readonly<{ zh: string; basis: string; fileWith: string; lastDay?: CountedDay; clockZh: string; notes: readonly string[] }>;
export type ClosedRemedy = Readonly<{ zh: string; why: string }>;
/** `none`: why there are no ways to tell of at all. */
export type RemediesOfRecord = Readonly<{ open: readonly OpenRemedy[]; closed: readonly ClosedRemedy[]; none?: string }>;
export type StepOfAppeal = Readonly<{ date: CalendarDate; zh: string; documentNo?: string; breaches: readonly string[]; eventId: string; position: number }>;
/** One appeal against the decision, with ids become names. `outcome`: in words; absent while there is none. */
export type AppealOfRecord = Readonly<{
  appealId: string;
  way: string;
  filedOn: CalendarDate;
  receipt: string;
  route: AppealRow['route'];
  organ: string;
  phaseZh: string;
  panel: readonly string[];
  steps: readonly StepOfAppeal[];
  outcome?: string;
  /** Who decides and had a part in it before, and which members were not there. */
  shown: readonly string[];
  silenceAllows?: string;
  personIds: readonly string[];
}>;

const bookOf = ({ books }: At, { bookId, bookVersion }: Pick<ClauseRef, 'bookId' | 'bookVersion'>): RuleBook | undefined =>
  books.find((row) => row.bookId === bookId)?.versions.find(({ version }) => version === bookVersion)?.document;

/** Every way of appeal on the day of the record: open with the last day, where to file and why; closed with why (justice 14). */
export async function remediesOfRecord(at: At, today: CalendarDate): Promise<RemediesOfRecord> {
  const answer = await remediesAt(at.zelian.reader, at.against, { date: today, position: at.position });
  if (answer === 'appeal.nothing-decided') return { open: [], closed: [], none: '该决定已不存在，没有可申诉的决定' };
  if (answer === 'book.none-in-force') return { open: [], closed: [], none: '当日没有生效的规则，救济途径须人工核对' };
  const open = answer.open.map(async (path): Promise<OpenRemedy> => ({
    ...{ zh: `${path.trackZh}：${path.stepZh}`, basis: basisOf(at, path.clause), clockZh: path.why.zh },
    fileWith: (await Promise.all(path.fileWith.map((place) => placeOf(at, place)))).join('，或者'),
    ...(path.lastDay && { lastDay: path.lastDay }),
    notes: [...(path.leadersZh === undefined ? [] : [path.leadersZh]), path.suspendsExecution ? '申诉期间停止执行' : '申诉期间不停止执行'],
  }));
  const closed = answer.closed.map(({ trackZh, stepZh, why }) => ({ zh: stepZh === undefined ? trackZh : `${trackZh}：${stepZh}`, why: why.zh }));
  return { open: await Promise.all(open), closed };
}

function basisOf(at: At, clause: ClauseRef): string {
  const source = bookOf(at, clause)?.sources.find(({ id }) => id === clause.source)?.zh ?? clause.source;
  const article = /\d/.test(clause.article) ? `第${clause.article}条` : `条款${clause.article}`;
  return `${source}${article}（${clause.verifiedBy}），规则${clause.bookId}第${clause.bookVersion}版`;
}
const PLACE_ZH = { 'deciding-organ': '作出决定的机关', 'organ-above': '上一级机关', competent: '有管辖权的机关' } as const;
async function placeOf({ zelian }: At, { at, unitIds }: Place): Promise<string> {
  const names = await zelian.named([...unitIds]);
  return names.length === 0 ? PLACE_ZH[at] : `${PLACE_ZH[at]}（${names.join('、')}）`;
}

/** The appeals against the decision: what was done in each, and what came of it. Requests, reasons and findings stay in the vault. */
export async function appealsOfRecord(at: At): Promise<readonly AppealOfRecord[]> {
  const rows = await appealsAgainst(at.zelian.reader, at.against, at.position);
  return Promise.all(rows.map((row) => appealOf(at, row)));
}

async function appealOf(at: At, row: AppealRow): Promise<AppealOfRecord> {
  const { appealId, filedOn, route, phaseZh, panel, silenceAllows } = row;
  const { personIds, ...ended } = row.outcome ? await endOf(at, row, row.outcome) : { shown: [], personIds: [] };
  const [organ] = (await at.zelian.named([row.organUnitId])) as [string];
  return {
    ...{ appealId, filedOn, route, phaseZh, organ, way: wayOf(at, row) },
    receipt: row.receipt.receiptRef ?? row.receipt.eventId,
    panel: await at.zelian.named([...panel]),
    steps: await Promise.all(row.steps.map((step) => stepOf(at, step))),
    ...ended,
    ...(silenceAllows !== undefined && { silenceAllows }),
    personIds: [row.appellantId, ...panel, ...personIds].filter((id) => id.startsWith('person-')),
  };
}

function wayOf(at: At, { clause, track: trackId, step: stepId }: AppealRow): string {
  const book = bookOf(at, clause);
  const track = book && appealTrackById(book, trackId);
  const step = track?.steps.find(({ id }) => id === stepId);
  return track && step ? `${track.zh}：${step.zh}` : clause.id;
}

async function stepOf({ zelian }: At, { type, date, documentNo, breaches = [], eventId }: AppealStepRow): Promise<StepOfAppeal> {
  const zh = zelian.parts.history.definitions.get(type)?.zh ?? type;
  const position = (await zelian.log.find(eventId))!.position;
  return { date, zh, breaches, eventId, position, ...(documentNo !== undefined && { documentNo }) };
}

type Outcome = NonNullable<AppealRow['outcome']>;
/** What came of it, whom the outcome names, and what of their part in the matter is shown. */
async function endOf(at: At, row: AppealRow, outcome: Outcome): Promise<Pick<AppealOfRecord, 'outcome' | 'shown' | 'personIds'>> {
  const { earlierRoles, participantIds } = outcome;
  return { outcome: await outcomeOf(at, row, outcome), shown: await shownOf(at, earlierRoles), personIds: [...participantIds, ...earlierRoles.absent] };
}
async function outcomeOf(at: At, { clause }: AppealRow, { result, decidedOn, documentNo, measure, grade, grounds, participantIds }: Outcome): Promise<string> {
  const book = bookOf(at, clause);
  const becomes = measure === undefined ? grade : ((book && measureById(book, measure)?.zh) ?? measure);
  const named = grounds.map((id) => book?.grounds?.items.find((item) => item.id === id)?.zh ?? id);
  const people = await at.zelian.named([...participantIds]);
  return `${decidedOn}${APPEAL_OUTCOME_ZH[result]}${becomes === undefined ? '' : `为${becomes}`}（${documentNo}），理由：${named.join('、')}；参加决定：${people.join('、')}`;
}

async function shownOf({ zelian }: At, { participants, absent }: Outcome['earlierRoles']): Promise<readonly string[]> {
  const earlier = participants.map(async ({ personId, roles }) => {
    const said = [...new Set(roles.map(({ role, dissented }) => `${BAR_ROLE_ZH[role]}${dissented ? '（持不同意见）' : ''}`))];
    return `${(await zelian.named([personId]))[0]}曾在本案${said.join('、')}`;
  });
  const away = absent.length === 0 ? [] : [`原决定机关未参加的成员：${(await zelian.named([...absent])).join('、')}`];
  return [...(await Promise.all(earlier)), ...away];
}
