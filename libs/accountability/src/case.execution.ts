import { addDays, must } from '#kernel';
import { needsCongress } from './case.authority.js';
import type { ExecuteMeasure } from './case.commands.js';
import type { ActRules, Bench } from './case.rules.js';
import { brokenOf, clauseFor, lastDayOf, organCompetent, organsFor, ownOrgan, type Check } from './case.guards.js';
import { inPhase, stepBefore } from './case.order.js';
import type { CaseState } from './case.state.js';
import { CLOCK, PROCEDURE } from './procedure.js';

type Executing = 'AnnounceDecision' | 'ServeDecision' | 'RecordCongressAct' | 'ExecuteMeasure' | 'FileSelfCriticism' | 'ArchiveCase' | 'PublishDecision';

/** 问责决定书 (2009 rules, Art. 17), or whatever document the act has. */
const withDocument = ({ documentNo }: Readonly<{ documentNo?: string }>, clause: string | undefined): Check => ({
  holds: (documentNo ?? '') !== '',
  code: 'accountability.document-missing',
  text: { zh: '须注明文书号', en: 'the act has to name its document' },
  ...(clause !== undefined && { clause }),
});

/** From the decision to the file: announced, served with a receipt, the congress where the post needs it, executed, filed. */
export const executionRules: ActRules<Executing> = {
  AnnounceDecision: ({ data }, state, { known }) => {
    const clause = clauseFor(known, PROCEDURE.document, data.date);
    return brokenOf([onOrAfterDecision(state, data), inPhase(state, data, ['decided'], clause), withDocument(data, clause)]);
  },
  ServeDecision: ({ data }, state, { known }) => {
    const clause = clauseFor(known, PROCEDURE.document, data.date);
    const found = brokenOf([
      onOrAfterDecision(state, data),
      inPhase(state, data, ['decided'], clause),
      withDocument(data, clause),
      {
        holds: data.receiptRef !== '',
        code: 'accountability.receipt-missing',
        text: { zh: '须有送达回证', en: 'service is proved by a receipt' },
        ...(clause !== undefined && { clause }),
      },
      {
        holds: data.remedyStated,
        code: 'accountability.remedy-missing',
        text: { zh: '决定书须告知救济途径和期限', en: 'the decision has to state the remedy and its period' },
        ...(clause !== undefined && { clause }),
      },
    ]);
    return { ...found, established: { effectiveOn: effectiveOn(data, known.book) } };
  },
  RecordCongressAct: (command, state, { known }) => {
    const { data } = command;
    must(needsCongress(known.post(data.postId), state.decision?.measure ?? ''), 'accountability.no-congress-post', {
      zh: '该岗位不须经人大程序',
      en: 'this post needs no act of the congress',
    });
    const clause = clauseFor(known, PROCEDURE.elected, data.date);
    return brokenOf([
      onOrAfterDecision(state, data),
      inPhase(state, data, ['decided'], clause),
      organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
      withDocument(data, clause),
    ]);
  },
  ExecuteMeasure: execution,
  FileSelfCriticism: ({ data }, state) => brokenOf([onOrAfterDecision(state, data), inPhase(state, data, ['decided', 'executed'])]),
  ArchiveCase: ({ data }, state) => {
    const filed: Check = {
      holds: data.archiveRef !== '' && data.filedInPersonnelFile && data.reportedUpward && data.proposerInformed,
      code: 'accountability.filing-incomplete',
      text: { zh: '须归入个人档案、上报备案并反馈建议机关', en: 'filed in the personnel file, reported upward, and the proposer informed' },
    };
    // Without a measure nothing goes into anybody's personnel file.
    const measured = state.phase === 'executed' || congressEnded(state);
    return brokenOf([
      inPhase(state, data, congressEnded(state) ? ['decided'] : ['executed', 'dismissed', 'exempted', 'concluded', 'corrected']),
      measured
        ? filed
        : {
            ...filed,
            holds: data.archiveRef !== '' && !data.filedInPersonnelFile,
            code: 'accountability.nothing-to-file',
            text: { zh: '未作处理的不得归入个人档案', en: 'a case without a measure leaves nothing in the personnel file' },
          },
      ...(state.phase === 'executed' ? [selfCriticised(state, data)] : []),
    ]);
  },
  PublishDecision: ({ data }, state) => {
    must(state.decision !== undefined, 'accountability.nothing-decided', { zh: '没有可公开的决定', en: 'there is no decision to publish' });
    return brokenOf([
      onOrAfterDecision(state, data),
      stepBefore(state, 'served', {
        date: data.date,
        code: 'accountability.not-served',
        text: { zh: '公开前须先送达本人', en: 'the person is served before the public reads it' },
      }),
    ]);
  },
};

