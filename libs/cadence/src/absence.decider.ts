import { isPlainPrivate, must, overlapOf, privately, type Decider } from '#kernel';
import type { AbsenceCommand } from './cadence.commands.js';
import type { AbsenceEvent, AbsenceRecorded } from './cadence.events.js';
import { mustBeSpan, mustKnowPerson, mustSay } from './guards.js';
import { cadenceContacts } from './registry.views.js';

type Absence = Omit<AbsenceRecorded['data'], 'detail'>;
type State = Readonly<{ absences: readonly Absence[]; withdrawn: readonly string[] }>;

/** One person is away in one way at a time. */
function mustFit(absence: Absence, others: readonly Absence[]): void {
  mustBeSpan(absence);
  mustSay(absence.documentRef, 'documentRef');
  must(!others.some((other) => overlapOf(other, absence)), 'cadence.absence-overlap', {
    zh: '该人员这段时间已有请假外出记录',
    en: 'an absence of this person is recorded for that time already',
  });
}

function mustFind({ absences }: State, id: string): Absence {
  const found = absences.find(({ absenceId }) => absenceId === id);
  must(found, 'cadence.absence-unknown', { zh: '没有这一请假外出记录', en: 'there is no such absence of this person' });
  return found;
}

const without = (absences: readonly Absence[], id: string): readonly Absence[] => absences.filter(({ absenceId }) => absenceId !== id);
const absenceOf = ({ absenceId, personId, kind, from, to, documentRef }: Absence): Absence => ({ absenceId, personId, kind, from, to, documentRef });

/** When a person was away, and why in one word; more than that is private. */
export const absenceDecider: Decider<State, AbsenceCommand, AbsenceEvent> = {
  category: 'absence',
  streamOf: ({ data }) => `absence-${data.personId}`,
  initialState: { absences: [], withdrawn: [] },
  commands: {
    RecordAbsence: { by: 'person', zh: '登记请假外出' },
    CorrectAbsence: { by: 'person', zh: '更正请假外出' },
    WithdrawAbsence: { by: 'person', zh: '撤销请假外出' },
  },
  needs: { RecordAbsence: ({ data }) => [{ view: cadenceContacts.name, key: data.personId }] },
  decide: {
    RecordAbsence: ({ data }, { absences, withdrawn }, { facts }) => {
      mustKnowPerson(facts, data.personId);
      const taken = [...absences.map(({ absenceId }) => absenceId), ...withdrawn].includes(data.absenceId);
      must(!taken, 'cadence.absence-recorded', { zh: '该编号已使用', en: 'this absence id is taken' });
      mustFit(data, absences);
      const { detail, ...plain } = data;
      if (detail && isPlainPrivate(detail)) mustSay(detail.private, 'detail');
      return [{ type: 'AbsenceRecorded', data: { ...plain, ...(detail && { detail: privately(detail) }) }, validAt: { from: data.from, to: data.to } }];
    },
    CorrectAbsence: ({ data }, state) => {
      const before = mustFind(state, data.absenceId);
      mustSay(data.reason, 'reason');
      const same = before.kind === data.kind && before.from === data.from && before.to === data.to;
      must(!same, 'cadence.absence-unchanged', { zh: '更正没有改变任何内容', en: 'the correction changes nothing' });
      mustFit(data, without(state.absences, data.absenceId));
      return [{ type: 'AbsenceCorrected', data, validAt: { from: data.from, to: data.to } }];
    },
    WithdrawAbsence: ({ data }, state) => {
      const { kind, from, to } = mustFind(state, data.absenceId);
      mustSay(data.reason, 'reason');
      mustSay(data.documentRef, 'documentRef');
      return [{ type: 'AbsenceWithdrawn', data: { ...data, kind, from, to }, validAt: { from, to } }];
    },
  },
  evolve: {
    AbsenceRecorded: (state, { data }) => ({ ...state, absences: [...state.absences, absenceOf(data)] }),
    AbsenceCorrected: (state, { data }) => ({ ...state, absences: [...without(state.absences, data.absenceId), absenceOf(data)] }),
    AbsenceWithdrawn: ({ absences, withdrawn }, { data: { absenceId } }) => ({ absences: without(absences, absenceId), withdrawn: [...withdrawn, absenceId] }),
  },
  commandOf: {
    AbsenceRecorded: (_, { data }) => ({ type: 'RecordAbsence', data }),
    AbsenceCorrected: (_, { data }) => ({ type: 'CorrectAbsence', data }),
    AbsenceWithdrawn: (_, { data: { absenceId, personId, reason, documentRef } }) => ({
      type: 'WithdrawAbsence',
      data: { absenceId, personId, reason, documentRef },
    }),
  },
};
