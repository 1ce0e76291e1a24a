import { holdsOn, must, type CalendarDate } from '#kernel';
import { compareMeasures, formsInForce, type RuleBook } from '#rulebook';
import { tiesText } from '#registry';
import { complainantsAmong } from './complainants.js';
import { concernedIn } from './against.js';
import type { DecideAppeal, RecordAppealCarriedOut } from './appeal.commands.js';
import type { EarlierRoles, Filing } from './appeal.events.js';
import {
  appealRulesOf,
  barRows,
  bookFor,
  breachesOf,
  check,
  dueOf,
  filingOf,
  inPhase,
  lateBreach,
  mustBeDecided,
  mustBeKnown,
  mustBeUndecided,
  ofOrgan,
  withLate,
  type ActRules,
  type Bench,
  type Check,
  type Found,
} from './appeal.guards.js';
import type { AppealState } from './appeal.state.js';
import { barredFrom, type BarReason, type BarRole } from './bars.js';
import { effectiveOn } from './service.js';

type Ending = 'DecideAppeal' | 'ServeAppealDecision' | 'RecordAppealCarriedOut';
/** Nobody decides alone, also where the book does not say how many it takes. */
const DECIDERS_MIN = 2;
/** What a member of the deciding organ may have done in it and still decide, where the law sends the appeal to that organ: shown, not barred (justice 15). */
const ORGANS_OWN_ROLES: readonly BarRole[] = ['voted', 'approved'];
/** And what it may have recorded there as the organ's own decision on the matter, or taken part in as its answer to an earlier appeal. */
const ORGANS_OWN_ACTS: readonly string[] = [
  ...['CollectivelyDecided', 'DecisionCorrected'],
  ...['DecisionMaintained', 'DecisionVaried', 'DecisionRevoked', 'RedecisionOrdered'],
];

/** From the outcome to its being carried out. */
export const outcomeRules: ActRules<Ending> = {
  DecideAppeal: deciding,
  ServeAppealDecision: (command, state, bench) => {
    mustBeDecided(state);
    const { data } = command;
    const found = breachesOf(data, [
      ...ofOrgan(command, state, bench),
      inPhase(state, data.date, ['decided']),
      check(data.receiptRef.trim() !== '', 'receipt-missing', '须有送达回证', 'service is proved by a receipt'),
      check(data.remedyStated, 'remedy-missing', '须告知后续救济途径和期限', 'the outcome states what remedy is left and its period'),
    ]);
    return { ...withLate(found, lateBreach(state, 'service', data.date)), established: { effectiveOn: effectiveOn(data, bench.known.book) } };
  },
  RecordAppealCarriedOut: (command, state, bench) => {
    mustBeDecided(state);
    const { data } = command;
    return breachesOf(data, [...ofOrgan(command, state, bench), inPhase(state, data.date, ['served']), correctionsKnown(command, state, bench)]);
  },
};

/** The outcome is carried out by the case's or the unit's own acts: what is linked has to be one of them, and to have followed. */
function correctionsKnown({ data }: RecordAppealCarriedOut, { decidedOn }: AppealState, { known: { remedy } }: Bench): Check {
  const since = (remedy?.corrections ?? []).filter(({ date }) => decidedOn === undefined || date >= decidedOn);
  const corrections = new Set(since.map(({ eventId }) => eventId));
  const linked = data.eventIds.length > 0 && data.eventIds.every((eventId) => corrections.has(eventId));
  return check(
    linked,
    'correction-unknown',
    '所列事件不是处理决定作出后对原决定的纠正',
    'the events named do not correct that decision, or came before the outcome',
  );
}

function deciding(command: DecideAppeal, state: AppealState, bench: Bench): Found {
  const filing = filingOf(state);
  const { data } = command;
  const book = bookFor(bench.known);
  mustBeUndecided(state);
  mustSayWhat(command);
  mustBeKnown(command, bench.input);
  must(!data.participantIds.includes(concernedIn(data.against)), 'appeal.appellant-decides', { zh: '申诉人不得参加决定', en: 'nobody decides his own appeal' });
  const roles = earlierRoles(command, filing, bench);
  const found = breachesOf(data, [
    ...ofOrgan(command, state, bench),
    inPhase(state, data.decidedOn, ['reported']),
    check(data.grounds.length > 0 && data.documentNo.trim() !== '', 'unreasoned', '须写明理由所依各项和文书号', 'an outcome has grounds and a document'),
    unbarredDeciders(data.organUnitId, filing, roles),
    noComplainants(data, bench),
    ...collective(data, bench),
    ...notAggravated(command, filing, { book, standing: bench.known.remedy?.decision }),
  ]);
  const service = dueOf('service', filing.step.service ?? appealRulesOf(book).service, { filing, from: data.decidedOn, book });
  return {
    ...withLate(found, lateBreach(state, 'answer', data.decidedOn)),
    established: { dues: [service], clause: filing.clause, earlierRoles: roles },
  };
}

