import { specification } from '../../../test/support/specification.js';
import { dutiesDecider } from './duties.decider.js';

const rows = {
  'village-directory': { 'village-yunwu': { villageId: 'village-yunwu' } },
  'unit-directory': { 'unit-bureau': { kind: 'department' }, 'unit-town1': { kind: 'town' } },
  'person-directory': { 'person-0001': {}, 'person-0002': {} },
  'post-directory': { 'post-0001': {} },
};
const given = specification(dutiesDecider, { rows });
const secretary = { dutyId: 'duty-1', kind: 'first-secretary', targetId: 'village-yunwu', year: 2016, personId: 'person-0001', from: '2016-01-01' } as const;
const paired = { dutyId: 'duty-2', kind: 'paired-department', targetId: 'village-yunwu', year: 2016, unitId: 'unit-bureau', from: '2016-01-01' } as const;
const stationed = { ...secretary, dutyId: 'duty-3', kind: 'stationed', postId: 'post-0001' } as const;
const charge = {
  dutyId: 'duty-4',
  kind: 'in-charge',
  targetId: 'unit-town1',
  year: 2016,
  personId: 'person-0001',
  postId: 'post-0001',
  from: '2016-01-01',
} as const;
const assigned = { type: 'DutyAssigned', data: secretary } as const;
const ended = { type: 'DutyEnded', data: { ...secretary, to: '2016-08-01', reason: '轮换' } } as const;
const successor = { ...secretary, dutyId: 'duty-5', personId: 'person-0002', from: '2016-08-01' } as const;
const end = { dutyId: 'duty-1', targetId: 'village-yunwu', year: 2016, to: '2016-08-01', reason: '轮换' };
const correction = {
  dutyId: 'duty-1',
  targetId: 'village-yunwu',
  year: 2016,
  from: '2016-01-01',
  to: '2016-09-01',
  reason: '实际交接较晚',
  documentRef: '示例办〔2016〕9号',
};
const assign = (data: object) => ({ type: 'AssignDuty', data }) as { type: 'AssignDuty'; data: typeof secretary };

describe('a duty', () => {
  it.each([
    ['a person', secretary],
    ['a department', paired],
    ['a person in a post', stationed],
    ['a leader of a unit', charge],
  ])('is assigned to %s', (_, data) =>
    given()
      .when(assign(data))
      .then({ type: 'DutyAssigned', data, validAt: { from: '2016-01-01' } }),
  );
  it('of one year may have a planned end', () =>
    given()
      .when(assign({ ...secretary, to: '2017-01-01' }))
      .then({ type: 'DutyAssigned', data: { ...secretary, to: '2017-01-01' }, validAt: { from: '2016-01-01', to: '2017-01-01' } }));
  it('is recorded once', () =>
    given(assigned)
      .when(assign({ ...stationed, dutyId: 'duty-1' }))
      .thenRejected('duty.already-recorded'));
  it.each([
    ['a department as first secretary', { ...secretary, personId: undefined, unitId: 'unit-bureau' }, 'duty.holder-kind'],
    ['nobody', { ...secretary, personId: undefined }, 'duty.holder-kind'],
    ['person and unit at once', { ...secretary, unitId: 'unit-bureau' }, 'duty.holder-kind'],
    ['a person as paired department', { ...paired, unitId: undefined, personId: 'person-0001' }, 'duty.holder-kind'],
    ['a department and a person as pair', { ...paired, personId: 'person-0001' }, 'duty.holder-kind'],
    ['a department and a post as pair', { ...paired, postId: 'post-0001' }, 'duty.holder-kind'],
    ['a town as paired department', { ...paired, unitId: 'unit-town1' }, 'duty.town-paired'],
    ['an unknown person', { ...secretary, personId: 'person-none' }, 'person.unknown'],
    ['an unknown post', { ...stationed, postId: 'post-none' }, 'post.unknown'],
    ['an unknown department', { ...paired, unitId: 'unit-none' }, 'unit.unknown'],
    ['an unknown village', { ...secretary, targetId: 'village-none' }, 'village.unknown'],
    ['an unknown unit', { ...charge, targetId: 'unit-none' }, 'unit.unknown'],
    ['a unit where a village is meant', { ...secretary, targetId: 'unit-town1' }, 'duty.target-kind'],
    ['a village where a unit is meant', { ...charge, targetId: 'village-yunwu' }, 'duty.target-kind'],
    ['a time that runs backwards', { ...secretary, to: '2016-01-01' }, 'date.backwards'],
    ['a date that does not exist', { ...secretary, from: '2016-02-30' }, 'date.invalid'],
    ['a time after its year', { ...secretary, from: '2017-01-01' }, 'duty.outside-year'],
    ['a time before its year', { ...secretary, from: '2015-01-01', to: '2016-01-01' }, 'duty.outside-year'],
  ])('is refused for %s', (_, data, code) => given().when(assign(data)).thenRejected(code));
});

