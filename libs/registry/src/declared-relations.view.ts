import { holdsOn, type Recorded, type View } from '#kernel';
import { byFrom, intervalOf } from './intervals.js';
import type { RelationDeclared, RelationEnded } from './registry.events.js';
import type { DeclaredRelation, DeclaredRelationsRow } from './rows.js';

const inOrder = byFrom<DeclaredRelation>(({ relationId }) => relationId);
const other = ({ personId, relatedPersonId }: Readonly<{ personId: string; relatedPersonId: string }>, key: string): string =>
  key === personId ? relatedPersonId : personId;

function declared(row: DeclaredRelationsRow | undefined, { id, data }: Recorded<RelationDeclared>, key: string): DeclaredRelationsRow {
  const { relationId, kinship, declaredByPersonId, declaredOn } = data;
  const relation = { relationId, relatedPersonId: other(data, key), kinship, declaredByPersonId, declaredOn, ...intervalOf(data), eventId: id };
  return { personId: key, relations: [...(row?.relations ?? []), relation].sort(inOrder) };
}

function ended(row: DeclaredRelationsRow | undefined, { id, data }: Recorded<RelationEnded>, key: string): DeclaredRelationsRow | undefined {
  // A relation id is unique within the stream of its first person only.
  const isMeant = (one: DeclaredRelation) => one.relationId === data.relationId && one.relatedPersonId === other(data, key);
  return row && { ...row, relations: row.relations.map((one) => (isMeant(one) ? { ...one, to: data.to, eventId: id } : one)) };
}

/** To whom has a person been declared related, since when and until when? For case owners, and for the person. */
export const declaredRelations: View<DeclaredRelationsRow, RelationDeclared | RelationEnded> = {
  name: 'declared-relations',
  version: 1,
  zh: '申报的亲属关系（仅限案件承办机关及本人）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId, data.relatedPersonId],
  on: { RelationDeclared: declared, RelationEnded: ended },
  validOn: (row, date) => {
    const relations = row.relations.filter((one) => holdsOn(one, date));
    return relations.length === 0 ? undefined : { ...row, relations };
  },
};
