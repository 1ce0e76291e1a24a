import { evolve, type AnyView, type Recorded } from '#kernel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { found, HEAD, piece, SIGNERS, TOWN, VILLAGE } from '../../../test/support/finding-rows.js';
import { recorded, type Past } from '../../../test/support/specification.js';
import { duplicateFindings, type DuplicateFindingsRow } from './duplicate-findings.view.js';
import { exitDisputes, type ExitDisputesRow } from './exit-disputes.view.js';
import { findingExits } from './finding-exits.view.js';
import { findingObjections, type FindingObjectionRow } from './finding-objections.view.js';
import { findingStandings } from './finding-standings.view.js';
import { findingDecider } from './finding.decider.js';
import { findingEvents } from './finding.events.js';
import { findingFacts } from './finding.facts.js';
import { findingsRegister, villageFindings, type FindingRow } from './findings-register.view.js';
import { alreadyLogged, loggedFindings, loggedFindingsKey, type LoggedFindingsRow } from './logged-findings.view.js';

/** All rows of a view after a history. */
function rowsOf<Row>(view: AnyView, ...history: readonly Past[]): Readonly<Record<string, Row>> {
  const rows = new Map<string, unknown>();
  for (const event of history.map((past, index) => recorded(past, index))) {
    const fold = view.on[event.type];
    if (!fold) continue;
    for (const key of view.keysOf(event)) {
      const row: unknown = fold(rows.get(key), event, key);
      if (row === undefined) rows.delete(key);
      else rows.set(key, row);
    }
  }
  return Object.fromEntries(rows) as Record<string, Row>;
}

const logged = (findingId = 'finding-f07', more: object = {}): Past => ({ type: 'FindingLogged', data: { ...found, findingId, ...more } });
const placed = (findingId = 'finding-f07') => ({ findingId, unitId: TOWN, villageId: VILLAGE, year: 2016 });
const paper = { reason: '同一事实', authorityRef: '示例〔2016〕7号' };
const grounds = { commitment: '9f'.repeat(32) };
const step = (type: string, data: object = {}, findingId?: string): Past => ({ type, data: { ...placed(findingId), date: '2016-11-24', ...data } });
const shown = step('FindingShownToUnit', HEAD);
const disputed = step('FindingDisputed', { ...HEAD, grounds });
const marked = (findingId: string, duplicateOf: string) => step('FindingDuplicateMarked', { duplicateOf, reason: '同一事实' }, findingId);

