import { isOpen, lightOf, type ChainRow, type RegisterRow, type SignerReviewRow, type SupervisionDraftsRow, type TotalsRow } from '#rectification';
import { lightsFor, type RuleBook } from '#rulebook';
import { startOf, subjectIdsIn, type Actor, type Context, type Decider } from '#kernel';
import type { FindingLogged, FindingWithdrawn } from '#inspection';
import { productContexts } from '#zelian';
import pingli from '../../libs/rulebook/books/pingli-2016.json';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';
import { PROOF } from '../support/proof.js';

const book = pingli as unknown as RuleBook;
type Logging = Readonly<{ type: 'LogFinding'; data: FindingLogged['data'] }> | Readonly<{ type: 'WithdrawFinding'; data: FindingWithdrawn['data'] }>;
/** Stands in for inspection: findings come from somewhere, and fall. */
const decider: Decider<number, Logging, FindingLogged | FindingWithdrawn> = {
  category: 'finding',
  streamOf: ({ data }) => data.findingId,
  initialState: 0,
  commands: { LogFinding: { by: 'person', zh: '登记问题' }, WithdrawFinding: { by: 'person', zh: '撤回问题' } },
  decide: { LogFinding: ({ data }) => [{ type: 'FindingLogged', data }], WithdrawFinding: ({ data }) => [{ type: 'FindingWithdrawn', data }] },
  evolve: { FindingLogged: () => 1, FindingWithdrawn: () => 2 },
  commandOf: {
    FindingLogged: (_events, { data }) => ({ type: 'LogFinding', data }),
    FindingWithdrawn: (_events, { data }) => ({ type: 'WithdrawFinding', data }),
  },
};
const define = (zh: string) => ({ kind: 'fact' as const, version: 1, zh, subjectsOf: subjectIdsIn });
const inspection: Context = {
  ...{ name: 'inspection', zh: '督查（测试用）', policies: [], views: [], deciders: [decider] },
  events: { FindingLogged: define('问题登记'), FindingWithdrawn: define('撤回问题') },
};

const INSPECTOR = 'person-inspector1';
const FIXER = 'person-fixer1';
const HEAD: Actor = { personId: PERSON.head, postId: POST.head };
const LEAD: Actor = { personId: INSPECTOR };
const OFFICER: Actor = { personId: 'person-officer1', postId: 'post-officer1' };
const KEY = `${COUNTY.town}/rectification-1`;
const piece = (id: string) => [{ evidenceId: `evidence-${id}`, zh: '照片', file: PROOF }];
const secret = (text: string) => ({ private: text });

/** A county in which one finding was logged, and people act in their own names. */
class Field {
  private constructor(readonly county: SmallCounty) {}
  static async open(): Promise<Field> {
    const contexts = productContexts().map((context) => (context.name === 'inspection' ? inspection : context));
    const county = await SmallCounty.open({ contexts });
    await county.settle(book);
    for (const personId of [INSPECTOR, FIXER, 'person-officer1'])
      await county.record('RegisterPerson', { personId, name: secret('虚构'), partyMember: true, staffStatus: 'civil-servant' });
    const post = { postId: 'post-officer1', unitId: COUNTY.organ, role: 'officer', title: '干事', appointedBy: 'commission', managedByUnitId: COUNTY.organ };
    await county.record('RegisterPost', post);
    await county.record('StartTenure', { tenureId: 'tenure-officer', personId: 'person-officer1', postId: 'post-officer1', from: '2016-01-01' });
    await county.on('2016-09-14');
    await county.record('LogFinding', {
      ...{ findingId: 'finding-1', roundId: 'round-1', groupId: 'group-1', unitId: COUNTY.town, villageId: COUNTY.village, year: 2016 },
      ...{ checklistId: 'checklist-1', checklistVersion: 1, itemId: 'water', foundOn: '2016-09-14', statement: secret('未通水'), evidence: [] },
      loggedByPersonIds: [INSPECTOR],
    });
    return new Field(county);
  }
  async by(actor: Actor, type: string, data: object): Promise<void> {
    const { zelian } = this.county;
    await zelian.record({ type, data }, { actor, commandId: this.county.nextCommandId() });
    await zelian.drain();
  }
  async at(date: string, hour: number): Promise<void> {
    await this.county.zelian.moveTo(startOf(date, hour));
  }
  register = async () => (await this.county.row<RegisterRow>('rectification-register', KEY))!;
  assign = (change: object = {}) =>
    this.by(OFFICER, 'AssignRectification', {
      ...{ rectificationId: 'rectification-1', findingId: 'finding-1', unitId: COUNTY.town, requirement: secret('通水'), documentNo: '督〔2016〕1号' },
      ...{ date: '2016-09-14', deadline: { workDays: 1 } },
      ...change,
    });
  receive = (date: string) => this.by(HEAD, 'AcknowledgeRectification', { rectificationId: 'rectification-1', personId: PERSON.head, postId: POST.head, date });
  report = (reportedAt: string, id: string) =>
    this.by(HEAD, 'ReportRectification', {
      ...{ rectificationId: 'rectification-1', reportedByPersonId: PERSON.head, fixedByPersonIds: [FIXER], evidence: piece(id), reportedAt },
    });
  close = (date: string) =>
    this.by(LEAD, 'CloseRectification', { rectificationId: 'rectification-1', verifiedByPersonIds: [INSPECTOR], evidence: piece('closed'), date });
}

