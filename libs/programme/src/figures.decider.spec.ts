import { specification } from '../../../test/support/specification.js';
import { figureDecider } from './figures.decider.js';
import { pathFiguresDecider } from './path-figures.decider.js';
import { namesIn } from './tree.rules.js';
import { PINGLI_11236 } from './trees/pingli-11236.js';

const rows = {
  'programme-tree': { 'pingli-11236': { programmeId: 'pingli-11236', treeVersion: 1, document: PINGLI_11236, names: namesIn(PINGLI_11236) } },
  'planning-subjects': {
    'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' },
    'unit-town1': { id: 'unit-town1', kind: 'unit' },
  },
};

describe('a figure', () => {
  const given = specification(figureDecider, { rows });
  const said = { value: 2_429_000_000, quantifier: 'exact', status: 'preliminary', source: '示例', asOf: '2016-11-01' } as const;
  const gifts = {
    figureId: 'figure-gifts',
    ...said,
    programmeId: 'pingli-11236',
    nodeName: '投入保障机制',
    measure: 'gifts',
    zh: '捐资捐物',
    role: 'reported',
    unit: 'fen',
  } as const;
  const about = { figureId: 'figure-gifts', programmeId: 'pingli-11236', nodeId: 'funding' };
  const state = (more: object = {}) => ({ type: 'StateFigure', data: { ...gifts, ...more } }) as const;
  const stated = (more: object = {}) => ({ type: 'FigureStated', data: { ...gifts, ...more, nodeId: 'funding' } }) as const;
  const supersede = (more: object = {}) =>
    ({ type: 'SupersedeFigure', data: { figureId: 'figure-gifts', ...said, status: 'final', asOf: '2016-12-01', ...more } }) as const;
  const correct = (more: object = {}) =>
    ({ type: 'CorrectFigure', data: { figureId: 'figure-gifts', ...said, value: 1, reason: '错录', documentRef: '更正单', ...more } }) as const;

  it('finds its node by the name that the source uses, and holds as of its day', () =>
    given()
      .when(state())
      .then({ ...stated(), validAt: { from: '2016-11-01' } }));
  it.each([
    ['激励鼓励机制', 'incentive'],
    ['鼓励激励机制', 'incentive'],
    ['支部+10', 'ten-paths'],
  ])('called %s is about %s', (nodeName, nodeId) =>
    given()
      .when(state({ nodeName }))
      .thenData({ type: 'FigureStated', data: { ...gifts, nodeName, nodeId } }),
  );
  it('may be a rate, which stays two numbers', () =>
    given()
      .when(state({ value: 757, outOf: 757, unit: 'households' }))
      .thenData({ type: 'FigureStated', data: { ...gifts, value: 757, outOf: 757, unit: 'households', nodeId: 'funding' } }));
  it.each([
    ['twice', [stated()], {}, 'figure.already-stated'],
    ['of an unknown programme', [], { programmeId: 'other' }, 'programme.unknown'],
    ['under a name that nobody bears', [], { nodeName: 'toString' }, 'programme.node-unknown'],
    ['of an unknown village', [], { villageId: 'village-none' }, 'village.unknown'],
    ['of a town as village', [], { villageId: 'unit-town1' }, 'village.unknown'],
    ['below zero', [], { value: -1 }, 'figure.not-a-count'],
    ['as a fraction', [], { value: 0.5 }, 'figure.not-a-count'],
    ['as a rate above one', [], { value: 3, outOf: 2 }, 'figure.rate-invalid'],
    ['as a rate of none', [], { value: 0, outOf: 0 }, 'figure.rate-invalid'],
    ['without source', [], { source: ' ' }, 'text.blank'],
    ['of no real day', [], { asOf: '2016-02-30' }, 'date.invalid'],
    ['of tomorrow', [], { asOf: '2016-12-08' }, 'date.in-future'],
  ] as const)('is not stated %s', (_, history, more, code) =>
    given(...history)
      .when(state(more))
      .thenRejected(code),
  );
  it('is superseded when the final count comes', () =>
    given(stated())
      .when(supersede({ value: 5 }))
      .thenData({ type: 'FigureSuperseded', data: { ...about, ...said, value: 5, status: 'final', asOf: '2016-12-01' } }));
  it.each([
    ['that was never stated', [], {}, 'figure.unknown'],
    ['by an older one', [stated()], { asOf: '2016-10-01' }, 'date.out-of-order'],
    ['final by preliminary', [stated({ status: 'final' })], { status: 'preliminary' }, 'figure.already-final'],
    ['count by rate', [stated()], { value: 1, outOf: 2 }, 'figure.rate-invalid'],
    ['by a negative one', [stated()], { value: -2 }, 'figure.not-a-count'],
  ] as const)('%s is not superseded', (_, history, more, code) =>
    given(...history)
      .when(supersede(more))
      .thenRejected(code),
  );
  it('is corrected with reason and document', () =>
    given(stated())
      .when(correct())
      .thenData({ type: 'FigureCorrected', data: { ...about, ...said, value: 1, reason: '错录', documentRef: '更正单' } }));
  it.each([
    ['to what it is', { value: said.value }, 'figure.unchanged'],
    ['without reason', { reason: '' }, 'text.blank'],
    ['without document', { documentRef: ' ' }, 'text.blank'],
  ])('is not corrected %s', (_, more, code) => given(stated()).when(correct(more)).thenRejected(code));
  it('that was never stated is not corrected', () => given().when(correct()).thenRejected('figure.unknown'));
});

