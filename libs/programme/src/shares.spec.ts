import type { AnyView } from '#kernel';
import { recorded, specification, type Past } from '../../../test/support/specification.js';
import { fundRegister, type FundRow } from './fund-register.view.js';
import { fundDecider } from './funds.decider.js';
import { shareApplicationDecider } from './share-applications.decider.js';
import { shareApplications, type ShareApplicationRow } from './share-applications.view.js';
import { shareRuleDecider } from './share-rules.decider.js';
import { shareRules } from './share-rules.view.js';
import { obligationOf, partOf } from './share-terms.js';

const by = (date: string) => ({ organUnitId: 'unit-county1', documentNo: '示例〔2016〕1号', date });
const of = { villageId: 'village-yunwu', year: 2016 };
const modes = [
  { id: 'land-transfer', zh: '资源流转' },
  { id: 'contract-raising', zh: '代养（种）回购' },
  { id: 'contract-labour', zh: '协议用工' },
];
const terms = {
  perPersonFen: 1_000_000,
  guaranteedBasisPoints: 500,
  secondBasisPointsMin: 200,
  dueMonthDay: '11-30',
  excludedKinds: ['five-guarantee'],
  modes,
  modesMin: 1,
};
/** 39 households with 100 persons: twenty-two of three, seventeen of two. */
const holders = Array.from({ length: 39 }, (_, index) => ({ householdId: `household-${index + 1}`, persons: index < 22 ? 3 : 2 }));
const enterprises = Array.from({ length: 5 }, (_, index) => `enterprise-${index + 1}`);
const fund = {
  fundId: 'fund-pilot',
  ...of,
  amountFen: 100_000_000,
  terms,
  parts: enterprises.map((enterpriseId) => ({ enterpriseId, amountFen: 20_000_000, modes: ['contract-labour'] })),
  holders,
  ownerUnitId: 'unit-county1',
  authority: by('2016-08-10'),
};
const rows = {
  'planning-subjects': {
    'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' },
    'unit-county1': { id: 'unit-county1', kind: 'unit' },
  },
  'enterprise-links': Object.fromEntries(enterprises.map((enterpriseId) => [enterpriseId, { enterpriseId }])),
  'listed-households': {
    ...Object.fromEntries(holders.map(({ householdId }) => [`2016/${householdId}`, { householdId, ...of, kind: 'ordinary' }])),
    '2016/household-old': { householdId: 'household-old', ...of, kind: 'five-guarantee' },
  },
  'share-rules': { 'rule-1': { ruleId: 'rule-1', zh: '试点办法', terms, date: '2016-10-15' } },
};
const allotted = { type: 'FundAllotted', data: fund } as const;
const applied = {
  type: 'ShareRuleApplied',
  data: { fundId: 'fund-pilot', ruleId: 'rule-1', terms, ruleDate: '2016-10-15', pilotBeforeRule: true, date: '2016-10-20' },
} as const;

