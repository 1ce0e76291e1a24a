import type { Recorded, View } from '#kernel';
import { act, AGAINST, APPEAL, given, play, rows, until, UNIT_GRADE } from '../../../test/support/appeal-case.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import { againstKey } from './against.js';
import { onRedecisionOrdered } from './appeal.policy.js';
import { remedies, type RemedyRow } from './remedies.view.js';
import { reviewedAppeals, type ReviewedAppealRow } from './reviewed-appeals.view.js';

const CASE = { personId: AGAINST.personId, postId: AGAINST.postId, year: AGAINST.year };
function fold<Row>(view: View<Row, never>, past: readonly Past[], key: string): Row | undefined {
  const on = view.on as Readonly<Record<string, (row: Row | undefined, event: Recorded, key: string) => Row | undefined>>;
  return past.map(recorded).reduce<Row | undefined>((row, event) => (on[event.type] ? on[event.type]!(row, event, key) : row), undefined);
}
const ended = play([...until('FormReviewPanel'), act('RecuseReviewMember'), act('ReportReview'), act('DecideAppeal', { outcome: 'redecision-ordered' })]);

describe('an order to decide anew', () => {
  const outcome = (against: object): never => recorded({ ...ended.at(-1)!, data: { ...(ended.at(-1)!.data as object), against } }, 9) as never;
  const told = (against: object, known: object) => {
    const event = outcome(against);
    return onRedecisionOrdered.on.RedecisionOrdered(event, factsFrom(known as never, onRedecisionOrdered.needs!.RedecisionOrdered!(event)));
  };
  it('reaches the case, with who reviewed and by which text nothing gets worse', () => {
    const row = fold<ReviewedAppealRow>(reviewedAppeals as never, ended, 'appeal-one');
    expect(row?.reviewerIds).toEqual(['person-rv01', 'person-rv02', 'person-rv03', 'person-rv05']);
    expect(told(AGAINST, { 'reviewed-appeals': { 'appeal-one': row } })).toEqual([
      {
        type: 'OrderRedecision',
        data: {
          ...{ ...CASE, appealId: APPEAL.appealId, organUnitId: 'unit-cpc1', documentNo: '示例申决〔2017〕1号', orderedOn: '2017-03-16' },
          ...{ reviewerIds: row!.reviewerIds, nonAggravation: { by: 'house-rule', source: 'house-rules', article: '一' } },
        },
      },
    ]);
    expect(onRedecisionOrdered.reaches!(outcome(AGAINST))).toEqual([againstKey(AGAINST)]);
  });
  it('of an appeal that nobody knows names nobody', () => expect(told(AGAINST, {})[0]?.data).toMatchObject({ reviewerIds: [] }));
  it('about a unit’s result is for the commands that make it', () => {
    expect(told(UNIT_GRADE, {})).toEqual([]);
    expect(onRedecisionOrdered.reaches!(outcome(UNIT_GRADE))).toEqual([]);
  });
});

describe('what is decided anew', () => {
  const decided = (date: string): Past => ({
    type: 'CollectivelyDecided',
    validAt: { from: date },
    data: { ...CASE, measure: 'RemovalFromPost', date, organUnitId: 'unit-cpc1' },
  });
  const ordered: Past = { type: 'CaseRedecisionOrdered', data: CASE };
  const concluded: Past = { type: 'ConcludedWithoutAccountability', data: CASE };
  const exempted: Past = { type: 'AccountabilityExempted', data: CASE };
  const row = (...past: readonly Past[]) => fold<RemedyRow>(remedies as never, past, againstKey(AGAINST));
  const answered = [decided('2017-02-10'), ...ended, ordered];

  it('stands until then', () => expect(row(...answered)).toMatchObject({ decision: { decidedOn: '2017-02-10', redecisionOrdered: true }, corrections: [] }));
  it('corrects what was decided, and can be appealed against again in every way', () => {
    const anew = row(...answered, decided('2017-03-27'));
    expect(anew).toMatchObject({
      corrections: [{ kind: 'decided-anew' }],
      appeals: [{ state: 'answered', ofEarlier: true }],
      decision: { decidedOn: '2017-03-27' },
    });
    expect(anew?.decision).not.toHaveProperty('redecisionOrdered');
    const again = { ...rows, remedies: { ...rows.remedies, [againstKey(AGAINST)]: anew } };
    given()
      .when(act('LodgeAppeal', { filedOn: '2017-04-05' }), { rows: again as never })
      .thenData(expect.objectContaining({ type: 'AppealLodged' }));
  });
  it.each([concluded, exempted])('corrects it too when it ends without a measure: $type', (end) => {
    const none = row(...answered, end);
    expect(none?.corrections).toMatchObject([{ kind: 'concluded' }]);
    expect(none).not.toHaveProperty('decision');
    expect(row(decided('2017-02-10'), end)?.decision).toBeDefined();
    expect(row(end)).toBeUndefined();
  });
  it('is what the outcome is carried out by', () => {
    const anew = row(...answered, decided('2017-03-27'))!;
    const known = { ...rows, remedies: { ...rows.remedies, [againstKey(AGAINST)]: anew } };
    const served = [
      ...ended,
      ...play([...until('ReportReview'), act('DecideAppeal', { outcome: 'redecision-ordered' }), act('ServeAppealDecision')]).slice(-1),
    ];
    const done = act('RecordAppealCarriedOut', { date: '2017-03-28', eventIds: [anew.corrections[0]!.eventId] });
    given(...served)
      .when(done, { rows: known as never })
      .thenData({ type: 'AppealDecisionCarriedOut', data: done.data });
    given(...served)
      .when(act('RecordAppealCarriedOut', { date: '2017-03-28', eventIds: ['e0'] }), { rows: known as never })
      .thenRejected('appeal.correction-unknown');
  });
});
