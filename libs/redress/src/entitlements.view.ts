import { holdsOn, type CalendarDate, type Recorded, type ValidTime, type View } from '#kernel';
import type {
  AccountabilityExempted,
  CaseRedecisionOrdered,
  CollectivelyDecided,
  ConcludedWithoutAccountability,
  CongressActRecorded,
  DecisionCorrected,
  MeasureExecuted,
} from '#accountability';
import type { TenureCorrected, TenureEnded, TenureStarted } from '#registry';
import type { DecisionRevoked, DecisionVaried } from '#appeal';

/** A post whose pay, grade and seniority are the person's: as held, or as it would be held but for a decision that fell. */
export type Service = ValidTime & Readonly<{ tenureId: string; postId: string }>;
/** What a standing measure bars. `until`: last day of the effect period, where the text states one. */
export type Limit = Readonly<{ postId: string; year: number; measure: string; from: CalendarDate; until?: CalendarDate }>;

type Held = Service & Readonly<{ personId: string; endedBy?: string }>;
type Standing = Limit & Readonly<{ tenureEndsOn?: CalendarDate; redecision?: true }>;
export type EntitlementsRow = Readonly<{
  personId: string;
  service: readonly Service[];
  limits: readonly Limit[];
  /** Tenures as recorded, and measures as they stand: from these the rest of the row is read. */
  known: Readonly<{ held: readonly Held[]; measures: readonly Standing[]; removals: readonly string[] }>;
}>;

const sameCase = (a: Readonly<{ postId: string; year: number }>, b: Readonly<{ postId: string; year: number }>): boolean =>
  a.postId === b.postId && a.year === b.year;

/** A removal ends the service while its measure stands, and not a day longer. */
function serviceOf({ held, measures, removals }: EntitlementsRow['known']): readonly Service[] {
  return held.map(({ tenureId, postId, from, to, endedBy }) => {
    const own = endedBy !== undefined && removals.includes(endedBy) ? undefined : to;
    const taken = measures
      .filter((measure) => measure.postId === postId)
      .flatMap(({ tenureEndsOn }) => (tenureEndsOn !== undefined && tenureEndsOn > from ? [tenureEndsOn] : []));
    const end = [...(own === undefined ? [] : [own]), ...taken].sort()[0];
    return { tenureId, postId, from, ...(end !== undefined && { to: end }) };
  });
}

const limitsOf = ({ measures }: EntitlementsRow['known']): readonly Limit[] =>
  measures.map(({ postId, year, measure, from, until }) => ({ postId, year, measure, from, ...(until !== undefined && { until }) }));

const read = (personId: string, known: EntitlementsRow['known']): EntitlementsRow => ({ personId, service: serviceOf(known), limits: limitsOf(known), known });
const knownIn = (row: EntitlementsRow | undefined): EntitlementsRow['known'] => row?.known ?? { held: [], measures: [], removals: [] };

function held(row: EntitlementsRow | undefined, { data, causationId }: Recorded<TenureStarted | TenureEnded | TenureCorrected>): EntitlementsRow {
  const { tenureId, postId, personId, from } = data;
  const known = knownIn(row);
  const isSame = (other: Held) => other.tenureId === tenureId && other.postId === postId;
  const to = 'to' in data ? data.to : undefined;
  const one: Held = { tenureId, postId, personId, from, ...(to !== undefined && { to, ...(causationId !== undefined && { endedBy: causationId }) }) };
  const all = [...known.held.filter((other) => !isSame(other)), one];
  const inOrder = (a: Held, b: Held) => (a.from < b.from || (a.from === b.from && a.tenureId < b.tenureId) ? -1 : 1);
  return read(personId, { ...known, held: all.sort(inOrder) });
}

const changed = (row: EntitlementsRow | undefined, of: Readonly<{ postId: string; year: number }>, change: (measure: Standing) => readonly Standing[]) => {
  if (!row) return undefined;
  return read(row.personId, { ...row.known, measures: row.known.measures.flatMap((measure) => (sameCase(measure, of) ? change(measure) : [measure])) });
};

