import { must, overlapOf, yearInterval, type CalendarDate } from '#kernel';
import type { FormReviewPanel, RecusalOverride, RecuseReviewMember } from './appeal.commands.js';
import { tiesText } from '#registry';
import { complainantsAmong } from './complainants.js';
import { againstKey, concernedIn, type Against } from './against.js';
import {
  appealRulesOf,
  barRows,
  bookFor,
  breachesOf,
  check,
  designationsOf,
  dueOf,
  filingOf,
  inPhase,
  mustBeKnown,
  mustBeLodged,
  ofOrgan,
  type ActRules,
  type Bench,
  type Check,
} from './appeal.guards.js';
import type { AppealState } from './appeal.state.js';
import { BAR_ROLE_ZH, barredFrom, targetOf, type BarReason } from './bars.js';

type Reviewing = 'FormReviewPanel' | 'RecuseReviewMember' | 'ReportReview' | 'ExtendAppealReview';

/** Who reviews handled nothing of the matter; what they found is reported to who decides. */
export const reviewRules: ActRules<Reviewing> = {
  FormReviewPanel: (command, state, bench) => {
    mustBeLodged(state);
    const { data } = command;
    mustNotReviewThemselves(data.memberIds, data.against);
    mustBeKnown(command, bench.input);
    return breachesOf(data, [
      ...ofOrgan(command, state, bench),
      inPhase(state, data.date, ['admitted']),
      enough(data.memberIds, bench),
      check(data.conflictsChecked, 'recusal-unchecked', '须先核查回避情形', 'conflicts have to be checked first'),
      notRecused(data.memberIds, state),
      ...unbarred(data, data.memberIds, bench),
    ]);
  },
  RecuseReviewMember: (command, state, bench) => {
    mustBeLodged(state);
    const { data } = command;
    must(state.panel.includes(data.memberId), 'appeal.not-a-member', { zh: '该人员不是复查组成员', en: 'not a member of the panel' });
    const joining = data.replacementId === undefined ? [] : [data.replacementId];
    mustNotReviewThemselves(joining, data.against);
    mustBeKnown(command, bench.input);
    const rest = [...state.panel.filter((member) => member !== data.memberId), ...joining];
    return breachesOf(data, [
      ...ofOrgan(command, state, bench),
      inPhase(state, data.date, ['panel-formed']),
      enough(rest, bench),
      notRecused(joining, { recused: [...state.recused, data.memberId] }),
      ...unbarred(data, joining, bench),
    ]);
  },
  ReportReview: (command, state, bench) => {
    mustBeLodged(state);
    const { data } = command;
    return breachesOf(data, [...ofOrgan(command, state, bench), inPhase(state, data.date, ['panel-formed'])]);
  },
  ExtendAppealReview: (command, state, bench) => {
    const filing = filingOf(state);
    const { data } = command;
    const { extension } = filing.step;
    const due = state.dues.answer;
    must(extension !== undefined, 'appeal.no-extension', { zh: '该渠道没有延期的规定', en: 'the text knows no extension' }, filing.clause.id);
    const found = breachesOf(data, [
      ...ofOrgan(command, state, bench),
      inPhase(state, data.date, ['admitted', 'panel-formed', 'reported']),
      check(!state.extended, 'extended-already', '只能延期一次', 'it can be extended once'),
      check(due !== undefined, 'clock-run-out', '期限已过，不能再延期', 'the time has run out and cannot be extended'),
    ]);
    const book = bookFor(bench.known);
    return { ...found, established: { dues: due ? [dueOf('answer', extension, { filing, from: due.on, book })] : [] } };
  },
};

function mustNotReviewThemselves(memberIds: readonly string[], against: Against): void {
  must(!memberIds.includes(concernedIn(against)), 'appeal.appellant-reviews', { zh: '申诉人不得参加复查', en: 'nobody reviews his own appeal' });
}
const enough = (memberIds: readonly string[], { known }: Bench): Check => {
  const least = appealRulesOf(bookFor(known)).panelMembersMin;
  return check(new Set(memberIds).size >= least, 'panel-too-small', `复查组不得少于${least}人`, `a panel has at least ${least} members`);
};
const notRecused = (memberIds: readonly string[], { recused }: Pick<AppealState, 'recused'>): Check =>
  check(!memberIds.some((member) => recused.includes(member)), 'recused-member', '应回避人员不得参加复查', 'a recused person cannot be a member');

type Seats = Readonly<{ against: Against; date: CalendarDate; overrides: readonly RecusalOverride[] }>;

/** The hard bar knows no override (justice 15); any other relation is a question of recusal, which people decide on record. */
function unbarred(
  { appealId, against, date, overrides }: Seats & (FormReviewPanel | RecuseReviewMember)['data'],
  memberIds: readonly string[],
  bench: Bench,
): readonly Check[] {
  const barred = barredFrom(against, barRows(bench.input.facts), { on: date, inAppeal: appealId });
  const hard = memberIds.flatMap((personId) => (barred.has(personId) ? [{ personId, reasons: barred.get(personId)! }] : []));
  const decided = new Set(overrides.map(({ personId }) => personId));
  const soft = memberIds.filter((personId) => !barred.has(personId) && !decided.has(personId) && related(personId, { against, date }, bench).length > 0);
  const unitId = against.kind === 'measure' ? bench.known.posts.get(against.postId)?.unitId : undefined;
  const undisclosed = complainantsAmong(memberIds, { against, date, facts: bench.input.facts, ...(unitId !== undefined && { unitId }) });
  return [
    { holds: undisclosed.length === 0, code: 'appeal.reviewer-barred', text: tiesText(undisclosed) },
    check(hard.length === 0, 'reviewer-barred', `不得参加复查：${hard.map(inZh).join('；')}`, `barred from the panel: ${hard.map(inEn).join('; ')}`),
    check(
      soft.length === 0,
      'recusal-not-decided',
      `须先就回避作出决定：${soft.join('、')}`,
      `a question of recusal has to be decided first: ${soft.join(', ')}`,
    ),
  ];
}
type Barred = Readonly<{ personId: string; reasons: readonly BarReason[] }>;
const inZh = ({ personId, reasons }: Barred): string => `${personId}（${reasons.map(({ role, eventId }) => `${BAR_ROLE_ZH[role]} ${eventId}`).join('、')}）`;
const inEn = ({ personId, reasons }: Barred): string => `${personId} (${reasons.map(({ role, eventId }) => `${role} ${eventId}`).join(', ')})`;

/** Relations that are no bar by themselves: a post in the same unit in the year or now, or a duty for it in that year. */
function related(personId: string, { against, date }: Readonly<{ against: Against; date: CalendarDate }>, { input, known }: Bench): readonly string[] {
  const unitId = against.kind === 'measure' ? known.posts.get(against.postId)?.unitId : against.unitId;
  const span = { from: yearInterval(against.year).from, to: date > yearInterval(against.year).to ? date : yearInterval(against.year).to };
  const posts = [...known.posts.values()].filter(
    (post) => post.unitId === unitId && post.tenures.some((tenure) => tenure.personId === personId && overlapOf(tenure, span)),
  );
  const targets = new Set([unitId, ...targetsOf(against, input.facts)]);
  const duties = designationsOf(input.facts, personId).filter(({ target, year }) => year === against.year && targets.has(target));
  return [...posts.map(({ postId }) => postId), ...duties.map(({ dutyId }) => dutyId)];
}
const targetsOf = (against: Against, facts: Bench['input']['facts']): readonly string[] =>
  (barRows(facts).barred(againstKey(against))?.targets ?? []).map((key) => targetOf(key));