describe('a fund', () => {
  const given = specification(fundDecider, { rows });
  const allot = (more: object = {}) => ({ type: 'AllotFund', data: { ...fund, ...more } }) as never;
  const pay = (more: object = {}) =>
    ({
      type: 'PayDividend',
      data: { fundId: 'fund-pilot', year: 2016, kind: 'guaranteed', amountFen: 5_000_000, date: '2016-11-28', documentRef: '示例', ...more },
    }) as never;
  const apply = (more: object = {}) => ({ type: 'ApplyShareRule', data: { fundId: 'fund-pilot', ruleId: 'rule-1', date: '2016-10-20', ...more } }) as never;

  it('of 1,000,000 yuan at 10,000 a head is for exactly 100 persons', () =>
    given()
      .when(allot())
      .then({ ...allotted, validAt: { from: '2016-08-10' } }));
  it.each<[string, object, string]>([
    ['for 99 persons', { holders: holders.map((holder, index) => (index === 0 ? { ...holder, persons: 2 } : holder)) }, 'share.quota'],
    ['with a household twice', { holders: [...holders.slice(0, 38), holders[0]] }, 'share.household-twice'],
    ['for a household without members', { holders: [{ ...holders[0], persons: 0 }, ...holders.slice(1)] }, 'share.nobody'],
    ['for an excluded household', { holders: [{ householdId: 'household-old', persons: 3 }, ...holders.slice(1)] }, 'share.household-excluded'],
    ['for a household that is on no file', { holders: [{ householdId: 'household-none', persons: 3 }, ...holders.slice(1)] }, 'household.not-listed'],
    ['in parts that do not make the whole', { parts: fund.parts.slice(1) }, 'share.parts-sum'],
    ['with an enterprise twice', { parts: [...fund.parts.slice(1), fund.parts[1]] }, 'share.enterprise-twice'],
    ['to an unknown enterprise', { parts: [{ ...fund.parts[0], enterpriseId: 'enterprise-none' }, ...fund.parts.slice(1)] }, 'enterprise.unknown'],
    ['to an enterprise that carries by no mode', { parts: [{ ...fund.parts[0], modes: [] }, ...fund.parts.slice(1)] }, 'share.no-mode'],
    ['to an enterprise by a mode of its own', { parts: [{ ...fund.parts[0], modes: ['kindness'] }, ...fund.parts.slice(1)] }, 'share.mode-unknown'],
    ['in an unknown village', { villageId: 'village-none' }, 'village.unknown'],
    ['owned by nobody known', { ownerUnitId: 'unit-none' }, 'unit.unknown'],
    ['tomorrow', { authority: by('2016-12-08') }, 'date.in-future'],
    ['without document', { authority: { ...by('2016-08-10'), documentNo: '' } }, 'authority.document-missing'],
    ['on terms without amount', { terms: { ...terms, perPersonFen: 0 } }, 'share.amount-invalid'],
  ])('is not allotted %s', (_, more, code) => given().when(allot(more)).thenRejected(code));
  it('is allotted once', () => given(allotted).when(allot()).thenRejected('share.fund-allotted'));

  it('that was there before the rule is brought under it, and marked', () =>
    given(allotted)
      .when(apply())
      .then({ ...applied, validAt: { from: '2016-10-20' } }));
  it.each<[string, readonly Past[], object, string]>([
    ['a fund that is not there', [], {}, 'share.fund-unknown'],
    ['twice', [allotted, applied], {}, 'share.rule-applied'],
    ['an unknown rule', [allotted], { ruleId: 'rule-none' }, 'share.rule-unknown'],
    ['before the rule was there', [allotted], { date: '2016-10-14' }, 'date.out-of-order'],
    ['tomorrow', [allotted], { date: '2016-12-08' }, 'date.in-future'],
  ])('no rule applies to %s', (_, history, more, code) =>
    given(...history)
      .when(apply(more))
      .thenRejected(code),
  );
  it('pays', () =>
    given(allotted)
      .when(pay())
      .thenData({
        type: 'DividendPaid',
        data: { fundId: 'fund-pilot', year: 2016, kind: 'guaranteed', amountFen: 5_000_000, date: '2016-11-28', documentRef: '示例' },
      }));
  it.each<[string, readonly Past[], object, string]>([
    ['that is not there', [], {}, 'share.fund-unknown'],
    ['nothing', [allotted], { amountFen: 0 }, 'share.amount-invalid'],
    ['before it was there', [allotted], { date: '2016-08-09' }, 'date.out-of-order'],
    ['for a year before it', [allotted], { year: 2015 }, 'share.year-before-fund'],
    ['without receipt', [allotted], { documentRef: '' }, 'text.blank'],
  ])('does not pay %s', (_, history, more, code) =>
    given(...history)
      .when(pay(more))
      .thenRejected(code),
  );
});

