import { isDate, must, type DecisionInput, type Facts } from '#kernel';
import { cadenceContacts, type ContactRow } from './registry.views.js';
import { cadenceSchemes, type SchemeRow } from './schemes.views.js';
import type { PlannedWeek } from './scheme.js';
import type { Week } from './weeks.js';

/** Words that say nothing are refused. */
export const mustSay = (text: string, field: string): void =>
  must(text.trim() !== '', 'cadence.text-blank', { zh: `${field}不能为空`, en: `${field} must not be blank` });

/** @throws Rejection `cadence.person-unknown` */
export const mustKnowPerson = (facts: Facts, personId: string): void =>
  must(facts.get<ContactRow>(cadenceContacts.name, personId), 'cadence.person-unknown', {
    zh: `人员${personId}尚未登记`,
    en: `person ${personId} is not registered`,
  });

/** @throws Rejection `cadence.scheme-unknown` */
export function mustKnowScheme(facts: Facts, schemeId: string): SchemeRow {
  const row = facts.get<SchemeRow>(cadenceSchemes.name, schemeId);
  must(row, 'cadence.scheme-unknown', { zh: `没有工作推进方案${schemeId}`, en: `there is no cadence scheme ${schemeId}` });
  return row;
}

export const weekIn = (plan: readonly PlannedWeek[], week: Week): PlannedWeek | undefined => plan.find((planned) => planned.week === week);

/** An interval of real dates, at least a day long. */
export function mustBeSpan({ from, to }: Readonly<{ from: string; to: string }>): void {
  must(isDate(from) && isDate(to), 'cadence.not-a-date', { zh: '日期不存在', en: 'not a real calendar date' });
  must(from < to, 'cadence.backwards', { zh: '截止日期必须晚于起始日期', en: 'an interval must end after it begins' });
}

/** What happened cannot lie ahead. */
export const mustBePast = (at: string, { recordedAt }: Pick<DecisionInput, 'recordedAt'>): void =>
  must(at <= recordedAt, 'cadence.in-future', { zh: '时间在未来', en: 'that moment has not come yet' });
