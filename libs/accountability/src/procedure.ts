/** Steps by which the book's procedure clauses are found. The clauses' ids and texts are the book's. */
export const PROCEDURE = {
  statement: 'hearing',
  collective: 'collective-decision',
  elected: 'statutory-step',
  document: 'decision-document',
  formalities: 'formalities',
  exemption: 'exemption',
  correction: 'correction',
} as const;

/** Kinds of the book's clocks. */
export const CLOCK = { formalities: 'formalities', effect: 'effect-period', publicNotice: 'public-notice' } as const;
