import type { RuleBook } from './book.js';
import { FAULT_KINDS } from './correction-grounds.js';
import { undated } from './lint-dates.js';
import { error, type Finding } from './lint-finding.js';

const repeated = (ids: readonly string[]): readonly string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];

/** A fault that spoke for two grounds, or for none, would be counted twice or be lost from the screen. */
export function correctionGroundErrors({ grounds, sources }: RuleBook): readonly Finding[] {
  if (grounds === undefined) return [];
  const { items, source, effective } = grounds;
  const known = new Set(sources.map(({ id }) => id));
  const cited = [source, ...items.map(({ consequenceSource }) => consequenceSource)];
  const faults = items.flatMap((item) => item.faults);
  return [
    ...undated(effective, { zh: '纠正理由清单', en: 'the list of grounds of correction' }, { subject: 'grounds' }),
    ...[...new Set(cited.filter((id) => !known.has(id)))].map((id) =>
      error('book.unknown-source', `纠正理由的出处“${id}”未列明`, `the grounds of correction cite the unknown source "${id}"`, { subject: id }),
    ),
    ...repeated(items.map(({ id }) => id)).map((id) => error('book.duplicate-id', `编号“${id}”重复`, `duplicate id "${id}" among grounds`, { subject: id })),
    ...repeated(faults).map((fault) =>
      error('book.fault-of-two-grounds', `差错“${fault}”列于两项理由`, `the fault "${fault}" stands under two grounds`, { subject: fault }),
    ),
    ...faults
      .filter((fault) => !FAULT_KINDS.includes(fault))
      .map((fault) => error('book.unknown-fault', `没有差错种类“${fault}”`, `there is no kind of fault "${fault}"`, { subject: fault })),
    ...(items.filter(({ residual }) => residual).length === 1
      ? []
      : [error('book.residual-ground', '纠正理由须有且仅有一项兜底', 'exactly one ground of correction takes what no other names', { subject: 'grounds' })]),
  ];
}
