import { must, type CalendarDate, type Command, type Decider } from '#kernel';
import { enterpriseLinks } from './enterprise-links.view.js';
import type {
  ShareApplicationDecided,
  ShareApplicationEvent,
  ShareApplicationExamined,
  ShareApplicationFiled,
  ShareApplicationWithdrawn,
} from './funds.events.js';
import { mustCite, mustFollow, mustHaveAuthority, mustHaveHappened, mustKnowUnit, mustKnowVillage, mustSay, subjectNeeds } from './guards.js';
import { shareRules, type ShareRuleRow } from './share-rules.view.js';

type Keyed<E extends Readonly<{ villageId: string; year: number }>> = Omit<E, 'villageId' | 'year'>;
export type FileShareApplication = Command<'FileShareApplication', ShareApplicationFiled['data']>;
export type ExamineShareApplication = Command<'ExamineShareApplication', Keyed<ShareApplicationExamined['data']>>;
export type DecideShareApplication = Command<'DecideShareApplication', Keyed<ShareApplicationDecided['data']>>;
export type WithdrawShareApplication = Command<'WithdrawShareApplication', Keyed<ShareApplicationWithdrawn['data']>>;
export type ShareApplicationCommand = FileShareApplication | ExamineShareApplication | DecideShareApplication | WithdrawShareApplication;

type Status = 'filed' | 'under-examination' | 'decided' | 'withdrawn';
type State = Readonly<{ status?: Status; since?: CalendarDate; villageId: string; year: number }>;

function mustBeAt(state: State, ...wanted: readonly Status[]): Readonly<{ villageId: string; year: number }> {
  must(state.status !== undefined, 'application.unknown', { zh: '没有这一申报', en: 'no such application' });
  must(wanted.includes(state.status), 'application.out-of-order', { zh: '申报不在这一环节', en: `the application is ${state.status}` });
  return { villageId: state.villageId, year: state.year };
}
const reached = (state: State, status: Status, since: CalendarDate): State => ({ ...state, status, since });

/** One application for shares: filed, examined, decided. Nothing is decided that was not examined. */
export const shareApplicationDecider: Decider<State, ShareApplicationCommand, ShareApplicationEvent> = {
  category: 'application',
  streamOf: ({ data }) => data.applicationId,
  initialState: { villageId: '', year: 0 },
  commands: {
    FileShareApplication: { by: 'person', zh: '配股申报' },
    ExamineShareApplication: { by: 'person', zh: '配股申报转入审查' },
    DecideShareApplication: { by: 'person', zh: '审定配股申报' },
    WithdrawShareApplication: { by: 'person', zh: '撤回配股申报' },
  },
  needs: {
    FileShareApplication: ({ data: { villageId, enterpriseId, ruleId } }) => [
      ...subjectNeeds(villageId),
      { view: enterpriseLinks.name, key: enterpriseId },
      { view: shareRules.name, key: ruleId },
    ],
    ExamineShareApplication: ({ data }) => subjectNeeds(data.unitId),
    DecideShareApplication: ({ data }) => subjectNeeds(data.authority.organUnitId),
  },
  decide: {
    FileShareApplication: ({ data }, { status }, input) => {
      must(status === undefined, 'application.already-filed', { zh: '该申报编号已使用', en: 'this application id is taken' });
      mustKnowVillage(input.facts, data.villageId);
      must(input.facts.get(enterpriseLinks.name, data.enterpriseId), 'enterprise.unknown', { zh: '经营主体尚未登记', en: 'this enterprise is not registered' });
      const rule = input.facts.get<ShareRuleRow>(shareRules.name, data.ruleId);
      must(rule, 'share.rule-unknown', { zh: '没有这一配股办法', en: 'no such rule on shares' });
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, rule.date);
      return [{ type: 'ShareApplicationFiled', data, validAt: { from: data.date } }];
    },
    ExamineShareApplication: ({ data }, state, input) => {
      const of = mustBeAt(state, 'filed');
      mustKnowUnit(input.facts, data.unitId);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, state.since);
      return [{ type: 'ShareApplicationExamined', data: { ...data, ...of }, validAt: { from: data.date } }];
    },
    DecideShareApplication: ({ data }, state, input) => {
      const of = mustBeAt(state, 'under-examination');
      mustSay(data.reason, '理由', 'the reason');
      mustHaveAuthority(data.authority, input, state.since);
      must(data.date === data.authority.date, 'application.date-differs', { zh: '审定日期与文件日期不一致', en: 'decision and document bear different dates' });
      return [{ type: 'ShareApplicationDecided', data: { ...data, ...of }, validAt: { from: data.date } }];
    },
    WithdrawShareApplication: ({ data }, state, input) => {
      const of = mustBeAt(state, 'filed', 'under-examination');
      mustSay(data.reason, '撤回理由', 'the reason of a withdrawal');
      mustHaveHappened(data.date, input);
      mustFollow(data.date, state.since);
      return [{ type: 'ShareApplicationWithdrawn', data: { ...data, ...of }, validAt: { from: data.date } }];
    },
  },
  evolve: {
    ShareApplicationFiled: (_, { data: { villageId, year, date } }) => ({ status: 'filed', since: date, villageId, year }),
    ShareApplicationExamined: (state, { data }) => reached(state, 'under-examination', data.date),
    ShareApplicationDecided: (state, { data }) => reached(state, 'decided', data.date),
    ShareApplicationWithdrawn: (state, { data }) => reached(state, 'withdrawn', data.date),
  },
  commandOf: {
    ShareApplicationFiled: (_, { data }) => ({ type: 'FileShareApplication', data }),
    ShareApplicationExamined: (_, { data: { villageId: _village, year: _year, ...data } }) => ({ type: 'ExamineShareApplication', data }),
    ShareApplicationDecided: (_, { data: { villageId: _village, year: _year, ...data } }) => ({ type: 'DecideShareApplication', data }),
    ShareApplicationWithdrawn: (_, { data: { villageId: _village, year: _year, ...data } }) => ({ type: 'WithdrawShareApplication', data }),
  },
};
