import type { FileState } from '#appeal';
import { evidenceRefsIn } from '#exchange';
import type { FindingRow } from '#inspection';
import type { Parts } from '../parts.js';
import { stateOfFiles } from '../screen/evidence-named.js';
import type { Gap } from './fact-gaps.js';

/** A file by its hash, read whole to see that it still is what it says; or a paper that the record names by its number only. */
export type EvidenceShown = Readonly<{ kind: 'file'; zh: string | null; sha256: string; state: FileState }> | Readonly<{ kind: 'number'; ref: string }>;

const HASH = /^[0-9a-f]{64}$/;
type Papers = Readonly<{ evidenceRefs?: readonly string[]; materialRefs?: readonly string[]; documentNo?: string; documentRef?: string }>;
/** Papers that an event names: lists of references, or the document that it was recorded from. */
const papersIn = ({ evidenceRefs = [], materialRefs = [], documentNo, documentRef }: Papers): readonly string[] =>
  [...evidenceRefs, ...materialRefs, ...(documentNo === undefined ? [] : [documentNo]), ...(documentRef === undefined ? [] : [documentRef])]
    .map((ref) => ref.trim())
    .filter((ref) => ref !== '');

/** What an event is evidenced by; of a finding, the pieces that stand. */
export async function evidenceOf(parts: Parts, data: unknown, finding?: FindingRow): Promise<readonly EvidenceShown[]> {
  const pieces = finding?.evidence.filter(({ replacedBy }) => replacedBy === null) ?? [];
  const papers = papersIn(data as Papers);
  const files = [
    ...pieces.map(({ zh, file: { sha256 } }) => ({ zh, sha256 })),
    ...[...evidenceRefsIn(data).map(({ sha256 }) => sha256), ...papers.filter((ref) => HASH.test(ref))].map((sha256) => ({ zh: null, sha256 })),
  ];
  const states = await stateOfFiles(
    parts.engines.evidence,
    files.map(({ sha256 }) => sha256),
  );
  const shown = files.filter(({ sha256 }, index) => files.findIndex((other) => other.sha256 === sha256) === index);
  return [
    ...shown.map(({ zh, sha256 }) => ({ kind: 'file' as const, zh, sha256, state: states.get(sha256)! })),
    ...papers.filter((ref) => !HASH.test(ref)).map((ref) => ({ kind: 'number' as const, ref })),
  ];
}

/** Nothing at all, nothing but numbers, or a file that is not what was recorded. */
export const evidenceGaps = (evidence: readonly EvidenceShown[]): Readonly<Partial<Record<Gap, boolean>>> => ({
  'no-evidence': evidence.length === 0,
  'number-only': evidence.length > 0 && evidence.every(({ kind }) => kind === 'number'),
  'file-not-sound': evidence.some((one) => one.kind === 'file' && one.state !== 'held'),
});