describe('one place of the five', () => {
  it('is not filled twice at one time', () => given(assigned).when(assign(successor)).thenRejected('duty.already-assigned'));
  it('is not paired with two departments', () =>
    given({ type: 'DutyAssigned', data: paired })
      .when(assign({ ...paired, dutyId: 'duty-9' }))
      .thenRejected('duty.already-assigned'));
  it('passes to a successor', () => given(assigned, ended).when(assign(successor)).thenData({ type: 'DutyAssigned', data: successor }));
  it('leaves the other places free', () => given(assigned).when(assign(paired)).thenData({ type: 'DutyAssigned', data: paired }));
});

describe('other duties', () => {
  it('may have several holders', () =>
    given({ type: 'DutyAssigned', data: stationed })
      .when(assign({ ...stationed, dutyId: 'duty-9', personId: 'person-0002' }))
      .thenData({ type: 'DutyAssigned', data: { ...stationed, dutyId: 'duty-9', personId: 'person-0002' } }));
  it('are not given twice to one person', () =>
    given({ type: 'DutyAssigned', data: stationed })
      .when(assign({ ...stationed, dutyId: 'duty-9' }))
      .thenRejected('duty.already-assigned'));
});

describe('the end of a duty', () => {
  it('names holder and interval', () =>
    given(assigned)
      .when({ type: 'EndDuty', data: end })
      .then({ ...ended, validAt: { from: '2016-01-01', to: '2016-08-01' } }));
  it('may come before the planned end', () =>
    given({ type: 'DutyAssigned', data: { ...secretary, to: '2017-01-01' } })
      .when({ type: 'EndDuty', data: end })
      .thenData(ended));
  it('never lengthens', () =>
    given(assigned, ended)
      .when({ type: 'EndDuty', data: { ...end, to: '2016-09-01' } })
      .thenRejected('duty.already-ended'));
  it('is of a known duty', () => given().when({ type: 'EndDuty', data: end }).thenRejected('duty.unknown'));
  it('comes after the beginning', () =>
    given(assigned)
      .when({ type: 'EndDuty', data: { ...end, to: '2016-01-01' } })
      .thenRejected('date.backwards'));
  it('has a reason', () =>
    given(assigned)
      .when({ type: 'EndDuty', data: { ...end, reason: '' } })
      .thenRejected('text.blank'));
});

describe('a late correction of a duty', () => {
  it('states the interval as it really was', () =>
    given(assigned, ended)
      .when({ type: 'CorrectDuty', data: correction })
      .then({ type: 'DutyCorrected', data: { ...secretary, ...correction }, validAt: { from: '2016-01-01', to: '2016-09-01' } }));
  it('may open a duty that was thought ended', () => {
    const { to: _, ...open } = correction;
    given(assigned, ended)
      .when({ type: 'CorrectDuty', data: open })
      .then({ type: 'DutyCorrected', data: { ...secretary, ...open }, validAt: { from: '2016-01-01' } });
  });
  it('does not push into the successor’s time', () =>
    given(assigned, ended, { type: 'DutyAssigned', data: successor }).when({ type: 'CorrectDuty', data: correction }).thenRejected('duty.already-assigned'));
  it('changes something', () =>
    given(assigned, ended)
      .when({ type: 'CorrectDuty', data: { ...correction, to: '2016-08-01' } })
      .thenRejected('duty.unchanged'));
  it('is of a known duty', () => given().when({ type: 'CorrectDuty', data: correction }).thenRejected('duty.unknown'));
  it.each(['reason', 'documentRef'])('has a %s', (field) =>
    given(assigned)
      .when({ type: 'CorrectDuty', data: { ...correction, [field]: '' } })
      .thenRejected('text.blank'),
  );
});
