import type { Command } from '#kernel';
import { DEPARTMENTS, ORGANS, TOWNS, unitId, VILLAGES, villageId, CITY } from './cast.js';
import { at, listed, sitting, type Step } from './ids.js';
import { assessmentOffice, commandOffice, countySecretary } from './setup.js';

const INDICATORS = [
  { id: 'reduction', zh: '减贫成效', weightBasisPoints: 4000 },
  { id: 'assistance', zh: '精准帮扶', weightBasisPoints: 3000 },
  { id: 'funds', zh: '资金管理', weightBasisPoints: 3000 },
] as const;
type Scores = readonly [reduction: number, assistance: number, funds: number];

/** The story's figures, in hundredths. 松坪镇 has 72.00 before the failed exit costs it 8.00; 青岚镇 58.40 until March; 芦川镇 61.00, of which a finding takes 3.00. */
export const SCORES: Readonly<Record<string, Scores>> = {
  青岚镇: [5600, 6000, 6000],
  松坪镇: [7200, 7200, 7200],
  芦川镇: [5800, 6300, 6300],
  石门镇: [9200, 9200, 9200],
};
/** What the reduction score of 青岚镇 turns out to be in March: 58.40 becomes 61.40. */
export const CORRECTED = 6350;
/** Everybody else does well, nobody the same: 78.00 and up, below 90. */
const ordinary = (index: number): Scores => [7800 + index * 30, 7800 + index * 35, 7800 + index * 40];

const ASSESSED = [...TOWNS, ...DEPARTMENTS];

function open(): readonly Command[] {
  return ASSESSED.map((unit) => ({
    type: 'OpenPerformanceAssessment',
    data: { unitId: unitId(unit), year: 2016, indicators: INDICATORS, documentRef: '岭考办〔2016〕5号' },
  }));
}

function score(scores: Readonly<Record<string, Scores>>): readonly Command[] {
  return ASSESSED.flatMap((unit, index) =>
    (scores[unit] ?? ordinary(index)).map((scoreHundredths, item) => ({
      type: 'RecordIndicatorScore',
      data: { unitId: unitId(unit), year: 2016, indicatorId: INDICATORS[item]!.id, scoreHundredths, evidenceRefs: [`岭考办〔2017〕2号附件${index + 1}`] },
    })),
  );
}

/** The scheme that gives poverty 59.99 % is turned down, 60 % is accepted (PL-W1). */
function appraisal(unit: string, povertyBasisPoints: number): Command {
  return {
    type: 'OpenAnnualAppraisal',
    data: {
      unitId: unitId(unit),
      year: 2016,
      items: [
        { id: 'poverty', zh: '脱贫攻坚', weightBasisPoints: povertyBasisPoints, from: 'performance' },
        { id: 'general', zh: '综合工作', weightBasisPoints: 10_000 - povertyBasisPoints, from: 'scores' },
      ],
      documentRef: '岭考办〔2016〕6号',
    },
  };
}

const appraisalScore = (unit: string, scoreHundredths: number): Command => ({
  type: 'RecordAppraisalScore',
  data: { unitId: unitId(unit), year: 2016, itemId: 'general', scoreHundredths, evidenceRefs: ['岭考办〔2017〕4号'] },
});

/** February: schemes. */
export function schemes(): readonly Step[] {
  const [refused] = sitting(at('2016-02-15', 9), assessmentOffice, [appraisal('青岚镇', 5999)]);
  return [
    { ...refused!, refused: 'appraisal.weight-below-floor' },
    ...listed(at('2016-02-15', 10), assessmentOffice, '年度考核方案', [
      ...TOWNS.map((town) => appraisal(town, 6000)),
      ...DEPARTMENTS.map((department) => appraisal(department, 5000)),
    ]),
    ...listed(at('2016-02-16', 9), assessmentOffice, '绩效考核方案', open()),
  ];
}

const CITY_NOTICE = { organUnitId: unitId(CITY), documentNo: '云扶组〔2017〕1号', date: '2017-01-10' };

/** December and January: exits determined by the county, one failure by the city's notice; scores. `scores` lets a test move one figure. */
export function yearEnd(scores: Readonly<Record<string, Scores>> = SCORES): readonly Step[] {
  const [failed, ...left] = VILLAGES.map(([, village]) => village);
  return [
    ...sitting(
      at('2016-12-29', 9),
      commandOffice,
      left.map((village) => ({
        type: 'DetermineVillageExit',
        data: {
          villageId: villageId(village),
          year: 2016,
          authority: { organUnitId: unitId(ORGANS.command), documentNo: '岭脱贫指〔2016〕88号', date: '2016-12-28' },
        },
      })),
    ),
    ...listed(at('2017-01-09', 9), assessmentOffice, '绩效考核得分', score(scores)),
    ...listed(
      at('2017-01-10', 9),
      assessmentOffice,
      '年度考核得分',
      ASSESSED.map((unit, index) => appraisalScore(unit, unit === '青岚镇' ? 7290 : 8000 + index * 10)),
    ),
    ...sitting(at('2017-01-12', 9), commandOffice, [
      { type: 'DetermineVillageExitFailure', data: { villageId: villageId(failed!), year: 2016, authority: CITY_NOTICE } },
    ]),
  ];
}

/** January: the county's party committee confirms both vetoes. What they reach is not stated in the text, so the effect stays undetermined. */
export function vetoes(): readonly Step[] {
  return ['青岚镇', '芦川镇'].map((town, index) => ({
    at: at('2017-01-16', 10, index * 5),
    by: countySecretary,
    seen: [
      { view: 'scorecard', key: `${unitId(town)}-2016` },
      { view: 'veto-register', key: `${unitId(town)}-2016` },
    ],
    command: { type: 'ConfirmVeto', data: { unitId: unitId(town), year: 2016, authorityRef: '岭发〔2017〕3号', date: '2017-01-16' } },
  }));
}

/** March: a document found late raises 青岚镇; its veto loses its ground, and in April the committee lifts it. */
export function correction(): readonly Step[] {
  return [
    {
      at: at('2017-03-13', 9),
      by: assessmentOffice,
      command: {
        type: 'CorrectIndicatorScore',
        data: {
          unitId: unitId('青岚镇'),
          year: 2016,
          indicatorId: 'reduction',
          scoreHundredths: CORRECTED,
          evidenceRefs: ['岭考办〔2017〕11号'],
          reason: '漏计两户达标材料',
          documentDate: '2017-03-10',
        },
      },
    },
    {
      at: at('2017-04-05', 10),
      by: countySecretary,
      seen: [{ view: 'veto-register', key: `${unitId('青岚镇')}-2016` }],
      command: {
        type: 'LiftVeto',
        data: { unitId: unitId('青岚镇'), year: 2016, authorityRef: '岭发〔2017〕19号', reason: '考核得分更正，等次不再为较差', date: '2017-04-05' },
      },
    },
  ];
}
