import { must, type CalendarDate, type Command, type Decider, type DecisionInput, type NewEvent } from '#kernel';
import { correctionNotices, type CorrectionNoticesRow } from './correction-notices.view.js';
import { CASE_ORGANS, mustBeDone, mustBeOfOrgan, mustCite, OFFICE_NEEDS } from './guards.js';
import type { AppealRecordIssued, CorrectionPaperIssued, PaperEvent, Signed } from './paper.events.js';
import { redressCaseKey, redressCases, type RedressCaseRow } from './redress-cases.view.js';
import { redressUnits, type RedressUnitRow } from './redress-offices.views.js';

export type IssueAppealRecord = Command<'IssueAppealRecord', AppealRecordIssued['data']>;
export type IssueCorrectionPaper = Command<'IssueCorrectionPaper', CorrectionPaperIssued['data']>;
export type PaperCommand = IssueAppealRecord | IssueCorrectionPaper;
type State = Readonly<{ numbers: readonly string[] }>;

/** By whom it may be issued, and with what. @throws Rejection */
function mustBeSigned({ documentNo, issuerUnitId, sealRef }: Signed, { numbers }: State, input: DecisionInput): void {
  mustBeOfOrgan(input, CASE_ORGANS);
  const issuer = input.facts.get<RedressUnitRow>(redressUnits.name, issuerUnitId);
  must(issuer, 'redress.unit-unknown', { zh: '签发机关尚未登记', en: 'the issuer is not registered' });
  must(
    issuer.competences.some((competence) => CASE_ORGANS.includes(competence)),
    'paper.wrong-issuer',
    { zh: '该单位无权签发案件文书', en: `the issuer is not competent; competent is one for: ${CASE_ORGANS.join(', ')}` },
  );
  mustCite(documentNo);
  must(sealRef.trim() !== '', 'paper.seal-missing', { zh: '须注明印章', en: 'the seal has to be named' });
  must(!numbers.includes(documentNo), 'paper.number-used', { zh: '该文号已用于本案的另一份文书', en: 'another paper of this matter bears that number' });
}

/** Something was decided once: whatever became of it, there is a record of it to issue. */
function decidedOn({ decision, replaced, outcome }: RedressCaseRow): CalendarDate | undefined {
  return replaced?.decision?.decidedOn ?? decision?.decidedOn ?? outcome?.decidedOn;
}

function issueRecord({ data }: IssueAppealRecord, state: State, input: DecisionInput): readonly NewEvent<PaperEvent>[] {
  const row = input.facts.get<RedressCaseRow>(redressCases.name, redressCaseKey(data));
  const since = row && decidedOn(row);
  must(since !== undefined, 'paper.nothing-decided', {
    zh: '该案尚未作出决定，没有可印发的材料',
    en: 'nothing was decided in this case: there is no record to issue',
  });
  mustBeSigned(data, state, input);
  mustBeDone(data.date, input, since);
  return [{ type: 'AppealRecordIssued', data, validAt: { from: data.date } }];
}

function issueCorrection({ data }: IssueCorrectionPaper, state: State, input: DecisionInput): readonly NewEvent<PaperEvent>[] {
  const row = input.facts.get<CorrectionNoticesRow>(correctionNotices.name, data.releaseId);
  const notice = row?.notices.find(({ appealId }) => appealId === data.appealId);
  must(row && notice && notice.state !== 'inapplicable', 'paper.not-owed', {
    zh: '该次提供没有需要更正的事项',
    en: 'no correction is owed to who received that record',
  });
  must(state.numbers.length === 0, 'paper.issued', { zh: `该更正通知书已签发（${state.numbers[0]}）`, en: `it was issued already (${state.numbers[0]})` });
  mustBeSigned(data, state, input);
  must(notice.documentNo === null || notice.documentNo === data.documentNo, 'paper.number-differs', {
    zh: `文号须与已发出的通知一致（${notice.documentNo}）`,
    en: `the notice that went out bears ${notice.documentNo}`,
  });
  mustBeDone(data.date, input, row.releasedOn);
  return [{ type: 'CorrectionPaperIssued', data, validAt: { from: data.date } }];
}

const numbered = ({ numbers }: State, { data: { documentNo } }: Readonly<{ data: Signed }>): State => ({ numbers: [...numbers, documentNo] });

/** The papers of one matter: what was issued of them, with number, issuer and seal. No state and no clock rests on it. */
export const paperDecider: Decider<State, PaperCommand, PaperEvent> = {
  category: 'paper',
  streamOf: ({ type, data }) =>
    type === 'IssueAppealRecord' ? `paper-case-${data.personId}-${data.postId}-${data.year}` : `paper-${data.releaseId}-${data.appealId}`,
  initialState: { numbers: [] },
  commands: { IssueAppealRecord: { by: 'person', zh: '印发申诉案件材料' }, IssueCorrectionPaper: { by: 'person', zh: '签发更正通知书' } },
  needs: {
    IssueAppealRecord: ({ data }) => [...OFFICE_NEEDS, { view: redressCases.name, key: redressCaseKey(data) }],
    IssueCorrectionPaper: ({ data }) => [...OFFICE_NEEDS, { view: correctionNotices.name, key: data.releaseId }],
  },
  decide: { IssueAppealRecord: issueRecord, IssueCorrectionPaper: issueCorrection },
  evolve: { AppealRecordIssued: numbered, CorrectionPaperIssued: numbered },
  commandOf: {
    AppealRecordIssued: (_, { data }) => ({ type: 'IssueAppealRecord', data }),
    CorrectionPaperIssued: (_, { data }) => ({ type: 'IssueCorrectionPaper', data }),
  },
};
