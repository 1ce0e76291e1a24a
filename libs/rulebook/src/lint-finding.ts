/** One line of the linter. `subject`: the role, term, grade, measure or fact it is about, where that is no clause. */
export type Finding = Readonly<{ severity: 'error' | 'warning'; code: string; clauseId?: string; subject?: string; zh: string; en: string }>;

type Place = Readonly<{ clauseId?: string; subject?: string }>;
export const error = (code: string, zh: string, en: string, place: Place = {}): Finding => ({ severity: 'error', code, ...place, zh, en });
export const warning = (code: string, zh: string, en: string, place: Place = {}): Finding => ({ severity: 'warning', code, ...place, zh, en });
