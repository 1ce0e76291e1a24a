import type { CalendarDate, Recorded } from '#kernel';
import { bookInForceFrom, deadlinesOf, lastDay, type Deadline } from '#rulebook';
import type { CaseFile } from './case-file.js';
import { ofType, type Decided } from './decided.js';
import { seen, type Seen, type Sighting } from './sighting.js';

/** A clock of the authority: from when to when, and the events that started and stopped it. `kind`: the book's word for it. */
type Clock = Readonly<{ kind: string; zh: string; from: CalendarDate; until?: CalendarDate; eventIds: readonly string[] }>;

/** Whether the authority kept its own clocks: those that the book has, and the one that the decision itself states for the formalities. */
export function deadlinesSeen(file: CaseFile, decided: Decided): Seen {
  return seen([...clocksOf(decided).flatMap((clock) => missed(file, clock)), ...formalities(file, decided)]);
}

const dateOfAct = ({ data }: Recorded): CalendarDate => (data as Readonly<{ date: CalendarDate }>).date;

function clocksOf({ decision, before, after }: Decided): readonly Clock[] {
  const initiated = ofType(before, 'InitiationApproved').at(-1);
  const served = ofType(after, 'DecisionServed')[0];
  const decidedOn = dateOfAct(decision);
  return [
    ...(initiated ? [{ kind: 'decision', zh: '作出决定', from: dateOfAct(initiated), until: decidedOn, eventIds: [decision.id, initiated.id] }] : []),
    {
      ...{ kind: 'service', zh: '送达决定书', from: decidedOn },
      ...(served && { until: served.data.established.effectiveOn }),
      eventIds: [...(served ? [served.id] : []), decision.id],
    },
  ];
}

function missed({ books, today }: CaseFile, { kind, zh, from, until, eventIds }: Clock): readonly Sighting[] {
  const book = bookInForceFrom(books, from)?.book;
  const clocks: readonly Deadline[] = book ? deadlinesOf(book, kind, from) : [];
  return clocks.flatMap((clock): readonly Sighting[] => {
    const due = lastDay(from, clock.limit, book!.calendar).date;
    if ((until ?? today) <= due) return [];
    return [{ fault: 'deadline-missed', what: late(zh, due, until), eventIds, clause: clock.id, named: false }];
  });
}

/** Nobody has carried the decision out though its last day is over. That it was carried out late is told where the act is examined. */
function formalities({ today }: CaseFile, { decision, correction, after }: Decided): readonly Sighting[] {
  const { established, date } = (correction ?? decision).data;
  const due = established.formalitiesDueOn;
  // A varied decision has formalities of its own.
  const since = after.filter(({ validAt }) => validAt.from >= date);
  const settled =
    correction?.data.kind === 'revoked' ||
    [...ofType(since, 'MeasureExecuted'), ...ofType(since, 'FormalitiesOverdue')].length > 0 ||
    ofType(after, 'CongressActRecorded').some(({ data }) => data.result !== 'approved');
  if (due === undefined || today <= due || settled) return [];
  return [{ fault: 'deadline-missed', what: late('办理手续', due), eventIds: [(correction ?? decision).id], named: false }];
}

const late = (zh: string, due: CalendarDate, until?: CalendarDate) => ({
  zh: `${zh}逾期：最后一日为${due}，${until === undefined ? '至今未办' : `${until}才完成`}`,
  en: `late: the last day was ${due}, ${until === undefined ? 'and it is not done yet' : `done on ${until}`}`,
});
