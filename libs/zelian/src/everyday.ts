import { holdsOn, kindOf, must, type Actor, type CalendarDate } from '#kernel';
import type { Clock } from '#ledger';
import { answerRecorded, type AccessLog } from '#access';
import type { CaseClocksRow } from '#accountability';
import type { AppealClocksRow } from '#appeal';
import type { CadenceWeekRow } from '#cadence';
import { answererOn } from '#inspection';
import type { DuplicateFindingsRow, FindingObjectionRow, FindingRow, GroupAnswerabilityRow, InspectorAssignmentsRow, VillageCoverageRow } from '#inspection';
import type { ExitRow } from '#programme';
import type { Moment, Reader } from '#readmodel';
import type { CorrectionNoticesRow, RestorationChecklistRow } from '#redress';
import type { AwaitingVerificationRow, ClockRow, ItemRow, SignerReviewRow, SupervisionDraftsRow } from '#rectification';
import type { FiveOnesRow, VillageRow } from '#registry';
import { concernsActor, ownsCases } from './case-owners.js';
import { momentOf, rowOf, rowsOf } from './moment-rows.js';

type Desk = Readonly<{ reader: Reader; access: AccessLog; clock: Clock }>;
type Ask = Readonly<{ actor: Actor; moment?: Moment }>;
/** What an inspector, a clerk or a leader opens in the morning (justice, "an ordinary day"). */
export type Today = Readonly<{
  date: CalendarDate;
  position: number;
  /** Deadlines of units that fall on the day. */
  due: readonly ClockRow[];
  /** Reported, and to be verified by whoever asks: who signed the finding, or is in the group that answers for it now. */
  awaitingMyVerification: readonly AwaitingVerificationRow[];
  /** Objections of units that nobody has decided. */
  objections: readonly FindingObjectionRow[];
  duplicates: readonly DuplicateFindingsRow['marks'][number][];
  /** Work that another group took over: who answers for a group's closures on the day. */
  handovers: readonly Readonly<{ roundId: string; fromGroupId: string; villageId: string | null; groupId: string; since: CalendarDate }>[];
  draftsToSign: readonly SupervisionDraftsRow[];
  signerReviews: readonly SignerReviewRow[];
  /** Clocks of cases and appeals that run on the day: all for who owns the cases, for anybody else those of their own appeals. */
  statutoryClocks: StatutoryClocks;
  /** What is owed after appeals: to people of an organ that owns cases all of it, to an appellant the own. */
  restorations: readonly RestorationChecklistRow[];
  /** Recipients of records that no longer stand, who have not been told; for people of an organ that owns cases. */
  noticesOwed: readonly CorrectionNoticesRow[];
  /** Reports of the weeks under way on the day that are still due or missing, and visits not yet made. */
  weeks: readonly Readonly<{ week: string; schemeId: string; reportsOutstanding: readonly string[]; visitsOutstanding: number; vacancies: number }>[];
}>;

/** Statutory clocks over all cases and appeals, each with its light on the day. */
export type StatutoryClocks = Readonly<{ cases: readonly CaseClocksRow[]; appeals: readonly AppealClocksRow[] }>;

type Clocked = Readonly<{ clocks: readonly Readonly<{ light?: string }>[] }>;
const runs = ({ clocks }: Clocked): boolean => clocks.some(({ light }) => light !== 'done');

async function statutoryClocks(
  { reader, clock }: Desk,
  { date, actor, at }: Readonly<{ date: CalendarDate; actor: Actor; at: Moment }>,
): Promise<StatutoryClocks> {
  const owner = await ownsCases({ reader, clock }, actor);
  const running = async <Row extends Clocked>(view: string) => (await rowsOf<Row>(reader, view, { moment: { ...at, validOn: date } })).filter(runs);
  const appeals = await running<AppealClocksRow>('appeal-clocks');
  if (owner) return { cases: await running<CaseClocksRow>('case-clocks'), appeals };
  const own = await Promise.all(appeals.map(({ against }) => concernsActor({ reader, clock }, against, actor)));
  return { cases: [], appeals: appeals.filter((_, index) => own[index]) };
}

const handoversIn = (rows: readonly GroupAnswerabilityRow[], date: CalendarDate): Today['handovers'] =>
  rows.flatMap(({ roundId, works }) =>
    works.flatMap(({ groupId: fromGroupId, villageId, holders }) => {
      const holder = holders.find((one) => holdsOn(one, date));
      return holder && holder.groupId !== fromGroupId
        ? [{ roundId, fromGroupId, villageId: villageId ?? null, groupId: holder.groupId, since: holder.from }]
        : [];
    }),
  );

type Verifying = Readonly<{
  personId: string;
  date: CalendarDate;
  groups: readonly GroupAnswerabilityRow[];
  assignments: InspectorAssignmentsRow['assignments'];
}>;
/** Of who signed the finding, and of the group that answers for it on the day: after a handover that is another one. */
function isToVerify(row: AwaitingVerificationRow, { personId, date, groups, assignments }: Verifying): boolean {
  if (row.inspectorPersonIds.includes(personId)) return true;
  const own = groups.find(({ roundId }) => roundId === row.roundId);
  const answerer = own && answererOn(own, row, date)?.groupId;
  return assignments.some((assignment) => assignment.groupId === (answerer ?? row.groupId) && holdsOn(assignment, date));
}

