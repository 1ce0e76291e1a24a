import fc from 'fast-check';
import { Rejection } from '#kernel';
import { APPEAL, book } from '../../../test/support/appeal-case.js';
import { after, attempt, decidersAt, live, lodgingIn, OFFICERS, wishes, type Lived } from '../../../test/support/appeal-histories.js';
import { filingOf, FROM_ELSEWHERE, handlersOf, informantsOf, matters, rowsIn, type Matter } from '../../../test/support/appeal-matters.js';
import type { AppealCommand } from './appeal.commands.js';
import type { AppealPhase, AppealState } from './appeal.state.js';

const RUNS = Number(process.env.ZELIAN_RUNS ?? 300);
const secret = { private: '示例' };
const OVER: readonly AppealPhase[] = ['ended', 'withdrawn'];

/** The one thing to do next that leads on to an outcome; by people who never had a part in anything, where people are needed. */
function onward({ phase, organUnitId, outcome }: AppealState, date: string, matter: Matter): AppealCommand | undefined {
  const appeal = { appealId: APPEAL.appealId, against: matter.against };
  const act = { ...appeal, date, organUnitId: organUnitId! };
  const command = (type: string, data: object): AppealCommand => ({ type, data }) as unknown as AppealCommand;
  const next: Readonly<Record<AppealPhase, AppealCommand | undefined>> = {
    none: command('LodgeAppeal', { ...appeal, ...lodgingIn(matter, date) }),
    lodged: command('AdmitAppeal', act),
    'supplement-requested': command('AdmitAppeal', act),
    admitted: command('FormReviewPanel', { ...act, memberIds: FROM_ELSEWHERE, conflictsChecked: true, overrides: [] }),
    'panel-formed': command('ReportReview', { ...act, reportRef: '一', findings: secret }),
    reported: command('DecideAppeal', {
      ...{ ...appeal, decidedOn: date, organUnitId: organUnitId!, outcome: 'revoked', documentNo: '示例' },
      ...{ participantIds: decidersAt(organUnitId!), reason: secret, grounds: ['facts'] },
    }),
    decided: command('ServeAppealDecision', { ...act, mode: 'personal', receiptRef: '回证', remedyStated: true }),
    served: outcome === 'maintained' ? undefined : command('RecordAppealCarriedOut', { ...act, eventIds: ['e-corrected'] }),
    // Not admitted is answered with reason and clause; whoever is above may take it up all the same.
    'not-admitted': command('TransferAppeal', {
      ...{ ...act, toUnitId: organUnitId === 'unit-city' ? 'unit-cpc1' : 'unit-city', direction: 'up', reason: secret, authorityRef: '示例' },
    }),
    ended: undefined,
    withdrawn: undefined,
  };
  return next[phase];
}

/** Goes on from a state to its end. @returns the phases passed */
function toItsEnd(from: AppealState, date: string, matter: Matter): readonly AppealPhase[] {
  const rows = rowsIn(matter);
  const passed: AppealPhase[] = [];
  for (let state = from; !OVER.includes(state.phase);) {
    const command = onward(state, date, matter);
    if (!command || passed.length > 12) return [...passed, state.phase];
    const organ = 'organUnitId' in command.data ? command.data.organUnitId : '';
    const found = attempt(state, rows, { command, actor: OFFICERS[organ]! });
    if (found instanceof Rejection) throw new Error(`dead end at ${state.phase}: ${found.message}`);
    state = after(state, found);
    passed.push(state.phase);
  }
  return passed;
}

/** Strictly lighter measures, closed over the book's own words by hand; grades strictly better. */
function lighterThan({ against, decided }: Matter): ReadonlySet<string> {
  if (against.kind === 'measure') return lighterMeasures(decided);
  // Nothing is lighter than a veto but none.
  return against.kind === 'grade' ? betterGrades(decided) : new Set();
}
function betterGrades(grade: string): ReadonlySet<string> {
  const least = (id: string) => book.grades.levels.find((level) => level.id === id)!.minHundredths;
  return new Set(book.grades.levels.filter(({ minHundredths }) => minHundredths > least(grade)).map(({ id }) => id));
}
function lighterMeasures(measure: string): ReadonlySet<string> {
  const below = new Set<string>();
  const walk = (id: string): void => {
    for (const lighter of book.measures.find((known) => known.id === id)?.heavierThan ?? []) {
      if (below.has(lighter)) continue;
      below.add(lighter);
      walk(lighter);
    }
  };
  walk(measure);
  return below;
}

type Told = Lived['events'][number];
const dataOf = (event: Told) => event.data as unknown as Record<string, never> & { breaches?: readonly string[]; doneElsewhere?: boolean };
/** What an end has to say for itself, by its kind. @returns which kind it is */
function endOf(event: Told, matter: Matter): 'notAdmitted' | 'withdrawn' | 'outcomes' {
  const { by, track, step } = filingOf(matter);
  if (event.type === 'AppealNotAdmitted') {
    expect([event.data.reason, event.data.turnTo, event.data.established.clause.id]).toEqual([secret, '信访', `${track}/${step}`]);
    return 'notAdmitted';
  }
  if (event.type === 'AppealWithdrawn') {
    // In the appellant's name nobody withdraws without the appellant's paper.
    expect(event.actor.personId === by.personId || (event.data.documentNo ?? '') !== '').toBe(true);
    return 'withdrawn';
  }
  expect([dataOf(event).reason, dataOf(event).grounds]).toEqual([secret, ['facts']]);
  return 'outcomes';
}
/** Panels as they were seated, by the product or on paper. */
const seats = ({ events }: Lived): readonly Readonly<{ event: Told; seated: readonly string[] }>[] =>
  events.flatMap((event): readonly Readonly<{ event: Told; seated: readonly string[] }>[] => {
    if (event.type === 'ReviewPanelFormed') return [{ event, seated: event.data.memberIds }];
    if (event.type === 'ReviewPanelMemberRecused') return [{ event, seated: event.data.replacementId === undefined ? [] : [event.data.replacementId] }];
    return [];
  });

