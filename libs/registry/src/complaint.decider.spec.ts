import { specification, type Past } from '../../../test/support/specification.js';
import { worldOf } from '../../../test/support/inspection-round.js';
import { complaintDecider } from './complaint.decider.js';
import { complaintRegister, complaintsView, type ComplaintRegisterRow } from './complaints.view.js';
import { personDirectory } from './person-directory.view.js';
import { postDirectory } from './post-directory.view.js';
import { unitDirectory } from './unit-directory.view.js';
import { villageDirectory } from './village-directory.view.js';

const secret = (value: string) => ({ private: value });
const registered: readonly Past[] = [
  { type: 'UnitRegistered', data: { unitId: 'unit-jiwei', kind: 'organ', name: '纪委', competences: ['discipline'] } },
  { type: 'UnitRegistered', data: { unitId: 'unit-town1', kind: 'town', name: '镇' } },
  { type: 'VillageRegistered', data: { villageId: 'village-vil1', name: '一村', townUnitId: 'unit-town1' } },
  ...['person-off1', 'person-sec1', 'person-inf1'].map((personId): Past => ({ type: 'PersonRegistered', data: { personId, name: secret('虚构') } })),
  { type: 'PostRegistered', data: { postId: 'post-off1', unitId: 'unit-jiwei' } },
  { type: 'PostRegistered', data: { postId: 'post-sec1', unitId: 'unit-town1' } },
  { type: 'TenureStarted', data: { tenureId: 'tenure-1', personId: 'person-off1', postId: 'post-off1', from: '2010-01-01' } },
  { type: 'TenureStarted', data: { tenureId: 'tenure-2', personId: 'person-sec1', postId: 'post-sec1', from: '2010-01-01' } },
];
const rows = worldOf([unitDirectory, villageDirectory, personDirectory, postDirectory], registered);
const given = specification(complaintDecider, { rows, actor: { personId: 'person-off1', postId: 'post-off1' }, recordedAt: '2017-02-01T02:00:00.000Z' });

const complaint = {
  ...{ complaintId: 'complaint-01', receivedOn: '2017-01-10', organUnitId: 'unit-jiwei', channel: 'letter' as const, year: 2016 },
  ...{ personIds: ['person-sec1'], unitIds: ['unit-town1'], villageIds: ['village-vil1'], findingId: 'finding-7' },
  ...{ complainant: secret('某村民'), complainantId: secret('person-inf1'), narrative: secret('虚报脱贫'), receiptHash: 'ab'.repeat(32) },
};
const receive = (change: object = {}) => ({ type: 'ReceiveComplaint' as const, data: { ...complaint, ...change } });
const received = { type: 'ComplaintReceived', data: complaint } as const;
const link = {
  type: 'LinkComplaint',
  data: { complaintId: 'complaint-01', personId: 'person-sec1', postId: 'post-sec1', year: 2016, date: '2017-01-18' },
} as const;
const linked = { type: 'ComplaintLinked', data: link.data } as const;
const conclude = (change: object = {}) =>
  ({
    type: 'ConcludeComplaint',
    data: { complaintId: 'complaint-01', date: '2017-01-30', result: 'unfounded', documentNo: '示例结〔2017〕1号', ...change },
  }) as const;

