import { addDays, addMonths, dateOf, daysBetween, must, overlapOf, type Command, type Decider, type Facts } from '#kernel';
import type { ResidentDaysCorrected, ResidentDaysEvent, ResidentDaysReported } from './assistance.events.js';
import { mustCite, mustSay } from './guards.js';
import { villageDutyHolders } from './village-duty-holders.view.js';
import type { VillageDutyHoldersRow } from './rows.js';

export type ReportResidentDays = Command<'ReportResidentDays', ResidentDaysReported['data']>;
export type CorrectResidentDays = Command<'CorrectResidentDays', ResidentDaysCorrected['data']>;
export type ResidentDaysCommand = ReportResidentDays | CorrectResidentDays;
type State = ReadonlyMap<string, number>;
type Days = ResidentDaysReported['data'];

const keyOf = ({ month, personId }: Pick<Days, 'month' | 'personId'>): string => `${month}/${personId}`;
const needs = ({ data }: Readonly<{ data: Days }>) => [{ view: villageDutyHolders.name, key: data.villageId }];

/** A month that has begun, no more days than the part of it in which the person was on duty there. */
function mustBePossible({ villageId, year, month, personId, days, documentRef }: Days, facts: Facts, recordedAt: string): void {
  const from = `${year}-${String(month).padStart(2, '0')}-01`;
  const today = dateOf(recordedAt);
  must(from <= today, 'date.in-future', { zh: '该月尚未开始', en: 'this month has not begun' });
  mustCite(documentRef);
  const end = addMonths(from, 1);
  const past = { from, to: end <= today ? end : addDays(today, 1) };
  const row = facts.get<VillageDutyHoldersRow>(villageDutyHolders.name, villageId);
  const times = (row?.holders ?? []).filter((holder) => holder.personId === personId).flatMap((holder) => overlapOf(holder, past) ?? []);
  must(times.length > 0, 'resident-days.not-on-duty', { zh: '该人当月不在该村驻村或包抓', en: 'this person had no duty in the village that month' });
  const first = times.reduce((least, time) => (time.from < least ? time.from : least), past.to);
  const last = times.reduce((most, time) => (time.to !== undefined && time.to > most ? time.to : most), past.from);
  const most = daysBetween(first, last);
  must(Number.isSafeInteger(days) && days >= 0 && days <= most, 'resident-days.too-many', {
    zh: `当月在岗至多${most}天`,
    en: `at most ${most} days of duty lie in this month`,
  });
}

/** How many days of each month those on duty in a village lived there. */
export const residentDaysDecider: Decider<State, ResidentDaysCommand, ResidentDaysEvent> = {
  category: 'resident-days',
  streamOf: ({ data }) => `resident-days-${data.villageId}-${data.year}`,
  initialState: new Map(),
  commands: {
    ReportResidentDays: { by: 'person', zh: '记录驻村天数' },
    CorrectResidentDays: { by: 'person', zh: '更正驻村天数' },
  },
  needs: { ReportResidentDays: needs, CorrectResidentDays: needs },
  decide: {
    ReportResidentDays: ({ data }, days, { facts, recordedAt }) => {
      must(!days.has(keyOf(data)), 'resident-days.already-reported', { zh: '该月已有记录，请用更正', en: 'this month is recorded: correct it' });
      mustBePossible(data, facts, recordedAt);
      return [{ type: 'ResidentDaysReported', data }];
    },
    CorrectResidentDays: ({ data }, days, { facts, recordedAt }) => {
      const known = days.get(keyOf(data));
      must(known !== undefined, 'resident-days.not-reported', { zh: '该月尚无记录', en: 'nothing is recorded for this month' });
      must(known !== data.days, 'resident-days.unchanged', { zh: '更正没有改变任何内容', en: 'the correction changes nothing' });
      mustSay(data.reason, '更正理由', 'the reason of a correction');
      mustBePossible(data, facts, recordedAt);
      return [{ type: 'ResidentDaysCorrected', data }];
    },
  },
  evolve: {
    ResidentDaysReported: (days, { data }) => new Map(days).set(keyOf(data), data.days),
    ResidentDaysCorrected: (days, { data }) => new Map(days).set(keyOf(data), data.days),
  },
  commandOf: {
    ResidentDaysReported: (_, { data }) => ({ type: 'ReportResidentDays', data }),
    ResidentDaysCorrected: (_, { data }) => ({ type: 'CorrectResidentDays', data }),
  },
};
