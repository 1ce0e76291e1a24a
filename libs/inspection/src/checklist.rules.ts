import { must, sameJson } from '#kernel';
import type { ChecklistDocument } from './checklist.events.js';

type Part = 'questions' | 'standards' | 'respondents' | 'items';
const PARTS: readonly Part[] = ['questions', 'standards', 'respondents', 'items'];
const PART_ZH: Readonly<Record<Part, string>> = { questions: '问题', standards: '标准', respondents: '询问对象', items: '条目' };

const idsOf = (document: ChecklistDocument, part: Part): readonly string[] => document[part].map(({ id }) => id);

/** A list that can be used: everything named once, every item under a question and asked of somebody, no question or standard that nobody asks about. */
export function mustBeChecklist(document: ChecklistDocument): void {
  must(document.zh.trim() !== '' && document.source.trim() !== '', 'text.blank', { zh: '名称与来源不能为空', en: 'name and source must not be blank' });
  for (const part of PARTS) mustBeNamed(document, part);
  const known = (part: Part, id: string) => idsOf(document, part).includes(id);
  for (const { id, questionId, standardId, askedOf } of document.items) {
    must(known('questions', questionId), 'inspection.question-unknown', {
      zh: `条目${id}所属的问题${questionId}不在清单中`,
      en: `item ${id} stands under question ${questionId}, which the list does not have`,
    });
    must(standardId === undefined || known('standards', standardId), 'inspection.standard-unknown', {
      zh: `条目${id}对照的标准${standardId}不在清单中`,
      en: `item ${id} goes by standard ${standardId}, which the list does not have`,
    });
    must(askedOf.length > 0 && askedOf.every((one) => known('respondents', one)), 'inspection.respondent-unknown', {
      zh: `条目${id}须注明清单内的询问对象`,
      en: `item ${id} has to name whom it is asked of, from the list`,
    });
  }
  mustLeadSomewhere(document);
}

function mustBeNamed(document: ChecklistDocument, part: Part): void {
  const ids = idsOf(document, part);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  must(twice === undefined, 'inspection.id-twice', { zh: `${PART_ZH[part]}编号${twice}重复`, en: `${part}: the id ${twice} is used twice` });
  must(ids.length > 0 || part === 'standards', 'inspection.part-empty', { zh: `清单没有${PART_ZH[part]}`, en: `the list has no ${part}` });
  const blank = document[part].find(({ zh }) => zh.trim() === '');
  must(blank === undefined, 'text.blank', { zh: `${PART_ZH[part]}${blank?.id}没有名称`, en: `${part}: ${blank?.id} has no name` });
}

function mustLeadSomewhere({ questions, standards, items }: ChecklistDocument): void {
  const idle =
    questions.find(({ id }) => items.every(({ questionId }) => questionId !== id)) ??
    standards.find(({ id }) => items.every(({ standardId }) => standardId !== id));
  must(idle === undefined, 'inspection.dimension-idle', {
    zh: `“${idle?.zh}”之下没有任何条目`,
    en: `no item asks about ${idle?.id}`,
  });
}

/** Everything that a list ever named, as it was first named. */
export type NamedBefore = Readonly<Record<Part, Readonly<Record<string, unknown>>>>;
export const NOTHING_NAMED: NamedBefore = { questions: {}, standards: {}, respondents: {}, items: {} };

export const namedWith = (before: NamedBefore, document: ChecklistDocument): NamedBefore => {
  const named = (part: Part) => ({ ...Object.fromEntries(document[part].map((one) => [one.id, one])), ...before[part] });
  return { questions: named('questions'), standards: named('standards'), respondents: named('respondents'), items: named('items') };
};

/** An id means one thing for ever: findings of years ago name it. What is worded anew gets a new id; what was dropped comes back only as it was. */
export function mustReuseNoId(before: NamedBefore, document: ChecklistDocument): void {
  for (const part of PARTS) {
    const changed = document[part].find((one) => Object.hasOwn(before[part], one.id) && !sameJson(before[part][one.id], one));
    must(changed === undefined, 'inspection.id-reused', {
      zh: `${PART_ZH[part]}编号${changed?.id}在以前的版本中另有所指，改动须用新编号`,
      en: `${part}: ${changed?.id} meant something else in an earlier version; a change needs a new id`,
    });
  }
}
