import type { AnyView, Event } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { annualTargets } from './annual-targets.view.js';
import { exitRegister } from './exit-register.view.js';
import { instructions } from './instructions.view.js';
import { officeHolders } from './office-holders.view.js';
import { planningSubjects } from './planning-subjects.view.js';
import { programmeTree } from './programme-tree.view.js';
import { programmeContext } from './programme.context.js';
import { programmeFacts } from './programme.facts.js';
import { PINGLI_11236 } from './trees/pingli-11236.js';

const village = { villageId: 'village-yunwu', year: 2016 };
const by = (date: string) => ({ organUnitId: 'unit-city1', documentNo: '示例1号', date });
const planned = { type: 'ExitPlanned', data: { ...village, cutOff: '2016-12-31', authority: by('2016-01-20') } };
const adjusted = { type: 'ExitPlanAdjusted', data: { ...village, toYear: 2017, reason: '受灾', authority: by('2016-09-01') } };
const exited = { type: 'VillageExitDetermined', data: { ...village, authority: by('2017-01-10') } };
const failed = { type: 'VillageExitFailureDetermined', data: { ...village, authority: by('2017-01-10') } };
const falsified = { type: 'FalseExitFound', data: { ...village, authority: by('2017-02-10') } };
const withdrawn = { type: 'ExitDeterminationWithdrawn', data: { ...village, reason: '复核', authority: by('2017-03-20') } };

function project(view: AnyView, ...events: readonly Past[]): ReadonlyMap<string, any> {
  const rows = new Map<string, unknown>();
  events.map(recorded).forEach((event) => view.keysOf(event).forEach((key) => rows.set(key, view.on[event.type]!(rows.get(key), event, key))));
  return rows;
}

describe('exit-register', () => {
  const key = 'village-yunwu-2016';
  const statusAfter = (...events: readonly Event[]) => project(exitRegister, ...events).get(key)?.status;
  it('names the status that the last act brought', () => {
    expect(statusAfter(planned)).toBe('planned');
    expect(statusAfter(planned, adjusted)).toBe('adjusted');
    expect(statusAfter(planned, failed)).toBe('failed');
    expect(statusAfter(planned, exited, falsified)).toBe('false-exit');
    expect(statusAfter(planned, exited, falsified, withdrawn)).toBe('planned');
  });
  it('keeps every act with organ, document, date and event', () => {
    const row = project(exitRegister, planned, failed, withdrawn, exited).get(key);
    expect(row.cutOff).toBe('2016-12-31');
    expect(row.history).toEqual([
      { type: 'ExitPlanned', status: 'planned', date: '2016-01-20', organUnitId: 'unit-city1', documentNo: '示例1号', eventId: 'e0' },
      { type: 'VillageExitFailureDetermined', status: 'failed', date: '2017-01-10', organUnitId: 'unit-city1', documentNo: '示例1号', eventId: 'e1' },
      {
        type: 'ExitDeterminationWithdrawn',
        status: 'planned',
        date: '2017-03-20',
        organUnitId: 'unit-city1',
        documentNo: '示例1号',
        eventId: 'e2',
        reason: '复核',
      },
      { type: 'VillageExitDetermined', status: 'exited', date: '2017-01-10', organUnitId: 'unit-city1', documentNo: '示例1号', eventId: 'e3' },
    ]);
  });
  it('says on a date what the documents issued by then say', () => {
    const row = project(exitRegister, planned, failed, withdrawn).get(key);
    expect(exitRegister.validOn!(row, '2016-01-19')).toBeUndefined();
    expect(exitRegister.validOn!(row, '2017-01-09')).toMatchObject({ status: 'planned' });
    expect(exitRegister.validOn!(row, '2017-01-10')).toMatchObject({ status: 'failed' });
    expect(exitRegister.validOn!(row, '2017-03-20')).toMatchObject({ status: 'planned' });
  });
  it('knows the new year only once the plan was adjusted', () => {
    const row = project(exitRegister, planned, adjusted).get(key);
    expect(exitRegister.validOn!(row, '2016-09-01')).toMatchObject({ status: 'adjusted', toYear: 2017 });
    expect(exitRegister.validOn!(row, '2016-08-31')).not.toHaveProperty('toYear');
  });
  it('has no row for what was never planned', () => expect(statusAfter(failed)).toBeUndefined());
});

