import type { CalendarDate, View } from '#kernel';
import type { ExitDetermination, ExitWord } from './finding-exits.view.js';
import type {
  FindingAgreed,
  FindingDisputed,
  FindingDuplicateMarked,
  FindingDuplicateMarkLifted,
  FindingLogged,
  FindingObjectionDecided,
  FindingShownToUnit,
  FindingSignatureRefused,
  FindingWithdrawn,
} from './finding.events.js';
import type { FindingStatus } from './finding.state.js';
import { FINDING_STATUS_ZH } from './findings-register.view.js';

export type ExitDispute = Readonly<{
  findingId: string;
  unitId: string;
  groupId: string;
  foundOn: CalendarDate;
  status: FindingStatus;
  statusZh: string;
  duplicateOf: string | null;
}>;
type Determination = Readonly<{ word: ExitWord; organUnitId: string; documentNo: string; date: CalendarDate }>;
export type ExitDisputesRow = Readonly<{
  villageId: string;
  year: number;
  /** What the authority has said, if its word stands; null once it took it back. */
  determined: Determination | null;
  findings: readonly ExitDispute[];
  /** Findings that still speak against a determination that still stands: the authority has something to look into. */
  open: number;
}>;

type Row = ExitDisputesRow | undefined;
type VillageYear = Readonly<{ villageId: string; year: number }>;
const counted = (row: Omit<ExitDisputesRow, 'open'>): ExitDisputesRow => {
  const open = row.findings.filter(({ status, duplicateOf }) => status !== 'withdrawn' && duplicateOf === null).length;
  return { ...row, open: row.determined === null ? 0 : open };
};
const determined =
  (word: ExitWord) =>
  (row: Row, { data: { villageId, year, authority } }: Readonly<{ data: VillageYear & Readonly<{ authority: Omit<Determination, 'word'> }> }>) =>
    counted({ villageId, year, determined: { word, ...authority }, findings: row?.findings ?? [] });
const changed = (row: Row, findingId: string, change: Partial<ExitDispute>): Row =>
  row && counted({ ...row, findings: row.findings.map((finding) => (finding.findingId === findingId ? { ...finding, ...change } : finding)) });
const became =
  (status: Exclude<FindingStatus, 'none'>) =>
  (row: Row, { data: { findingId } }: Readonly<{ data: Readonly<{ findingId: string }> }>): Row =>
    changed(row, findingId, { status, statusZh: FINDING_STATUS_ZH[status] });

type Answered = FindingShownToUnit | FindingAgreed | FindingDisputed | FindingSignatureRefused | FindingObjectionDecided;
type Told = ExitDetermination | FindingLogged | Answered | FindingDuplicateMarked | FindingDuplicateMarkLifted | FindingWithdrawn;

/** Which determined exits do findings speak against? What follows is the authority's own act (justice 4). */
export const exitDisputes: View<ExitDisputesRow, Told> = {
  name: 'exit-disputes',
  version: 1,
  zh: '哪些退出认定受到问题质疑？',
  keysOf: ({ data }) => (data.villageId === undefined ? [] : [`${data.villageId}-${data.year}`]),
  on: {
    VillageExitDetermined: determined('exited'),
    VillageExitFailureDetermined: determined('failed'),
    FalseExitFound: determined('false-exit'),
    ExitDeterminationWithdrawn: (row) => row && counted({ ...row, determined: null }),
    FindingLogged: (row, { data: { disputesExit, findingId, unitId, groupId, foundOn } }) => {
      if (!row || disputesExit !== true) return row;
      const finding = { findingId, unitId, groupId, foundOn, status: 'logged', statusZh: FINDING_STATUS_ZH.logged, duplicateOf: null } as const;
      return counted({ ...row, findings: [...row.findings, finding] });
    },
    FindingShownToUnit: became('shown'),
    FindingAgreed: became('agreed'),
    FindingDisputed: became('disputed'),
    FindingSignatureRefused: became('signature-refused'),
    FindingObjectionDecided: became('stands'),
    FindingDuplicateMarked: (row, { data: { findingId, duplicateOf } }) => changed(row, findingId, { duplicateOf }),
    FindingDuplicateMarkLifted: (row, { data: { findingId } }) => changed(row, findingId, { duplicateOf: null }),
    FindingWithdrawn: became('withdrawn'),
  },
};
