import type { CalendarDate } from '#kernel';
import type { RuleBook } from '#rulebook';
import type { Against } from './against.js';
import { placesIn } from './appeal.guards.js';
import { statusOn, type AppellantRow, type OrganPostRow, type OrganRow } from './organ.views.js';
import type { PathQuestion } from './paths.js';
import type { RemedyRow } from './remedies.view.js';

/** Rows from which a question about ways of appeal is put together. */
export type PathRows = Readonly<{
  posts: ReadonlyMap<string, OrganPostRow>;
  organs: ReadonlyMap<string, OrganRow>;
  remedy: RemedyRow & Readonly<{ decision: NonNullable<RemedyRow['decision']> }>;
  person?: AppellantRow;
}>;

/** What `openPaths` asks, from the rows of this context. `servedOn`: proof that the ledger does not hold itself. */
export function pathQuestion(
  rows: PathRows,
  { date, book, servedOn }: Readonly<{ date: CalendarDate; book: RuleBook; servedOn?: CalendarDate }>,
): PathQuestion {
  const { remedy, organs } = rows;
  const { decidedOn, measure } = remedy.decision;
  const unitId = decidingUnit(rows);
  const served = servedOn ?? remedy.served?.on;
  const status = statusOf(remedy.against, rows, { date: decidedOn, book });
  return {
    date,
    placesOf: placesIn(organs, unitId),
    decision: {
      against: remedy.against,
      decidedOn,
      ...(measure !== undefined && { measure }),
      ...(served !== undefined && { servedOn: served }),
      organ: organOf(unitId, organs),
      ...(status && { status }),
      taken: remedy.appeals.filter(({ ofEarlier }) => !ofEarlier),
    },
  };
}

/** Stated by the decision, or that of the post in which somebody confirmed it. */
function decidingUnit({ posts, remedy: { decision } }: PathRows): string | undefined {
  if (decision.organUnitId !== undefined || decision.actorPostId === undefined) return decision.organUnitId;
  return posts.get(decision.actorPostId)?.unitId;
}
const organOf = (unitId: string | undefined, organs: PathRows['organs']): PathQuestion['decision']['organ'] =>
  unitId === undefined ? { competences: [] } : { unitId, competences: organs.get(unitId)?.competences ?? [] };

/** Status on the day of the decision; 领导成员 by the role of the post. */
function statusOf(
  against: Against,
  { posts, person }: PathRows,
  { date, book }: Readonly<{ date: CalendarDate; book: RuleBook }>,
): PathQuestion['decision']['status'] {
  const status = person && statusOn(person, date);
  if (against.kind !== 'measure' || !status) return undefined;
  const role = posts.get(against.postId)?.role ?? '';
  return { partyMember: status.partyMember, staffStatus: status.staffStatus, leader: book.appeals?.leaderRoles.includes(role) ?? false };
}
