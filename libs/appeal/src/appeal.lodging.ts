import { isDate, must } from '#kernel';
import { appealTrackById, type AppealStep, type AppealTrack, type RuleBook } from '#rulebook';
import { concernedIn } from './against.js';
import type { LodgeAppeal, TransferAppeal, WithdrawAppeal } from './appeal.commands.js';
import type { AppealDue, Filing } from './appeal.events.js';
import {
  appealRulesOf,
  bookFor,
  breachesOf,
  check,
  dueOf,
  filingOf,
  inPhase,
  lateBreach,
  mustBeLodged,
  mustBeUndecided,
  ofOrgan,
  unitOfActor,
  withLate,
  type ActRules,
  type Bench,
  type Check,
  type Found,
} from './appeal.guards.js';
import type { AppealState } from './appeal.state.js';
import { pathQuestion, type PathRows } from './path-question.js';
import { clauseOf, openPaths, type OpenPath } from './paths.js';

type Lodging = 'LodgeAppeal' | 'RequestAppealSupplement' | 'SupplementAppeal' | 'AdmitAppeal' | 'DeclineAppeal' | 'WithdrawAppeal' | 'TransferAppeal';

const OPEN_PHASES = ['lodged', 'supplement-requested', 'admitted', 'panel-formed', 'reported'] as const;

/** From filing to admission, and the ways out: withdrawn, not admitted with reason and clause, transferred. */
export const lodgingRules: ActRules<Lodging> = {
  LodgeAppeal: lodging,
  RequestAppealSupplement: (command, state, bench) => {
    const filing = filingOf(state);
    const { data } = command;
    const book = bookFor(bench.known);
    const found = breachesOf(data, [...ofOrgan(command, state, bench), inPhase(state, data.date, ['lodged'])]);
    return { ...found, established: { dues: [dueOf('supplement', appealRulesOf(book).supplement, { filing, from: data.date, book })] } };
  },
  SupplementAppeal: (command, state, bench) => {
    const filing = filingOf(state);
    const { data } = command;
    const book = bookFor(bench.known);
    const found = breachesOf(data, [...ofOrgan(command, state, bench), inPhase(state, data.date, ['supplement-requested'])]);
    return { ...withLate(found, lateBreach(state, 'supplement', data.date)), established: { dues: [admissionDue(filing, data.date, book)] } };
  },
  AdmitAppeal: (command, state, bench) => {
    const filing = filingOf(state);
    const { data } = command;
    const book = bookFor(bench.known);
    const found = breachesOf(data, [...ofOrgan(command, state, bench), inPhase(state, data.date, ['lodged', 'supplement-requested'])]);
    const dues = [dueOf('answer', filing.step.answer, { filing, from: data.date, book })];
    return { ...withLate(found, lateBreach(state, 'admission', data.date)), established: { dues, route: filing.route } };
  },
  DeclineAppeal: (command, state, bench) => {
    const filing = filingOf(state);
    const { data } = command;
    const found = breachesOf(data, [
      ...ofOrgan(command, state, bench),
      inPhase(state, data.date, ['lodged', 'supplement-requested']),
      groundHolds(command.data.ground, state),
    ]);
    return { ...withLate(found, lateBreach(state, 'admission', data.date)), established: { clause: filing.clause } };
  },
  WithdrawAppeal: (command, state, bench) => {
    mustBeLodged(state);
    const { data } = command;
    return breachesOf(data, [
      inPhase(state, data.date, OPEN_PHASES),
      ...byAppellant(command, state, bench),
      check(state.organUnitId === data.organUnitId, 'other-organ', '申诉不在该机关办理', 'the appeal does not lie with this organ'),
    ]);
  },
  TransferAppeal: transfer,
};

const admissionDue = (filing: Pick<Filing, 'step' | 'clause'>, from: string, book: RuleBook): AppealDue =>
  dueOf('admission', filing.step.admission ?? appealRulesOf(book).admission, { filing, from, book });