describe('a complaint', () => {
  it('is received, with who complained and what it says as private values', () =>
    given()
      .when(receive())
      .then({ ...received, validAt: { from: '2017-01-10' } }));
  it('may be anonymous', () => {
    const { complainant: _name, complainantId: _id, ...anonymous } = complaint;
    given().when({ type: 'ReceiveComplaint', data: anonymous }).thenData({ type: 'ComplaintReceived', data: anonymous });
  });
  it.each([
    ['about nobody', { personIds: [], unitIds: [], villageIds: [] }, 'complaint.about-nobody'],
    ['about one person twice', { personIds: ['person-sec1', 'person-sec1'] }, 'complaint.about-nobody'],
    ['about somebody unknown', { personIds: ['person-none'] }, 'person.unknown'],
    ['about an unknown unit', { unitIds: ['unit-none'] }, 'unit.unknown'],
    ['about an unknown village', { villageIds: ['village-none'] }, 'village.unknown'],
    ['by somebody unknown', { complainantId: secret('person-none') }, 'person.unknown'],
    ['by no person', { complainantId: secret('某人') }, 'person.invalid-id'],
    ['about oneself', { complainantId: secret('person-sec1') }, 'complaint.about-oneself'],
    ['by a blank', { complainant: secret(' ') }, 'text.blank'],
    ['that says nothing', { narrative: secret('') }, 'text.blank'],
    ['without a receipt', { receiptHash: 'AB' }, 'complaint.receipt-invalid'],
    ['of tomorrow', { receivedOn: '2017-02-02' }, 'complaint.date-in-future'],
    ['on no day', { receivedOn: '2017-02-30' }, 'date.invalid'],
    ['in the name of another organ', { organUnitId: 'unit-town1' }, 'complaint.other-organ'],
  ])('is refused %s', (_, change, code) => given().when(receive(change)).thenRejected(code));
  it('is recorded once, and by the organ for it', () => {
    given(received).when(receive()).thenRejected('complaint.already-recorded');
    for (const actor of [{ personId: 'person-sec1', postId: 'post-sec1' }, { personId: 'person-off1', postId: 'post-sec1' }, { personId: 'person-off1' }])
      given().when(receive(), { actor }).thenRejected('complaint.not-competent');
  });
  it('is linked to the cases that it started, each once', () => {
    given(received)
      .when(link)
      .then({ ...linked, validAt: { from: '2017-01-18' } });
    given(received, linked).when(link).thenRejected('complaint.already-linked');
    given().when(link).thenRejected('complaint.unknown');
    given(received)
      .when({ ...link, data: { ...link.data, date: '2017-01-09' } })
      .thenRejected('complaint.out-of-order');
    given(received)
      .when({ ...link, data: { ...link.data, personId: 'person-none' } })
      .thenRejected('person.unknown');
    given(received)
      .when({ ...link, data: { ...link.data, postId: 'post-none' } })
      .thenRejected('post.unknown');
  });
  it('is concluded once, with its document', () => {
    const concluded = { type: 'ComplaintConcluded', data: conclude().data } as const;
    given(received)
      .when(conclude())
      .then({ ...concluded, validAt: { from: '2017-01-30' } });
    given(received, concluded).when(conclude()).thenRejected('complaint.already-concluded');
    given().when(conclude()).thenRejected('complaint.unknown');
    given(received)
      .when(conclude({ documentNo: '' }))
      .thenRejected('text.blank');
    given(received)
      .when(conclude({ date: '2017-01-01' }))
      .thenRejected('complaint.out-of-order');
  });
});

describe('the views of it', () => {
  it('the register says what it started and what was found', () => {
    const row = worldOf([complaintRegister], [received, linked, { type: 'ComplaintConcluded', data: conclude().data }])['complaint-register']!['complaint-01'];
    expect(row as ComplaintRegisterRow).toMatchObject({
      anonymous: false,
      cases: [{ postId: 'post-sec1' }],
      concluded: { result: 'unfounded' },
      eventId: 'e0',
    });
  });
  it('a view of recusal keeps who is barred from what, and nothing of an anonymous one', () => {
    const view = complaintsView('some-complaints', '');
    expect(worldOf([view], [received, linked])['some-complaints']!['complaint-01']).toEqual({
      ...{ complaintId: 'complaint-01', year: 2016, personIds: ['person-sec1'], unitIds: ['unit-town1'], villageIds: ['village-vil1'] },
      ...{ complainantId: secret('person-inf1'), cases: [{ personId: 'person-sec1', postId: 'post-sec1', year: 2016 }], eventId: 'e0' },
    });
    const { complainantId: _id, ...unknown } = complaint;
    expect(worldOf([view], [{ type: 'ComplaintReceived', data: unknown }])['some-complaints']?.['complaint-01']).toBeUndefined();
  });
});
