import { must } from '#kernel';
import { measureById } from '#rulebook';
import type { CaseActCommand } from './case.commands.js';
import type { ActRules } from './case.rules.js';
import { brokenOf, byPrincipal, clauseFor, organsFor, organCompetent, ownOrgan, type Check, type Known } from './case.guards.js';
import { recusalOf } from './case.recusal.js';
import { groundsHold, inPhase, stepBefore } from './case.order.js';
import { PROCEDURE } from './procedure.js';

type Investigating =
  | 'RecommendAccountability'
  | 'DismissClue'
  | 'ApproveInitiation'
  | 'FormInvestigationTeam'
  | 'RecuseMember'
  | 'DraftFacts'
  | 'PresentFacts'
  | 'HearStatement'
  | 'ReportInvestigation'
  | 'TakeDirectPath';

const INVESTIGATORS_MIN = 2;
const enough = (members: readonly string[]): Check => ({
  holds: new Set(members).size >= INVESTIGATORS_MIN,
  code: 'accountability.team-too-small',
  text: { zh: '调查人员不得少于二人', en: 'an investigation takes at least two persons' },
});
const signedOrNoted = ({ signed, refusalNote }: Readonly<{ signed: boolean; refusalNote?: string }>): Check => ({
  holds: signed || (refusalNote ?? '') !== '',
  code: 'accountability.signature-missing',
  text: { zh: '须本人签字，拒签的须注明', en: 'the person signs, or the refusal is noted' },
});
const named = (texts: readonly string[], code: string, zh: string, en: string): Check => ({
  holds: texts.length > 0 && texts.every((text) => text !== ''),
  code,
  text: { zh, en },
});
/** What is proposed may well be flagged only and not in force (justice 6), but the book of the day has to know it. */
const inBook = ({ book }: Known, measure: string | undefined): Check => ({
  holds: measure === undefined || (book !== undefined && measureById(book, measure) !== undefined),
  code: 'accountability.unknown-measure',
  text: { zh: `规则没有处理方式“${measure}”`, en: `the book has no measure "${measure}"` },
});

/** From recommendation to report: the engine flags, people of a competent organ recommend, approve, investigate and hear (justice 2). */
export const investigationRules: ActRules<Investigating> = {
  RecommendAccountability: (command, state, { post, known }) => {
    const { data } = command;
    return brokenOf([
      ownOrgan(post, data.organUnitId),
      organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
      inPhase(state, data, ['open']),
      groundsHold(state, data.bases),
      inBook(known, data.proposedMeasure),
      named(data.materialRefs, 'accountability.material-missing', '问责建议须附事实材料', 'a recommendation comes with the material on the facts'),
    ]);
  },
  DismissClue: ({ data }, state, { post }) => brokenOf([ownOrgan(post, data.organUnitId), inPhase(state, data, ['open', 'recommended'])]),
  ApproveInitiation: (command, state, { post, known }) => {
    const { data } = command;
    return brokenOf([
      inPhase(state, data, ['recommended']),
      ownOrgan(post, data.organUnitId),
      organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
      byPrincipal(post),
      stepBefore(state, 'recommended', {
        date: data.date,
        code: 'accountability.out-of-order',
        text: { zh: '启动早于问责建议', en: 'initiated before it was recommended' },
      }),
    ]);
  },
  FormInvestigationTeam: ({ data }, state, bench) => {
    must(!data.memberIds.includes(data.personId), 'accountability.subject-investigates', { zh: '被调查人不得参加调查', en: 'nobody investigates himself' });
    const { checks, beside } = recusalOf(data, data.memberIds, state, bench);
    const found = brokenOf([
      // Who decides anew may have it looked into by another team.
      inPhase(state, data, state.redecision ? ['initiated', 'investigating'] : ['initiated']),
      enough(data.memberIds),
      ...checks,
      { holds: data.conflictsChecked, code: 'accountability.recusal-unchecked', text: { zh: '须先核查回避情形', en: 'conflicts have to be checked first' } },
      {
        holds: data.recused.every(({ personId }) => !data.memberIds.includes(personId)),
        code: 'accountability.recused-member',
        text: { zh: '应回避人员不得参加调查', en: 'a recused person cannot be a member' },
      },
    ]);
    return { ...found, beside };
  },
  RecuseMember: ({ data }, state, bench) => {
    must(state.team.includes(data.memberId), 'accountability.not-a-member', { zh: '该人员不是调查组成员', en: 'not a member of the team' });
    const rest = [...state.team.filter((member) => member !== data.memberId), ...(data.replacementId === undefined ? [] : [data.replacementId])];
    const barred = [...state.recused, data.memberId, data.personId];
    must(data.replacementId === undefined || !barred.includes(data.replacementId), 'accountability.recused-member', {
      zh: '应回避人员不得参加调查',
      en: 'a recused person cannot be a member',
    });
    const { checks, beside } = recusalOf(data, data.replacementId === undefined ? [] : [data.replacementId], state, bench);
    const phase = inPhase(state, data, ['investigating', 'facts-drafted', 'facts-presented', 'points-accepted', 'heard']);
    return { ...brokenOf([phase, enough(rest), ...checks]), beside };
  },
  DraftFacts: ({ data }, state) =>
    brokenOf([
      inPhase(state, data, ['investigating', 'facts-drafted', 'points-accepted']),
      enough(state.team),
      named(data.evidenceRefs, 'accountability.evidence-missing', '事实须有证据', 'facts rest on evidence'),
    ]),
  PresentFacts: ({ data }, state) => brokenOf([inPhase(state, data, ['facts-drafted']), signedOrNoted(data)]),
  HearStatement: ({ data }, state, { known }) => {
    const clause = clauseFor(known, PROCEDURE.statement, data.date);
    // What is decided anew is heard anew.
    const voted = state.redecision ? undefined : state.decision;
    // Heard after the vote is not heard before deciding, whatever was said (justice, third worked case).
    const late: Check = {
      holds: !voted || data.date <= voted.date,
      code: 'accountability.statement-after-decision',
      text: { zh: '陈述申辩在作出决定之后', en: 'the statement was heard after the decision' },
      clause,
    };
    const phases: Check = voted && data.doneElsewhere ? late : inPhase(state, data, ['facts-presented', 'direct'], clause);
    return brokenOf([late, phases, signedOrNoted(data)]);
  },
  ReportInvestigation: ({ data }, state, { known }) =>
    brokenOf([
      stepBefore(state, 'heard', {
        date: data.date,
        code: 'accountability.statement-not-heard',
        text: { zh: '报告前须听取陈述申辩', en: 'the statement is heard before the report' },
        clause: clauseFor(known, PROCEDURE.statement, data.date),
      }),
      inPhase(state, data, ['heard']),
      groundsHold(state, data.bases),
      {
        holds: data.collectivelyDiscussed,
        code: 'accountability.report-not-discussed',
        text: { zh: '调查报告须经集体讨论', en: 'the report is discussed collectively' },
      },
    ]),
  TakeDirectPath: ({ data }, state) => brokenOf([inPhase(state, data, ['initiated'])]),
};

export type InvestigationCommand = Extract<CaseActCommand, { type: Investigating }>;
