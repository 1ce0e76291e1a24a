import { isCommitted } from '#kernel';
import type { CaseFile } from './case-file.js';
import { ofType, type Decided } from './decided.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

/** Whether what the person said was taken up: heard before the report, and where it was accepted, facts drawn up anew. */
export function statementSeen({ erased }: CaseFile, { decision, before }: Decided): Seen {
  const direct = ofType(before, 'DirectPathTaken').length > 0;
  const statements = ofType(before, 'StatementHeard').filter(({ data }) => data.date <= decision.data.date);
  const report = ofType(before, 'InvestigationReported').at(-1);
  const facts = ofType(before, 'FactsDrafted').at(-1);
  const after = statements.filter(({ data }) => report !== undefined && data.date > report.data.date);
  const ignored = statements.filter(({ data, position }) => !direct && data.acceptedPoints.length > 0 && (facts === undefined || facts.position < position));
  const unanswered = (eventIds: readonly string[], zh: string, en: string): Sighting => ({
    ...{ fault: 'statement-not-answered', what: { zh, en }, eventIds, named: false },
  });
  const unchecked = statements.flatMap(({ id, data: { statement } }): readonly Unchecked[] =>
    isCommitted(statement) && erased.has(statement.commitment)
      ? [
          {
            fault: 'statement-not-answered',
            why: { zh: '陈述申辩的内容已依法删除，是否答复无法核对', en: 'the statement was erased: whether it was answered cannot be checked' },
            eventIds: [id],
          },
        ]
      : [],
  );
  return seen(
    [
      ...after.map(({ id }) =>
        unanswered([id, report!.id], '陈述申辩在调查报告之后，报告未予回应', 'the statement came after the report, which could not answer it'),
      ),
      ...ignored.map(({ id }) =>
        unanswered([id, decision.id], '采纳了申辩意见而未重新形成事实材料', 'points were accepted, and the facts were not drawn up anew'),
      ),
    ],
    unchecked,
  );
}