/** Filing is the appellant's act: nobody has to be competent for it, and being late closes nothing. */
function lodging(command: LodgeAppeal, state: AppealState, bench: Bench): Found {
  const { data } = command;
  must(state.phase === 'none', 'appeal.id-used', { zh: '申诉编号已使用', en: 'this appeal has been lodged already' });
  const { known } = bench;
  const book = bookFor(known);
  appealRulesOf(book);
  const rows = rowsOf(command, bench);
  must(data.filedOn >= rows.remedy.decision.decidedOn, 'appeal.before-decision', { zh: '申诉不得早于决定', en: 'nobody appeals before it is decided' });
  const servedOn = provedOn(data);
  const paths = openPaths(pathQuestion(rows, { date: data.filedOn, book, ...(servedOn !== undefined && { servedOn }) }), book);
  const open = paths.open.find(({ track, step }) => track === data.track && step === data.step);
  const { track, step } = stepNamed(data, book);
  const found = breachesOf(data, [
    { ...pathOpen(open, paths.open), clause: clauseOf({ track, step, book }).id },
    check(data.appellantId === concernedIn(data.against), 'not-entitled', '申诉人不是该决定的当事人', 'who appeals is not whom the decision concerns'),
    filedWhere(data.organUnitId, open),
    filedBy(command, bench),
  ]);
  return { ...found, established: filingFrom({ command, open, rows, track, step, book }) };
}

function rowsOf({ data: { against } }: LodgeAppeal, { known: { posts, organs, person, remedy } }: Bench): PathRows {
  const decision = remedy?.decision;
  must(remedy && decision, 'appeal.nothing-decided', {
    zh: '没有可申诉的决定',
    en: `there is no ${against.kind} decision to appeal against`,
  });
  return { posts, organs, remedy: { ...remedy, decision }, ...(person && { person }) };
}

/** Proof brought with the appeal. Without a receipt nothing is proved. */
function provedOn({ service, filedOn }: LodgeAppeal['data']): string | undefined {
  if (!service || service.receiptRef.trim() === '') return undefined;
  must(isDate(service.date) && service.date <= filedOn, 'appeal.service-after-filing', { zh: '送达日期不得晚于提出日期', en: 'served after it was filed' });
  return service.date;
}

function stepNamed(data: LodgeAppeal['data'], book: RuleBook): Readonly<{ track: AppealTrack; step: AppealStep }> {
  const track = appealTrackById(book, data.track);
  const step = track?.steps.find(({ id }) => id === data.step);
  must(track && step, 'appeal.track-unknown', {
    zh: `规则中没有此申诉渠道：${data.track}/${data.step}`,
    en: `the book has no such way: ${data.track}/${data.step}`,
  });
  return { track, step };
}

const pathOpen = (open: OpenPath | undefined, others: readonly OpenPath[]): Check => {
  const ways = others.map(({ track, step }) => `${track}/${step}`).join(', ');
  return check(
    open !== undefined,
    'track-closed',
    `此渠道对该决定不开放；开放的有：${ways || '无'}`,
    `this way is not open for the decision; open: ${ways || 'none'}`,
  );
};
const filedWhere = (organUnitId: string, open: OpenPath | undefined): Check => {
  const places = (open?.fileWith ?? []).flatMap(({ unitIds }) => unitIds);
  // Where the registry knows none of the places, people know better than the ledger.
  return check(
    places.length === 0 || places.includes(organUnitId),
    'filed-elsewhere',
    `应向${places.join('、')}提出`,
    `to be filed with: ${places.join(', ')}`,
  );
};