describe('findings-register', () => {
  const KEY = `${TOWN}-2016-finding-f07`;
  const register = (...history: readonly Past[]) => rowsOf<FindingRow>(findingsRegister, ...history)[KEY]!;
  it('shows fact, evidence, signers and to whom it was shown', () =>
    expect(register(logged(), shown)).toMatchObject({
      ...{ findingId: 'finding-f07', kind: 'finding', itemId: 'roads', householdId: null, loggedByPersonIds: SIGNERS, status: 'shown', counts: false },
      evidence: [{ evidenceId: 'evidence-1', replacedBy: null }],
      shownTo: { date: '2016-11-24', ...HEAD },
      statusZh: '已反馈，待答复',
      history: [{ event: 'FindingLogged' }, { event: 'FindingShownToUnit' }],
    }));
  it('keeps what was replaced, and says that the unit saw something else', () => {
    const replacement = { type: 'FindingEvidenceReplaced', data: { ...placed(), ...piece('evidence-2', 'b'), replaces: 'evidence-1', reason: '模糊' } };
    expect(register(logged(), replacement)).toMatchObject({
      evidence: [
        { evidenceId: 'evidence-1', replacedBy: 'evidence-2' },
        { evidenceId: 'evidence-2', reason: '模糊' },
      ],
      evidenceChangedSinceShown: false,
    });
    expect(register(logged(), shown, replacement)).toMatchObject({ evidenceChangedSinceShown: true });
    // Shown again it cannot be; but what was put right adds to the evidence, and changes none.
    expect(register(logged(), step('FindingFixedOnTheSpot', { evidence: [piece('evidence-3')] }))).toMatchObject({ fixedOn: '2016-11-24', status: 'logged' });
  });
  const stands = step('FindingObjectionDecided', { ...paper, stands: true });
  it.each<[string, readonly Past[], object]>([
    ['agreed', [step('FindingAgreed', HEAD)], { status: 'agreed', counts: true, agreedBy: { ...HEAD, date: '2016-11-24' } }],
    ['disputed', [disputed], { status: 'disputed', counts: false, objection: { grounds, decided: null } }],
    ['not signed', [step('FindingSignatureRefused', { witnessPersonIds: ['person-witness1'] })], { status: 'signature-refused', counts: false }],
    ['standing', [disputed, stands], { status: 'stands', counts: false, objection: { decided: { stands: true, byPersonId: 'person-tester' } } }],
    ['duplicate', [step('FindingAgreed', HEAD), marked('finding-f07', 'finding-f03')], { status: 'agreed', counts: false, duplicateOf: 'finding-f03' }],
    [
      'a duplicate no more',
      [
        step('FindingAgreed', HEAD),
        marked('finding-f07', 'finding-f03'),
        step('FindingDuplicateMarkLifted', { ...paper, agreed: true, duplicateOf: 'finding-f03' }),
      ],
      { counts: true, duplicateOf: null },
    ],
    ['withdrawn', [step('FindingAgreed', HEAD), step('FindingWithdrawn', paper)], { status: 'withdrawn', counts: false, withdrawal: paper }],
  ])('shows a finding that is %s', (_, history, row) => expect(register(logged(), shown, ...history)).toMatchObject(row));
  it('holds good practice beside faults', () =>
    expect(register({ type: 'GoodPracticeLogged', data: found }, step('GoodPracticeWithdrawn', paper))).toMatchObject({
      kind: 'good-practice',
      status: 'withdrawn',
      counts: false,
    }));
  it('stands by unit and by village, each under a prefix', () => {
    const { villageId: _village, ...atUnit } = found;
    const history: readonly Past[] = [logged(), { type: 'FindingLogged', data: { ...atUnit, findingId: 'finding-f08' } }];
    expect(Object.keys(rowsOf(findingsRegister, ...history))).toEqual([KEY, `${TOWN}-2016-finding-f08`]);
    expect(Object.keys(rowsOf(villageFindings, ...history))).toEqual([`${VILLAGE}-2016-finding-f07`]);
    expect(rowsOf(villageFindings, ...history, shown)).toEqual({ [`${VILLAGE}-2016-finding-f07`]: register(logged(), { type: 'None', data: {} }, shown) });
  });
});

describe('logged-findings: already logged by another group?', () => {
  const KEY = loggedFindingsKey(found);
  const rowAfter = (...history: readonly Past[]) => rowsOf<LoggedFindingsRow>(loggedFindings, ...history)[KEY];
  const sighting = { groupId: 'group-2', checklistId: 'checklist-three', itemId: 'roads', householdId: null, foundOn: '2016-11-25' };
  const found1 = [logged('finding-f07', { householdId: 'household-1' })];
  it.each<[string, readonly Past[], object, readonly string[]]>([
    ['the same item of the same place', [logged()], {}, ['finding-f07']],
    ['a household, where one of them names none', found1, {}, ['finding-f07']],
    ['the same household', found1, { householdId: 'household-1' }, ['finding-f07']],
    ['another household', found1, { householdId: 'household-2' }, []],
    ['another item', [logged()], { itemId: 'water' }, []],
    ['another list', [logged()], { checklistId: 'checklist-other' }, []],
    ["one's own group", [logged()], { groupId: 'group-1' }, []],
    ['what was put right before', [logged(), step('FindingFixedOnTheSpot', { evidence: [] })], {}, []],
    ['what was put right on that day', [logged(), step('FindingFixedOnTheSpot', { evidence: [] })], { foundOn: '2016-11-24' }, ['finding-f07']],
    ['what was withdrawn', [logged(), step('FindingWithdrawn', paper)], {}, []],
    ['what is a duplicate itself', [logged(), marked('finding-f07', 'finding-f03')], {}, []],
    ['nothing', [], {}, []],
  ])('asks of %s', (_, history, more, ids) =>
    expect(alreadyLogged(rowAfter(...history), { ...sighting, ...more }).map(({ findingId }) => findingId)).toEqual(ids),
  );
  it('shows the pairs that people have to look at, until they did', () => {
    const two = [logged(), logged('finding-f19', { groupId: 'group-2' })];
    const pair = [{ findingId: 'finding-f19', sameAs: 'finding-f07' }];
    expect(rowAfter(...two)!.suspected).toEqual(pair);
    expect(rowAfter(...two, marked('finding-f19', 'finding-f07'))!.suspected).toEqual([]);
    const lifted = step('FindingDuplicateMarkLifted', { ...paper, agreed: false, duplicateOf: 'finding-f07' }, 'finding-f19');
    expect(rowAfter(...two, marked('finding-f19', 'finding-f07'), lifted)!.suspected).toEqual(pair);
    expect(rowAfter(...two, step('FindingWithdrawn', paper, 'finding-f19'))!.suspected).toEqual([]);
  });
});