describe('annual-targets', () => {
  const second = { ...planned, data: { ...planned.data, villageId: 'village-an', authority: by('2016-02-01') } };
  it('counts the villages in the plan', () =>
    expect(project(annualTargets, planned, second).get('2016')).toMatchObject({ year: 2016, count: 2, villageIds: ['village-an', 'village-yunwu'] }));
  it('lets an adjusted village go, and come back', () => {
    expect(project(annualTargets, planned, second, adjusted).get('2016')).toMatchObject({ count: 1, villageIds: ['village-an'] });
    const again = { ...planned, data: { ...planned.data, authority: by('2016-10-01') } };
    expect(project(annualTargets, planned, second, adjusted, again).get('2016')).toMatchObject({ count: 2 });
  });
  it('counts on a date by the documents in force', () => {
    const row = project(annualTargets, planned, second, adjusted).get('2016');
    expect(annualTargets.validOn!(row, '2016-01-19')).toBeUndefined();
    expect(annualTargets.validOn!(row, '2016-01-31')).toMatchObject({ count: 1, villageIds: ['village-yunwu'] });
    expect(annualTargets.validOn!(row, '2016-08-31')).toMatchObject({ count: 2 });
    expect(annualTargets.validOn!(row, '2016-09-01')).toMatchObject({ count: 1, villageIds: ['village-an'] });
  });
  it('knows no plan from an adjustment alone', () => expect(project(annualTargets, adjusted).get('2016')).toBeUndefined());
});

describe('programme-tree and instructions', () => {
  it('show the newest version with every name', () => {
    const publish = (treeVersion: number) => ({ type: 'ProgrammeTreePublished', data: { programmeId: 'pingli-11236', treeVersion, document: PINGLI_11236 } });
    const row = project(programmeTree, publish(1), publish(2)).get('pingli-11236');
    expect(row).toMatchObject({ treeVersion: 2, names: { '1+10': 'ten-paths' } });
  });
  it('list by date', () => {
    const data = { instructionId: 'instruction-1', date: '2016-11-07', postId: 'post-0001', personId: 'person-0001', text: '再动员' };
    const rows = project(instructions, { type: 'InstructionRecorded', data });
    expect([...rows]).toEqual([['2016-11-07/instruction-1', { ...data, nodeIds: [] }]]);
    expect(instructions.validOn!(rows.get('2016-11-07/instruction-1'), '2016-11-06')).toBeUndefined();
    expect(instructions.validOn!(rows.get('2016-11-07/instruction-1'), '2016-11-07')).toBeDefined();
  });
});

describe('what decisions read of the registry', () => {
  it('knows villages with their town, and organs', () => {
    const rows = project(
      planningSubjects,
      { type: 'UnitRegistered', data: { unitId: 'unit-town1', kind: 'town', name: '镇' } },
      { type: 'VillageRegistered', data: { villageId: 'village-yunwu', name: '村', townUnitId: 'unit-town1' } },
    );
    expect([...rows]).toEqual([
      ['unit-town1', { id: 'unit-town1', kind: 'unit' }],
      ['village-yunwu', { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' }],
    ]);
  });
  it('follows holders of posts through ends and corrections', () => {
    const tenure = { tenureId: 'tenure-1', personId: 'person-0001', postId: 'post-0001', from: '2015-01-01' };
    const post = { type: 'PostRegistered', data: { postId: 'post-0001' } };
    const rows = (...events: readonly Past[]) => project(officeHolders, post, ...events).get('post-0001');
    const started = { type: 'TenureStarted', data: tenure };
    const ended = { type: 'TenureEnded', data: { ...tenure, to: '2016-10-10', reason: '调任' } };
    expect(rows(started).holders).toEqual([{ tenureId: 'tenure-1', personId: 'person-0001', from: '2015-01-01' }]);
    expect(rows(started, ended).holders[0].to).toBe('2016-10-10');
    expect(rows(started, ended, { type: 'TenureCorrected', data: { ...tenure, from: '2015-02-01' } }).holders).toEqual([
      { tenureId: 'tenure-1', personId: 'person-0001', from: '2015-02-01' },
    ]);
    expect(officeHolders.validOn!(rows(started, ended), '2016-10-10')).toMatchObject({ holders: [] });
    expect(project(officeHolders, started).get('post-0001')).toBeUndefined();
  });
});

describe('facts for the book', () => {
  const said = (past: Past) => programmeFacts[past.type]!(recorded(past, 0));
  const about = { target: 'village-yunwu', year: 2016 };
  it.each([
    [planned, { ...about, op: 'set', fact: 'village.plannedExit', value: true }],
    [adjusted, { ...about, op: 'set', fact: 'village.plannedExit', value: false }],
    [exited, { ...about, op: 'set', fact: 'village.exit', value: 'exited' }],
    [failed, { ...about, op: 'set', fact: 'village.exit', value: 'failed' }],
    [falsified, { ...about, op: 'set', fact: 'village.exit', value: 'false-exit' }],
    [withdrawn, { ...about, op: 'clear', fact: 'village.exit' }],
  ])('%j', (past, fact) => expect(said(past)).toEqual([fact]));
  it('come from no event that the manifest does not define', () =>
    expect(Object.keys(programmeFacts).filter((type) => !programmeContext.events[type])).toEqual([]));
});
