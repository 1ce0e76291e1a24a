import type { FaultKind } from '#rulebook';
import type { CaseActCommand, CaseCommand } from '../../libs/accountability/src/case.commands.js';
import { posts } from './accountability.js';
import { PERIOD, SCREENED_BOOK, type CaseShape, type DraftCase, type Telling } from './screened-case.js';

/**
 * A fault that can be planted into a clean case. `ground`: the shipped checklist's own id. `needs`: what the shape must be for the fault to be possible.
 * `tellings`: whether it stands on the act's own record, only beside it, or both.
 */
export type PlantedFault = Readonly<{
  name: string;
  family: string;
  ground: string;
  fault: FaultKind;
  needs?: Partial<CaseShape>;
  tellings: readonly Telling[];
  plant(draft: DraftCase, shape: CaseShape): DraftCase;
}>;

export const BESIDE: readonly Telling[] = ['both'];
export const ANY: readonly Telling[] = ['named', 'silent', 'both'];
export const ELSEWHERE = { doneElsewhere: true, documentNo: '示例旧〔2017〕1号' };
type Change = (data: Readonly<Record<string, unknown>>) => object;

export const withData = (command: CaseCommand, change: Change): CaseCommand =>
  ({ ...command, data: { ...command.data, ...ELSEWHERE, ...change(command.data as unknown as Readonly<Record<string, unknown>>) } }) as unknown as CaseCommand;
/** The act of a type was done elsewhere, otherwise than it should have been. */
export const otherwise =
  (type: CaseActCommand['type'], change: Change) =>
  (draft: DraftCase): DraftCase => ({ ...draft, commands: draft.commands.map((one) => (one.type === type ? withData(one, change) : one)) });
export const without = (draft: DraftCase, type: CaseActCommand['type'], after: readonly CaseActCommand['type'][]): DraftCase => ({
  ...draft,
  commands: draft.commands
    .filter((one) => one.type !== type)
    .map((one) => (after.includes(one.type as CaseActCommand['type']) ? withData(one, () => ({})) : one)),
});
export const beside =
  (change: (draft: DraftCase) => Partial<DraftCase['file']>) =>
  (draft: DraftCase): DraftCase => ({ ...draft, file: { ...draft.file, ...change(draft) } });
export const both =
  (...plants: readonly ((draft: DraftCase) => DraftCase)[]) =>
  (draft: DraftCase): DraftCase =>
    plants.reduce((so, plant) => plant(so), draft);
export const ofDecision = ({ commands }: DraftCase) =>
  commands.find(({ type }) => type === 'DecideCollectively')!.data as Readonly<{ date: string; measure: string }>;
export const followed = (draft: DraftCase, type: string, more: object, basis: readonly string[]): DraftCase => ({
  ...draft,
  more: [
    {
      type,
      data: { ...draft.file.key, ...PERIOD, measure: 'RemovalFromPost', ...more },
      origin: 'policy',
      basis: [{ bookId: 'invented', bookVersion: 1, clauseId: PERIOD.clauseId, clauseHash: 'ee'.repeat(32), events: basis }],
    },
  ],
});
export const withPost = (draft: DraftCase, change: object): DraftCase => {
  const { postId } = draft.file.key;
  return { ...draft, rows: { ...draft.rows, 'responsibility-posts': { ...posts, [postId]: { ...posts[postId]!, ...change } } } };
};
/** It is declared, whenever, that somebody is close kin of the person looked into. */
export const withKin = (draft: DraftCase, relative: string): DraftCase => {
  const { personId } = draft.file.key;
  const relations = [{ id: 'relation-1', personId, from: '2010-01-01', eventId: 'declared-1' }];
  const rows = { ...draft.rows, 'case-ties': { [relative]: { kind: 'person', personId: relative, relations, secondments: [] } } };
  return { ...draft, rows };
};
export const tenureOf = ({ file }: DraftCase, from: string, to?: string) => ({
  tenures: [{ tenureId: 'corrected', personId: file.key.personId, from, ...(to !== undefined && { to }) }],
});
export const clauses = (change: object) => ({ ...SCREENED_BOOK, clauses: SCREENED_BOOK.clauses.map((clause) => ({ ...clause, ...change })) });
export const removalBefore = (to: string) => ({
  ...SCREENED_BOOK,
  measures: SCREENED_BOOK.measures.map((measure) => ({ ...measure, forms: measure.forms.map((form) => ({ ...form, effective: { from: '2009-07-12', to } })) })),
});
