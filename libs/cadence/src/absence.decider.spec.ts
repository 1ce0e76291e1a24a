import { specification } from '../../../test/support/specification.js';
import { absenceDecider } from './absence.decider.js';
import { reminderDecider } from './reminder.decider.js';

const given = specification(absenceDecider, { rows: { 'cadence-contacts': { 'person-leader1': { personId: 'person-leader1' } } } });
const absence = {
  absenceId: 'absence-1',
  personId: 'person-leader1',
  kind: 'leave' as const,
  from: '2016-03-01',
  to: '2016-03-15',
  documentRef: '示例假〔2016〕1号',
};
const recorded = { type: 'AbsenceRecorded', data: absence };
const record = (change: object = {}) => ({ type: 'RecordAbsence' as const, data: { ...absence, ...change } });
const correct = (change: object = {}) => ({ type: 'CorrectAbsence' as const, data: { ...absence, to: '2016-03-10', reason: '提前返岗', ...change } });
const withdraw = (change: object = {}) => ({
  type: 'WithdrawAbsence' as const,
  data: { absenceId: 'absence-1', personId: 'person-leader1', reason: '误登', documentRef: '示例假〔2016〕3号', ...change },
});

describe('an absence', () => {
  it('is recorded with its kind; more than that is private', () =>
    given()
      .when(record({ detail: { private: '探亲' } }))
      .then({ type: 'AbsenceRecorded', data: { ...absence, detail: { private: '探亲' } }, validAt: { from: '2016-03-01', to: '2016-03-15' } }));
  it('may follow another, and none may cover it', () => {
    given(recorded)
      .when(record({ absenceId: 'absence-2', from: '2016-03-15', to: '2016-03-20' }))
      .thenData({
        type: 'AbsenceRecorded',
        data: { ...absence, absenceId: 'absence-2', from: '2016-03-15', to: '2016-03-20' },
      });
    given(recorded)
      .when(record({ absenceId: 'absence-2', from: '2016-03-14', to: '2016-03-20' }))
      .thenRejected('cadence.absence-overlap');
  });
  it.each<[string, object]>([
    ['cadence.person-unknown', { personId: 'person-nobody1' }],
    ['cadence.not-a-date', { from: '2016-02-30' }],
    ['cadence.backwards', { to: '2016-03-01' }],
    ['cadence.text-blank', { documentRef: ' ' }],
    ['cadence.text-blank', { detail: { private: ' ' } }],
  ])('is refused as %s', (code, change) => given().when(record(change)).thenRejected(code));
  it('keeps its id to itself, also once withdrawn', () => {
    given(recorded)
      .when(record({ from: '2016-05-01', to: '2016-05-02' }))
      .thenRejected('cadence.absence-recorded');
    const withdrawn = { type: 'AbsenceWithdrawn', data: { ...absence, reason: '误登' } };
    given(recorded, withdrawn).when(record()).thenRejected('cadence.absence-recorded');
    given(recorded, withdrawn)
      .when(record({ absenceId: 'absence-2' }))
      .thenData({ type: 'AbsenceRecorded', data: { ...absence, absenceId: 'absence-2' } });
  });
  it('is corrected to what it really was', () => {
    given(recorded)
      .when(correct())
      .then({ type: 'AbsenceCorrected', data: correct().data, validAt: { from: '2016-03-01', to: '2016-03-10' } });
    given().when(correct()).thenRejected('cadence.absence-unknown');
    given(recorded)
      .when(correct({ reason: '' }))
      .thenRejected('cadence.text-blank');
    given(recorded)
      .when(correct({ to: '2016-03-15' }))
      .thenRejected('cadence.absence-unchanged');
    const later = { type: 'AbsenceRecorded', data: { ...absence, absenceId: 'absence-2', from: '2016-04-01', to: '2016-04-05' } };
    given(recorded, later)
      .when(correct({ to: '2016-04-02' }))
      .thenRejected('cadence.absence-overlap');
    given(recorded, { type: 'AbsenceCorrected', data: correct().data }).when(correct()).thenRejected('cadence.absence-unchanged');
  });
  it('is withdrawn when there was none', () => {
    given(recorded)
      .when(withdraw())
      .then({
        type: 'AbsenceWithdrawn',
        data: { ...withdraw().data, kind: 'leave', from: '2016-03-01', to: '2016-03-15' },
        validAt: { from: '2016-03-01', to: '2016-03-15' },
      });
    given().when(withdraw()).thenRejected('cadence.absence-unknown');
    given(recorded)
      .when(withdraw({ reason: ' ' }))
      .thenRejected('cadence.text-blank');
    given(recorded)
      .when(withdraw({ documentRef: '' }))
      .thenRejected('cadence.text-blank');
  });
});

describe('a reminder', () => {
  const of = specification(reminderDecider);
  const basis = (...events: readonly string[]) => ({ bookId: 'b', bookVersion: 1, clauseId: 'X-1', clauseHash: 'h', events });
  const set = (met: boolean, ...events: readonly string[]) => ({
    type: 'SetCadenceReminder' as const,
    data: { target: 'unit-town1', year: 2016, clauseId: 'X-1', zh: '提示', met, basis: basis(...events) },
  });
  const reminded = (...events: readonly string[]) => ({
    type: 'CadenceReminded' as const,
    data: { target: 'unit-town1', year: 2016, clauseId: 'X-1', zh: '提示' },
    basis: [basis(...events)],
  });
  const lapsed = { type: 'CadenceReminderLapsed' as const, data: { target: 'unit-town1', year: 2016, clauseId: 'X-1' }, basis: [basis('e2')] };
  it('is given when its clause is met, and again when that rests on something else', () => {
    of().when(set(true, 'e1')).then(reminded('e1'));
    of(reminded('e1')).when(set(true, 'e1')).thenNothing();
    of(reminded('e1')).when(set(true, 'e2')).then(reminded('e2'));
  });
  it('lapses when it is not', () => {
    of(reminded('e1')).when(set(false, 'e2')).then(lapsed);
    of().when(set(false, 'e2')).thenNothing();
    of(reminded('e1'), lapsed).when(set(false, 'e3')).thenNothing();
    of(reminded('e1'), lapsed).when(set(true, 'e1')).then(reminded('e1'));
  });
});
