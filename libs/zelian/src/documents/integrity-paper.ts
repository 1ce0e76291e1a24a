import { isDate, must, type CalendarDate } from '#kernel';
import { dateZh, type Block } from '#exchange';
import type { IntegrityOpinion, MeasureOfOpinion } from '../answers/integrity-opinion.js';
import type { Drafted } from './rectification-papers.js';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** Whom and for which day: `person-…/2017-05-01`. @throws Rejection `opinion.key` */
export function opinionKeyOf(text: string): readonly [personId: string, date: CalendarDate] {
  const [personId, date, ...more] = text.split('/');
  must(personId !== undefined && date !== undefined && more.length === 0 && isDate(date), 'opinion.key', {
    zh: `廉政意见写作“人员/日期”：${text}`,
    en: `an opinion is named person-…/YYYY-MM-DD: ${text}`,
  });
  return [personId, date];
}

/** 廉政意见: a draft until an organ numbers and seals it. It reads the same whether something undecided is on record or not. */
export function integrityPaper({ personId, date, position, measures }: IntegrityOpinion): Drafted {
  const none = `经查账本，截至${dateZh(date)}，未见${personId}有已作出并仍在影响期内的问责处理。`;
  return {
    title: '廉政意见',
    authority: {},
    blocks: [
      { kind: 'heading', text: '一、处理情况' },
      ...(measures.length === 0 ? [paragraph(none)] : [paragraph(`截至${dateZh(date)}，${personId}有以下仍在影响期内的处理。`), ...measures.map(stated)]),
      { kind: 'heading', text: '二、说明' },
      paragraph(`本意见依据账本截至序号${position}所知。只列已经作出的决定；影响期已满、已撤销的不列，未作出决定的事项不予反映，也不因此作任何推断。`),
    ],
  };
}

const stated = (measure: MeasureOfOpinion): Block => paragraph([decided(measure), effectZh(measure), ...remarks(measure)].join('；') + '。');

const decided = ({ postId, year, measureZh, organUnitId, decidedOn, documentNo, executedOn }: MeasureOfOpinion): string =>
  `${dateZh(decidedOn)}${organUnitId}就${postId}${year}年度事项作出${measureZh}决定（${documentNo ?? '文号未登记'}），${executedOn === null ? '未见执行记录' : `${dateZh(executedOn)}执行`}`;

function effectZh({ effect }: MeasureOfOpinion): string {
  if (effect.state === 'undetermined') return '影响期：规则未载明，未确定';
  const source =
    effect.clause === null ? '所据条款未查明，待核' : `${effect.clause.sourceZh}第${effect.clause.article}条，核对情况：${effect.clause.verifiedBy}`;
  return `影响期至${dateZh(effect.until)}（${source}）`;
}

const remarks = ({ basisLost, bases, variedOnAppeal, redecisionOrdered, appealsPending }: MeasureOfOpinion): readonly string[] => [
  ...(basisLost
    ? ['该决定的依据已失去，待决定机关处理']
    : bases.filter(({ lost }) => lost).map(({ clauseId, target }) => `依据之一（${clauseId}，${target}）已失去`)),
  ...(variedOnAppeal ? ['申诉已变更处理，尚未执行完毕'] : []),
  ...(redecisionOrdered ? ['经申诉已责令重新作出决定，新的决定尚未作出'] : []),
  ...appealsPending.map(({ filedOn, phaseZh }) => `${dateZh(filedOn)}提出的申诉${phaseZh}`),
];
