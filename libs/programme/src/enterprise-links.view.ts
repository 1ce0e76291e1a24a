import { holdsOn, type ValidTime, type View } from '#kernel';
import type { EnterpriseEvent } from './enterprises.events.js';

type Link = ValidTime & Readonly<{ householdId: string; villageId: string; year: number; modes: readonly string[]; persons?: number }>;
/** `households`: different ones, carried now or on the date asked for; `persons` null while they are not known of all. */
export type EnterpriseLinksRow = Readonly<{
  enterpriseId: string;
  name: string;
  kind: string;
  households: number;
  persons: number | null;
  links: readonly Link[];
}>;
/** What decisions about shares read. */
export type EnterpriseRow = EnterpriseLinksRow;

function counted(row: Pick<EnterpriseLinksRow, 'enterpriseId' | 'name' | 'kind'>, links: readonly Link[], stands: (link: Link) => boolean): EnterpriseLinksRow {
  const { enterpriseId, name, kind } = row;
  const standing = links.filter(stands);
  const persons = standing.flatMap((link) => link.persons ?? []);
  return {
    enterpriseId,
    name,
    kind,
    households: new Set(standing.map(({ householdId }) => householdId)).size,
    persons: persons.length === standing.length ? persons.reduce((sum, one) => sum + one, 0) : null,
    links,
  };
}
const open = ({ to }: Link): boolean => to === undefined;

/** Which households does an enterprise carry, by which modes? */
export const enterpriseLinks: View<EnterpriseLinksRow, EnterpriseEvent> = {
  name: 'enterprise-links',
  version: 1,
  zh: '经营主体带动情况',
  aboutPersons: true,
  keysOf: ({ data }) => [data.enterpriseId],
  on: {
    EnterpriseRegistered: (_, { data }) => counted(data, [], open),
    EnterpriseLinked: (row, { data: { householdId, villageId, year, modes, persons, from } }) =>
      row && counted(row, [...row.links, { householdId, villageId, year, modes: [...modes], ...(persons !== undefined && { persons }), from }], open),
    EnterpriseLinkEnded: (row, { data }) => {
      const ends = (link: Link) => open(link) && link.householdId === data.householdId && link.year === data.year;
      return (
        row &&
        counted(
          row,
          row.links.map((link) => (ends(link) ? { ...link, to: data.to } : link)),
          open,
        )
      );
    },
  },
  validOn: (row, date) => {
    const links = row.links.filter((link) => holdsOn(link, date));
    return counted(row, links, () => true);
  },
};
