import type { Private } from '#kernel';
import type { BookInForce, RuleBook } from '#rulebook';
import pingli from '../../libs/rulebook/books/pingli-2016.json';
import { rectificationDecider } from '../../libs/rectification/src/rectification.decider.js';
import type { Item, RectificationEvidence, Step } from '../../libs/rectification/src/rectification.events.js';
import { specification, type Past, type Rows } from './specification.js';

/** The book shipped, as decided by. */
export const BOOK = pingli as unknown as RuleBook;
export const inForce = (book: RuleBook = BOOK): BookInForce => ({ book, interpretations: [] });

/** An invented town that has to rectify what an invented group found; everybody is of one unit, save who is lent. */
export const WHO = {
  mayor: 'person-mayor1',
  builder: 'person-builder1',
  lead: 'person-lead1',
  member: 'person-member1',
  clerk: 'person-clerk1',
  lent: 'person-lent1',
  farmer: 'person-farmer1',
} as const;
export const UNIT = { town: 'unit-town1', office: 'unit-office1', bureau: 'unit-bureau1', works: 'unit-works1' } as const;
export const VILLAGE = 'village-one1';
const post = (postId: string, unitId: string, personId: string) => ({ postId, unitId, tenures: [{ tenureId: `t-${postId}`, personId, from: '2016-01-01' }] });
const person = (personId: string, secondments: readonly object[] = []) => ({ personId, secondments });
const finding = (findingId: string, change: object = {}) => ({
  ...{ findingId, unitId: UNIT.town, villageId: VILLAGE, year: 2016, roundId: 'round-1', groupId: 'group-1', foundOn: '2016-11-01' },
  ...{ inspectorPersonIds: [WHO.lead, WHO.member], fixedOnTheSpot: false, fell: null, orders: [], pendingAssignment: true },
  ...change,
});

export const ROWS: Rows = {
  'rectification-posts': {
    'post-mayor1': post('post-mayor1', UNIT.town, WHO.mayor),
    'post-builder1': post('post-builder1', UNIT.works, WHO.builder),
    'post-lead1': post('post-lead1', UNIT.bureau, WHO.lead),
    'post-clerk1': post('post-clerk1', UNIT.office, WHO.clerk),
  },
  'rectification-persons': {
    ...Object.fromEntries(Object.values(WHO).map((personId) => [personId, person(personId)])),
    [WHO.lent]: person(WHO.lent, [{ secondmentId: 's1', hostUnitId: UNIT.town, from: '2016-01-01' }]),
  },
  'rectification-units': {
    [UNIT.town]: { unitId: UNIT.town, competences: [] },
    [UNIT.office]: { unitId: UNIT.office, competences: ['command-office'] },
    [UNIT.bureau]: { unitId: UNIT.bureau, competences: [] },
  },
  'rectifiable-findings': {
    'finding-1': finding('finding-1'),
    'finding-withdrawn': finding('finding-withdrawn', { fell: 'finding-withdrawn' }),
    'finding-duplicate': finding('finding-duplicate', { fell: 'finding-duplicate' }),
    'finding-fixed': finding('finding-fixed', { fixedOnTheSpot: true }),
    'finding-ordered': finding('finding-ordered', { orders: [{ rectificationId: 'rectification-0', unitId: UNIT.town, cancelled: false }] }),
  },
  'rectification-orders': {
    'rectification-0': order('rectification-0', { recurredOn: '2016-12-01' }),
    'rectification-held': order('rectification-held', {}),
    'rectification-followed': order('rectification-followed', { recurredOn: '2016-12-01', successorId: 'rectification-9' }),
  },
};
function order(rectificationId: string, change: object) {
  const chain = { rectificationId, chainId: 'rectification-00', findingId: 'finding-ordered', unitId: UNIT.town };
  return { ...chain, predecessorId: null, successorId: null, recurredOn: null, ...change };
}

export const NOW = '2016-12-07T01:00:00.000Z';
export const DUE = '2016-12-20T10:00:00.000Z';
export const secret = (text = '饮水未通'): Private => ({ private: text });
export const evidence = (...ids: readonly string[]): readonly RectificationEvidence[] =>
  ids.map((id) => ({ evidenceId: `evidence-${id}`, zh: '照片', file: { sha256: 'a'.repeat(64), sizeBytes: 1000, mediaType: 'image/jpeg' } }));