describe('rectification in a county', () => {
  let field: Field;
  beforeEach(async () => void (field = await Field.open()));
  afterEach(() => field.county.close());

  it('counts the Sunday worked after the holiday, reminds, finds overdue, drafts and waits for a signature', async () => {
    await field.assign();
    await field.receive('2016-09-14');
    // One work day from Wednesday the 14th, past the Mid-Autumn holiday, is Sunday the 18th.
    expect((await field.register()).dueAt).toBe(startOf('2016-09-19'));
    await field.at('2016-09-19', 1);
    expect(await field.register()).toMatchObject({ state: 'overdue', stateZh: '已逾期', timesReminded: 2 });
    const scheme = lightsFor(book, '2016-09-19')!;
    expect(lightOf(await field.register(), scheme, startOf('2016-09-19', 1)).colour).toBe('red');
    await field.at('2016-10-19', 1);
    const drafts = (await field.county.row<SupervisionDraftsRow>('supervision-drafts', KEY))!;
    expect(drafts.papers.map(({ paper, state }) => `${paper.documentZh} ${state}`)).toEqual([
      '督办函 drafted',
      '通报（督查） drafted',
      '约谈通知 drafted',
      '挂牌督办通知 drafted',
    ]);
    const listing = drafts.papers.at(-1)!;
    await field.by(OFFICER, 'IssueSupervision', {
      ...{ rectificationId: 'rectification-1', stepId: listing.stepId, at: listing.at, documentNo: '督〔2016〕9号' },
      ...{ issuerUnitId: COUNTY.organ, sealRef: '印1', date: '2016-10-19' },
    });
    expect((await field.register()).state).toBe('listed-supervision');
    await field.by(HEAD, 'RequestRectificationExtension', {
      ...{ rectificationId: 'rectification-1', personId: PERSON.head, newDueAt: startOf('2016-10-10', 18), reason: secret('雨季'), date: '2016-10-19' },
    });
  });

  it('clears the light when an extension is granted after the deadline', async () => {
    await field.assign();
    await field.receive('2016-09-14');
    await field.at('2016-09-20', 9);
    const asked = { rectificationId: 'rectification-1', newDueAt: startOf('2016-09-30', 18), reason: secret('雨季'), date: '2016-09-20' };
    await field.by(HEAD, 'RequestRectificationExtension', { ...asked, personId: PERSON.head });
    await field.by(OFFICER, 'GrantRectificationExtension', { ...asked, documentNo: '延1号' });
    const row = await field.register();
    expect([row.state, lightOf(row, lightsFor(book, '2016-09-20')!, startOf('2016-09-20', 10)).colour]).toEqual(['in-progress', 'green']);
    await field.at('2016-09-30', 17);
    expect((await field.register()).state).toBe('in-progress');
    await field.at('2016-09-30', 18);
    expect((await field.register()).state).toBe('overdue');
  });

  it('counts by what the operator published since', async () => {
    const days = { restDays: ['2016-09-20'], makeUpWorkDays: [], knownFrom: '2016-09-20', knownTo: '2016-09-21' };
    await field.county.record('PublishHolidayCalendar', { bookId: book.id, ...days, documentNo: '示例〔2016〕7号', documentDate: '2016-09-14' });
    await field.assign({ deadline: { workDays: 3 } });
    expect((await field.register()).dueAt).toBe(startOf('2016-09-22'));
  });

  it('goes on in a successor what recurred, and has the signer reviewed by people, because the book says so', async () => {
    await field.assign();
    await field.receive('2016-09-14');
    await field.by(HEAD, 'ReportRectification', {
      ...{ rectificationId: 'rectification-1', reportedByPersonId: PERSON.head, fixedByPersonIds: [FIXER], evidence: piece('a') },
      reportedAt: startOf('2016-09-14', 9),
    });
    await field.at('2016-09-20', 9);
    await expect(
      field.by(HEAD, 'CloseRectification', { rectificationId: 'rectification-1', verifiedByPersonIds: [INSPECTOR], evidence: piece('x'), date: '2016-09-20' }),
    ).rejects.toMatchObject({
      code: 'rectification.verifier-reported',
    });
    await field.close('2016-09-20');
    await field.at('2016-10-20', 9);
    await field.by(OFFICER, 'LookBackOnRectification', {
      ...{ rectificationId: 'rectification-1', result: 'recurred', falseClosure: true, lookedByPersonIds: [OFFICER.personId] },
      ...{ evidence: piece('look'), date: '2016-10-20' },
    });
    expect((await field.register()).stateZh).toBe('已反弹');
    expect(await field.county.row<SignerReviewRow>('signer-reviews', KEY)).toMatchObject({
      ...{ state: 'proposed', signerPersonIds: [INSPECTOR], falseClosure: true, bases: [{ clauseId: 'PL-S3' }] },
    });
    const act = { rectificationId: 'rectification-1', organUnitId: COUNTY.organ, documentNo: '核1号', date: '2016-10-20' };
    await field.by(OFFICER, 'OpenSignerReview', act);
    await field.by(OFFICER, 'ConcludeSignerReview', { ...act, conclusion: 'closure-false', opinion: secret('未到现场') });
    await field.assign({ rectificationId: 'rectification-2', predecessorId: 'rectification-1', date: '2016-10-20' });
    const chain = (await field.county.row<ChainRow>('rectification-chains', 'rectification-1'))!;
    expect(chain.links.map(({ rectificationId, successorId, state }) => [rectificationId, successorId, state])).toEqual([
      ['rectification-1', 'rectification-2', 'recurred'],
      ['rectification-2', null, 'awaiting-receipt'],
    ]);
    const totals = (await field.county.row<TotalsRow>('rectification-totals', `${COUNTY.town}/2016`))!;
    expect([totals.assigned, totals.successors, totals.states]).toEqual([1, 1, { recurred: 1, 'awaiting-receipt': 1 }]);
  });

  it('is flagged when its finding falls, reminds nobody any more, and is taken back by people', async () => {
    await field.assign();
    await field.receive('2016-09-14');
    await field.county.record('WithdrawFinding', {
      findingId: 'finding-1',
      unitId: COUNTY.town,
      year: 2016,
      reason: '误登',
      authorityRef: '1号',
      date: '2016-09-14',
    });
    expect((await field.register()).groundLost).toBe('finding-withdrawn');
    await field.at('2016-10-30', 1);
    expect(await field.register()).toMatchObject({ state: 'in-progress', timesReminded: 0 });
    await field.by(OFFICER, 'CancelRectification', { rectificationId: 'rectification-1', reason: secret('问题撤回'), documentNo: '撤1号', date: '2016-10-30' });
    const row = await field.register();
    expect([row.state, isOpen(row.state)]).toEqual(['cancelled', false]);
  });
});
