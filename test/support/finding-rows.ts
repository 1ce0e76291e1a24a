import type { FindingLogged } from '#inspection';
import type { Rows } from './specification.js';

/** A round with two groups, as the decisions about findings and draws know it. Invented. */
export const TOWN = 'unit-qinglan01';
export const VILLAGE = 'village-yunwu01';
export const SIGNERS = ['person-insp0001', 'person-insp0002'] as const;
export const HEAD = { personId: 'person-head0001', postId: 'post-head0001' } as const;

const round = (roundId: string, opened: string | null, closed: string | null = null) => ({
  [roundId]: {
    ...{ roundId, year: 2016, villageIds: [VILLAGE, 'village-shiban01'], checklistId: 'checklist-three', checklistVersion: 2 },
    ...{ opened: opened === null ? null : { date: opened }, closed: closed === null ? null : { date: closed } },
  },
});
const members = [...SIGNERS, 'person-gone0001'].map((personId) => ({ personId, from: '2016-10-01', ...(personId.includes('gone') && { to: '2016-11-15' }) }));
const charge = (villageId: string, to?: string, roundId = 'round-1') => ({ roundId, villageId, from: '2016-10-01', ...(to !== undefined && { to }) });

export const fieldRows: Rows = {
  'inspection-rounds': { ...round('round-1', '2016-11-01'), ...round('round-0', null), ...round('round-past', '2016-10-01', '2016-11-10') },
  'inspection-groups': {
    'round-1/group-1': { roundId: 'round-1', groupId: 'group-1', members, villages: [charge(VILLAGE), charge('village-shiban01', '2016-11-15')] },
    'round-past/group-past': { roundId: 'round-past', groupId: 'group-past', members, villages: [charge(VILLAGE, undefined, 'round-past')] },
  },
  checklists: { 'checklist-three': { versions: [{ version: 2, document: { items: [{ id: 'roads' }, { id: 'water' }] } }] } },
  'round-subjects': {
    [TOWN]: { id: TOWN, kind: 'unit' },
    [VILLAGE]: { id: VILLAGE, kind: 'village' },
    'village-shiban01': { id: 'village-shiban01', kind: 'village' },
    'person-witness1': { id: 'person-witness1', kind: 'person' },
  },
  'round-households': { [VILLAGE]: { villageId: VILLAGE, years: { 2016: ['household-1', 'household-2'] } } },
  'finding-exits': { [`${VILLAGE}:2016`]: { villageId: VILLAGE, year: 2016, determined: 'exited' } },
  'round-posts': {
    [HEAD.postId]: {
      postId: HEAD.postId,
      unitId: TOWN,
      tenures: [
        { tenureId: 'tenure-1', personId: HEAD.personId, from: '2016-01-01' },
        { tenureId: 'tenure-2', personId: SIGNERS[0], from: '2016-01-01' },
        { tenureId: 'tenure-3', personId: 'person-before01', from: '2015-01-01', to: '2016-11-01' },
      ],
    },
    'post-other001': { postId: 'post-other001', unitId: 'unit-other0001', tenures: [{ tenureId: 'tenure-4', personId: HEAD.personId, from: '2016-01-01' }] },
  },
};

const digest = (digit: string): string => digit.repeat(64);
export const file = (digit: string) => ({ sha256: digest(digit), sizeBytes: 2_048, mediaType: 'image/jpeg' });
export const piece = (evidenceId: string, digit = 'a') => ({ evidenceId, zh: '现场照片', file: file(digit) });

/** A fact that can be logged as it stands. */
export const found: FindingLogged['data'] = {
  findingId: 'finding-f07',
  roundId: 'round-1',
  groupId: 'group-1',
  unitId: TOWN,
  villageId: VILLAGE,
  year: 2016,
  checklistId: 'checklist-three',
  checklistVersion: 2,
  itemId: 'roads',
  foundOn: '2016-11-20',
  statement: { private: '通组路未硬化' },
  evidence: [piece('evidence-1')],
  loggedByPersonIds: [...SIGNERS],
};
