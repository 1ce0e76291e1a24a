import { kindOf, must, mustRunForwards, overlapOf, yearInterval, type Decider, type Facts, type Need, type ValidTime } from '#kernel';
import type { DutyCommand } from './commands.js';
import { mustKnow, mustSay, needsOf } from './guards.js';
import { intervalOf, overlapping } from './intervals.js';
import { DUTY_KIND_ZH, isFiveOnes, type DutyAssigned, type DutyEvent } from './registry.events.js';

type Duty = DutyAssigned['data'];
type State = Readonly<{ duties: readonly Duty[] }>;

/** 分管 is about a unit's work, every other kind about a village. */
function mustHaveTarget(facts: Facts, { kind, targetId }: Duty): void {
  const wanted = kind === 'in-charge' ? 'unit' : 'village';
  const text = { zh: `“${DUTY_KIND_ZH[kind]}”的对象须为${wanted === 'unit' ? '单位' : '村'}`, en: `the duty ${kind} is for a ${wanted}` };
  must(kindOf(targetId) === wanted, 'duty.target-kind', text);
  mustKnow(facts, wanted, targetId);
}

/** Exactly one kind of holder: a department is paired as a whole, everything else is somebody's own duty. */
function mustHaveHolder(facts: Facts, { kind, personId, postId, unitId }: Duty): void {
  const byUnit = kind === 'paired-department';
  const right = byUnit ? unitId !== undefined && personId === undefined && postId === undefined : personId !== undefined && unitId === undefined;
  const text = { zh: `“${DUTY_KIND_ZH[kind]}”须由${byUnit ? '单位' : '个人'}承担`, en: `the duty ${kind} is held by a ${byUnit ? 'unit' : 'person'}` };
  must(right, 'duty.holder-kind', text);
  if (personId !== undefined) mustKnow(facts, 'person', personId);
  if (postId !== undefined) mustKnow(facts, 'post', postId);
  if (unitId === undefined) return;
  const unit = mustKnow(facts, 'unit', unitId);
  must(unit.kind !== 'town', 'duty.town-paired', { zh: '镇不能作为帮扶部门', en: 'a town cannot be a paired department' });
}

/** The interval belongs to the designated year, and none of the five places is filled twice at one time. */
function mustFit(duty: Duty, interval: ValidTime, others: readonly Duty[]): void {
  mustRunForwards(interval);
  must(overlapOf(interval, yearInterval(duty.year)), 'duty.outside-year', { zh: '任务期间不在所定年度内', en: 'the duty does not touch its year' });
  const rivals = overlapping(others, interval).filter(({ kind, personId }) => kind === duty.kind && (isFiveOnes(kind) || personId === duty.personId));
  must(rivals.length === 0, 'duty.already-assigned', {
    zh: `“${DUTY_KIND_ZH[duty.kind]}”同一时间已有人承担`,
    en: `the duty ${duty.kind} is already assigned at that time`,
  });
}

function mustFind({ duties }: State, id: string): Duty {
  const found = duties.find(({ dutyId }) => dutyId === id);
  must(found, 'duty.unknown', { zh: '没有这一包抓任务', en: 'no such duty for this target and year' });
  return found;
}

const changed = ({ duties }: State, id: string, interval: ValidTime): State => ({
  duties: duties.map((duty) => (duty.dutyId === id ? { ...duty, from: interval.from, to: interval.to } : duty)),
});

const targetAndHolder = ({ targetId, personId, postId, unitId }: Duty): readonly Need[] => needsOf(targetId, personId, postId, unitId);

/** The duties for one village or unit in one designated year. A later change never moves what was answered for before it. */
export const dutiesDecider: Decider<State, DutyCommand, DutyEvent> = {
  category: 'duties',
  streamOf: ({ data }) => `duties-${data.targetId}-${data.year}`,
  initialState: { duties: [] },
  commands: {
    AssignDuty: { by: 'person', zh: '确定包抓任务' },
    EndDuty: { by: 'person', zh: '结束包抓任务' },
    CorrectDuty: { by: 'person', zh: '更正包抓任务' },
  },
  needs: { AssignDuty: ({ data }) => targetAndHolder(data) },
  decide: {
    AssignDuty: ({ data }, { duties }, { facts }) => {
      mustHaveTarget(facts, data);
      mustHaveHolder(facts, data);
      must(!duties.some(({ dutyId }) => dutyId === data.dutyId), 'duty.already-recorded', { zh: '该任务编号已使用', en: 'this duty id is taken' });
      mustFit(data, data, duties);
      return [{ type: 'DutyAssigned', data, validAt: intervalOf(data) }];
    },
    EndDuty: ({ data: { dutyId, to, reason } }, state) => {
      const duty = mustFind(state, dutyId);
      // An end shortens; to lengthen a duty is a correction with a document.
      must(duty.to === undefined || to < duty.to, 'duty.already-ended', {
        zh: '任务届时已经结束；日期有误请更正',
        en: 'the duty has ended by then; correct it if the date is wrong',
      });
      mustRunForwards({ from: duty.from, to });
      mustSay(reason, '结束原因', 'the reason of an end');
      return [{ type: 'DutyEnded', data: { ...duty, to, reason }, validAt: { from: duty.from, to } }];
    },
    CorrectDuty: ({ data: { dutyId, from, to, reason, documentRef } }, state) => {
      const duty = mustFind(state, dutyId);
      must(duty.from !== from || duty.to !== to, 'duty.unchanged', { zh: '更正没有改变任何内容', en: 'the correction changes nothing' });
      mustSay(reason, '更正理由', 'the reason of a correction');
      mustSay(documentRef, '依据文件', 'the document of a correction');
      const interval = intervalOf({ from, to });
      mustFit(
        duty,
        interval,
        state.duties.filter((other) => other !== duty),
      );
      const { to: _before, ...rest } = duty;
      return [{ type: 'DutyCorrected', data: { ...rest, ...interval, reason, documentRef }, validAt: interval }];
    },
  },
  evolve: {
    DutyAssigned: ({ duties }, { data }) => ({ duties: [...duties, data] }),
    DutyEnded: (state, { data }) => changed(state, data.dutyId, data),
    DutyCorrected: (state, { data }) => changed(state, data.dutyId, data),
  },
  commandOf: {
    DutyAssigned: (_, { data }) => ({ type: 'AssignDuty', data }),
    DutyEnded: (_, { data: { dutyId, targetId, year, to, reason } }) => ({ type: 'EndDuty', data: { dutyId, targetId, year, to, reason } }),
    DutyCorrected: (_, { data: { kind: _kind, personId: _person, postId: _post, unitId: _unit, ...data } }) => ({ type: 'CorrectDuty', data }),
  },
};