const KINDS = [
  ['cases', matters.measures],
  ['results of a unit', matters.results],
] as const;
describe.each(KINDS)(`over ${RUNS} histories of random acts by random people over random %s`, (_, arbitrary) => {
  const seen = { panels: 0, varied: 0, outcomes: 0, notAdmitted: 0, late: 0, refusedPanels: 0, informants: 0, withdrawn: 0 };

  it('nobody who handled the case or complained of it reviews it, whatever is tried', () =>
    fc.assert(
      fc.property(arbitrary, wishes, (matter, list) => {
        const lived = live(matter, list);
        const handlers = new Set([...handlersOf(matter), ...informantsOf(matter)]);
        for (const { event, seated } of seats(lived)) {
          seen.panels += 1;
          const barred = seated.filter((personId) => handlers.has(personId));
          seen.informants += seated.some((personId) => informantsOf(matter).has(personId)) ? 1 : 0;
          // What was done on paper is on record with its breach, never without.
          if (dataOf(event).doneElsewhere) expect(barred.length === 0 || dataOf(event).breaches?.includes('appeal.reviewer-barred')).toBe(true);
          else expect(barred).toEqual([]);
        }
        seen.refusedPanels += lived.refusals.filter(({ code }) => code === 'appeal.reviewer-barred').length;
      }),
      { numRuns: RUNS },
    ));

  it('nor does who complained decide it', () =>
    fc.assert(
      fc.property(arbitrary, wishes, (matter, list) => {
        for (const event of live(matter, list).events) {
          if (!('participantIds' in event.data)) continue;
          const informants = event.data.participantIds.filter((personId) => informantsOf(matter).has(personId));
          expect(informants.length === 0 || dataOf(event).breaches?.includes('appeal.decider-barred')).toBe(true);
        }
      }),
      { numRuns: RUNS },
    ));

  it('no state is a dead end: from each, and from the last, some command leads on to an outcome', () =>
    fc.assert(
      fc.property(arbitrary, wishes, (matter, list) => {
        const { state, date } = live(matter, list, (now, today, rows) => {
          const command = onward(now, today, matter);
          if (OVER.includes(now.phase)) return;
          const organ = command && 'organUnitId' in command.data ? command.data.organUnitId : '';
          expect(command && attempt(now, rows, { command, actor: OFFICERS[organ]! })).not.toBeInstanceOf(Rejection);
        });
        expect(OVER.includes(state.phase) ? 'ended' : toItsEnd(state, date, matter).at(-1)).toBe('ended');
      }),
      { numRuns: RUNS },
    ));

  it('no outcome is more severe than what was appealed against', () =>
    fc.assert(
      fc.property(arbitrary, wishes, (matter, list) => {
        const lighter = lighterThan(matter);
        for (const event of live(matter, list).events) {
          if (event.type !== 'DecisionVaried') continue;
          seen.varied += 1;
          const heavier = !lighter.has((event.data.measure ?? event.data.grade)!);
          if (dataOf(event).doneElsewhere) expect(!heavier || dataOf(event).breaches?.includes('house-rules/一')).toBe(true);
          else expect(heavier).toBe(false);
        }
      }),
      { numRuns: RUNS },
    ));

  it('nothing is rejected in silence: an end is an outcome with reasons, a refusal to admit with reason and clause, or the appellant’s own', () =>
    fc.assert(
      fc.property(arbitrary, wishes, (matter, list) => {
        const { events, state } = live(matter, list);
        const ends = events.filter(({ type }) => /^(Decision(Maintained|Varied|Revoked)|RedecisionOrdered|AppealNotAdmitted|AppealWithdrawn)$/.test(type));
        for (const event of ends) seen[endOf(event, matter)] += 1;
        const closed: readonly AppealPhase[] = ['not-admitted', 'withdrawn', 'decided', 'served', 'ended'];
        expect(closed.includes(state.phase) ? ends.length > 0 : true).toBe(true);
        // A filing is taken on any day: late by proof of service it asks for correction, else nobody is late.
        const [filed] = events;
        const late = matter.served && filed?.type === 'AppealLodged' && filed.data.filedOn > '2017-02-28';
        seen.late += late ? 1 : 0;
        expect(filed).toMatchObject({ type: 'AppealLodged', data: { established: { route: late ? 'correction' : 'appeal' } } });
      }),
      { numRuns: RUNS },
    ));

  // A law that nothing ever put to the test holds of nothing.
  it('and all of it did happen', () => {
    for (const [what, count] of Object.entries(seen)) expect([what, count > RUNS / 100]).toEqual([what, true]);
  });
});