describe('duplicate-findings', () => {
  const rowAfter = (...history: readonly Past[]) => rowsOf<DuplicateFindingsRow>(duplicateFindings, ...history)[`${TOWN}-2016`];
  it('follows a chain to its original', () =>
    expect(rowAfter(marked('finding-c', 'finding-b'), marked('finding-b', 'finding-a'))!.marks).toMatchObject([
      { findingId: 'finding-c', duplicateOf: 'finding-b', original: 'finding-a', originalWithdrawn: false },
      { findingId: 'finding-b', duplicateOf: 'finding-a', original: 'finding-a' },
    ]));
  it('says when the original was withdrawn: people decide what becomes of the rest', () => {
    const row = rowAfter(marked('finding-c', 'finding-b'), marked('finding-b', 'finding-a'), step('FindingWithdrawn', paper, 'finding-a'))!;
    expect(row.marks.map(({ findingId, original, originalWithdrawn }) => [findingId, original, originalWithdrawn])).toEqual([
      ['finding-c', 'finding-a', true],
      ['finding-b', 'finding-a', true],
    ]);
  });
  it('a withdrawn duplicate still leads on', () =>
    expect(rowAfter(marked('finding-c', 'finding-b'), marked('finding-b', 'finding-a'), step('FindingWithdrawn', paper, 'finding-b'))!.marks).toMatchObject([
      { findingId: 'finding-c', original: 'finding-a', withdrawn: false, originalWithdrawn: false },
      { findingId: 'finding-b', original: 'finding-a', withdrawn: true },
    ]));
  it('comes to an end even where a foreign log goes round in circles', () =>
    expect(rowAfter(marked('finding-b', 'finding-a'), marked('finding-a', 'finding-b'))!.marks).toHaveLength(2));
  it('keeps what was lifted', () => {
    const lifted = step('FindingDuplicateMarkLifted', { ...paper, agreed: false, duplicateOf: 'finding-a' }, 'finding-b');
    expect(rowAfter(marked('finding-b', 'finding-a'), lifted)).toMatchObject({
      marks: [],
      lifted: [{ findingId: 'finding-b', duplicateOf: 'finding-a', ...paper }],
    });
  });
});

describe('finding-objections', () => {
  const rowAfter = (...history: readonly Past[]) => rowsOf<FindingObjectionRow>(findingObjections, ...history)[`${TOWN}-2016-finding-f07`];
  const decided = (stands: boolean) => step('FindingObjectionDecided', { ...paper, stands, date: '2016-11-26' });
  it('awaits a decision', () => expect(rowAfter(disputed)).toMatchObject({ state: 'awaiting', stateZh: '待处理', ...HEAD, grounds, endedOn: null }));
  it.each<[string, readonly Past[], object]>([
    ['stands', [decided(true)], { endedOn: '2016-11-26', ...paper, decidedByPersonId: 'person-tester' }],
    ['withdrawn', [decided(false), step('FindingWithdrawn', { ...paper, date: '2016-11-27' })], { endedOn: '2016-11-26', ...paper }],
    ['withdrawn', [step('FindingWithdrawn', paper)], { endedOn: '2016-11-24' }],
    ['given-up', [step('FindingAgreed', HEAD)], { endedOn: '2016-11-24' }],
  ])('ends: %s', (state, history, row) => expect(rowAfter(disputed, ...history)).toMatchObject({ state, ...row }));
  it('is none where nobody objected', () => expect(rowAfter(step('FindingAgreed', HEAD), step('FindingWithdrawn', paper))).toBeUndefined());
});

