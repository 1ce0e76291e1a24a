import { checklist, CLERK, published, registered, rowsOf, worldOf } from '../../../test/support/inspection-round.js';
import { specification } from '../../../test/support/specification.js';
import { checklistDecider, type PublishChecklist } from './checklist.decider.js';
import type { ChecklistDocument } from './checklist.events.js';
import { checklists, documentOf } from './checklists.view.js';
import { EXIT_STANDARDS_EXAMPLE } from './checklists/exit-standards-example.js';
import { roundOffices, roundPosts } from './round-subjects.view.js';

const rows = worldOf([roundOffices, roundPosts], registered);
const given = specification(checklistDecider, { rows, actor: CLERK });
const publish = (document: ChecklistDocument, change: object = {}): PublishChecklist => ({
  type: 'PublishChecklist',
  data: { checklistId: 'checklist-exit', date: '2016-08-01', documentRef: '示例督〔2016〕1号', document, ...change },
});
const [item] = checklist.items;
const withItem = (change: object): ChecklistDocument => ({ ...checklist, items: [{ ...item!, ...change }] });

/** Another county, invented: other questions, standards of a unit, another tongue for whom is asked. */
const OTHER: ChecklistDocument = {
  zh: '乙县督查清单（虚构）',
  source: '虚构',
  example: true,
  questions: [
    { id: 'promised', zh: '承诺的是否办了' },
    { id: 'lasting', zh: '成效能否持续' },
  ],
  standards: [{ id: 'department-duty', zh: '部门职责标准', of: 'unit' }],
  respondents: [{ id: 'shopkeepers', zh: '店主' }],
  items: [
    { id: 'market-open', zh: '集市是否开业', questionId: 'promised', standardId: 'department-duty', askedOf: ['shopkeepers'] },
    { id: 'still-used', zh: '是否仍在使用', questionId: 'lasting', askedOf: ['shopkeepers'] },
  ],
};

describe('publishing a checklist', () => {
  it('is version 1 first, as of its day', () =>
    given()
      .when(publish(checklist))
      .then({ type: 'ChecklistPublished', data: published.data, validAt: { from: '2016-08-01' } } as never));
  it('counts versions', () =>
    given(published)
      .when(publish({ ...checklist, items: [...checklist.items, { ...item!, id: 'schooling', zh: '有无辍学' }] }))
      .thenData(expect.objectContaining({ data: expect.objectContaining({ checklistVersion: 2 }) }) as never));
  it.each([
    ['the example that is shipped', EXIT_STANDARDS_EXAMPLE],
    ["another county's, as data", OTHER],
  ])('takes %s', (_, document) =>
    given()
      .when(publish(document))
      .thenData({ type: 'ChecklistPublished', data: { ...publish(document).data, checklistVersion: 1 } }),
  );
  it('is for the command office', () => {
    given()
      .when(publish(checklist), { actor: { personId: 'person-insp1' } })
      .thenRejected('inspection.not-command-office');
    given()
      .when(publish(checklist), { actor: { ...CLERK, postId: 'post-office9' } })
      .thenRejected('inspection.not-command-office');
    given().when(publish(checklist), { recordedAt: '2015-12-31T00:00:00.000Z' }).thenRejected('inspection.not-command-office');
  });
  it.each([
    ['a day to come', publish(checklist, { date: '2016-12-08' }), 'inspection.date-in-future'],
    ['no such day', publish(checklist, { date: '2016-02-30' }), 'date.invalid'],
    ['no paper', publish(checklist, { documentRef: ' ' }), 'inspection.document-missing'],
    ['no name', publish({ ...checklist, zh: '' }), 'text.blank'],
    ['an unnamed item', publish(withItem({ zh: ' ' })), 'text.blank'],
    ['no items', publish({ ...checklist, items: [] }), 'inspection.part-empty'],
    ['an id twice', publish({ ...checklist, items: [item!, { ...item!, zh: '又一条' }] }), 'inspection.id-twice'],
    ['an unknown question', publish(withItem({ questionId: 'other' })), 'inspection.question-unknown'],
    ['an unknown standard', publish(withItem({ standardId: 'other' })), 'inspection.standard-unknown'],
    ['nobody to ask', publish(withItem({ askedOf: [] })), 'inspection.respondent-unknown'],
    ['somebody unknown to ask', publish(withItem({ askedOf: ['mayor'] })), 'inspection.respondent-unknown'],
    ['a question nobody asks about', publish({ ...checklist, questions: [...checklist.questions, { id: 'idle', zh: '空' }] }), 'inspection.dimension-idle'],
    ['a standard nobody asks about', publish(withItem({ standardId: undefined })), 'inspection.dimension-idle'],
  ])('not with %s', (_, command, code) => given().when(command).thenRejected(code));
  it('not twice the same', () => given(published).when(publish(checklist)).thenRejected('inspection.checklist-unchanged'));
});

describe('ids are for ever', () => {
  const without: ChecklistDocument = { ...checklist, items: [{ ...item!, id: 'schooling', zh: '有无辍学' }] };
  const second = { ...published, data: { ...(published.data as object), checklistVersion: 2, document: without } };
  it.each([
    ['an item reworded', withItem({ zh: '住房是否达标' })],
    ['a question reworded', { ...checklist, questions: [{ id: 'truly-out', zh: '是否脱贫' }] }],
    ['a standard for others', { ...checklist, standards: [{ ...checklist.standards[0]!, of: 'village' as const }] }],
    ['a respondent renamed', { ...checklist, respondents: [{ id: 'household', zh: '农户' }] }],
  ])('not with %s under its old id', (_, document) => given(published).when(publish(document)).thenRejected('inspection.id-reused'));
  it('also what was dropped keeps its id', () => {
    given(published, second)
      .when(publish(withItem({ zh: '别的' })))
      .thenRejected('inspection.id-reused');
    given(published, second)
      .when(publish(checklist))
      .thenData({ type: 'ChecklistPublished', data: { ...(published.data as { checklistId: string }), checklistVersion: 3 } });
  });
});

describe('checklists', () => {
  const later = { type: 'ChecklistPublished', data: { ...(published.data as object), checklistVersion: 2, date: '2016-10-01', document: OTHER } };
  const row = rowsOf(checklists, [published, later])['checklist-exit'];
  it('keeps every version', () => {
    expect(row).toMatchObject({
      version: 2,
      zh: OTHER.zh,
      versions: [
        { version: 1, eventId: 'e0' },
        { version: 2, eventId: 'e1' },
      ],
    });
    expect(documentOf(row, 1)).toEqual(checklist);
    expect([documentOf(row, 3), documentOf(undefined, 1)]).toEqual([undefined, undefined]);
  });
  it('says on a day what was published by then', () => {
    expect(checklists.validOn!(row, '2016-09-30')).toMatchObject({ version: 1, zh: '甲清单' });
    expect(checklists.validOn!(row, '2016-10-01')).toMatchObject({ version: 2 });
    expect(checklists.validOn!(row, '2016-07-31')).toBeUndefined();
  });
  it('the example has the three questions and the two exit standards', () => {
    expect(EXIT_STANDARDS_EXAMPLE.questions.map(({ zh }) => zh)).toEqual(['真扶贫', '扶真贫', '真脱贫']);
    expect(EXIT_STANDARDS_EXAMPLE.standards.map((one) => one.of)).toEqual(['village', 'household']);
    expect(EXIT_STANDARDS_EXAMPLE).toMatchObject({ example: true });
  });
});
