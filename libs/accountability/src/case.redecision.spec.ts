import { act, book, given, ground, play, setBasis, STEP_CLAUSES, until } from '../../../test/support/accountability-case.js';
import type { Past } from '../../../test/support/specification.js';
import { recorded } from '../../../test/support/specification.js';
import { accountabilityCases, type CaseRow } from './accountability-cases.view.js';
import { caseClocks, type CaseClocksRow } from './case-clocks.view.js';
import type { OrderRedecision } from './case.commands.js';
import { measuresInForce, type MeasuresRow } from './measures-in-force.view.js';
import { inForce, inventedBook } from '../../../test/support/accountability.js';

const order: OrderRedecision = {
  type: 'OrderRedecision',
  data: {
    ...setBasisOf(),
    ...{ appealId: 'appeal-one', organUnitId: 'unit-city', documentNo: '示例申决〔2017〕1号', orderedOn: '2017-03-16' },
    ...{ reviewerIds: ['person-cp03'], nonAggravation: { by: 'house-rule', source: 'house-rules', article: '一' } },
  },
};
function setBasisOf() {
  const { personId, postId, year } = setBasis().data;
  return { personId, postId, year };
}
const ordered: Past = { type: 'CaseRedecisionOrdered', data: order.data, validAt: { from: '2017-03-16' } };
const archived = play(...until('ArchiveCase'));
const reopened = [...archived, ordered];
/** What is done anew, from the facts to the report. */
const again = {
  DraftFacts: act('DraftFacts', { date: '2017-03-20' }),
  PresentFacts: act('PresentFacts', { date: '2017-03-21' }),
  HearStatement: act('HearStatement', { date: '2017-03-22' }),
  ReportInvestigation: act('ReportInvestigation', { date: '2017-03-23' }),
};
const asEvents = (names: readonly (keyof typeof again)[]): readonly Past[] =>
  names.map((name) => ({
    type: {
      DraftFacts: 'FactsDrafted',
      PresentFacts: 'FactsPresentedToSubject',
      HearStatement: 'StatementHeard',
      ReportInvestigation: 'InvestigationReported',
    }[name],
    data: again[name].data,
    validAt: { from: again[name].data.date },
  }));
const reported = [...reopened, ...asEvents(['DraftFacts', 'PresentFacts', 'HearStatement', 'ReportInvestigation'])];
const vote = (more: Record<string, unknown> = {}) =>
  act('DecideCollectively', {
    date: '2017-03-27',
    participantIds: ['person-cp01', 'person-cp02'],
    minutesRef: '纪要九',
    documentNo: '示例问〔2017〕9号',
    ...more,
  });
const clocks = { formalitiesDueOn: '2017-04-27', effectUntil: '2018-02-10' };
const openForms = [
  { source: 'RULES-2009', article: '7' },
  { source: 'REG-2016', article: '7' },
];

describe('an order to decide anew', () => {
  it('opens a case for it, also one that was executed and filed', () =>
    given(...archived)
      .when(order)
      .then({ type: 'CaseRedecisionOrdered', data: order.data, validAt: { from: '2017-03-16' } }));
  it('is the same order when it is said again', () =>
    given(...reopened)
      .when(order)
      .thenNothing());
  it('finds nothing to decide anew where nothing stands', () => {
    given(...play(...until('ReportInvestigation')))
      .when(order)
      .thenNothing();
    given(...play(...until('DecideCollectively'), act('CorrectDecision')))
      .when(order)
      .thenNothing();
  });
});