describe('what a fund owes', () => {
  const project = (view: AnyView, ...events: readonly Past[]) =>
    events.map(recorded).reduce<unknown>((row, event) => view.on[event.type]!(row, event, ''), undefined);
  const paid = {
    type: 'DividendPaid',
    data: { fundId: 'fund-pilot', year: 2016, kind: 'guaranteed', amountFen: 5_000_000, date: '2016-11-28', documentRef: '示例' },
  };
  const late = { ...paid, data: { ...paid.data, date: '2016-12-05' } };
  const row = (...events: readonly Past[]) => project(fundRegister, allotted, ...events) as FundRow;
  const on = (date: string, ...events: readonly Past[]) => fundRegister.validOn!(row(...events), date)?.obligations;

  it('is ¥50,000 a year, ¥500 a head; the second dividend has no base, and its flag', () =>
    expect(row()).toMatchObject({
      households: 39,
      persons: 100,
      guaranteedPerPersonFen: 50_000,
      obligations: [{ year: 2016, dueOn: '2016-11-30', guaranteedFen: 5_000_000, secondMinFen: null, secondIfOnCapitalFen: 2_000_000, paidFen: 0 }],
      flags: ['second-base-undefined', 'first-year-unstated'],
    }));
  it('has a status on every date: due 2016-11-30, asked before and after', () => {
    expect(on('2016-11-30')).toMatchObject([{ status: 'not-due' }]);
    expect(on('2016-12-01')).toMatchObject([{ status: 'overdue' }]);
    expect(on('2016-11-27', paid)).toMatchObject([{ status: 'not-due', paidFen: 0 }]);
    expect(on('2016-12-07', paid)).toMatchObject([{ status: 'paid', paidFen: 5_000_000 }]);
    expect(on('2016-12-07', late)).toMatchObject([{ status: 'paid-late' }]);
    expect(on('2018-01-01', paid)?.map(({ status }) => status)).toEqual(['paid', 'overdue', 'not-due']);
    expect(on('2016-08-09')).toBeUndefined();
  });
  it('says that the pilot came before the rule, once it is under it', () => {
    expect(row(applied).flags).toContain('pilot-before-rule');
    expect(fundRegister.validOn!(row(applied), '2016-10-19')!.flags).not.toContain('pilot-before-rule');
    expect(row({ ...applied, data: { ...applied.data, terms: { ...terms, guaranteedBasisPoints: 600 } } }).flags).toContain('rule-changes-terms');
  });
  it('follows the base where the terms name one', () => {
    expect(obligationOf({ ...terms, secondBase: 'capital' }, 100_000_000, 2016).secondMinFen).toBe(2_000_000);
    expect(obligationOf({ ...terms, secondBase: 'profit' }, 100_000_000, 2016).secondMinFen).toBeNull();
    expect([partOf(1, 5_000), partOf(1, 4_999), partOf(99, 100)]).toEqual([1, 0, 1]);
  });
  it('shows rules from their day on', () => {
    const rule = project(shareRules, { type: 'ShareRuleIssued', data: { ruleId: 'rule-1', zh: '试点办法', terms, authority: by('2016-10-15') } }) as never;
    expect(shareRules.validOn!(rule, '2016-10-14')).toBeUndefined();
    expect(shareRules.validOn!(rule, '2016-10-15')).toMatchObject({ zh: '试点办法', organUnitId: 'unit-county1' });
  });
});

describe('a rule on shares', () => {
  const given = specification(shareRuleDecider, { rows });
  const data = { ruleId: 'rule-1', zh: '试点办法', terms, authority: by('2016-10-15') };
  const issue = (more: object = {}) => ({ type: 'IssueShareRule', data: { ...data, ...more } }) as never;
  it('is issued', () => given().when(issue()).thenData({ type: 'ShareRuleIssued', data }));
  it.each<[string, object, string]>([
    ['without name', { zh: '' }, 'text.blank'],
    ['with a dividend above the whole', { terms: { ...terms, guaranteedBasisPoints: 10_001 } }, 'share.rate-invalid'],
    ['with a due day that some years lack', { terms: { ...terms, dueMonthDay: '02-29' } }, 'share.due-invalid'],
    ['with a mode twice', { terms: { ...terms, modes: [...modes, modes[0]] } }, 'share.modes-invalid'],
    ['asking for more modes than there are', { terms: { ...terms, modesMin: 4 } }, 'share.modes-invalid'],
    ['by an unknown organ', { authority: { ...by('2016-10-15'), organUnitId: 'unit-none' } }, 'unit.unknown'],
  ])('is not issued %s', (_, more, code) => given().when(issue(more)).thenRejected(code));
  it('is issued once', () => given({ type: 'ShareRuleIssued', data }).when(issue()).thenRejected('share.rule-issued'));
});

