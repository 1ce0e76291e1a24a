import { holdsOn, type CalendarDate, type Message } from '#kernel';
import { countedLastDay, type AppealPlace, type AppealStep, type AppealTrack, type CountedDay, type RuleBook, type TimeLimit } from '#rulebook';
import type { ClauseRef } from './appeal.events.js';
import type { Against } from './against.js';
import type { StepTaken } from './remedies.view.js';

/** The decision as far as its ways of appeal depend on it. `servedOn`: by proof; without it no clock has started. */
export type PathDecision = Readonly<{
  against: Against;
  decidedOn: CalendarDate;
  measure?: string;
  servedOn?: CalendarDate;
  organ: Readonly<{ unitId?: string; competences: readonly string[] }>;
  status?: Readonly<{ partyMember: boolean; staffStatus: string; leader: boolean }>;
  taken: readonly StepTaken[];
}>;
/** Units that stand at a place of a step: the deciding organ, the one above it, those of a competence. */
export type PlacesOf = (place: AppealPlace) => readonly string[];
export type PathQuestion = Readonly<{ decision: PathDecision; date: CalendarDate; placesOf: PlacesOf }>;

export type Place = AppealPlace & Readonly<{ unitIds: readonly string[] }>;
/**
 * One way that is open. `clock`: running, not started for want of proof, or none that the text knows. `route`: after the last day it leads to correction, it is
 * never closed. `leadersZh`: said of leaders, for the legal desk to pick.
 */
export type OpenPath = Readonly<{
  track: string;
  trackZh: string;
  step: string;
  stepZh: string;
  clause: ClauseRef;
  fileWith: readonly Place[];
  reviewedBy: readonly Place[];
  clock: 'running' | 'not-served' | 'no-time-bar';
  startsOn?: CalendarDate;
  lastDay?: CountedDay;
  lodging?: TimeLimit;
  lodgingCounts: string;
  answer: TimeLimit;
  extension?: TimeLimit;
  route: 'appeal' | 'correction';
  suspendsExecution: boolean;
  nonAggravation: AppealTrack['nonAggravation'];
  leadersZh?: string;
  why: Message;
}>;
export type ClosedPath = Readonly<{ track: string; trackZh: string; step?: string; stepZh?: string; code: string; why: Message }>;
export type Paths = Readonly<{ open: readonly OpenPath[]; closed: readonly ClosedPath[] }>;

type Bar = Readonly<{ code: string; why: Message }>;
const bar = (code: string, zh: string, en: string): Bar => ({ code, why: { zh, en } });

/**
 * Every way to appeal a decision as it stands on a day: those open, with last day, where to file and why, and those closed, with why. Chosen by date × deciding
 * organ × measure × status; never one winner (justice 6, 14).
 */
export function openPaths(question: PathQuestion, book: RuleBook): Paths {
  const open: OpenPath[] = [];
  const closed: ClosedPath[] = [];
  for (const track of book.appeals?.tracks ?? []) {
    const { kind } = question.decision.against;
    if (!track.reaches.kinds.includes(kind)) continue;
    const unreached = unreachedBy(track, question.decision);
    if (unreached) {
      closed.push({ track: track.id, trackZh: track.zh, ...unreached });
      continue;
    }
    for (const step of track.steps) {
      const shut = shutStep(track, step, question.decision.taken);
      if (shut) closed.push({ track: track.id, trackZh: track.zh, step: step.id, stepZh: step.zh, ...shut });
      else open.push(pathOf(question, { track, step, book }));
    }
  }
  return { open, closed };
}

/** Why a track does not speak of a decision at all: by date, organ, measure and status, in this order. */
function unreachedBy({ effective, reaches }: AppealTrack, { decidedOn, measure, organ, status }: PathDecision): Bar | undefined {
  const { organs, measures, partyMember, staffStatus } = reaches;
  const asked: readonly (readonly [asked: boolean, reached: boolean, bar: Bar])[] = [
    [
      true,
      holdsOn(effective, decidedOn),
      bar('not-of-its-time', `该规定不适用于${decidedOn}作出的决定`, `it does not speak of decisions made on ${decidedOn}`),
    ],
    [organs !== undefined, anyOf(organs, organ.competences), bar('organ', '该规定不适用于此决定机关', 'it does not speak of decisions of this organ')],
    [measures !== undefined, anyOf(measures, [measure ?? '']), bar('measure', '该规定未列此处理方式', `it does not list ${measure ?? 'such a decision'}`)],
    [partyMember !== undefined, status?.partyMember === partyMember, bar('party-member', '该规定只适用于党员', 'it reaches party members only')],
    [
      staffStatus !== undefined,
      anyOf(staffStatus, [status?.staffStatus ?? '']),
      bar('staff-status', '该规定不适用于此人员身份', 'it does not reach a person of this staff status'),
    ],
  ];
  return asked.find(([isAsked, reached]) => isAsked && !reached)?.[2];
}
const anyOf = (listed: readonly string[] | undefined, own: readonly string[]): boolean => listed?.some((one) => own.includes(one)) ?? false;

