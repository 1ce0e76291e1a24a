import type { FaultKind, RuleBook } from '#rulebook';

/** The rules of accountability by their codes, and what is wrong when one of them was not kept. */
const OF_CODE: Readonly<Record<string, readonly string[]>> & Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  'out-of-order': [
    'out-of-order',
    'before-decision',
    'not-announced',
    'not-served',
    'self-criticism-missing',
    'filing-incomplete',
    'nothing-to-file',
    'nothing-decided',
    'correction-measure',
    'congress-ended',
    'no-exemption-rule',
  ],
  'statement-not-heard': ['statement-not-heard', 'statement-after-decision'],
  'meeting-not-lawful': [
    'no-quorum',
    'quorum-too-low',
    'minutes-missing',
    'no-majority',
    'dissent-of-absent',
    'participant-not-of-organ',
    'proposer-decides-alone',
  ],
  'not-recused': ['recused-decides', 'reviewer-decides', 'recused-member', 'related-member', 'recusal-unchecked', 'subject-decides', 'subject-investigates'],
  'deadline-missed': ['formalities-late'],
  'document-defective': ['document-missing', 'receipt-missing', 'remedy-missing', 'signature-missing', 'authority-missing'],
  'statutory-step-missing': ['congress-act-missing', 'no-congress-post'],
  'investigation-defective': ['team-too-small', 'not-a-member', 'not-principal', 'report-not-discussed'],
  'evidence-not-named': ['evidence-missing', 'material-missing'],
  'ground-not-met': ['no-ground'],
  'measure-outside-forms': ['measure-not-in-force', 'measure-not-for-status', 'unknown-measure'],
  'beyond-authority': ['measure-beyond-organ', 'refer', 'wrong-organ'],
  'post-left': ['post-left'],
  aggravated: ['aggravated'],
  // Who entered an act in the name of another organ says nothing against the act itself.
  'other-breach': ['other-organ'],
};
const FAULTS: ReadonlyMap<string, FaultKind> = new Map([
  ['book.none-in-force', 'rule-not-in-force'] as const,
  ...Object.entries(OF_CODE).flatMap(([fault, codes]) => codes.map((code) => [`accountability.${code}`, fault as FaultKind] as const)),
]);

/** What is wrong when the rule with this code was not kept; undefined for a code that no rule has. */
export const faultOfCode = (code: string): FaultKind | undefined => FAULTS.get(code);

/** Steps of the procedure by the book's words. */
const OF_STEP: Readonly<Record<string, FaultKind>> = {
  hearing: 'statement-not-heard',
  'collective-decision': 'meeting-not-lawful',
  'statutory-step': 'statutory-step-missing',
  'decision-document': 'document-defective',
  formalities: 'deadline-missed',
  correction: 'beyond-authority',
};

/** What a recorded breach says: the code of a rule, or a clause that the book has for a step or for the measure that it flags. */
export function faultOfBreach(breach: string, book: RuleBook | undefined): FaultKind {
  const step = book?.procedure.find(({ id }) => id === breach)?.step;
  const ofClause = book?.clauses.some(({ id }) => id === breach) ? ('measure-outside-forms' as const) : undefined;
  return faultOfCode(breach) ?? (step === undefined ? undefined : OF_STEP[step]) ?? ofClause ?? 'other-breach';
}

/** Where a rule is broken, those that then cannot be kept either: a measure that no text lists is in no organ's power, and that is one fault, not three. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'book.none-in-force': ['accountability.measure-not-in-force', 'accountability.measure-not-for-status', 'accountability.measure-beyond-organ'],
  'accountability.measure-not-in-force': ['accountability.measure-not-for-status', 'accountability.measure-beyond-organ'],
  'accountability.measure-not-for-status': ['accountability.measure-beyond-organ'],
};
/** Broken rules without those that follow from others. */
export function withoutImplied<Rule extends Readonly<{ code: string }>>(broken: readonly Rule[]): readonly Rule[] {
  const implied = new Set(broken.flatMap(({ code }) => IMPLIED[code] ?? []));
  return broken.filter(({ code }) => !implied.has(code));
}
