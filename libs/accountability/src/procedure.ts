/** Steps by which the book's procedure clauses are found. The clauses' ids and texts are the book's. */
export const PROCEDURE = {
  statement: 'statement-before-decision',
  collective: 'collective-decision',
  elected: 'elected-post-act',
  document: 'decision-document',
  formalities: 'formalities-one-month',
  lifelong: 'lifelong',
  exemption: 'exemption-check',
  correction: 'correction',
} as const;

/** Kinds of the book's clocks. */
export const CLOCK = { formalities: 'formalities', effect: 'effect-period', publicNotice: 'public-notice' } as const;
