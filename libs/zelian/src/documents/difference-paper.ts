import { canonicalJson, subjectIdsIn } from '#kernel';
import type { Block } from '#exchange';
import { sha256Hex } from '#rulebook';
import { handOut, registeredAmong, type Handing } from '../handing-out.js';
import type { ReplayAsk } from '../replay/asking.js';
import type { Counterfactual } from '../replay/counterfactual.js';
import { tell } from '../replay/sentences.js';
import type { Zelian } from '../zelian.js';
import { rendered } from './index.js';
import { namesIn } from './names.js';
import type { Drafted } from './rectification-papers.js';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const WIDTHS = [14, 20, 18, 20, 28] as const;

/** 反事实差异文书: what would be otherwise, and its hash, by which anybody with the ledger and the edit list finds that it is the same. It decides nothing. */
function differencePaper(answer: Counterfactual, list: unknown, name: (id: string) => string): Drafted {
  const { rows, sentences } = tell(answer, name);
  const ids = [...new Set(subjectIdsIn([answer.difference, answer.difference.changes.map(({ key }) => key.split(/[|:/]/))]))].sort();
  return {
    title: '反事实差异文书',
    authority: {},
    blocks: [
      { kind: 'heading', text: '一、假设与结论' },
      ...sentences.map(paragraph),
      { kind: 'heading', text: '二、逐项差异' },
      rows.length === 0 ? paragraph('没有差异。') : { kind: 'table', head: ['项目', '对象', '原', '改后', '传导'], rows, widthsPercent: WIDTHS },
      { kind: 'heading', text: '三、编号与指纹' },
      paragraph(`差异文书哈希：${answer.hash}。改动清单哈希：${sha256Hex(canonicalJson(list))}。推导自账本截至序号${answer.position}所知。`),
      ...ids.map((id) => paragraph(name(id) === id ? id : `${name(id)}：${id}`)),
    ],
  };
}

export type DifferenceAsk = ReplayAsk & Readonly<{ format?: 'word' | 'pdf'; to?: Handing }>;

/**
 * What would be otherwise, as a paper. Asked and noted like any replay; where it tells of persons, that it leaves is recorded. `format` absent: Word.
 * @throws Rejection `replay.*`, `access.case-owner-only`, `release.recipient-missing`
 */
export async function handOutDifference(zelian: Zelian, { format = 'word', to, ...ask }: DifferenceAsk): Promise<Buffer> {
  const answer = await zelian.cases.replay(ask);
  const { difference, position, editedEventIds } = answer;
  const paper = differencePaper(answer, ask.list, await namesIn(zelian, answer));
  const bytes = await rendered(zelian, paper, { position, eventIds: new Set(editedEventIds), format });
  const personIds = await registeredAmong(zelian, subjectIdsIn([difference, difference.changes.map(({ key }) => key.split(/[|:/]/))]));
  return handOut(zelian, { record: { kind: 'difference', key: answer.hash }, personIds, bytes, actor: ask.actor, ...(to && { to }) });
}
