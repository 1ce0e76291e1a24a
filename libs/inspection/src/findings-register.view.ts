import type { CalendarDate, EvidenceRef, Instant, Private, Recorded, View } from '#kernel';
import type { FindingEvent, FindingLogged, GoodPracticeLogged } from './finding.events.js';
import type { FindingStatus } from './finding.state.js';

export const FINDING_STATUS_ZH: Readonly<Record<Exclude<FindingStatus, 'none'>, string>> = {
  logged: '已登记，待反馈',
  shown: '已反馈，待答复',
  'signature-refused': '拒签',
  disputed: '有异议，待处理',
  agreed: '单位认可',
  stands: '异议不成立，问题维持',
  withdrawn: '已撤回',
};

export type EvidenceRow = Readonly<{
  evidenceId: string;
  zh: string;
  file: EvidenceRef;
  /** When it was recorded. */
  recordedAt: Instant;
  /** The piece that took its place: this one stays on record. */
  replacedBy: string | null;
  reason: string | null;
}>;
type Answer = Readonly<{ date: CalendarDate; personId: string; postId: string }>;
export type FindingRow = Readonly<{
  findingId: string;
  kind: 'finding' | 'good-practice';
  unitId: string;
  villageId: string | null;
  householdId: string | null;
  year: number;
  roundId: string;
  groupId: string;
  checklistId: string;
  checklistVersion: number;
  itemId: string;
  foundOn: CalendarDate;
  statement: Private;
  evidence: readonly EvidenceRow[];
  loggedByPersonIds: readonly string[];
  disputesExit: boolean;
  status: FindingStatus;
  statusZh: string;
  fixedOn: CalendarDate | null;
  shownTo: Answer | null;
  /** The evidence was changed after the unit had seen it. */
  evidenceChangedSinceShown: boolean;
  agreedBy: Answer | null;
  objection:
    | (Answer &
        Readonly<{
          grounds: Private;
          decided: Readonly<{ date: CalendarDate; stands: boolean; reason: string; authorityRef: string; byPersonId: string | null }> | null;
        }>)
    | null;
  refusal: Readonly<{ date: CalendarDate; witnessPersonIds: readonly string[] }> | null;
  duplicateOf: string | null;
  withdrawal: Readonly<{ date: CalendarDate; reason: string; authorityRef: string }> | null;
  /** Agreed and neither duplicate nor withdrawn: what the book may put a price on. */
  counts: boolean;
  history: readonly Readonly<{ event: string; eventId: string; recordedAt: Instant; status: FindingStatus; byPersonId: string | null }>[];
}>;

type Row = FindingRow | undefined;
const personIn = ({ actor }: Recorded): string | null => actor.personId ?? null;
const answerIn = ({ date, personId, postId }: Answer): Answer => ({ date, personId, postId });

function opened(event: Recorded<FindingLogged | GoodPracticeLogged>): FindingRow {
  const { data, recordedAt } = event;
  const { villageId = null, householdId = null, evidence, disputesExit = false, ...said } = { disputesExit: false, ...data };
  const blank = { fixedOn: null, shownTo: null, agreedBy: null, objection: null, refusal: null, duplicateOf: null, withdrawal: null };
  return step(
    {
      ...said,
      kind: event.type === 'FindingLogged' ? 'finding' : 'good-practice',
      villageId,
      householdId,
      disputesExit,
      evidence: evidence.map((piece) => ({ ...piece, recordedAt, replacedBy: null, reason: null })),
      ...blank,
      status: 'logged',
      statusZh: FINDING_STATUS_ZH.logged,
      evidenceChangedSinceShown: false,
      counts: false,
      history: [],
    },
    event,
    {},
  );
}

/** Puts the change and its trace into the row together, so that no change goes without its line of history. */
function step(row: FindingRow, event: Recorded<FindingEvent>, change: Partial<FindingRow>): FindingRow {
  const next = { ...row, ...change };
  const { status, duplicateOf } = next;
  const line = { event: event.type, eventId: event.id, recordedAt: event.recordedAt, status, byPersonId: personIn(event) };
  return {
    ...next,
    statusZh: status === 'none' ? '' : FINDING_STATUS_ZH[status],
    counts: status === 'agreed' && duplicateOf === null,
    history: [...next.history, line],
  };
}