/** Whoever appeals, somebody in post at the unit that does, or at the organ that receives it. */
function filedBy(command: LodgeAppeal, { input, known }: Bench): Check {
  const { appellantId, organUnitId } = command.data;
  const unitId = unitOfActor(command, input, known);
  const may = input.actor.personId === appellantId || unitId === appellantId || unitId === organUnitId;
  return check(may, 'filed-by-nobody', '须由申诉人或者受理机关登记', 'recorded by who appeals or by the organ that receives it');
}
/** The appellant's own act; the organ writes it down with the appellant's paper, and with nothing less: it would end by itself what it has to answer. */
function byAppellant(command: WithdrawAppeal, state: AppealState, { input, known }: Bench): readonly Check[] {
  const unitId = unitOfActor(command, input, known);
  const own = input.actor.personId === state.appellantId || unitId === state.appellantId;
  const proved = own || (command.data.documentNo ?? '').trim() !== '';
  return [
    check(
      own || unitId === state.organUnitId,
      'withdrawn-by-nobody',
      '须由申诉人撤回',
      'withdrawn by who appeals, or written down by the organ that has the appeal',
    ),
    check(
      proved,
      'withdrawal-unproved',
      '代为登记撤回须注明申诉人书面申请的文书号',
      'written down for the appellant, a withdrawal names the appellant’s own paper',
    ),
  ];
}

type FilingParts = Readonly<{ command: LodgeAppeal; open?: OpenPath; rows: PathRows; track: AppealTrack; step: AppealStep; book: RuleBook }>;
function filingFrom({ command: { data }, open, rows, track, step, book }: FilingParts): Filing {
  const { actorPostId: _post, documentNo: _number, ...decision } = rows.remedy.decision;
  const clause = clauseOf({ track, step, book });
  const filing = {
    route: open?.route ?? 'appeal',
    ...{ clause, step, nonAggravation: track.nonAggravation, decision },
    ...(open?.lastDay && { lastDay: open.lastDay }),
    ...(open?.startsOn !== undefined && { startsOn: open.startsOn }),
    earlier: rows.remedy.appeals.filter((one) => one.track === data.track && one.step === data.step).map(({ appealId }) => appealId),
  };
  return { ...filing, dues: [admissionDue(filing, data.filedOn, book)] };
}

/** What is said of the appeal has to be so by the record; for the rest people answer with reason and clause. */
function groundHolds(ground: string, { filing, appellantId, against, phase }: AppealState): Check {
  const holds: Readonly<Record<string, boolean>> = {
    'not-entitled': against !== undefined && appellantId !== concernedIn(against),
    repeated: (filing?.earlier.length ?? 0) > 0,
    'supplement-missing': phase === 'supplement-requested',
  };
  return check(holds[ground] ?? true, 'ground-not-so', '不予受理的理由与记录不符', `the record does not bear out the ground: ${ground}`);
}

/** 提级 or 指定 (justice 15): from every state before the outcome, and where somebody above takes up what was not admitted. */
function transfer(command: TransferAppeal, state: AppealState, bench: Bench): Found {
  const filing = filingOf(state);
  const { data } = command;
  const { organs } = bench.known;
  const book = bookFor(bench.known);
  mustBeUndecided(state);
  must(data.toUnitId !== data.organUnitId, 'appeal.transfer-to-itself', { zh: '不得移送本机关', en: 'nothing is transferred to where it lies' });
  must(organs.has(data.toUnitId), 'appeal.organ-unknown', { zh: '受移送的机关尚未登记', en: 'the organ it goes to is not registered' });
  const found = breachesOf(data, [
    ...ofOrgan(command, state, bench),
    inPhase(state, data.date, [...OPEN_PHASES, 'not-admitted']),
    check(data.authorityRef.trim() !== '', 'authority-missing', '须注明移送依据', 'a transfer names its authority'),
    check(!isBelow(data.toUnitId, data.organUnitId, organs), 'transferred-down', '不得移送下级机关', 'nothing is transferred to an organ below'),
  ]);
  // A new organ has its own time to admit; a review already admitted keeps the clock that runs.
  const unadmitted = ['lodged', 'not-admitted'].includes(state.phase);
  return { ...found, established: { dues: unadmitted ? [admissionDue(filing, data.date, book)] : [] } };
}

function isBelow(unitId: string, above: string, organs: Bench['known']['organs']): boolean {
  const seen = new Set<string>();
  for (let at = organs.get(unitId)?.parentUnitId; at !== undefined && !seen.has(at); at = organs.get(at)?.parentUnitId) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}
