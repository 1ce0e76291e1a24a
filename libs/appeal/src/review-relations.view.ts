import { byCodePoint, type Recorded, type View } from '#kernel';
import type { RelationDeclared, RelationEnded } from '#registry';
import type { DeclaredRelation, RelationRow } from './bars.js';

const keyOf = ({ to, relationId, eventId }: DeclaredRelation): string => `${to} ${relationId} ${eventId}`;

function declared(row: RelationRow | undefined, { id, data }: Recorded<RelationDeclared>, personId: string): RelationRow {
  const { relationId, from, to: until, relatedPersonId } = data;
  const to = personId === data.personId ? relatedPersonId : data.personId;
  const relation = { relationId, to, eventId: id, from, ...(until !== undefined && { until }) };
  return { personId, relations: [...(row?.relations ?? []), relation].sort((a, b) => byCodePoint(keyOf(a), keyOf(b))) };
}

/** Of whom is or was a person a declared close relative, and when? Either side's row; what kind of kinship it is stays private. */
export const reviewRelations: View<RelationRow, RelationDeclared | RelationEnded> = {
  name: 'review-relations',
  version: 2,
  zh: '申报的近亲属关系（复查回避用）',
  aboutPersons: true,
  keysOf: ({ data: { personId, relatedPersonId } }) => [personId, relatedPersonId],
  on: {
    RelationDeclared: declared,
    // What held while the case was handled bars also when it is over.
    RelationEnded: (row, { data: { personId, relatedPersonId, relationId, to: until } }, key) => {
      const other = key === personId ? relatedPersonId : personId;
      return row && { ...row, relations: row.relations.map((one) => (one.relationId === relationId && one.to === other ? { ...one, until } : one)) };
    },
  },
};