/** A public notice counts as service only after its days have run: the book's clock, else 60 days (justice 13). */
const PUBLIC_NOTICE_DAYS = 60;
function effectiveOn({ mode, date }: Readonly<{ mode: string; date: string }>, book: Bench['known']['book']): string {
  if (mode !== 'public-notice') return date;
  return (book && lastDayOf(book, CLOCK.publicNotice, { from: date, measure: '' })) ?? addDays(date, PUBLIC_NOTICE_DAYS);
}

const onOrAfterDecision = ({ decision }: CaseState, { date }: Readonly<{ date: string }>): Check => ({
  // Where nothing is decided, the order of phases says so.
  holds: decision === undefined || decision.date <= date,
  code: 'accountability.before-decision',
  text: { zh: '此步骤须在作出决定之后', en: 'this step comes after the decision' },
});
const selfCriticised = (state: CaseState, { date }: Readonly<{ date: string }>): Check =>
  stepBefore(state, 'selfCriticism', {
    date,
    code: 'accountability.self-criticism-missing',
    text: { zh: '归档前须收到书面检讨', en: 'the written self-criticism is filed before the case is archived' },
  });
/** The congress refused, or the matter ended in resignation: nothing is left to execute (justice 5). */
const congressEnded = ({ congress }: CaseState): boolean => congress === 'refused' || congress === 'resigned';

function execution(command: ExecuteMeasure, state: CaseState, { known, post }: Bench) {
  const { data } = command;
  const measure = state.decision?.measure;
  must(measure !== undefined, 'accountability.nothing-decided', { zh: '没有可执行的决定', en: 'there is no decision to execute' });
  const document = clauseFor(known, PROCEDURE.document, data.date);
  const elected = clauseFor(known, PROCEDURE.elected, data.date);
  const due = state.decision?.formalitiesDueOn;
  const { broken } = brokenOf([
    onOrAfterDecision(state, data),
    inPhase(state, data, ['decided']),
    organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
    ownOrgan(post, data.organUnitId),
    stepBefore(state, 'announced', {
      date: data.date,
      code: 'accountability.not-announced',
      text: { zh: '执行前须宣布决定', en: 'the decision is announced before it is executed' },
      clause: document,
    }),
    stepBefore(state, 'served', {
      date: data.date,
      code: 'accountability.not-served',
      text: { zh: '执行前须送达决定书', en: 'the decision is served before it is executed' },
      clause: document,
    }),
    {
      holds: !congressEnded(state),
      code: 'accountability.congress-ended',
      text: { zh: '人大未通过或已辞职，不得执行', en: 'the congress refused, or the person resigned: nothing is left to execute' },
      clause: elected,
    },
    {
      holds: !needsCongress(known.post(data.postId), measure) || state.congress === 'approved',
      code: 'accountability.congress-act-missing',
      text: { zh: '选举或人大常委会任命的岗位，须先经法定程序', en: 'an elected or standing-committee post needs the act of the congress first' },
      clause: elected,
    },
  ]);
  // Late formalities are still done: lateness is recorded, never refused.
  const late: Check = {
    holds: due === undefined || data.date <= due,
    code: 'accountability.formalities-late',
    text: { zh: `手续逾期：应于${due ?? ''}前办结`, en: `the formalities were due by ${due ?? ''}` },
    clause: clauseFor(known, PROCEDURE.formalities, data.date),
  };
  return { broken, late: late.holds ? [] : [late], established: { measure } };
}