const on: View<FindingRow, FindingEvent>['on'] = {
  FindingLogged: (_, event) => opened(event),
  GoodPracticeLogged: (_, event) => opened(event),
  FindingEvidenceReplaced: (row: Row, event) => {
    if (!row) return undefined;
    const { evidenceId, replaces, zh, file, reason } = event.data;
    const before = row.evidence.map((piece) => (piece.evidenceId === replaces ? { ...piece, replacedBy: evidenceId } : piece));
    const evidence = [...before, { evidenceId, zh, file, recordedAt: event.recordedAt, replacedBy: null, reason }];
    return step(row, event, { evidence, evidenceChangedSinceShown: row.shownTo !== null });
  },
  FindingFixedOnTheSpot: (row: Row, event) => {
    if (!row) return undefined;
    const { date, evidence } = event.data;
    const added = evidence.map((piece) => ({ ...piece, recordedAt: event.recordedAt, replacedBy: null, reason: null }));
    return step(row, event, { fixedOn: date, evidence: [...row.evidence, ...added] });
  },
  FindingShownToUnit: (row: Row, event) => row && step(row, event, { status: 'shown', shownTo: answerIn(event.data) }),
  FindingAgreed: (row: Row, event) => row && step(row, event, { status: 'agreed', agreedBy: answerIn(event.data) }),
  FindingDisputed: (row: Row, event) =>
    row && step(row, event, { status: 'disputed', objection: { ...answerIn(event.data), grounds: event.data.grounds, decided: null } }),
  FindingSignatureRefused: (row: Row, event) => {
    const { date, witnessPersonIds } = event.data;
    return row && step(row, event, { status: 'signature-refused', refusal: { date, witnessPersonIds } });
  },
  FindingObjectionDecided: (row: Row, event) => {
    const { date, stands, reason, authorityRef } = event.data;
    const decided = { date, stands, reason, authorityRef, byPersonId: personIn(event) };
    return row && step(row, event, { status: 'stands', objection: row.objection && { ...row.objection, decided } });
  },
  FindingDuplicateMarked: (row: Row, event) => row && step(row, event, { duplicateOf: event.data.duplicateOf }),
  FindingDuplicateMarkLifted: (row: Row, event) => row && step(row, event, { duplicateOf: null }),
  FindingWithdrawn: (row: Row, event) => row && step(row, event, withdrawn(event.data)),
  GoodPracticeWithdrawn: (row: Row, event) => row && step(row, event, withdrawn(event.data)),
};
const withdrawn = ({ date, reason, authorityRef }: NonNullable<FindingRow['withdrawal']>): Partial<FindingRow> => ({
  status: 'withdrawn',
  withdrawal: { date, reason, authorityRef },
});

/** A finding's rows of one place and year stand together: the key's prefix is the question. */
export const findingKey = (placeId: string, year: number, findingId: string): string => `${placeId}-${year}-${findingId}`;
const yearIn = (event: Recorded<FindingEvent>): number => event.data.year ?? 0;

/** Which facts were found about a unit, on what evidence, who signs for them, to whom were they shown and what was answered? By unit and year. */
export const findingsRegister: View<FindingRow, FindingEvent> = {
  name: 'findings-register',
  version: 1,
  zh: '各单位有哪些问题和好做法，证据、签名、反馈与答复如何？',
  aboutPersons: true,
  keysOf: (event) => [findingKey(event.data.unitId, yearIn(event), event.data.findingId)],
  on,
};

/** The same of a village: its sheet's open items. */
export const villageFindings: View<FindingRow, FindingEvent> = {
  name: 'village-findings',
  version: 1,
  zh: '各村有哪些问题和好做法，证据、签名、反馈与答复如何？',
  aboutPersons: true,
  keysOf: (event) => {
    const { villageId, findingId } = event.data;
    return villageId === undefined ? [] : [findingKey(villageId, yearIn(event), findingId)];
  },
  on,
};
