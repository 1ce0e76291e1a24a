import { AGAINST, APPEAL, ASSESSOR, secret, STRANGER, SUCCESSOR, world } from '../../../test/support/redress.js';
import { rowsOf } from '../../../test/support/inspection-round.js';
import { specification, type Past } from '../../../test/support/specification.js';
import { correctionNotices } from './correction-notices.view.js';
import { restorationChecklist } from './restoration-checklist.view.js';
import { restorationDecider } from './restoration.decider.js';
import type { OwedItem } from './restoration.events.js';

const given = specification(restorationDecider, world);
const opening = {
  ...{ appealId: APPEAL, against: AGAINST, outcome: 'revoked' as const, decidedOn: '2017-05-10', documentNo: '示例申〔2017〕1号' },
  ...{ originalDate: '2017-02-10', measure: 'RemovalFromPost', variedTo: null },
  thirdParties: [{ personId: SUCCESSOR, postId: AGAINST.postId, from: '2017-03-01' }],
};
const items: readonly OwedItem[] = [
  { kind: 'pay', from: '2017-02-24' },
  { kind: 'post', from: '2017-02-24' },
  { kind: 'effect-period', from: '2017-02-10', to: '2018-02-09' },
  { kind: 'name', scope: '全县', channel: '县政府网站', from: '2017-02-15' },
  { kind: 'correction', releaseId: 'release-01', from: '2017-03-01' },
];
const opened = { type: 'RestorationOpened', data: opening } as const;
const owed = (item: OwedItem) => ({ type: 'RestorationItemOwed', data: { appealId: APPEAL, against: AGAINST, item } }) as const;
const all: readonly Past[] = [opened, ...items.map(owed)];
const open = (more: object = {}) => ({ type: 'OpenRestoration' as const, data: { ...opening, items, ...more } });
const done = { appealId: APPEAL, date: '2017-05-20', documentNo: '示例落〔2017〕1号' };
const said = { ...done, against: AGAINST };

describe('what is owed', () => {
  it('is listed once, item by item', () =>
    given()
      .when(open())
      .then({ ...opened, validAt: { from: '2017-05-10' } }, ...items.map(owed)));
  it('is listed again only where something is new', () => {
    given(...all)
      .when(open())
      .thenNothing();
    const more: OwedItem = { kind: 'name', scope: '全县', channel: '公告栏', from: '2017-02-16' };
    given(...all)
      .when(open({ items: [...items, more] }))
      .thenData(owed(more));
  });
  it('names a scope and channel once, however often it was said there', () =>
    given(opened)
      .when(open({ items: [items[3], { ...items[3], from: '2017-02-20' }] }))
      .thenData(owed({ ...items[3]!, from: '2017-02-20' })));
});

describe('what is learnt of later', () => {
  const late = { type: 'OweRestorationItem', data: { appealId: APPEAL, against: AGAINST, item: items[4]! } } as const;
  it('joins the list once, where there is one', () => {
    given(opened).when(late).thenData(owed(items[4]!));
    given(...all)
      .when(late)
      .thenNothing();
    given().when(late).thenNothing();
  });
});