describe('exit-disputes', () => {
  const rowAfter = (...history: readonly Past[]) => rowsOf<ExitDisputesRow>(exitDisputes, ...history)[`${VILLAGE}-2016`];
  const authority = { organUnitId: 'unit-organ0001', documentNo: '示例1号', date: '2016-12-31' };
  const exit = (type: string): Past => ({ type, data: { villageId: VILLAGE, year: 2016, authority } });
  const determined = exit('VillageExitDetermined');
  const speaking = logged('finding-f07', { disputesExit: true });
  it('lists who speaks against what an authority said', () => {
    expect(rowAfter(determined, logged('finding-f01'), speaking)).toMatchObject({
      determined: { word: 'exited', ...authority },
      findings: [{ findingId: 'finding-f07', status: 'logged' }],
      open: 1,
    });
    expect(rowAfter(speaking)).toBeUndefined();
  });
  it.each<[string, readonly Past[], number]>([
    ['agreed', [step('FindingAgreed', HEAD)], 1],
    ['standing', [disputed, step('FindingObjectionDecided', { ...paper, stands: true })], 1],
    ['withdrawn', [step('FindingWithdrawn', paper)], 0],
    ['a duplicate', [marked('finding-f07', 'finding-f01')], 0],
    ['without an object: the word was taken back', [exit('ExitDeterminationWithdrawn')], 0],
    ['about what was found false meanwhile', [exit('FalseExitFound')], 1],
  ])('counts a finding that is %s', (_, history, open) => expect(rowAfter(determined, speaking, ...history)).toMatchObject({ open }));
  it('tells the decision which exits there are', () => {
    expect(rowsOf(findingExits, determined)).toEqual({ [`${VILLAGE}:2016`]: { villageId: VILLAGE, year: 2016, determined: 'exited' } });
    expect(rowsOf(findingExits, determined, exit('ExitDeterminationWithdrawn'))).toEqual({});
  });
});

describe('the facts', () => {
  const said = (past: Past) => findingFacts[past.type]?.(recorded(past, 0)).map(({ op, fact }) => `${op} ${fact}`);
  const lifted = (agreed: boolean) => step('FindingDuplicateMarkLifted', { ...paper, agreed, duplicateOf: 'finding-f03' });
  it.each<[string, Past, readonly string[] | undefined]>([
    ['logged', logged(), ['add finding.logged']],
    ['shown', shown, undefined],
    ['disputed', disputed, undefined],
    ['agreed', step('FindingAgreed', HEAD), ['add findings.agreed']],
    ['marked', marked('finding-f07', 'finding-f03'), ['remove finding.logged', 'remove findings.agreed']],
    ['lifted, agreed', lifted(true), ['add finding.logged', 'add findings.agreed']],
    ['lifted', lifted(false), ['add finding.logged']],
    ['withdrawn', step('FindingWithdrawn', paper), ['remove finding.logged', 'remove findings.agreed']],
    ['good practice', { type: 'GoodPracticeLogged', data: found }, undefined],
    ['no good practice', step('GoodPracticeWithdrawn', paper), undefined],
  ])('%s', (_, past, words) => expect(said(past)).toEqual(words));
});

describe('golden events', () => {
  it.each(Object.keys(findingEvents))('%s is still understood', (type) => {
    const file = join(__dirname, '../../../test/fixtures/events', `${type}.v1.json`);
    const event = recorded(JSON.parse(readFileSync(file, 'utf8')) as Past, 0);
    const start = recorded(type.startsWith('GoodPractice') ? { type: 'GoodPracticeLogged', data: found } : logged(), 0);
    const before = evolve(findingDecider, findingDecider.initialState, start);
    expect(evolve(findingDecider, before, event)).not.toBe(before);
    const rows = new Map<string, unknown>();
    for (const one of [start, event] as readonly Recorded[]) {
      const key = findingsRegister.keysOf(one as never)[0]!;
      rows.set('row', (findingsRegister.on as Record<string, (row: unknown, event: unknown, key: string) => unknown>)[one.type]!(rows.get('row'), one, key));
    }
    expect(rows.get('row')).toMatchObject({ unitId: TOWN, year: 2016 });
  });
  it('are known to the register of standings where they matter', () =>
    expect(rowsOf(findingStandings, logged(), marked('finding-f07', 'finding-f03'), step('FindingWithdrawn', paper))).toEqual({
      'finding-f07': { findingId: 'finding-f07', unitId: TOWN, year: 2016, duplicateOf: 'finding-f03', withdrawn: true },
    }));
});