/** As many as it takes, and people of the organ; an organ of which the ledger knows fewer is not staffed in it, and people know better. */
function collective({ participantIds, organUnitId, decidedOn }: DecideAppeal['data'], { known }: Bench): readonly Check[] {
  const least = Math.max(DECIDERS_MIN, appealRulesOf(bookFor(known)).decidersMin ?? DECIDERS_MIN);
  const members = membersOn(organUnitId, decidedOn, known);
  return [
    check(new Set(participantIds).size >= least, 'decided-alone', `须由${least}人以上集体讨论决定`, `an outcome is decided collectively, by at least ${least}`),
    check(
      members.length < least || participantIds.every((personId) => members.includes(personId)),
      'participant-not-of-organ',
      '参加决定的人员当日须在该机关任职',
      'who decides holds a post of the deciding organ on that day',
    ),
  ];
}

/** A varied decision says what it now is; no other outcome does. @throws Rejection */
function mustSayWhat({ data: { outcome, against, measure, grade } }: DecideAppeal): void {
  const said = against.kind === 'measure' ? measure : against.kind === 'grade' ? grade : undefined;
  const other = against.kind === 'measure' ? grade : measure;
  must((outcome === 'varied') === (said !== undefined) && other === undefined, 'appeal.varied-into-what', {
    zh: '变更须写明变更后的处理方式或者等次，其他结果不得写明；一票否决不能变更',
    en: 'a varied decision says what it becomes, no other outcome does; a veto cannot be varied',
  });
}

/** Never worse by one's own appeal: by law, or by a rule the house declares for itself (justice 16). What cannot be compared was not shown to be lighter. */
function notAggravated(
  { data: { outcome, measure, grade } }: DecideAppeal,
  { decision, nonAggravation }: Filing,
  { book, standing }: Readonly<{ book: RuleBook; standing?: Readonly<{ measure?: string; grade?: string }> }>,
): readonly Check[] {
  if (outcome !== 'varied') return [];
  const clause = `${nonAggravation.source}/${nonAggravation.article}`;
  const rule = (holds: boolean): Check => ({
    ...check(holds, 'aggravated', '申诉不得加重处理', `an appeal never makes it heavier (${nonAggravation.by}: ${clause})`),
    clause,
  });
  if (grade !== undefined) {
    const rank = (id: string | undefined) => book.grades.levels.findIndex((level) => level.id === id);
    return [rule([decision, standing].every((one) => rank(grade) > rank(one?.grade)))];
  }
  // Neither than what was appealed against nor than what stands since.
  const compared = [decision.measure, standing?.measure].filter((one) => one !== undefined).map((one) => compareMeasures(book, measure!, one));
  return [
    rule(compared.length > 0 && compared.every((one) => one === 'lighter')),
    check(
      formsInForce(book, { measure: measure!, date: decision.decidedOn }).length > 0,
      'measure-not-in-force',
      '作出决定时的规定未列此处理方式',
      'no text in force when it was decided lists this measure',
    ),
  ];
}

/** What those who decide did in the matter before, and who of the organ is not there. */
function earlierRoles({ data }: DecideAppeal, { decision }: Filing, { input, known }: Bench): EarlierRoles {
  const barred = barredFrom(data.against, barRows(input.facts), { on: data.decidedOn, inAppeal: data.appealId });
  const participants = data.participantIds.flatMap((personId) => (barred.has(personId) ? [{ personId, roles: barred.get(personId)! }] : []));
  const members = membersOn(data.organUnitId, data.decidedOn, known);
  return {
    participants,
    absent: data.organUnitId === decision.organUnitId ? members.filter((personId) => !data.participantIds.includes(personId)) : [],
  };
}
const membersOn = (unitId: string, date: CalendarDate, { posts }: Bench['known']): readonly string[] => [
  ...new Set(
    [...posts.values()]
      .filter((post) => post.unitId === unitId)
      .flatMap(({ tenures }) => tenures.filter((tenure) => holdsOn(tenure, date)).map(({ personId }) => personId)),
  ),
];

/** Who complained decides nowhere. */
function noComplainants({ against, decidedOn, participantIds }: DecideAppeal['data'], { input: { facts }, known }: Bench): Check {
  const unitId = against.kind === 'measure' ? known.posts.get(against.postId)?.unitId : undefined;
  const barred = complainantsAmong(participantIds, { against, date: decidedOn, facts, ...(unitId !== undefined && { unitId }) });
  return { holds: barred.length === 0, code: 'appeal.decider-barred', text: tiesText(barred) };
}

/** In the deciding organ itself, its members' votes are shown; anywhere else, and for any other part in the matter, nobody who had one decides. */
function unbarredDeciders(organUnitId: string, { decision }: Filing, { participants }: EarlierRoles): Check {
  const own = organUnitId === decision.organUnitId;
  const may = ({ role, eventType }: BarReason): boolean =>
    own && (ORGANS_OWN_ROLES.includes(role) || (['handled', 'reviewed'].includes(role) && ORGANS_OWN_ACTS.includes(eventType)));
  const barred = participants.filter(({ roles }) => !roles.every(may));
  const named = barred.map(({ personId, roles }) => `${personId} (${roles.map(({ role, eventId }) => `${role} ${eventId}`).join(', ')})`).join('; ');
  return check(barred.length === 0, 'decider-barred', `不得参加决定：${named}`, `barred from deciding: ${named}`);
}
