import type { CalendarDate } from '#kernel';

/** Fields that people correct, by their last part; any other is named as the command has it. */
const FIELD_ZH: Readonly<Record<string, string>> = {
  scoreHundredths: '得分',
  weightBasisPoints: '权重',
  pointsHundredths: '扣分',
  sharePermille: '分担比例',
  from: '起始日期',
  to: '终止日期',
  date: '日期',
  personId: '人员',
  postId: '岗位',
  unitId: '单位',
  villageId: '村',
  documentNo: '文书号',
};
/** Numbers in hundredths are said as points; the rest as it stands. */
function valueZh(field: string, value: unknown): string {
  if (field.endsWith('Hundredths') && typeof value === 'number') return `${(value / 100).toFixed(2)}分`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** “得分为63.50分”: what a replaced field is imagined to say. */
export function replacedZh(path: string, value: unknown): string {
  const field = path.slice(path.lastIndexOf('/') + 1);
  return `${FIELD_ZH[field] ?? `字段“${path.slice(1)}”`}为${valueZh(field, value)}`;
}

/** “时间自2016-11-20起”: an interval of which one end may be left as it was. */
export function movedZh({ from, to }: Readonly<{ from?: CalendarDate; to?: CalendarDate }>): string {
  const since = from === undefined ? '' : `自${from}${to === undefined ? '起' : ''}`;
  return `时间${since}${to === undefined ? '' : `至${to}`}`;
}