describe('a decision anew', () => {
  it('is taken like the first, and its effect counts from the day first decided', () =>
    given(...reported)
      .when(vote())
      .thenData({ type: 'CollectivelyDecided', data: { ...vote().data, established: { openForms, ...clocks } } }));
  it('needs facts, hearing and report of its own', () => {
    given(...reopened)
      .when(vote())
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    given(...reopened, ...asEvents(['DraftFacts', 'PresentFacts', 'HearStatement']))
      .when(vote())
      .thenRejected('accountability.out-of-order', 'S-VOTE');
    given(...reopened, ...asEvents(['DraftFacts']))
      .when(again.PresentFacts)
      .thenData({ type: 'FactsPresentedToSubject', data: again.PresentFacts.data });
    given(...reopened, ...asEvents(['DraftFacts', 'PresentFacts']))
      .when(again.HearStatement)
      .thenData({ type: 'StatementHeard', data: again.HearStatement.data });
  });
  it('may be looked into by another team', () => {
    const form = act('FormInvestigationTeam', { date: '2017-03-18', memberIds: ['person-inv3', 'person-inv4'] });
    given(...reopened)
      .when(form)
      .thenData({ type: 'InvestigationTeamFormed', data: form.data });
  });
  it.each([
    ['by who reviewed it', { participantIds: ['person-cp01', 'person-cp02', 'person-cp03'] }, 'accountability.reviewer-decides', undefined],
    ['without a quorum', { quorum: 3 }, 'accountability.no-quorum', 'S-VOTE'],
    ['without minutes', { minutesRef: '' }, 'accountability.minutes-missing', 'S-VOTE'],
    ['before the order', { date: '2017-03-01' }, 'accountability.statement-not-heard', 'S-HEAR'],
  ])('is not taken %s', (_, more, code, clause) =>
    given(...reported)
      .when(vote(more))
      .thenRejected(code, clause),
  );
  it('is never harsher where the text says so, and names it', () => {
    const lighter = inForce({
      ...inventedBook(STEP_CLAUSES),
      measures: inventedBook(STEP_CLAUSES).measures.map((measure) =>
        measure.id === 'RemovalFromPost' ? { ...measure, heavierThan: ['Admonition'] } : measure,
      ),
    } as never);
    const mild = play(...until('DecideCollectively')).map((past) =>
      past.type === 'CollectivelyDecided' ? { ...past, data: { ...(past.data as object), measure: 'Admonition' } } : past,
    );
    const rest = asEvents(['DraftFacts', 'PresentFacts', 'HearStatement', 'ReportInvestigation']);
    given(...mild, ordered, ...rest)
      .when(vote(), { book: lighter })
      .thenRejected('accountability.aggravated', 'house-rules/一');
    const { nonAggravation: _none, ...open } = order.data;
    given(...mild, { ...ordered, data: open }, ...rest)
      .when(vote(), { book: lighter })
      .thenData(expect.objectContaining({ type: 'CollectivelyDecided' }));
    // What cannot be compared was not shown to be no heavier.
    given(...mild, ordered, ...rest)
      .when(vote(), { book })
      .thenRejected('accountability.aggravated', 'house-rules/一');
  });
  it('recorded from elsewhere bears the breach', () =>
    given(...reported)
      .when(vote({ participantIds: ['person-cp02', 'person-cp03'], doneElsewhere: true }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ breaches: ['accountability.reviewer-decides'] }) })));
  it('is announced, served and executed anew', () => {
    const redecided = [...reported, { type: 'CollectivelyDecided', data: { ...vote().data, established: { openForms, ...clocks } } }];
    given(...redecided)
      .when(act('ExecuteMeasure', { date: '2017-03-29' }))
      .thenRejected('accountability.not-announced', 'S-DOC');
    const announce = act('AnnounceDecision', { date: '2017-03-28' });
    given(...redecided)
      .when(announce)
      .thenData({ type: 'DecisionAnnounced', data: announce.data });
  });
  it('may end without a measure, once it is heard, and is then filed without one', () => {
    const conclude = act('ConcludeWithoutAccountability', { date: '2017-03-24' });
    given(...reopened)
      .when(conclude)
      .thenRejected('accountability.statement-not-heard', 'S-HEAR');
    given(...reported)
      .when(conclude)
      .thenData({ type: 'ConcludedWithoutAccountability', data: conclude.data });
    const archive = act('ArchiveCase', { date: '2017-03-25', filedInPersonnelFile: false });
    given(...reported, { type: 'ConcludedWithoutAccountability', data: conclude.data })
      .when(archive)
      .thenData({ type: 'CaseArchived', data: archive.data });
  });
  it('may be spared by a correction in between', () => {
    const correct = act('CorrectDecision', { date: '2017-03-24' });
    given(...reopened)
      .when(correct)
      .thenData(expect.objectContaining({ type: 'DecisionCorrected' }));
    given(...reopened, { type: 'DecisionCorrected', data: { ...correct.data, established: { publications: [] } } })
      .when(vote())
      .thenRejected('accountability.statement-not-heard');
  });
  it('stops the clock of what it replaces', () => {
    const decided = play(...until('DecideCollectively'));
    const overdue = { type: 'MarkFormalitiesOverdue', data: { ...setBasisOf(), dueOn: '2017-03-10' } } as const;
    given(...decided)
      .when(overdue)
      .thenData(expect.objectContaining({ type: 'FormalitiesOverdue' }));
    given(...decided, ordered)
      .when(overdue)
      .thenNothing();
  });
});

