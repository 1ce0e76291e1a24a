import { fieldRows, found, piece, SIGNERS, TOWN, VILLAGE } from '../../../test/support/finding-rows.js';
import { specification } from '../../../test/support/specification.js';
import { findingDecider } from './finding.decider.js';

const given = specification(findingDecider, { rows: fieldRows, actor: { personId: SIGNERS[0] } });
const log = (more: object = {}) => ({ type: 'LogFinding', data: { ...found, ...more } }) as const;

describe('logging', () => {
  it('a finding, signed by two of the group in charge', () =>
    given()
      .when(log())
      .then({ type: 'FindingLogged', data: found, validAt: { from: '2016-11-20' } }));
  it('good practice, not only faults', () =>
    given()
      .when({ type: 'LogGoodPractice', data: found })
      .then({ type: 'GoodPracticeLogged', data: found, validAt: { from: '2016-11-20' } }));
  it.each<[string, object]>([
    ['a household on the list', { householdId: 'household-1' }],
    ['an exit that it disputes', { disputesExit: true }],
    ['no exit that it disputes', { disputesExit: false }],
    ['a closed round, late', { roundId: 'round-past', groupId: 'group-past', foundOn: '2016-11-10' }],
    ['a village while the group had it', { villageId: 'village-shiban01', foundOn: '2016-11-14' }],
    ['a member while in the group', { loggedByPersonIds: [SIGNERS[0], 'person-gone0001'], foundOn: '2016-11-14' }],
    ['a statement carried on as a commitment', { statement: { commitment: '9f'.repeat(32) } }],
  ])('about %s', (_, more) =>
    given()
      .when(log(more))
      .thenData({ type: 'FindingLogged', data: { ...found, ...more } }),
  );
  it('about the unit itself, wherever the group is in charge', () => {
    const { villageId: _village, ...atUnit } = found;
    given().when({ type: 'LogFinding', data: atUnit }).thenData({ type: 'FindingLogged', data: atUnit });
    given()
      .when({ type: 'LogFinding', data: { ...atUnit, disputesExit: true } })
      .thenRejected('finding.no-exit');
    given()
      .when({ type: 'LogFinding', data: { ...atUnit, householdId: 'household-1' } })
      .thenRejected('finding.unknown-household');
  });
  it('once', () => given({ type: 'FindingLogged', data: found }).when(log()).thenRejected('finding.already-logged'));
  it.each<[string, object, string]>([
    ['an id that is none', { findingId: 'F-07' }, 'finding.invalid-id'],
    ['an id of another stream', { findingId: TOWN }, 'finding.invalid-id'],
    ['an unknown round', { roundId: 'round-9' }, 'finding.unknown-round'],
    ['a round not opened', { roundId: 'round-0' }, 'finding.round-not-open'],
    ['a day before the round', { foundOn: '2016-10-31' }, 'finding.outside-round'],
    ['a day after the round', { roundId: 'round-past', groupId: 'group-past', foundOn: '2016-11-11' }, 'finding.outside-round'],
    ['tomorrow', { foundOn: '2016-12-08' }, 'finding.date-in-future'],
    ['no day', { foundOn: '2016-11-31' }, 'date.invalid'],
    ['another year', { year: 2015 }, 'finding.other-year'],
    ['another version of the checklist', { checklistVersion: 1 }, 'finding.other-checklist'],
    ['another checklist', { checklistId: 'checklist-other' }, 'finding.other-checklist'],
    ['an unknown item', { itemId: 'bridges' }, 'finding.unknown-item'],
    ['an unknown group', { groupId: 'group-9' }, 'finding.unknown-group'],
    ["another round's group", { groupId: 'group-past' }, 'finding.unknown-group'],
    ['a village of another group', { villageId: 'village-shiban01' }, 'finding.not-in-charge'],
    ['one signer', { loggedByPersonIds: [SIGNERS[0]] }, 'finding.too-few-signers'],
    ['one signer twice', { loggedByPersonIds: [SIGNERS[0], SIGNERS[0]] }, 'finding.too-few-signers'],
    ['a signer from outside', { loggedByPersonIds: [SIGNERS[0], 'person-other001'] }, 'finding.not-member'],
    ['a signer who left', { loggedByPersonIds: [SIGNERS[0], 'person-gone0001'] }, 'finding.not-member'],
    ['an unknown unit', { unitId: 'unit-none0001' }, 'unit.unknown'],
    ['a village for a unit', { unitId: VILLAGE }, 'unit.unknown'],
    ['an unknown household', { householdId: 'household-9' }, 'finding.unknown-household'],
    ['a blank statement', { statement: { private: '  ' } }, 'text.blank'],
    ['no evidence', { evidence: [] }, 'finding.evidence-missing'],
    ['evidence named twice', { evidence: [piece('evidence-1'), piece('evidence-1', 'b')] }, 'finding.evidence-twice'],
  ])('is refused: %s', (_, more, code) => given().when(log(more)).thenRejected(code));
  it('is refused about what the records do not know', () => {
    const without = (view: string) => ({ rows: { ...fieldRows, [view]: {} } });
    given().when(log(), without('checklists')).thenRejected('finding.unknown-checklist');
    given()
      .when(log(), { rows: { ...fieldRows, 'round-subjects': { [TOWN]: { id: TOWN, kind: 'unit' } } } })
      .thenRejected('village.unknown');
    given()
      .when(log({ disputesExit: true }), without('finding-exits'))
      .thenRejected('finding.no-exit');
    given()
      .when(log({ householdId: 'household-1' }), without('round-households'))
      .thenRejected('finding.unknown-household');
  });
  it('is refused to anybody but a signer', () => {
    given()
      .when(log(), { actor: { personId: 'person-clerk001' } })
      .thenRejected('finding.not-signer');
    given().when(log(), { actor: {} }).thenRejected('finding.not-signer');
  });
});
