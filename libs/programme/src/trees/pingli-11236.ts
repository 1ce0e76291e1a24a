import type { ProgrammeNode, ProgrammeTree } from '../programme.events.js';

const path = (id: string, zh: string, setBy: 'provincial-city' | 'local', aliases: readonly string[]): ProgrammeNode => ({
  id,
  kind: 'path',
  zh,
  aliases,
  parentId: setBy === 'local' ? 'local-three' : 'provincial-seven',
  setBy,
});
const value = (id: string, zh: string, actors: 'leaders' | 'cadres' | 'masses'): ProgrammeNode => ({
  id,
  kind: 'value',
  zh,
  parentId: 'three-hards-three-trues',
  actors,
});
const mechanism = (id: string, zh: string, ...aliases: readonly string[]): ProgrammeNode => ({
  id,
  kind: 'mechanism',
  zh,
  aliases,
  parentId: 'six-mechanisms',
});

/** The “11236” programme as the source article words it: a document to publish, not rules in code. Ids never change; words and aliases may, as a new version. */
export const PINGLI_11236: ProgrammeTree = {
  zh: '“11236”总体思路',
  aliases: ['11236'],
  source: '陕西日报 2016-12-07',
  composition: { guidance: 1, path: 10, goal: 2, value: 6, mechanism: 6 },
  nodes: [
    { id: 'party-building', kind: 'guidance', zh: '党建引领', aliases: ['一个引领'] },
    { id: 'ten-paths', kind: 'group', zh: '十个一批', aliases: ['1+10', '支部+10', '10条脱贫路径'] },
    { id: 'provincial-seven', kind: 'group', zh: '省市“七个一批”', aliases: ['七个一批'], parentId: 'ten-paths' },
    { id: 'local-three', kind: 'group', zh: '县补充三个一批', parentId: 'ten-paths' },
    path('industry', '产业扶持脱贫一批', 'provincial-city', ['产业扶持', '产业脱贫']),
    path('relocation', '易地搬迁脱贫一批', 'provincial-city', ['易地搬迁']),
    path('labour', '劳务创业脱贫一批', 'provincial-city', ['劳务创业']),
    path('ecology', '生态补偿脱贫一批', 'provincial-city', ['生态补偿']),
    path('education', '教育支持脱贫一批', 'provincial-city', ['教育支持']),
    path('health', '健康扶贫脱贫一批', 'provincial-city', ['健康扶贫']),
    path('safety-net', '兜底保障脱贫一批', 'provincial-city', ['兜底保障']),
    path('community-factory', '兴办社区工厂脱贫一批', 'local', ['社区工厂']),
    path('e-commerce', '发展电商脱贫一批', 'local', ['电商']),
    path('asset-income', '资产收益脱贫一批', 'local', ['资产收益']),
    { id: 'two-goals', kind: 'group', zh: '两大目标' },
    {
      id: 'moderately-prosperous',
      kind: 'goal',
      zh: '全县人民同步够格迈入小康社会',
      parentId: 'two-goals',
      horizonYear: 2020,
      note: '原文未逐一列明两大目标，此为解读',
    },
    {
      id: 'most-beautiful-countryside',
      kind: 'goal',
      zh: '全面建成中国最美乡村',
      parentId: 'two-goals',
      horizonYear: 2020,
      note: '原文未逐一列明两大目标，此为解读',
    },
    { id: 'three-hards-three-trues', kind: 'group', zh: '“三苦三真”精神', aliases: ['三苦三真'] },
    value('hard-leading', '苦抓', 'leaders'),
    value('true-leading', '真抓', 'leaders'),
    value('hard-helping', '苦帮', 'cadres'),
    value('true-helping', '真帮', 'cadres'),
    value('hard-working', '苦干', 'masses'),
    value('true-working', '真干', 'masses'),
    { id: 'six-mechanisms', kind: 'group', zh: '六项保障机制', aliases: ['六项机制'] },
    mechanism('joint-responsibility', '责任联动机制', '脱贫攻坚责任联动机制'),
    mechanism('work-progress', '工作推进机制'),
    mechanism('funding', '投入保障机制'),
    mechanism('incentive', '鼓励激励机制', '激励鼓励机制'),
    mechanism('accountability', '问责问效机制'),
    mechanism('precise-supervision', '精准监督机制'),
  ],
};
