import type { Event, Recorded } from '#kernel';
import type { BookInForce, Measure, ProcedureClause, RuleBook } from '#rulebook';
import type { MetMeasure } from '../../libs/accountability/src/met-measures.view.js';
import type { DutyRow, PersonRow, PostRow, TenureSpan, UnitRow, VillageRow } from '../../libs/accountability/src/responsibility.views.js';

/** An invented county for the specs of accountability: one town with a village, one department paired with it, and the organs of a case. */
const tenure = (personId: string, from: string, to?: string): TenureSpan => ({
  tenureId: `tenure-${personId}`,
  personId,
  from,
  ...(to !== undefined && { to }),
});
const post = (postId: string, [unitId, role]: readonly [string, string], tenures: readonly TenureSpan[], more: Partial<PostRow> = {}): PostRow => ({
  postId,
  unitId,
  role,
  title: role,
  appointedBy: 'commission',
  managedByUnitId: 'unit-cpc1',
  tenures,
  ...more,
});

export const QIN = 'person-qin1';
export const GU = 'person-guta';
export const HE = 'person-hemu';
export const LU = 'person-lu01';
export const posts: Readonly<Record<string, PostRow>> = Object.fromEntries(
  [
    post('post-sec1', ['unit-town1', 'party-secretary'], [tenure(QIN, '2014-03-01', '2016-10-10'), tenure(GU, '2016-10-10')]),
    post('post-head', ['unit-town1', 'town-head'], [tenure(HE, '2015-01-01')], { appointedBy: 'election' }),
    post('post-vice', ['unit-town1', 'deputy-head'], [tenure('person-vic1', '2015-01-01')]),
    post('post-dept', ['unit-dept1', 'department-head'], [tenure(LU, '2015-01-01')]),
    post('post-jw01', ['unit-jiwei', 'discipline-secretary'], [tenure('person-jw01', '2010-01-01')]),
    post('post-jw02', ['unit-jiwei', 'clerk'], [tenure('person-jw02', '2010-01-01')]),
    post('post-zz01', ['unit-zuzhi', 'organization-head'], [tenure('person-zz01', '2010-01-01')]),
    post('post-cp01', ['unit-cpc1', 'party-secretary'], [tenure('person-cp01', '2010-01-01')]),
    post('post-cp02', ['unit-cpc1', 'deputy-secretary'], [tenure('person-cp02', '2010-01-01')]),
    post('post-cp03', ['unit-cpc1', 'standing-member'], [tenure('person-cp03', '2010-01-01')]),
    post('post-city', ['unit-town1', 'chief-engineer'], [tenure('person-eng1', '2015-01-01')], { managedByUnitId: 'unit-city' }),
  ].map((row) => [row.postId, row]),
);
const unit = (
  unitId: string,
  name: string,
  competences: UnitRow['competences'] = [],
  parentUnitId: string | undefined = 'unit-coun',
): readonly [string, UnitRow] => [unitId, { unitId, name, ...(parentUnitId !== undefined && { parentUnitId }), competences }];
export const units: Readonly<Record<string, UnitRow>> = Object.fromEntries([
  unit('unit-cpc1', '示例县委', ['party-committee']),
  unit('unit-jiwei', '示例县纪委', ['discipline']),
  unit('unit-zuzhi', '示例县委组织部', ['organization']),
  unit('unit-renda', '示例县人大', ['congress']),
  unit('unit-town1', '松坪镇'),
  unit('unit-dept1', '示例县水利局'),
  ['unit-city', { unitId: 'unit-city', name: '示例市委', competences: ['party-committee'] }] as const,
]);
const person = (personId: string, partyMember = true): readonly [string, PersonRow] => [
  personId,
  { personId, partyMember, staffStatus: 'civil-servant', changes: [] },
];
export const persons: Readonly<Record<string, PersonRow>> = Object.fromEntries([person(QIN), person(GU), person(HE), person(LU), person('person-eng1', false)]);
export const villages: Readonly<Record<string, VillageRow>> = { 'village-vil1': { villageId: 'village-vil1', townUnitId: 'unit-town1' } };
const duty = (row: Partial<DutyRow> & Pick<DutyRow, 'dutyId' | 'kind'>): readonly [string, DutyRow] => [
  row.dutyId,
  { targetId: 'village-vil1', year: 2016, from: '2016-01-01', ...row },
];
export const duties: Readonly<Record<string, DutyRow>> = Object.fromEntries([
  duty({ dutyId: 'duty-pair', kind: 'paired-department', unitId: 'unit-dept1', from: '2016-03-01' }),
  duty({ dutyId: 'duty-stat', kind: 'stationed', personId: 'person-vic1', postId: 'post-vice', to: '2016-07-01' }),
  duty({ dutyId: 'duty-agri', kind: 'agri-technician', personId: 'person-agr1' }),
]);
/** Rows by view, as `needs` would load them. */
export const rows = {
  'responsibility-posts': posts,
  'responsibility-units': units,
  'responsibility-persons': persons,
  'responsibility-villages': villages,
  'responsibility-duties': duties,
};