function decided(row: EntitlementsRow | undefined, { data }: Recorded<CollectivelyDecided>): EntitlementsRow {
  const { personId, postId, year, measure, date: from, established } = data;
  const known = knownIn(row);
  const others = known.measures.filter((other) => !sameCase(other, data));
  const standing = { postId, year, measure, from, ...(established.effectUntil !== undefined && { until: established.effectUntil }) };
  return read(personId, { ...known, measures: [...others, standing] });
}

/** Which tenures a removal ended is known by what caused their end. */
function executed(row: EntitlementsRow | undefined, { id, data }: Recorded<MeasureExecuted>): EntitlementsRow | undefined {
  if (!row) return undefined;
  const { tenureEndsOn } = data;
  const withRemoval = { ...row, known: { ...row.known, removals: [...row.known.removals, id] } };
  return changed(withRemoval, data, (measure) => [{ ...measure, ...(tenureEndsOn !== undefined && { tenureEndsOn }) }]);
}

/** A lighter measure counts from the day first decided; whether it takes the post is said when it is carried out. */
const varied = (row: EntitlementsRow | undefined, of: Readonly<{ postId: string; year: number }>, to: Readonly<{ measure?: string; until?: CalendarDate }>) =>
  changed(row, of, ({ tenureEndsOn: _taken, until: _until, redecision: _ordered, ...measure }) => [
    { ...measure, measure: to.measure ?? measure.measure, ...(to.until !== undefined && { until: to.until }) },
  ]);

/** Decided anew without a measure: nothing stands. */
const endedAnew = (row: EntitlementsRow | undefined, { data }: Readonly<{ data: Readonly<{ postId: string; year: number }> }>) =>
  changed(row, data, (measure) => (measure.redecision ? [] : [measure]));

type Known =
  | TenureStarted
  | TenureEnded
  | TenureCorrected
  | CollectivelyDecided
  | CongressActRecorded
  | MeasureExecuted
  | DecisionCorrected
  | CaseRedecisionOrdered
  | AccountabilityExempted
  | ConcludedWithoutAccountability
  | DecisionRevoked
  | DecisionVaried;

/**
 * What is a person entitled to, from when: posts with their pay, grade and seniority, and what standing measures bar? After a revocation this is what it would be
 * had nothing been decided; what the person did, and who holds which post, is not here and stays as it was (justice 17).
 */
export const entitlements: View<EntitlementsRow, Known> = {
  name: 'entitlements',
  version: 1,
  zh: '个人待遇与限制（仅限案件承办机关及本人）',
  aboutPersons: true,
  keysOf: (event) => {
    if (event.type !== 'DecisionRevoked' && event.type !== 'DecisionVaried') return [event.data.personId];
    return event.data.against.kind === 'measure' ? [event.data.against.personId] : [];
  },
  on: {
    TenureStarted: held,
    TenureEnded: held,
    TenureCorrected: held,
    CollectivelyDecided: decided,
    CongressActRecorded: (row, { data }) => (data.result === 'approved' ? row : changed(row, data, () => [])),
    MeasureExecuted: executed,
    DecisionCorrected: (row, { data }) =>
      data.kind === 'revoked' ? changed(row, data, () => []) : varied(row, data, { measure: data.measure, until: data.established.effectUntil }),
    CaseRedecisionOrdered: (row, { data }) => changed(row, data, (measure) => [{ ...measure, redecision: true }]),
    AccountabilityExempted: endedAnew,
    ConcludedWithoutAccountability: endedAnew,
    DecisionRevoked: (row, { data: { against } }) => (against.kind === 'measure' ? changed(row, against, () => []) : row),
    DecisionVaried: (row, { data: { against, measure } }) => (against.kind === 'measure' ? varied(row, against, { measure }) : row),
  },
  validOn: (row, date) => {
    const service = row.service.filter((one) => holdsOn(one, date));
    const limits = row.limits.filter(({ from, until }) => from <= date && (until === undefined || date <= until));
    return service.length + limits.length === 0 ? undefined : { ...row, service, limits };
  },
};
