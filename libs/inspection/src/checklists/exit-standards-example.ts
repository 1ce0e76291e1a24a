import type { ChecklistDocument } from '../checklist.events.js';

/** 示例: put together from the national exit standards as reported; not an office's own list. */
export const EXIT_STANDARDS_EXAMPLE: ChecklistDocument = {
  zh: '贫困村、贫困户退出督查清单（示例）',
  source: '按公开报道的国家退出标准整理的示例，非任何机关的正式清单',
  example: true,
  questions: [
    { id: 'true-alleviation', zh: '真扶贫' },
    { id: 'truly-poor', zh: '扶真贫' },
    { id: 'truly-out', zh: '真脱贫' },
  ],
  standards: [
    { id: 'village-exit', zh: '贫困村退出标准', of: 'village' },
    { id: 'household-exit', zh: '贫困户退出标准', of: 'household' },
  ],
  respondents: [
    { id: 'household', zh: '贫困户' },
    { id: 'neighbours', zh: '邻近农户' },
    { id: 'village-committee', zh: '村“两委”' },
    { id: 'village-team', zh: '驻村工作队' },
    { id: 'town', zh: '镇政府' },
  ],
  items: [
    { id: 'measures-reach-household', zh: '帮扶措施是否到户、是否管用', questionId: 'true-alleviation', askedOf: ['household', 'village-team'] },
    { id: 'helper-comes', zh: '帮扶责任人是否经常入户', questionId: 'true-alleviation', askedOf: ['household'] },
    { id: 'funds-arrive', zh: '扶贫资金和分红是否足额到账', questionId: 'true-alleviation', askedOf: ['household', 'village-committee'] },
    { id: 'files-match', zh: '建档立卡资料与实际是否一致', questionId: 'truly-poor', askedOf: ['household', 'village-team'] },
    { id: 'none-left-out', zh: '是否有应纳未纳的贫困户', questionId: 'truly-poor', askedOf: ['neighbours', 'village-committee'] },
    { id: 'none-wrongly-in', zh: '是否有不符合条件的建档户', questionId: 'truly-poor', askedOf: ['neighbours', 'village-committee'] },
    { id: 'income-above-line', zh: '家庭人均纯收入是否稳定超过扶贫标准', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] },
    { id: 'food-and-clothing', zh: '是否不愁吃、不愁穿', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] },
    { id: 'schooling', zh: '义务教育阶段有无因贫辍学', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household', 'village-committee'] },
    { id: 'medical-insurance', zh: '基本医疗是否有保障', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] },
    { id: 'safe-housing', zh: '住房是否安全', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] },
    { id: 'household-agrees', zh: '贫困户本人是否认可脱贫并签字', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] },
    { id: 'poverty-rate', zh: '全村贫困发生率是否低于退出线', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['village-committee', 'town'] },
    { id: 'road', zh: '通村路是否硬化并能正常通行', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['village-committee', 'neighbours'] },
    { id: 'safe-water', zh: '饮水是否安全', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['household', 'village-committee'] },
    { id: 'power', zh: '生活用电是否入户', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['household', 'village-committee'] },
    { id: 'clinic', zh: '村卫生室是否正常使用', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['neighbours', 'village-committee'] },
    { id: 'collective-income', zh: '有无集体经济或合作组织并有收益', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['village-committee'] },
    { id: 'exit-notice', zh: '退出是否经过评议、核实、公示和公告', questionId: 'truly-out', standardId: 'village-exit', askedOf: ['neighbours', 'town'] },
  ],
};