const always = { from: '2009-07-12' };
const form = (more: Partial<Measure['forms'][number]> = {}): Measure['forms'][number] => ({
  source: 'RULES-2009',
  article: '7',
  effective: always,
  appliesTo: {},
  organs: ['party-committee'],
  verifiedBy: 'unverified',
  ...more,
});
const measure = (id: string, zh: string, forms: Measure['forms'], heavierThan: readonly string[] = []): Measure => ({
  id,
  zh,
  of: 'person',
  forms,
  heavierThan,
});
const step = (id: string, name: string, from = '2009-07-12'): ProcedureClause => ({
  id,
  step: name,
  zh: name,
  gist: name,
  source: 'RULES-2009',
  article: '14',
  effective: { from },
  verifiedBy: 'unverified',
});

/** A small invented book: its clause ids appear in no code, so what a refusal or breach names can only have come from here. */
export function inventedBook(steps: Readonly<Record<string, string>>): RuleBook {
  return {
    id: 'invented',
    version: 1,
    title: '示例规则',
    effective: { from: '2016-01-01' },
    sources: [],
    facts: [],
    grades: { maxHundredths: 10000, levels: [] },
    terms: [],
    clauses: [],
    documents: [],
    measures: [
      measure('RemovalFromPost', '免职', [form(), form({ source: 'REG-2016', appliesTo: { partyMember: true } })], ['Admonition']),
      measure('Admonition', '诫勉', [form({ source: 'REG-2016', appliesTo: { partyMember: true }, organs: ['party-committee', 'discipline'] })]),
      measure('Demotion', '降职', [form({ source: 'LATER', effective: { from: '2019-09-01' } })], ['RemovalFromPost']),
    ],
    procedure: Object.entries(steps).map(([id, name]) => step(id, name)),
    deadlines: [
      {
        id: 'T1',
        kind: 'formalities',
        zh: '一个月',
        limit: { months: 1 },
        counts: 'from the decision',
        source: 'REG-2016',
        article: '9',
        effective: always,
        verifiedBy: 'unverified',
      },
      {
        id: 'T2',
        kind: 'effect-period',
        zh: '一年',
        limit: { months: 12 },
        counts: 'from the decision',
        measures: ['RemovalFromPost'],
        source: 'RULES-2009',
        article: '10',
        effective: always,
        verifiedBy: 'unverified',
      },
    ],
    competences: [],
    chain: [],
  };
}
export const inForce = (book: RuleBook): BookInForce => ({ book, interpretations: [] });

/** A met clause about the village's missed exit. */
export const missedExit: MetMeasure = {
  clauseId: 'X-1',
  target: 'village-vil1',
  targetKind: 'village',
  year: 2016,
  measure: 'RemovalFromPost',
  targetAt: 'period',
  since: '2017-01-20',
  posts: { of: 'town-of-village', roles: ['party-secretary', 'town-head'] },
  basis: { bookId: 'invented', bookVersion: 1, clauseId: 'X-1', clauseHash: 'ab'.repeat(32), events: ['e7'] },
};

/** An event as a view or policy meets it. */
export function happened<E extends Event>(event: E & Partial<Omit<Recorded, 'type' | 'data'>>, position = 0): Recorded<E> {
  return {
    id: `e${position}`,
    stream: 's',
    revision: position,
    version: 1,
    recordedAt: '2017-03-01T00:00:00.000Z',
    validAt: { from: '2017-03-01' },
    actor: { personId: 'person-jw01', postId: 'post-jw01' },
    origin: 'person',
    subjects: [],
    commandId: `c${position}`,
    correlationId: `c${position}`,
    position,
    ...event,
  } as unknown as Recorded<E>;
}
