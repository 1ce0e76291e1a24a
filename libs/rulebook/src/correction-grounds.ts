import type { ValidTime } from '#kernel';

/**
 * What can be wrong with a decision, as far as records can tell. The words are those of the book's schema; for which ground of the law each of them speaks is
 * said by the book.
 */
export const FAULT_KINDS = [
  'fact-missing',
  'fact-changed-since',
  'basis-lost',
  'ground-not-met',
  'evidence-not-named',
  'evidence-missing',
  'evidence-changed',
  'rule-not-in-force',
  'rule-text-differs',
  'wrong-tenure',
  'statement-not-heard',
  'statement-not-answered',
  'meeting-not-lawful',
  'not-recused',
  'out-of-order',
  'deadline-missed',
  'document-defective',
  'statutory-step-missing',
  'investigation-defective',
  'measure-outside-forms',
  'post-left',
  'aggravated',
  'beyond-authority',
  'same-fact-twice',
  'other-breach',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What the law provides where a ground is made out; shown as that and never as advice. `correct`: the text says "correct" and no more. */
export type CorrectionConsequence = 'revoke' | 'vary' | 'correct';
/** `residual`: what the text calls other, where every fault goes that no other ground names. */
export type CorrectionGround = Readonly<{
  id: string;
  zh: string;
  faults: readonly FaultKind[];
  residual?: true;
  consequence: CorrectionConsequence;
  consequenceZh: string;
  consequenceSource: string;
  consequenceArticle: string;
}>;
/** The grounds on which a text corrects decisions, as a checklist; `effective` is that of the text, since it is also held against earlier decisions. */
export type CorrectionGrounds = Readonly<{
  source: string;
  article: string;
  zh: string;
  effective: ValidTime;
  items: readonly CorrectionGround[];
  note?: string;
  verifiedBy: string;
}>;
