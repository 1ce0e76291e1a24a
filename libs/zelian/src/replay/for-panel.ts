import { byCodePoint, kindOf, type CalendarDate } from '#kernel';
import { caseRowKey, groundKey, type CaseRow, type TriggerRow } from '#accountability';
import { againstKey, type Against } from '#appeal';
import type { PostRow } from '#registry';
import { OWNERS_ONLY } from '../case-owners.js';
import { rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { consequencesOf } from './consequences.js';
import type { Counterfactual } from './counterfactual.js';
import { differenceHash, type ChangedRow, type Difference, type FlaggedCommand } from './difference.js';

/** Of what only who owns cases may read, a panel is told what the decision is and what it rests on (justice 2: nothing undecided, and nobody who complained). */
const TOLD: ReadonlySet<string> = new Set(['accountability-cases', 'trigger-register', 'entitlements', 'restoration-checklist']);
const COMPLAINTS = 'complaint-';
const PERSONS = /person-[0-9a-z]{4,40}/g;
/** Whole ids: `unit-town1` is not in `unit-town10-2016`. */
const IDS = /(?<![0-9a-z])(?:unit|village|post|person)-[0-9a-z]{4,40}(?![0-9a-z])/g;
/** Who never held a post has no role to be named by. */
const NO_POST = '其他人员';

/** What a decision is about: the person, the post, the unit, and the villages and units that its grounds are about. */
type Matter = Readonly<{ personId?: string; ids: ReadonlySet<string>; grounds: ReadonlySet<string>; inPlaceOf(personId: string): string }>;

/** A whole answer narrowed to the decision under appeal. Others for whom something changes are named by their post, never by name. */
export async function forPanel(parts: Parts, whole: Counterfactual, against: Against): Promise<Counterfactual> {
  const { difference } = whole;
  const matter = await matterOf(parts, against, whole);
  const changes = difference.changes.filter((change) => concerns(change, matter));
  const flagged = await concerning(parts, difference.flagged, matter);
  const rows = difference.drift.rows.filter((row) => concerns({ ...row, before: row.stored, after: row.derived }, matter));
  const refused = await concerning(parts, difference.drift.refused, matter);
  const told = unnamed({ ...difference, changes, flagged, drift: { rows, refused }, thirdParties: [] }, matter) as Difference;
  const narrowed = { ...told, thirdParties: thirdPartiesOf(difference, matter) };
  return {
    ...{ ...whole, difference: narrowed, hash: differenceHash(narrowed) },
    consequences: consequencesOf(narrowed.changes, narrowed.flagged),
    narrowed: { decision: againstKey(against), wholeHash: whole.hash },
  };
}

async function matterOf({ reader }: Parts, against: Against, { position, difference }: Counterfactual): Promise<Matter> {
  const moment = { asKnownAt: position };
  const posts = await rowsOf<PostRow>(reader, 'post-directory', { moment });
  const inPlaceOf = (personId: string): string => postHeldBy(posts, personId, against.year) ?? NO_POST;
  if (against.kind !== 'measure') return { ids: new Set([against.unitId]), grounds: new Set(), inPlaceOf };
  const { personId, postId } = against;
  const row = await rowOf<CaseRow>(reader, 'accountability-cases', { key: caseRowKey(against), moment });
  const grounds = new Set([...(row?.bases ?? []).map(groundKey), ...(row?.decision?.reliedOn ?? [])]);
  const newly = difference.changes.flatMap(({ view, key, after }) =>
    view === 'accountability-cases' && key === caseRowKey(against) ? ((after as CaseRow | undefined)?.bases ?? []).map(groundKey) : [],
  );
  // A ground that the case would gain is told with the clause that would be met and how, though not who else it would fall on.
  const targets = [...grounds, ...newly].map((ground) => ground.slice(ground.lastIndexOf('@') + 1));
  const units = posts.filter((post) => post.postId === postId).map(({ unitId }) => unitId);
  return { personId, ids: new Set([personId, postId, ...units, ...targets]), grounds, inPlaceOf };
}

/** The post held in the year of the decision; else any. */
function postHeldBy(posts: readonly PostRow[], personId: string, year: number): string | undefined {
  const held = posts.flatMap(({ postId, tenures }) => tenures.filter((tenure) => tenure.personId === personId).map((tenure) => ({ postId, ...tenure })));
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const within = held.filter(({ from, to }: Readonly<{ from?: CalendarDate; to?: CalendarDate }>) => (from ?? first) <= last && (to ?? last) > first);
  return [...(within.length > 0 ? within : held)].map(({ postId }) => postId).sort(byCodePoint)[0];
}

const personsIn = (text: string): readonly string[] => text.match(PERSONS) ?? [];
const isOther = (id: string, { personId }: Matter): boolean => kindOf(id) === 'person' && id !== personId;

/** Whether a row is about the decision, and about nobody else. */
function concerns({ view, key, before, after }: Pick<ChangedRow, 'view' | 'key' | 'before' | 'after'>, matter: Matter): boolean {
  if (OWNERS_ONLY.has(view) && !TOLD.has(view)) return false;
  const row = (after ?? before) as Readonly<Record<string, unknown>>;
  const about = [...Object.values(row).filter((value): value is string => typeof value === 'string' && kindOf(value) !== undefined), ...personsIn(key)];
  if (about.some((id) => isOther(id, matter))) return false;
  if (view === 'trigger-register') return matter.grounds.has(groundKey(row as unknown as TriggerRow));
  return [...about, ...(key.match(IDS) ?? [])].some((id) => matter.ids.has(id));
}

/** Commands without room whose stream is about the decision; of acts, those that are about no other person. */
async function concerning({ history }: Parts, flagged: readonly FlaggedCommand[], matter: Matter): Promise<readonly FlaggedCommand[]> {
  const kept: FlaggedCommand[] = [];
  for (const one of flagged) {
    if (one.stream.startsWith(COMPLAINTS)) continue;
    const subjects = await subjectsOf(history, one.stream);
    const apart = one.kind === 'act' && subjects.some((id) => isOther(id, matter));
    if (!apart && subjects.some((id) => matter.ids.has(id))) kept.push(one);
  }
  return kept;
}

async function subjectsOf(history: Parts['history'], stream: string): Promise<readonly string[]> {
  for await (const { subjects } of history.readStream(stream)) return subjects;
  return [];
}

/** Others by their post, wherever they stand: in what a row says, in a stream, in a key. */
function unnamed(value: unknown, matter: Matter): unknown {
  if (typeof value === 'string') return value.replace(PERSONS, (id) => (isOther(id, matter) ? matter.inPlaceOf(id) : id));
  if (Array.isArray(value)) return value.map((part) => unnamed(part, matter));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [unnamed(key, matter), unnamed(part, matter)]));
}

const thirdPartiesOf = ({ thirdParties }: Difference, matter: Matter): readonly string[] =>
  [...new Set(thirdParties.filter((id) => !matter.ids.has(id)).map((id) => unnamed(id, matter) as string))].sort(byCodePoint);
