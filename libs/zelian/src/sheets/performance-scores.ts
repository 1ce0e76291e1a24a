import type { RecordIndicatorScore } from '#assessment';
import { listIn, type SheetBinding } from './sheet-binding.js';

const SCORE_MAX = 10_000;

/** 绩效考核得分: one row for each indicator of a unit in a year. */
export const performanceScores: SheetBinding = {
  template: {
    name: 'performance-scores',
    sheet: '绩效考核得分',
    zh: '绩效考核指标得分表',
    notes: ['每行一个单位的一项指标。考核须先启动；已有得分的指标不能再次导入，请逐项更正。'],
    columns: [
      { key: 'unitId', zh: '单位编号', type: 'id', prefixes: ['unit'], required: true },
      { key: 'year', zh: '年度', type: 'integer', min: 2000, max: 2100, required: true },
      { key: 'indicatorId', zh: '指标编号', type: 'text', lengthMax: 60, required: true, note: '考核方案中的指标编号' },
      { key: 'scoreHundredths', zh: '得分', type: 'hundredths', min: 0, max: SCORE_MAX, required: true, note: '0至100' },
      { key: 'evidenceRefs', zh: '依据材料', type: 'text', required: true, widthCharacters: 40, note: '多份以“；”分隔' },
    ],
  },
  columnOf: {
    'assessment.not-open': 'unitId',
    'assessment.unknown-indicator': 'indicatorId',
    'assessment.score-exists': 'indicatorId',
  },
  async commandsOf(rows) {
    return rows.map((row) => {
      const { unitId, year, indicatorId, scoreHundredths } = row.values;
      const data = { unitId, year, indicatorId, scoreHundredths, evidenceRefs: listIn(row, 'evidenceRefs') } as RecordIndicatorScore['data'];
      return { row: row.row, command: { type: 'RecordIndicatorScore', data } };
    });
  },
};