describe('an application', () => {
  const given = specification(shareApplicationDecider, { rows });
  const key = { applicationId: 'application-1' };
  const filing = { ...key, ...of, enterpriseId: 'enterprise-1', ruleId: 'rule-1', date: '2016-10-20', documentRef: '示例' };
  const filed = { type: 'ShareApplicationFiled', data: filing };
  const examine = { ...key, unitId: 'unit-county1', date: '2016-10-25' };
  const examined = { type: 'ShareApplicationExamined', data: { ...examine, ...of } };
  const decision = { ...key, outcome: 'approved', reason: '成熟', date: '2016-11-01', authority: by('2016-11-01') };
  const decided = { type: 'ShareApplicationDecided', data: { ...decision, ...of } };
  const withdrawal = { ...key, reason: '材料不齐', date: '2016-10-26' };
  const withdrawn = { type: 'ShareApplicationWithdrawn', data: { ...withdrawal, ...of } };
  const command = (type: string, data: object) => ({ type, data }) as never;
  it('is filed, examined and decided, or withdrawn', () => {
    given().when(command('FileShareApplication', filing)).thenData(filed);
    given(filed).when(command('ExamineShareApplication', examine)).thenData(examined);
    given(filed, examined).when(command('DecideShareApplication', decision)).thenData(decided);
    for (const history of [[filed], [filed, examined]])
      given(...history)
        .when(command('WithdrawShareApplication', withdrawal))
        .thenData(withdrawn);
  });
  it.each<[string, readonly Past[], string, object, string]>([
    ['filed twice', [filed], 'FileShareApplication', filing, 'application.already-filed'],
    ['filed before the rule', [], 'FileShareApplication', { ...filing, date: '2016-10-14' }, 'date.out-of-order'],
    ['filed under an unknown rule', [], 'FileShareApplication', { ...filing, ruleId: 'rule-none' }, 'share.rule-unknown'],
    ['filed for an unknown enterprise', [], 'FileShareApplication', { ...filing, enterpriseId: 'enterprise-none' }, 'enterprise.unknown'],
    ['examined unfiled', [], 'ExamineShareApplication', examine, 'application.unknown'],
    ['examined twice', [filed, examined], 'ExamineShareApplication', examine, 'application.out-of-order'],
    ['examined by nobody known', [filed], 'ExamineShareApplication', { ...examine, unitId: 'unit-none' }, 'unit.unknown'],
    ['decided unexamined', [filed], 'DecideShareApplication', decision, 'application.out-of-order'],
    ['decided without reason', [filed, examined], 'DecideShareApplication', { ...decision, reason: '' }, 'text.blank'],
    ['decided on another day than its document', [filed, examined], 'DecideShareApplication', { ...decision, date: '2016-11-02' }, 'application.date-differs'],
    [
      'decided before it was examined',
      [filed, examined],
      'DecideShareApplication',
      { ...decision, date: '2016-10-24', authority: by('2016-10-24') },
      'date.out-of-order',
    ],
    ['withdrawn once decided', [filed, examined, decided], 'WithdrawShareApplication', withdrawal, 'application.out-of-order'],
  ])('is not %s', (_, history, ...[type, data, code]) =>
    given(...history)
      .when(command(type, data))
      .thenRejected(code),
  );
  it('is somewhere on every date', () => {
    const row = [filed, examined, decided]
      .map(recorded)
      .reduce<unknown>(
        (soFar, event) => shareApplications.on[event.type as 'ShareApplicationFiled'](soFar as never, event as never, ''),
        undefined,
      ) as ShareApplicationRow;
    const statusOn = (date: string) => shareApplications.validOn!(row, date)?.status;
    expect(['2016-10-19', '2016-10-20', '2016-10-31', '2016-11-01'].map(statusOn)).toEqual([undefined, 'filed', 'under-examination', 'approved']);
  });
});
