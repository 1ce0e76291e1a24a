import type { Event, View } from '#kernel';
import type { RelationRow } from './bars.js';

/** Declared kinship as the registry records it; the names stand here only. What kind of kinship it is stays private. */
type Related = Readonly<{ personId: string; relatedPersonId: string }>;
export type RelationDeclared = Event<'RelationDeclared', Related>;
export type RelationEnded = Event<'RelationEnded', Related>;
const RELATION_EVENTS = ['RelationDeclared', 'RelationEnded'] as const;

const others = (row: RelationRow | undefined, to: string) => (row?.relations ?? []).filter((relation) => relation.to !== to);
const other = ({ personId, relatedPersonId }: Related, key: string): string => (key === personId ? relatedPersonId : personId);

/** Of whom is a person a declared close relative? Either side's row. A registry that records no relations has none here. */
export function declaredRelations(defined: Readonly<Record<string, unknown>>): View<RelationRow, RelationDeclared | RelationEnded> {
  const on: View<RelationRow, RelationDeclared | RelationEnded>['on'] = {
    RelationDeclared: (row, { data, id }, key) => ({
      personId: key,
      relations: [...others(row, other(data, key)), { to: other(data, key), eventId: id }].sort((a, b) => (a.to < b.to ? -1 : 1)),
    }),
    RelationEnded: (row, { data }, key) => {
      const relations = others(row, other(data, key));
      return relations.length === 0 ? undefined : { personId: key, relations };
    },
  };
  const known = RELATION_EVENTS.filter((type) => Object.hasOwn(defined, type));
  return {
    name: RELATIONS,
    version: 1,
    zh: '申报的近亲属关系（复查回避用）',
    aboutPersons: true,
    keysOf: ({ data: { personId, relatedPersonId } }) => [personId, relatedPersonId],
    // Only what some manifest defines can be listened to.
    on: Object.fromEntries(known.map((type) => [type, on[type]])) as typeof on,
  };
}
/** The view's name, for who asks for its rows. */
export const RELATIONS = 'declared-relations';
