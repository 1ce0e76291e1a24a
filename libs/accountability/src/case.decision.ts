import { must, type Basis } from '#kernel';
import { compareMeasures, type RuleBook } from '#rulebook';
import { formChecks, managementCheck, openForms } from './case.authority.js';
import { collectiveChecks } from './case.collective.js';
import { complainantCheck } from './case.recusal.js';
import type { CorrectDecision } from './case.commands.js';
import type { ActRules, Bench } from './case.rules.js';
import { brokenOf, clauseFor, organsFor, lastDayOf, organCompetent, ownOrgan } from './case.guards.js';
import { groundsHold, inPhase, notBeforePhase, stepBefore } from './case.order.js';
import { effectCountsFrom, postChecked, redecisionChecks } from './case.redecision.js';
import { groundKey, type CaseState } from './case.state.js';
import { CLOCK, PROCEDURE } from './procedure.js';

type Deciding = 'DecideCollectively' | 'ReturnForFacts' | 'ExemptFromAccountability' | 'ConcludeWithoutAccountability' | 'CorrectDecision';

/** From reading the report to deciding: a leadership team decides together, on grounds that hold, within its authority and in a form in force. */
export const decisionRules: ActRules<Deciding> = {
  DecideCollectively: ({ data }, state, { input, known, post }) => {
    must(!data.participantIds.includes(data.personId), 'accountability.subject-decides', {
      zh: '当事人不得参加对本人的决定',
      en: 'nobody takes part in deciding about himself',
    });
    const forms = openForms(data, known);
    const vote = clauseFor(known, PROCEDURE.collective, data.date);
    const heard = stepBefore(state, 'heard', {
      date: data.date,
      code: 'accountability.statement-not-heard',
      text: { zh: '作出决定前须听取陈述申辩', en: 'the statement is heard before deciding' },
      clause: clauseFor(known, PROCEDURE.statement, data.date),
    });
    const found = brokenOf([
      { holds: known.book !== undefined, code: 'book.none-in-force', text: { zh: '该日期没有生效的规则', en: 'no rule book is in force on that date' } },
      heard,
      inPhase(state, data, ['reported', 'direct'], vote),
      groundsHold(state, data.bases),
      ownOrgan(post, data.organUnitId),
      ...collectiveChecks(data, state, { facts: input.facts, clause: vote }),
      { ...complainantCheck(data, state, input), ...(vote !== undefined && { clause: vote }) },
      ...formChecks(state, data, known),
      managementCheck(data, forms, known),
      postChecked(state, data, known),
      ...redecisionChecks(data, state, known),
    ]);
    const clocks = clocksOf(known.book, data, effectCountsFrom(state, data));
    return { ...found, established: { openForms: forms.map(({ source, article }) => ({ source, article })), ...clocks } };
  },
  ReturnForFacts: ({ data }, state) => brokenOf([inPhase(state, data, ['reported', 'direct'])]),
  ExemptFromAccountability: (command, state, { known, post }) => {
    const { data } = command;
    const clause = clauseFor(known, PROCEDURE.exemption, data.date);
    return brokenOf([
      inPhase(state, data, ['heard', 'points-accepted', 'reported', 'direct']),
      organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
      ownOrgan(post, data.organUnitId),
      // 容错 is law only where a text in force, or the local book, says so.
      {
        holds: clause !== undefined,
        code: 'accountability.no-exemption-rule',
        text: { zh: '该日施行的规则没有免予问责的规定', en: 'no text in force on that day provides for exemption' },
      },
    ]);
  },
  ConcludeWithoutAccountability: (command, state, { known, post }) => {
    const { data } = command;
    return brokenOf([
      stepBefore(state, 'heard', {
        date: data.date,
        code: 'accountability.statement-not-heard',
        text: { zh: '须先听取陈述申辩', en: 'the statement is heard first' },
        clause: clauseFor(known, PROCEDURE.statement, data.date),
      }),
      inPhase(state, data, ['heard', 'points-accepted', 'reported', 'direct']),
      organCompetent(known, data.organUnitId, organsFor(command.type, known.book)),
      ownOrgan(post, data.organUnitId),
    ]);
  },
  CorrectDecision: correction,
};

function clocksOf(
  book: RuleBook | undefined,
  { measure, date }: Readonly<{ measure: string; date: string }>,
  effectFrom = date,
): Readonly<{ formalitiesDueOn?: string; effectUntil?: string }> {
  const formalitiesDueOn = book && lastDayOf(book, CLOCK.formalities, { from: date, measure });
  const effectUntil = book && lastDayOf(book, CLOCK.effect, { from: effectFrom, measure });
  return { ...(formalitiesDueOn !== undefined && { formalitiesDueOn }), ...(effectUntil !== undefined && { effectUntil }) };
}

/** The deciding organ or one above it corrects, never for the worse; the effect of what remains counts from the original date (justice 16, 17). */
function correction({ data }: CorrectDecision, state: CaseState, { known, post }: Bench) {
  const { decision } = state;
  must(decision !== undefined, 'accountability.nothing-decided', { zh: '没有可纠正的决定', en: 'there is no decision to correct' });
  must((data.kind === 'varied') === (data.measure !== undefined), 'accountability.correction-measure', {
    zh: '变更须写明处理方式，撤销不得写明',
    en: 'a varied decision names its measure, a revoked one does not',
  });
  const question = {
    ...data,
    measure: data.measure ?? decision.measure,
    bases: Object.values(state.grounds).filter((ground) => decision.reliedOn.includes(groundKey(ground))),
  };
  const compared = data.measure !== undefined && known.book ? compareMeasures(known.book, data.measure, decision.measure) : 'lighter';
  const deciding = known.unit(decision.organUnitId);
  const found = brokenOf([
    notBeforePhase(state, data.date),
    {
      holds: data.organUnitId === decision.organUnitId || data.organUnitId === deciding?.parentUnitId,
      code: 'accountability.wrong-organ',
      text: { zh: '由原决定机关或其上级机关纠正', en: 'the deciding organ or the one above it corrects' },
      clause: clauseFor(known, PROCEDURE.correction, data.date),
    },
    ownOrgan(post, data.organUnitId),
    { holds: data.authorityRef !== '', code: 'accountability.authority-missing', text: { zh: '须注明纠正依据', en: 'a correction names its authority' } },
    { holds: compared === 'lighter', code: 'accountability.aggravated', text: { zh: '纠正不得加重处理', en: 'a correction never makes it heavier' } },
    ...(data.kind === 'varied' ? formChecks(state, question, known) : []),
  ]);
  // Formalities of a varied decision take their month from the correction; its effect counts from the day first decided.
  const { effectUntil } = clocksOf(known.book, { measure: question.measure, date: decision.date });
  const { formalitiesDueOn } = clocksOf(known.book, { measure: question.measure, date: data.date });
  const clocks =
    data.kind === 'varied' ? { ...(effectUntil !== undefined && { effectUntil }), ...(formalitiesDueOn !== undefined && { formalitiesDueOn }) } : {};
  return { ...found, established: { publications: state.publications, ...clocks } };
}

/** An act cites the clauses it stood on, as they read then. */
export const basesRelied = ({ grounds }: CaseState, refs: readonly Readonly<{ clauseId: string; target: string }>[]): readonly Basis[] =>
  [...new Set(refs.map(groundKey))].flatMap((key) => grounds[key]?.basis ?? []);
