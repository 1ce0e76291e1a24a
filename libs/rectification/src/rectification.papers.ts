import { must, type CalendarDate, type DecisionInput, type Need } from '#kernel';
import { bookIfAny, competencesFor } from '#rulebook';
import { rectificationUnits, type UnitRow } from './rectification-people.views.js';
import type { IssueRectificationPaper } from './rectification.commands.js';
import type { RectificationPaper } from './rectification.events.js';
import { actorOf, breachesOf, mustBeDated, mustHaveNoPart, mustNotBeOfUnit, mustSay, mustStandAt, peopleNeeds, type Check } from './rectification.guards.js';
import { isStillOpen, itemOf, type Rule, type State } from './rectification.state.js';

type Signed = Readonly<{ issuerUnitId: string; documentNo: string; sealRef: string }>;

export const paperNeeds = ({ data: { issuerUnitId } }: Readonly<{ data: Pick<Signed, 'issuerUnitId'> }>): readonly Need[] => [
  ...peopleNeeds(),
  { view: rectificationUnits.name, key: issuerUnitId },
];
export function mustBeSigned({ documentNo, sealRef }: Signed): void {
  mustSay(documentNo, 'document-missing');
  mustSay(sealRef, 'seal-missing');
}

/** Who may issue papers where the book names nobody. */
const ISSUERS: readonly string[] = ['command-office', 'party-committee', 'discipline', 'organization'];
export function issuerCheck(issuerUnitId: string, input: DecisionInput): Check {
  const issuer = input.facts.get<UnitRow>(rectificationUnits.name, issuerUnitId);
  must(issuer, 'rectification.unknown-unit', { zh: '没有登记该单位', en: 'no such unit is registered' });
  const inForce = bookIfAny(input);
  const stated = inForce ? competencesFor(inForce.book, 'supervise') : [];
  const allowed = stated.length > 0 ? stated : ISSUERS;
  return {
    holds: issuer.competences.some((competence) => allowed.includes(competence)),
    code: 'rectification.wrong-issuer',
    text: { zh: '该单位无权签发整改、督办文书', en: `the issuer is not competent; competent is one for: ${allowed.join(', ')}` },
  };
}

type Data = IssueRectificationPaper['data'];
/** What each paper is issued on, since when, and the number that was given with it already. */
const RULES: Readonly<Record<RectificationPaper, (state: State) => Readonly<{ since?: CalendarDate; number?: string; check?: Check }>>> = {
  // Of an item that is over nothing is ordered any more; that it was issued in time and recorded late is no breach.
  notice: (state) => ({
    since: state.orderedOn,
    // A new deadline needs a new paper, with a number of its own.
    number: state.papers.some(({ paper }) => paper === 'notice') ? undefined : state.orderNo,
    check: {
      holds: isStillOpen(state),
      code: 'rectification.not-open',
      text: { zh: '该事项已办结，不再签发通知书', en: 'the item is over: no notice is issued any more' },
    },
  }),
  'closure-approval': (state) => {
    mustStandAt(state, ['closed', 'recurred'], 'not-closed');
    return { since: state.closedOn, number: state.closureNo };
  },
};

function mustBeNew({ paper, documentNo }: Data, { papers, dueAt }: State): void {
  const last = papers.filter((issued) => issued.paper === paper).at(-1);
  must(last === undefined || (paper === 'notice' && last.dueAt !== dueAt), 'rectification.paper-issued', {
    zh: `该文书已签发（${last?.documentNo}），期限未变的不重复签发`,
    en: `it was issued already (${last?.documentNo}) and states the same`,
  });
  must(!papers.some((issued) => issued.documentNo === documentNo), 'rectification.number-used', {
    zh: '该文号已用于本事项的另一文书',
    en: 'another paper of this item bears that number',
  });
}

/** 签发整改通知书、销号审批表. Nobody signs what the own unit has to put right, nor the closure of what they fixed or reported. */
export const issuePaper: Rule<IssueRectificationPaper> = ({ data }, state, input) => {
  must(state.progress.phase !== 'none', 'rectification.unknown', { zh: '没有此整改事项', en: 'no such item was ordered' });
  const { since = '', number, check } = RULES[data.paper](state);
  mustBeDated(data.date, { since }, input);
  mustNotBeOfUnit(state.item!.unitId, data.date, input);
  if (data.paper === 'closure-approval') mustHaveNoPart([actorOf(input)], state);
  mustBeSigned(data);
  must(number === undefined || data.documentNo === number, 'rectification.number-differs', {
    zh: `文号须与已登记的一致（${number}）`,
    en: `the number recorded with the step is ${number}`,
  });
  mustBeNew(data, state);
  const breaches = breachesOf(data.doneElsewhere, [issuerCheck(data.issuerUnitId, input), ...(check ? [check] : [])]);
  return [{ type: 'RectificationPaperIssued', data: { ...itemOf(state), ...data, ...breaches }, validAt: { from: data.date } }];
};
