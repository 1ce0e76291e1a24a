import type { View } from '#kernel';
import type { RelationDeclared, RelationEnded } from '#registry';
import type { RelationRow } from './bars.js';

type Related = Readonly<{ personId: string; relatedPersonId: string }>;
const others = (row: RelationRow | undefined, to: string) => (row?.relations ?? []).filter((relation) => relation.to !== to);
const other = ({ personId, relatedPersonId }: Related, key: string): string => (key === personId ? relatedPersonId : personId);

/** Of whom is a person a declared close relative? Either side's row; what kind of kinship it is stays private. */
export const reviewRelations: View<RelationRow, RelationDeclared | RelationEnded> = {
  name: 'review-relations',
  version: 1,
  zh: '申报的近亲属关系（复查回避用）',
  aboutPersons: true,
  keysOf: ({ data: { personId, relatedPersonId } }) => [personId, relatedPersonId],
  on: {
    RelationDeclared: (row, { data, id }, key) => ({
      personId: key,
      relations: [...others(row, other(data, key)), { to: other(data, key), eventId: id }].sort((a, b) => (a.to < b.to ? -1 : 1)),
    }),
    RelationEnded: (row, { data }, key) => {
      const relations = others(row, other(data, key));
      return relations.length === 0 ? undefined : { personId: key, relations };
    },
  },
};