describe('what is shown', () => {
  const fold = <Row>(view: { on: object; name: string }, history: readonly Past[]): Row | undefined =>
    history.reduce<unknown>((row, past, index) => {
      const step = (view.on as Record<string, (row: unknown, event: unknown, key: string) => unknown>)[past.type];
      return step ? step(row, recorded(past, index), 'key') : row;
    }, undefined) as Row | undefined;
  const voted: Past = { type: 'CollectivelyDecided', data: { ...vote().data, established: { openForms, ...clocks } } };
  const concluded: Past = { type: 'ConcludedWithoutAccountability', data: act('ConcludeWithoutAccountability', { date: '2017-03-24' }).data };

  it('keeps what was decided before', () => {
    const waiting = fold<CaseRow>(accountabilityCases, reported);
    expect(waiting).toMatchObject({ phase: 'reported', redecision: { appealId: 'appeal-one' }, decision: { date: '2017-02-10', executedOn: '2017-02-24' } });
    const done = fold<CaseRow>(accountabilityCases, [...reported, voted]);
    expect(done).toMatchObject({ phase: 'decided', decision: { date: '2017-03-27' }, earlierDecisions: [{ date: '2017-02-10', measure: 'RemovalFromPost' }] });
    expect(done).not.toHaveProperty('redecision');
    expect(done?.decision).not.toHaveProperty('executedOn');
    const none = fold<CaseRow>(accountabilityCases, [...reported, concluded]);
    expect(none).toMatchObject({ phase: 'concluded', earlierDecisions: [{ reliedOn: [`${ground.clauseId}@${ground.target}`] }] });
    expect(none).not.toHaveProperty('decision');
  });
  it('leaves the earlier measure in force until it is decided anew or concluded', () => {
    expect(fold<MeasuresRow>(measuresInForce, reopened)?.measures).toMatchObject([{ decidedOn: '2017-02-10', redecisionOrderedOn: '2017-03-16' }]);
    expect(fold<MeasuresRow>(measuresInForce, [...reported, voted])?.measures).toEqual([
      expect.not.objectContaining({ redecisionOrderedOn: expect.anything() }),
    ]);
    expect(fold<MeasuresRow>(measuresInForce, [...reported, concluded])).toBeUndefined();
    expect(fold<MeasuresRow>(measuresInForce, [...archived, concluded])).toBeDefined();
  });
  it('ends the old clocks and starts new ones', () => {
    const waiting = fold<CaseClocksRow>(caseClocks, [...play(...until('DecideCollectively')), ordered]);
    expect(waiting?.clocks).toMatchObject([
      { kind: 'formalities', doneOn: '2017-03-16' },
      { kind: 'effect', lastDay: '2018-02-10' },
    ]);
    const anew = fold<CaseClocksRow>(caseClocks, [...reported, voted]);
    expect(anew?.clocks).toMatchObject([
      { kind: 'formalities', startsOn: '2017-03-27', lastDay: '2017-04-27' },
      { kind: 'effect', lastDay: '2018-02-10' },
    ]);
    expect(anew).not.toHaveProperty('servedOn');
    expect(fold<CaseClocksRow>(caseClocks, [...reported, concluded])).toBeUndefined();
  });
});
