import { addDays, must, type Decider, type DecisionInput } from '#kernel';
import type { Delivery, NoticeEvent, NoticeQueued } from './cadence.events.js';
import type { NoticeCommand, QueueNotice, RecordNoticeDeliveries } from './cadence.commands.js';
import { mustBePast, weekIn } from './guards.js';
import { RECIPIENT_NEEDS, recipientsOn, structureOf } from './recipients.js';
import { agendaKey, cadenceSchemes, weeklyAgenda, type AgendaRow, type SchemeRow } from './schemes.views.js';
import type { Week } from './weeks.js';

type State = Readonly<{ queued: NoticeQueued['data'] | undefined; attempt: number; settled: readonly string[] }>;

/** One notice per scheme, week and class; its id names its stream. */
export const noticeIdOf = ({ schemeId, week, classId }: Readonly<{ schemeId: string; week: Week; classId: string }>): string =>
  `notice-${schemeId.replace(/^scheme-/, '')}-${week.toLowerCase()}-${classId}`;
/** Nothing more is tried for this person. */
export const isSettled = ({ outcome, final }: Delivery): boolean => outcome !== 'failed' || final === true;

/** A week without words of its own gets the scheme's, and says so: silence is no choice. */
const words = (agenda: AgendaRow | undefined, { defaultText }: NonNullable<SchemeRow['notice']>) =>
  agenda ? { text: agenda.text } : { text: defaultText, defaultText: true as const };

function queue({ data: { schemeId, week, classId, hour } }: QueueNotice, { queued }: State, { facts }: DecisionInput) {
  const scheme = facts.get<SchemeRow>(cadenceSchemes.name, schemeId);
  const planned = scheme && weekIn(scheme.plan, week);
  const to = scheme?.notice?.classes.find((one) => one.classId === classId);
  if (queued || !to || planned?.noticeAt !== hour) return [];
  const noticeOn = planned.noticeOn!;
  const nextDay = addDays(noticeOn, 1);
  const data: NoticeQueued['data'] = {
    ...{ noticeId: noticeIdOf({ schemeId, week, classId }), schemeId, week, classId, classZh: to.zh, noticeOn },
    // What is said of a week is of no use after it.
    expiresOn: planned.to > nextDay ? planned.to : nextDay,
    ...words(facts.get<AgendaRow>(weeklyAgenda.name, agendaKey({ schemeId, week })), scheme!.notice!),
    ...recipientsOn(noticeOn, to, structureOf(facts)),
  };
  return [{ type: 'NoticeQueued' as const, data, validAt: { from: noticeOn } }];
}

function record({ data }: RecordNoticeDeliveries, { queued, attempt, settled }: State, input: DecisionInput) {
  must(queued, 'cadence.notice-unknown', { zh: `没有提示${data.noticeId}`, en: `there is no notice ${data.noticeId}` });
  must(data.attempt === attempt + 1, 'cadence.attempt', { zh: `应为第${attempt + 1}次发送`, en: `the next attempt is number ${attempt + 1}` });
  must(data.deliveries.length > 0, 'cadence.no-delivery', { zh: '没有发送结果', en: 'no result of a delivery is given' });
  mustBePast(data.attemptedAt, input);
  const persons = data.deliveries.map(({ personId }) => personId);
  const known = new Set(queued.recipients.map(({ personId }) => personId));
  must(persons.every((personId) => known.has(personId)) && new Set(persons).size === persons.length, 'cadence.not-a-recipient', {
    zh: '发送结果所列人员不是接收人或重复',
    en: 'a result names nobody of the recipients, or somebody twice',
  });
  must(!persons.some((personId) => settled.includes(personId)), 'cadence.delivered-before', {
    zh: '该接收人已有最终结果',
    en: 'this recipient is settled already',
  });
  const { schemeId, week, classId } = queued;
  return [{ type: 'NoticeDeliveriesRecorded' as const, data: { ...data, schemeId, week, classId } }];
}

/** A notice, and what became of it with each recipient. Queued once; a later correction of who was in post changes no notice that is out. */
export const noticeDecider: Decider<State, NoticeCommand, NoticeEvent> = {
  category: 'notice',
  streamOf: (command) => (command.type === 'QueueNotice' ? noticeIdOf(command.data) : command.data.noticeId),
  initialState: { queued: undefined, attempt: 0, settled: [] },
  commands: {
    QueueNotice: { by: 'policy', zh: '生成提示短信' },
    RecordNoticeDeliveries: { by: 'import', zh: '登记提示短信发送结果' },
  },
  needs: {
    QueueNotice: ({ data }) => [{ view: cadenceSchemes.name, key: data.schemeId }, { view: weeklyAgenda.name, key: agendaKey(data) }, ...RECIPIENT_NEEDS],
  },
  decide: { QueueNotice: queue, RecordNoticeDeliveries: record },
  evolve: {
    NoticeQueued: (state, { data }) => ({ ...state, queued: data }),
    NoticeDeliveriesRecorded: (state, { data: { attempt, deliveries } }) => ({
      ...state,
      attempt,
      settled: [...state.settled, ...deliveries.filter(isSettled).map(({ personId }) => personId)],
    }),
  },
  commandOf: {
    NoticeDeliveriesRecorded: (_, { data: { noticeId, attempt, attemptedAt, deliveries } }) => ({
      type: 'RecordNoticeDeliveries',
      data: { noticeId, attempt, attemptedAt, deliveries },
    }),
  },
};
