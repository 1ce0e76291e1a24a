import { daysBetween, must } from '#kernel';
import { mustBeSpan, mustSay } from './guards.js';
import type { CadenceScheme, RecipientClass, WeeklyTime } from './scheme.js';

/** Holidays are announced a year ahead: a longer scheme would promise days that nobody knows. */
const SCHEME_DAYS_MAX = 400;
/** Registry's duties that a unit holds as a whole: nobody in particular could pay the visit. */
const isHeldByUnit = (duty: string): boolean => duty === 'paired-department';

const isWhole = (value: number, min: number, max: number): boolean => Number.isInteger(value) && value >= min && value <= max;

function mustBeTime({ weekday, hour, weeksLater = 0 }: WeeklyTime): void {
  must(isWhole(weekday, 1, 7), 'cadence.weekday', { zh: '星期须为1（周一）至7（周日）', en: 'a weekday is 1 (Monday) to 7 (Sunday)' });
  must(isWhole(hour, 0, 24), 'cadence.hour', { zh: '整点须为0至24', en: 'an hour is 0 to 24' });
  must(isWhole(weeksLater, 0, 1), 'cadence.weeks-later', { zh: '至多顺延一周', en: 'at most one week later' });
}

const some = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

/** Each way of choosing recipients has its own words, all of them and no others. */
function mustSelect({ of, duties, unitKinds, roles }: RecipientClass): void {
  const wanted = { 'duty-holders': [true, false, false], posts: [false, true, true], 'posts-of-duty-units': [true, false, true] }[of];
  const given = [some(duties), some(unitKinds), some(roles)];
  must(
    wanted?.every((want, index) => want === given[index]),
    'cadence.selector',
    { zh: '接收对象的选择条件不完整或多余', en: 'a class of recipients lacks a condition or has one too many' },
  );
}

function mustBeNotice({ time, classes, defaultText }: NonNullable<CadenceScheme['notice']>): void {
  mustBeTime(time);
  mustSay(defaultText, 'defaultText');
  must(classes.length > 0, 'cadence.no-class', { zh: '提示没有接收对象', en: 'a notice needs somebody to go to' });
  const ids = classes.map(({ classId }) => classId);
  must(new Set(ids).size === ids.length, 'cadence.class-twice', { zh: '接收对象编号重复', en: 'a class of recipients is named twice' });
  classes.forEach(mustSelect);
}

/** A scheme that can be kept: real times, recipients that can be found, duties that a person holds. */
export function mustBeScheme({ title, documentRef, from, to, notice, reports, visits }: CadenceScheme): void {
  mustSay(title, 'title');
  mustSay(documentRef, 'documentRef');
  mustBeSpan({ from, to });
  must(daysBetween(from, to) <= SCHEME_DAYS_MAX, 'cadence.too-long', {
    zh: `方案期限至多${SCHEME_DAYS_MAX}天：节假日按年度公布`,
    en: `a scheme spans at most ${SCHEME_DAYS_MAX} days: holidays are announced year by year`,
  });
  must(notice ?? reports ?? visits, 'cadence.nothing-owed', { zh: '方案没有规定任何每周事项', en: 'the scheme asks for nothing' });
  if (notice) mustBeNotice(notice);
  if (reports) {
    mustBeTime(reports.time);
    must(some(reports.unitKinds), 'cadence.no-unit-kind', { zh: '没有规定哪类单位报送', en: 'reports need a kind of unit that owes them' });
  }
  if (!visits) return;
  must(some(visits.duties), 'cadence.no-duty', { zh: '没有规定哪类包抓任务须进村', en: 'visits need a kind of duty that owes them' });
  must(!visits.duties.some(isHeldByUnit), 'cadence.duty-of-unit', {
    zh: '单位承担的任务没有应进村的个人',
    en: 'a duty that a unit holds has nobody to pay a visit',
  });
}