describe('ticking off', () => {
  it.each([
    ['pay, with what was paid', { type: 'RestoreEntitlement', data: { ...done, kind: 'pay', amountFen: 1_234_500 } }, 'EntitlementRestored'],
    ['an equivalent post', { type: 'RestoreEntitlement', data: { ...done, kind: 'post', givenPostId: 'post-like1' } }, 'EntitlementRestored'],
    ['an effect period', { type: 'RestoreEntitlement', data: { ...done, kind: 'effect-period' } }, 'EntitlementRestored'],
    ['the name, where it had been said', { type: 'RestoreName', data: { ...done, scope: '全县', channel: '县政府网站' } }, 'NameRestored'],
    ['word to a recipient', { type: 'IssueCorrectionNotice', data: { ...done, releaseId: 'release-01' } }, 'CorrectionNoticeIssued'],
  ] as const)('%s', (_, command, type) => {
    given(...all)
      .when(command)
      .then({ type, data: { ...command.data, against: AGAINST }, validAt: { from: '2017-05-20' } });
    given(...all, { type, data: { ...command.data, against: AGAINST } })
      .when(command)
      .thenRejected('restoration.already-settled');
    given().when(command).thenRejected('restoration.unknown');
    given(opened).when(command).thenRejected('restoration.not-owed');
    given(...all)
      .when(command, { actor: STRANGER })
      .thenRejected('redress.not-competent');
    given(...all)
      .when(command, { actor: ASSESSOR })
      .thenRejected('redress.not-competent');
    given(...all)
      .when({ ...command, data: { ...command.data, date: '2017-05-09' } } as typeof command)
      .thenRejected('redress.out-of-order');
    given(...all)
      .when({ ...command, data: { ...command.data, documentNo: ' ' } } as typeof command)
      .thenRejected('redress.document-missing');
  });
  it.each([
    ['pay without amount', { kind: 'pay' }, 'restoration.amount'],
    ['pay of less than nothing', { kind: 'pay', amountFen: -1 }, 'restoration.amount'],
    ['pay of half a fen', { kind: 'pay', amountFen: 0.5 }, 'restoration.amount'],
    ['an amount for a post', { kind: 'post', givenPostId: 'post-like1', amountFen: 1 }, 'restoration.amount'],
    ['a post unnamed', { kind: 'post' }, 'restoration.post'],
    ['a post that is none', { kind: 'post', givenPostId: 'post-none1' }, 'redress.post-unknown'],
    ['a post for an effect period', { kind: 'effect-period', givenPostId: 'post-like1' }, 'restoration.post'],
    ['what was not taken', { kind: 'seniority' }, 'restoration.not-owed'],
  ])('refuses %s', (_, change, code) =>
    given(...all)
      .when({ type: 'RestoreEntitlement', data: { ...done, ...change } as never })
      .thenRejected(code),
  );
  it('says why an item does not apply', () => {
    const declare = { type: 'DeclareItemInapplicable', data: { ...done, item: { kind: 'post' }, reason: secret('本人已退休') } } as const;
    given(...all)
      .when(declare)
      .thenData({ type: 'RestorationItemInapplicable', data: { ...declare.data, against: AGAINST } });
    given(...all)
      .when({ ...declare, data: { ...declare.data, reason: secret('') } })
      .thenRejected('restoration.reason-missing');
  });
  it('of a unit is also for its assessors', () => {
    const against = { kind: 'grade', unitId: 'unit-town1', year: 2016 } as const;
    const unit: OwedItem = { kind: 'unit-result', from: '2017-05-10' };
    given({ ...opened, data: { ...opening, against } }, { ...owed(unit), data: { appealId: APPEAL, against, item: unit } })
      .when({ type: 'RestoreUnitResult', data: done }, { actor: ASSESSOR })
      .thenData({ type: 'UnitResultRestored', data: { ...done, against } });
  });
});

describe('the checklist', () => {
  const paid: Past = { type: 'EntitlementRestored', data: { ...said, kind: 'pay', amountFen: 5 } };
  const none: Past = { type: 'RestorationItemInapplicable', data: { ...said, item: { kind: 'post' }, reason: { commitment: 'ab' } } };
  const restored: Past = { type: 'NameRestored', data: { ...said, scope: '全县', channel: '县政府网站' } };
  it('shows what is owed, done and inapplicable, with papers, and the third parties', () => {
    const row = rowsOf(restorationChecklist, [...all, paid, none, restored])[APPEAL];
    expect(row).toMatchObject({ ...opening, open: 2 });
    expect(row.items.map((one: any) => [one.item.kind, one.state, one.documentNo, one.amountFen])).toEqual([
      ['pay', 'done', done.documentNo, 5],
      ['post', 'inapplicable', done.documentNo, null],
      ['effect-period', 'owed', null, null],
      ['name', 'done', done.documentNo, null],
      ['correction', 'owed', null, null],
    ]);
  });
  it('has for each recipient the notice owed and sent', () => {
    const release: Past = {
      type: 'RecordReleased',
      data: { releaseId: 'release-01', record: { kind: 'explain', key: AGAINST.personId }, recipient: { commitment: 'cd' }, date: '2017-03-01' },
    };
    const notices = (...events: readonly Past[]) => rowsOf(correctionNotices, [release, ...events])['release-01'];
    expect(notices()).toMatchObject({ recipient: { commitment: 'cd' }, recipientUnitId: null, notices: [] });
    expect(notices(...all).notices).toMatchObject([{ appealId: APPEAL, state: 'owed', date: null, documentNo: null }]);
    const issued: Past = { type: 'CorrectionNoticeIssued', data: { ...said, releaseId: 'release-01' } };
    expect(notices(...all, issued).notices).toMatchObject([{ appealId: APPEAL, state: 'done', date: done.date, documentNo: done.documentNo }]);
    const idle: Past = { type: 'RestorationItemInapplicable', data: { ...said, item: { kind: 'correction', releaseId: 'release-01' } } };
    expect(notices(...all, idle).notices).toMatchObject([{ state: 'inapplicable' }]);
  });
});