describe('a year’s path figures', () => {
  const given = specification(pathFiguresDecider, { rows });
  const path = (id: string) => ({ id, name: id, stated: { households: 3, persons: 9 }, lines: [] });
  const data = {
    programmeId: 'pingli-11236',
    year: 2016,
    asOf: '2016-11-01',
    documentRef: '示例',
    source: '示例',
    paths: [path('industry'), path('易地搬迁')],
  };
  const record = (more: object = {}) => ({ type: 'RecordPathFigures', data: { ...data, ...more } }) as const;
  const recorded = { type: 'PathFiguresRecorded', data: { ...data, nodeIds: { industry: 'industry', 易地搬迁: 'relocation' } } } as const;

  it('are recorded under the nodes that their names mean', () =>
    given()
      .when(record())
      .then({ ...recorded, validAt: { from: '2016-11-01' } }));
  it('come anew when they change', () =>
    given(recorded)
      .when(record({ asOf: '2016-12-01' }))
      .thenData({ ...recorded, data: { ...recorded.data, asOf: '2016-12-01' } }));
  it.each([
    ['twice alike', [recorded], {}, 'figures.unchanged'],
    ['older than those known', [recorded], { asOf: '2016-10-01' }, 'date.out-of-order'],
    ['for a node that is no path', [], { paths: [path('funding')] }, 'programme.node-kind'],
    ['for an unknown path', [], { paths: [path('fishing')] }, 'programme.node-unknown'],
    ['for one path under two names', [], { paths: [path('relocation'), path('易地搬迁')] }, 'figures.path-twice'],
    ['for one name twice', [], { paths: [path('industry'), path('industry')] }, 'figures.path-twice'],
    ['for no path', [], { paths: [] }, 'figures.empty'],
    ['with a part above its whole', [], { paths: [{ ...path('industry'), ofWhole: { households: 2 } }] }, 'figures.part-above-whole'],
    ['without source', [], { source: '' }, 'text.blank'],
    ['without document', [], { documentRef: '' }, 'text.blank'],
    ['of tomorrow', [], { asOf: '2016-12-08' }, 'date.in-future'],
  ] as const)('are not recorded %s', (_, history, more, code) =>
    given(...history)
      .when(record(more))
      .thenRejected(code),
  );
});