/** Owed after appeals and not given back yet: all of it for who owns the cases, for anybody else what was decided about them. */
async function restorationsFor(
  register: Pick<Desk, 'reader' | 'clock'>,
  rows: readonly RestorationChecklistRow[],
  ask: Owning,
): Promise<Today['restorations']> {
  const open = rows.filter((row) => row.open > 0);
  if (ask.owner) return open;
  const own = await Promise.all(open.map(({ against }) => concernsActor(register, against, ask.actor)));
  return open.filter((_, index) => own[index]);
}
type Owning = Readonly<{ owner: boolean; actor: Actor }>;

const weekIn = ({ week, schemeId, reports, visits, vacancies }: CadenceWeekRow): Today['weeks'][number] => ({
  week,
  schemeId,
  reportsOutstanding: Object.entries(reports).flatMap(([unitId, state]) => (state === 'due' || state === 'missing' ? [unitId] : [])),
  visitsOutstanding: visits.filter(({ state }) => state === 'due' || state === 'missed').length,
  vacancies: vacancies.length,
});

/** The day's work on record, for who asks; it names people, so the read is noted. */
export async function today({ reader, access, clock }: Desk, { date, actor, moment = {} }: Ask & Readonly<{ date: CalendarDate }>): Promise<Today> {
  return answerRecorded(access, { at: clock.now(), actor, kind: 'read', view: 'today', key: date }, async () => {
    const { position, at } = await momentOf(reader, moment);
    const all = <Row>(view: string, prefix?: string) => rowsOf<Row>(reader, view, { moment: at, prefix });
    const groups = await all<GroupAnswerabilityRow>('group-answerability');
    const { personId } = actor;
    const assignments =
      personId === undefined ? [] : ((await rowOf<InspectorAssignmentsRow>(reader, 'inspector-assignments', { key: personId, moment: at }))?.assignments ?? []);
    // Each item stands there once for every signer, and once for the group.
    const awaiting = new Map((await all<AwaitingVerificationRow>('awaiting-verification')).map((row) => [row.rectificationId, row]));
    const owner = await ownsCases({ reader, clock }, actor);
    const weeks = await all<CadenceWeekRow>('cadence-week');
    const marks = (await all<DuplicateFindingsRow>('duplicate-findings')).flatMap((row) => row.marks);
    return {
      date,
      position,
      due: await all<ClockRow>('rectification-clocks', `${date}/`),
      awaitingMyVerification: personId === undefined ? [] : [...awaiting.values()].filter((row) => isToVerify(row, { personId, date, groups, assignments })),
      objections: (await all<FindingObjectionRow>('finding-objections')).filter(({ state }) => state === 'awaiting'),
      duplicates: marks.filter(({ withdrawn }) => !withdrawn),
      handovers: handoversIn(groups, date),
      draftsToSign: (await all<SupervisionDraftsRow>('supervision-drafts')).filter(({ toSign }) => toSign > 0),
      signerReviews: (await all<SignerReviewRow>('signer-reviews')).filter(({ state }) => state === 'proposed' || state === 'open'),
      statutoryClocks: await statutoryClocks({ reader, access, clock }, { date, actor, at }),
      restorations: await restorationsFor({ reader, clock }, await all<RestorationChecklistRow>('restoration-checklist'), { owner, actor }),
      noticesOwed: owner ? (await all<CorrectionNoticesRow>('correction-notices')).filter(({ notices }) => notices.some(({ state }) => state === 'owed')) : [],
      weeks: weeks.filter(({ from, to }) => from !== undefined && to !== undefined && holdsOn({ from, to }, date)).map(weekIn),
    };
  });
}

/** Everything on record about a village's year on one sheet. */
export type VillageSheet = Readonly<{
  villageId: string;
  townUnitId: string;
  year: number;
  position: number;
  exit: ExitRow | null;
  /** 五个一: who holds which place, and which are empty; null where nobody was ever named. */
  fiveOnes: FiveOnesRow | null;
  coverage: VillageCoverageRow | null;
  findings: readonly FindingRow[];
  openItems: readonly ItemRow[];
}>;

/** The village sheet: exit, the five ones with what is missing, households left, findings, items still open. @throws Rejection `village.unknown` */
export async function villageSheet(
  { reader, access, clock }: Desk,
  villageId: string,
  { year, actor, moment = {} }: Ask & Readonly<{ year: number }>,
): Promise<VillageSheet> {
  must(kindOf(villageId) === 'village', 'subject.unknown', { zh: `不是村的编号：${villageId}`, en: `not the id of a village: ${villageId}` });
  return answerRecorded(access, { at: clock.now(), actor, kind: 'read', view: 'village-sheet', key: villageId }, async () => {
    const { position, at } = await momentOf(reader, moment);
    const one = <Row>(view: string, key: string) => rowOf<Row>(reader, view, { key, moment: at });
    const village = await one<VillageRow>('village-directory', villageId);
    must(village, 'village.unknown', { zh: '村尚未登记', en: 'the village is not registered' });
    const open = await rowsOf<ItemRow>(reader, 'open-rectifications', { moment: at });
    return {
      ...{ villageId, townUnitId: village.townUnitId, year, position },
      exit: (await one<ExitRow>('exit-register', `${villageId}-${year}`)) ?? null,
      fiveOnes: (await one<FiveOnesRow>('five-ones', `${year}/${villageId}`)) ?? null,
      coverage: (await one<VillageCoverageRow>('village-coverage', `${villageId}:${year}`)) ?? null,
      findings: await rowsOf<FindingRow>(reader, 'village-findings', { moment: at, prefix: `${villageId}-${year}-` }),
      openItems: open.filter((item) => item.villageId === villageId && item.year === year),
    };
  });
}