const takenOn = (track: AppealTrack, steps: readonly string[], taken: readonly StepTaken[]) =>
  taken.filter((one) => one.track === track.id && steps.includes(one.step));
/** What was withdrawn or not admitted used nothing up. */
const counts = ({ state }: StepTaken): boolean => state === 'pending' || state === 'answered';

function shutStep(track: AppealTrack, step: AppealStep, taken: readonly StepTaken[]): Bar | undefined {
  const own = takenOn(track, [step.id], taken).filter(counts);
  if (own.some(({ state, silent }) => state === 'pending' && !silent)) return bar('pending', '已有申诉在办理中', 'an appeal on this step is under way');
  if (own.length > 0) return bar('used', '此环节已经办理过', 'this step has been taken');
  const instead = takenOn(track, step.insteadOf ?? [], taken).filter(counts);
  if (instead.length > 0) return bar('other-way-taken', '已选择另一途径', 'the other way was chosen');
  if (step.after === undefined) return undefined;
  const before = takenOn(track, step.after, taken);
  const ready = before.some(({ state, silent }) => state === 'answered' || silent);
  return ready ? undefined : bar('earlier-step-first', '须先经过前一环节', `it comes after: ${step.after.join(', ')}`);
}

/** From when the step's lodging period runs: service of the decision, or of the answer to the step before; none after silence. */
function startOf({ decision: { servedOn, taken } }: PathQuestion, track: AppealTrack, step: AppealStep): CalendarDate | undefined {
  if (step.after === undefined) return servedOn;
  return takenOn(track, step.after, taken).findLast(({ state }) => state === 'answered')?.servedOn;
}

type Stepped = Readonly<{ track: AppealTrack; step: AppealStep; book: RuleBook }>;
/** The step as a clause, by its book and version. */
export const clauseOf = ({ track, step, book }: Stepped): ClauseRef => ({
  id: `${track.id}/${step.id}`,
  bookId: book.id,
  bookVersion: book.version,
  source: step.source,
  article: step.article,
  verifiedBy: step.verifiedBy,
});

function pathOf(question: PathQuestion, stepped: Stepped): OpenPath {
  const { decision, placesOf } = question;
  const { track, step } = stepped;
  const clock = clockOf(question, stepped);
  const at = (places: readonly AppealPlace[]): readonly Place[] => places.map((place) => ({ ...place, unitIds: placesOf(place) }));
  return {
    ...{ track: track.id, trackZh: track.zh, step: step.id, stepZh: step.zh, clause: clauseOf(stepped) },
    ...{ fileWith: at(step.fileWith), reviewedBy: at(step.reviewedBy) },
    ...clock,
    ...{ lodgingCounts: step.lodgingCounts, answer: step.answer },
    ...(step.extension && { extension: step.extension }),
    ...{ suspendsExecution: track.suspendsExecution, nonAggravation: track.nonAggravation },
    ...(decision.status?.leader && track.leadersZh !== undefined && { leadersZh: track.leadersZh }),
  };
}

type LodgingClock = Pick<OpenPath, 'clock' | 'startsOn' | 'lastDay' | 'lodging' | 'route' | 'why'>;
function clockOf(question: PathQuestion, stepped: Stepped): LodgingClock {
  const { track, step } = stepped;
  const startsOn = startOf(question, track, step);
  const started = startsOn !== undefined && { startsOn };
  if (step.lodging === undefined) return { ...started, clock: 'no-time-bar', route: 'appeal', why: { zh: '规定没有期限', en: 'the text knows no time bar' } };
  const { lodging } = step;
  if (startsOn === undefined)
    return { clock: 'not-served', lodging, route: 'appeal', why: { zh: '没有送达回证，期限未起算', en: 'no proof of service: the period has not begun' } };
  const lastDay = countedLastDay(startsOn, lodging, stepped);
  const late = question.date > lastDay.date;
  const why = late
    ? { zh: `已过${lastDay.date}，作为请求纠正办理`, en: `after ${lastDay.date}: taken as a request for correction` }
    : { zh: `自${startsOn}起算，至${lastDay.date}`, en: `from ${startsOn} until ${lastDay.date}` };
  return { startsOn, clock: 'running', lodging, lastDay, route: late ? 'correction' : 'appeal', why };
}
