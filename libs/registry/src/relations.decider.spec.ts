import type { AnyView } from '#kernel';
import { recorded, specification, type Past } from '../../../test/support/specification.js';
import { declaredRelations } from './declared-relations.view.js';
import { relationsDecider } from './relations.decider.js';

const [QIN, GU, LU] = ['person-qinyue', 'person-gutang', 'person-lulan1'];
const rows = { 'person-directory': Object.fromEntries([QIN, GU, LU].map((personId) => [personId, { personId }])) };
const given = specification(relationsDecider, { rows });
const relation = {
  ...{ relationId: 'relation-1', personId: QIN, relatedPersonId: GU, kinship: { private: '配偶之弟' } },
  ...{ declaredByPersonId: QIN, declaredOn: '2016-03-01', from: '2010-05-01' },
};
const declared = { type: 'RelationDeclared', data: relation } as const;
const declare = (change: object = {}) => ({ type: 'DeclareRelation' as const, data: { ...relation, ...change } });
const end = (change: object = {}) => ({
  type: 'EndRelation' as const,
  data: { relationId: 'relation-1', personId: QIN, to: '2015-01-01', reason: { private: '离异' }, ...change },
});

describe('a relation', () => {
  it('is told, with who told of it', () =>
    given()
      .when(declare())
      .then({ ...declared, validAt: { from: '2010-05-01' } }));
  it('may have an end already', () =>
    given()
      .when(declare({ to: '2014-01-01' }))
      .then({ type: 'RelationDeclared', data: { ...relation, to: '2014-01-01' }, validAt: { from: '2010-05-01', to: '2014-01-01' } }));
  it.each([
    ['somebody unknown', { relatedPersonId: 'person-nobody' }, 'person.unknown'],
    ['a teller unknown', { declaredByPersonId: 'person-nobody' }, 'person.unknown'],
    ['oneself', { relatedPersonId: QIN }, 'relation.to-oneself'],
    ['an end before the beginning', { to: '2009-01-01' }, 'date.backwards'],
    ['no date', { declaredOn: '2016-02-30' }, 'date.invalid'],
    ['being told tomorrow', { declaredOn: '2016-12-08' }, 'relation.declared-in-future'],
    ['nothing said', { kinship: { private: ' ' } }, 'text.blank'],
  ])('is refused for %s', (_, change, code) => given().when(declare(change)).thenRejected(code));
  it('is not told twice for the same time', () =>
    given(declared)
      .when(declare({ relationId: 'relation-2' }))
      .thenRejected('relation.already-declared'));
  it('keeps its id', () =>
    given(declared)
      .when(declare({ relatedPersonId: LU }))
      .thenRejected('relation.already-recorded'));
  it('ends', () =>
    given(declared)
      .when(end())
      .then({
        type: 'RelationEnded',
        data: { relationId: 'relation-1', personId: QIN, relatedPersonId: GU, from: '2010-05-01', to: '2015-01-01', reason: { private: '离异' } },
        validAt: { from: '2010-05-01', to: '2015-01-01' },
      }));
  it('that nobody told of does not end', () => given().when(end()).thenRejected('relation.unknown'));
  it('that ended does not end later', () =>
    given({ ...declared, data: { ...relation, to: '2014-01-01' } })
      .when(end())
      .thenRejected('relation.already-ended'));
  it('does not end before it began, nor without a reason', () => {
    given(declared)
      .when(end({ to: '2010-05-01' }))
      .thenRejected('date.backwards');
    given(declared)
      .when(end({ reason: { private: '' } }))
      .thenRejected('text.blank');
  });
  it('comes to be told again once it ended', () =>
    given(declared, { type: 'RelationEnded', data: { ...relation, to: '2015-01-01' } })
      .when(declare({ relationId: 'relation-2', from: '2016-01-01' }))
      .thenData({ type: 'RelationDeclared', data: { ...relation, relationId: 'relation-2', from: '2016-01-01' } }));
});

function rowsAfter(...events: readonly Past[]): Readonly<Record<string, any>> {
  const view: AnyView = declaredRelations;
  const found: Record<string, unknown> = {};
  events.map(recorded).forEach((event) => view.keysOf(event).forEach((key) => (found[key] = view.on[event.type]!(found[key], event, key))));
  return found;
}

describe('declared-relations', () => {
  const kinship = { commitment: 'ab'.repeat(32) };
  const told: Past = { type: 'RelationDeclared', data: { ...relation, kinship } };
  const over: Past = { type: 'RelationEnded', data: { ...relation, to: '2015-01-01', reason: kinship } };
  it('shows a relation to both, with the event that says it', () => {
    const rowsNow = rowsAfter(told);
    expect(rowsNow[QIN]).toMatchObject({ personId: QIN, relations: [{ relatedPersonId: GU, from: '2010-05-01', eventId: 'e0', kinship }] });
    expect(rowsNow[GU]).toMatchObject({ personId: GU, relations: [{ relatedPersonId: QIN, from: '2010-05-01', eventId: 'e0' }] });
  });
  it('shows when it ended, and only what held on a date', () => {
    const row = rowsAfter(told, over)[GU];
    expect(row.relations).toMatchObject([{ from: '2010-05-01', to: '2015-01-01', eventId: 'e1' }]);
    expect([declaredRelations.validOn!(row, '2014-12-31')?.relations.length, declaredRelations.validOn!(row, '2015-01-01')]).toEqual([1, undefined]);
  });
});