export const place: Omit<Item, 'dueAt'> = {
  rectificationId: 'rectification-1',
  chainId: 'rectification-1',
  findingId: 'finding-1',
  unitId: UNIT.town,
  villageId: VILLAGE,
  year: 2016,
  roundId: 'round-1',
  groupId: 'group-1',
};
export const item: Item = { ...place, dueAt: DUE };
export const inspectorPersonIds = [WHO.lead, WHO.member];
const paper = { paperId: 'supervision-letter', zh: '督办', documentZh: '督办函' };
export const STEPS: readonly Step[] = [
  { stepId: 'remind', zh: '提醒', at: '2016-12-17T10:00:00.000Z', does: 'remind' },
  { stepId: 'letter', zh: '拟督办函', at: '2016-12-23T10:00:00.000Z', does: 'draft', paper },
  {
    stepId: 'listing',
    zh: '拟挂牌',
    at: '2017-01-19T10:00:00.000Z',
    does: 'draft',
    paper: { paperId: 'listing', zh: '挂牌督办', documentZh: '通知', lists: true },
  },
];

type Kind = 'assigned' | 'acknowledged' | 'reported' | 'started' | 'returned' | 'closed' | 'asked' | 'extended' | 'overdue' | 'drafted' | 'lookedBack' | 'lost';
/** Past events of the one item, each as it most often is. */
export const was = (kind: Kind, change: object = {}): Past => {
  const { type, data } = PAST[kind];
  return { type, data: { ...data, ...change } };
};
const established = { dueAt: DUE, calendarKnown: true, steps: STEPS };
const act = { ...item, date: '2016-12-05' };
const PAST: Readonly<Record<Kind, Past & { data: object }>> = {
  assigned: {
    type: 'RectificationAssigned',
    data: { ...place, date: '2016-12-01', requirement: secret(), documentNo: '示例〔2016〕1号', established: { ...established, inspectorPersonIds } },
  },
  acknowledged: { type: 'RectificationAcknowledged', data: { ...item, personId: WHO.mayor, postId: 'post-mayor1', date: '2016-12-02' } },
  reported: {
    type: 'RectificationReported',
    data: {
      ...{ ...item, reportedByPersonId: WHO.mayor, fixedByPersonIds: [WHO.builder, WHO.farmer], evidence: evidence('1') },
      ...{ reportedAt: '2016-12-05T02:00:00.000Z', established: { late: false, inspectorPersonIds, recordedByPersonId: WHO.lent } },
    },
  },
  started: { type: 'RectificationVerificationStarted', data: { ...act, verifierPersonIds: [WHO.lead], established: { inspectorPersonIds } } },
  returned: {
    type: 'RectificationReturned',
    data: { ...act, returnedByPersonIds: [WHO.lead], reason: secret(), established: { ...established, inspectorPersonIds } },
  },
  closed: {
    type: 'RectificationClosed',
    data: {
      ...{ ...act, verifiedByPersonIds: [WHO.lead, WHO.member], evidence: evidence('2') },
      established: { inspectorPersonIds, recordedByPersonId: WHO.clerk, lookBackUntil: '2017-03-05' },
    },
  },
  asked: { type: 'RectificationExtensionRequested', data: { ...act, personId: WHO.mayor, newDueAt: '2016-12-30T10:00:00.000Z', reason: secret() } },
  extended: {
    type: 'RectificationExtensionGranted',
    data: { ...act, newDueAt: '2016-12-30T10:00:00.000Z', reason: secret(), documentNo: '2号', established: { dueAt: '2016-12-30T10:00:00.000Z', steps: [] } },
  },
  overdue: { type: 'RectificationOverdue', data: item },
  drafted: { type: 'SupervisionDrafted', data: { ...item, stepId: 'letter', at: '2016-12-23T10:00:00.000Z', zh: '拟督办函', paper } },
  lookedBack: {
    type: 'RectificationLookedBack',
    data: {
      ...{ ...item, result: 'recurred', lookedByPersonIds: [WHO.member], evidence: evidence('3'), date: '2016-12-06' },
      established: { closedByPersonIds: [WHO.lead, WHO.member], closedOn: '2016-12-05' },
    },
  },
  lost: { type: 'RectificationGroundLost', data: { ...item, ground: 'finding-withdrawn' } },
};

export const given = specification(rectificationDecider, { rows: ROWS, actor: { personId: WHO.clerk }, recordedAt: NOW, book: inForce() });
