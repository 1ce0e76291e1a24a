import type { FindingLogged } from '#inspection';
import type { Rows } from './specification.js';

/** A round with two groups, as the decisions about findings and draws know it. Invented. */
export const TOWN = 'unit-qinglan01';
export const VILLAGE = 'village-yunwu01';
export const SIGNERS = ['person-insp0001', 'person-insp0002'] as const;
export const HEAD = { personId: 'person-head0001', postId: 'post-head0001' } as const;

export const fieldRows: Rows = {
  'finding-rounds': {
    'round-1': {
      ...{ roundId: 'round-1', year: 2016, villageIds: [VILLAGE, 'village-shiban01'], checklistId: 'checklist-three', checklistVersion: 2 },
      ...{ openedOn: '2016-11-01', closedOn: null },
    },
    'round-0': {
      ...{ roundId: 'round-0', year: 2016, villageIds: [VILLAGE], checklistId: 'checklist-three', checklistVersion: 2 },
      ...{ openedOn: null, closedOn: null },
    },
    'round-past': {
      ...{ roundId: 'round-past', year: 2016, villageIds: [VILLAGE], checklistId: 'checklist-three', checklistVersion: 2 },
      ...{ openedOn: '2016-10-01', closedOn: '2016-11-10' },
    },
  },
  'finding-groups': {
    'group-1': {
      groupId: 'group-1',
      roundId: 'round-1',
      persons: [...SIGNERS.map((id) => ({ id })), { id: 'person-gone0001', to: '2016-11-15' }],
      villages: [{ id: VILLAGE }, { id: 'village-shiban01', to: '2016-11-15' }],
    },
    'group-past': { groupId: 'group-past', roundId: 'round-past', persons: SIGNERS.map((id) => ({ id })), villages: [{ id: VILLAGE }] },
  },
  'finding-checklists': { 'checklist-three:2': { checklistId: 'checklist-three', checklistVersion: 2, itemIds: ['roads', 'water'] } },
  'finding-subjects': {
    [TOWN]: { id: TOWN, unitKind: 'town' },
    [VILLAGE]: { id: VILLAGE },
    'village-shiban01': { id: 'village-shiban01' },
    'person-witness1': { id: 'person-witness1' },
  },
  'finding-households': { [`${VILLAGE}:2016`]: { villageId: VILLAGE, year: 2016, householdIds: ['household-1', 'household-2'] } },
  'finding-exits': { [`${VILLAGE}:2016`]: { villageId: VILLAGE, year: 2016, determined: 'exited' } },
  'finding-answerers': {
    [HEAD.postId]: {
      postId: HEAD.postId,
      unitId: TOWN,
      holders: [
        { tenureId: 'tenure-1', personId: HEAD.personId, from: '2016-01-01' },
        { tenureId: 'tenure-2', personId: SIGNERS[0], from: '2016-01-01' },
        { tenureId: 'tenure-3', personId: 'person-before01', from: '2015-01-01', to: '2016-11-01' },
      ],
    },
    'post-other001': { postId: 'post-other001', unitId: 'unit-other0001', holders: [{ tenureId: 'tenure-4', personId: HEAD.personId, from: '2016-01-01' }] },
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
