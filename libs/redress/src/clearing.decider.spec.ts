import { rowsOf } from '../../../test/support/inspection-round.js';
import { secret, SECRETARY, STRANGER, SUCCESSOR, world } from '../../../test/support/redress.js';
import { specification } from '../../../test/support/specification.js';
import { clearingDecider } from './clearing.decider.js';
import type { ClearingMode } from './clearing.events.js';
import { nameClearings } from './name-clearings.view.js';

const given = specification(clearingDecider, world);
const OF = { clearingId: 'clearing-01', personId: SECRETARY };
const opening = {
  ...{ ...OF, reportRef: '信访〔2017〕7号', foundUnfoundedOn: '2017-03-01', organUnitId: 'unit-jiwei', documentNo: '示例结〔2017〕1号' },
  ...{ askedBy: 'person' as const, askedOn: '2017-03-05', finding: secret('举报不实') },
};
const opened = { type: 'ClearingOpened', data: opening } as const;
const consent = { ...OF, date: '2017-03-08', consents: true, modes: ['written', 'meeting'] as ClearingMode[], scope: '本镇', receiptRef: '意见书一' };
const agreed = { type: 'ClearingConsentRecorded', data: consent } as const;
const refused = { type: 'ClearingConsentRecorded', data: { ...OF, date: '2017-03-08', consents: false, receiptRef: '意见书一' } } as const;
const letter = { ...OF, mode: 'written' as const, scope: '本镇', date: '2017-03-10', documentNo: '示例澄〔2017〕1号' };
const meeting = { ...letter, mode: 'meeting' as const, companionNo: '示例澄〔2017〕1号' };
const cleared = { type: 'NameCleared', data: letter } as const;

describe('opening a clearing', () => {
  const open = (change: object = {}) => ({ type: 'OpenClearing' as const, data: { ...opening, ...change } });
  it('names the report, who found it unfounded and who asked', () =>
    given()
      .when(open())
      .then({ ...opened, validAt: { from: '2017-03-01' } }));
  it.each([
    ['of somebody unknown', { personId: 'person-nobody' }, 'redress.person-unknown'],
    ['by an unknown organ', { organUnitId: 'unit-nowhere' }, 'redress.unit-unknown'],
    ['without document', { documentNo: '' }, 'redress.document-missing'],
    ['of no report', { reportRef: ' ' }, 'clearing.report-missing'],
    ['without a finding', { finding: secret('') }, 'clearing.finding-missing'],
    ['found on no day', { foundUnfoundedOn: '2017-13-01' }, 'date.invalid'],
    ['asked for tomorrow', { askedOn: '2017-07-01' }, 'redress.date-in-future'],
  ])('is refused %s', (_, change, code) => given().when(open(change)).thenRejected(code));
  it('is for people of an organ of the case', () => given().when(open(), { actor: STRANGER }).thenRejected('redress.not-competent'));
  it('happens once', () => given(opened).when(open()).thenRejected('clearing.already-open'));
});

describe('what the person says to it', () => {
  const say = (change: object = {}) => ({ type: 'RecordClearingConsent' as const, data: { ...consent, ...change } });
  it('names modes and scope, or refuses', () => {
    given(opened).when(say()).thenData(agreed);
    given(opened).when({ type: 'RecordClearingConsent', data: refused.data }).thenData(refused);
  });
  it.each([
    ['without modes', { modes: [] }],
    ['with a mode twice', { modes: ['written', 'written'] }],
    ['without scope', { scope: '' }],
    ['refusing, and yet in a mode', { consents: false, scope: '' }],
  ])('is unclear %s', (_, change) => given(opened).when(say(change)).thenRejected('clearing.consent-unclear'));
  it('comes after it was asked for, with a receipt', () => {
    given(opened)
      .when(say({ date: '2017-03-04' }))
      .thenRejected('redress.out-of-order');
    given(opened)
      .when(say({ receiptRef: '' }))
      .thenRejected('redress.document-missing');
  });
  it('is said of a clearing there is, of that person', () => {
    given().when(say()).thenRejected('clearing.unknown');
    given(opened)
      .when(say({ personId: SUCCESSOR }))
      .thenRejected('clearing.unknown');
  });
  it('is not taken back once it was said aloud', () =>
    given(opened, agreed, cleared).when({ type: 'RecordClearingConsent', data: refused.data }).thenRejected('clearing.already-said'));
});

describe('clearing a name', () => {
  const clear = (data: object) => ({ type: 'ClearName' as const, data: { ...letter, ...data } });
  it('in writing is a letter', () =>
    given(opened, agreed)
      .when(clear({}))
      .then({ ...cleared, validAt: { from: '2017-03-10' } }));
  it('in any other mode comes with a letter', () => {
    given(opened, agreed).when({ type: 'ClearName', data: meeting }).thenData({ type: 'NameCleared', data: meeting });
    for (const mode of ['face-to-face', 'meeting', 'public-notice'] as const) {
      const all = { ...agreed, data: { ...consent, modes: [mode] } };
      given(opened, all).when(clear({ mode })).thenRejected('clearing.companion-missing');
      given(opened, all)
        .when(clear({ mode, companionNo: ' ' }))
        .thenRejected('clearing.companion-missing');
      given(opened, all)
        .when(clear({ mode, companionNo: '函一' }))
        .thenData({ type: 'NameCleared', data: { ...letter, mode, companionNo: '函一' } });
    }
    given(opened, agreed)
      .when(clear({ companionNo: '函一' }))
      .thenRejected('clearing.companion-idle');
  });
  it('asks first, and does only what was agreed to', () => {
    given(opened).when(clear({})).thenRejected('clearing.consent-missing');
    given(opened, refused).when(clear({})).thenRejected('clearing.refused');
    given(opened, agreed)
      .when(clear({ mode: 'public-notice', companionNo: '函一' }))
      .thenRejected('clearing.mode-not-agreed');
  });
  it.each([
    ['nowhere', { scope: ' ' }, 'clearing.scope-missing'],
    ['without document', { documentNo: '' }, 'redress.document-missing'],
    ['before it was agreed to', { date: '2017-03-07' }, 'redress.out-of-order'],
  ])('is refused %s', (_, change, code) => given(opened, agreed).when(clear(change)).thenRejected(code));
  it('is done once in a mode and scope, and may be done in another', () => {
    given(opened, agreed, cleared).when(clear({})).thenRejected('clearing.already-said');
    given(opened, agreed, cleared)
      .when(clear({ scope: '全县' }))
      .thenData({ type: 'NameCleared', data: { ...letter, scope: '全县' } });
  });
});

describe('name-clearings', () => {
  it('show who asked, what was agreed to, and where it was said', () =>
    expect(rowsOf(nameClearings, [opened, agreed, cleared])['clearing-01']).toEqual({
      ...opening,
      consent: { date: consent.date, consents: true, modes: consent.modes, scope: consent.scope, receiptRef: consent.receiptRef },
      cleared: [{ mode: 'written', scope: '本镇', date: '2017-03-10', documentNo: '示例澄〔2017〕1号' }],
    }));
});
