import { validateBody } from '#ledger/nest';
import { programmeContext } from '../programme.context.js';
import { PINGLI_11236 } from '../trees/pingli-11236.js';
import {
  AdjustExitPlanBody,
  DetermineVillageExitFailureBody,
  PlanVillageExitBody,
  programmeRequests,
  PublishProgrammeTreeBody,
  RecordInstructionBody,
} from './index.js';

const fieldsOf = async (body: new () => object, plain: unknown): Promise<readonly string[]> =>
  validateBody(body, plain).then(
    () => [],
    (error: { errors: readonly { field: string }[] }) => error.errors.map(({ field }) => field),
  );

const authority = { organUnitId: 'unit-city1', documentNo: '示例扶〔2017〕3号', date: '2017-01-10' };
const failure = { villageId: 'village-an01', year: 2016, authority };
const plan = { ...failure, cutOff: '2016-12-31' };
const tree = { programmeId: 'pingli-11236', document: PINGLI_11236 };
const instruction = {
  instructionId: 'instruction-1',
  date: '2016-11-07',
  postId: 'post-0001',
  personId: 'person-0001',
  text: '再动员',
  programmeId: 'pingli-11236',
  nodeIds: ['work-progress'],
};
const withNode = (node: object) => ({ ...tree, document: { ...PINGLI_11236, nodes: [{ id: 'road', kind: 'path', zh: '修路', ...node }] } });

describe('bodies', () => {
  it.each([
    [PlanVillageExitBody, plan],
    [DetermineVillageExitFailureBody, failure],
    [AdjustExitPlanBody, { ...failure, toYear: 2017, reason: '受灾' }],
    [PublishProgrammeTreeBody, tree],
    [RecordInstructionBody, instruction],
  ])('%p takes what is right', async (body, plain) => expect(await validateBody<object>(body, plain)).toBe(plain));

  it.each([
    [PlanVillageExitBody, { ...plan, cutOff: '2016-02-30' }, 'cutOff'],
    [PlanVillageExitBody, { ...plan, villageId: 'unit-town1' }, 'villageId'],
    [DetermineVillageExitFailureBody, { ...failure, authority: undefined }, 'authority'],
    [DetermineVillageExitFailureBody, { ...failure, authority: '县里说的' }, 'authority'],
    [DetermineVillageExitFailureBody, { ...failure, authority: { ...authority, documentNo: '' } }, 'authority.documentNo'],
    [DetermineVillageExitFailureBody, { ...failure, authority: { ...authority, by: 'me' } }, 'authority.by'],
    [DetermineVillageExitFailureBody, { ...failure, authority: { ...authority, date: '2017-1-10' } }, 'authority.date'],
    [DetermineVillageExitFailureBody, { ...failure, cutOff: '2016-12-31' }, 'cutOff'],
    [AdjustExitPlanBody, { ...failure, toYear: 17, reason: '受灾' }, 'toYear'],
    [PublishProgrammeTreeBody, { ...tree, programmeId: 'Pingli 11236' }, 'programmeId'],
    [PublishProgrammeTreeBody, { ...tree, document: { ...PINGLI_11236, composition: { paths: 10 } } }, 'document.composition.paths'],
    [PublishProgrammeTreeBody, { ...tree, document: { ...PINGLI_11236, nodes: [] } }, 'document.nodes'],
    [PublishProgrammeTreeBody, withNode({ kind: 'tunnel' }), 'document.nodes.0.kind'],
    [PublishProgrammeTreeBody, withNode({ aliases: ['路', '路'] }), 'document.nodes.0.aliases'],
    [RecordInstructionBody, { ...instruction, nodeIds: [] }, 'nodeIds'],
    [RecordInstructionBody, { ...instruction, text: { private: '再动员' } }, 'text'],
  ])('%p refuses %j because of %s', async (body, plain, field) => expect(new Set(await fieldsOf(body, plain))).toEqual(new Set([field])));
  it('refuse a node that is no object', async () =>
    expect(await fieldsOf(PublishProgrammeTreeBody, { ...tree, document: { ...PINGLI_11236, nodes: ['road'] } })).toEqual(['document.nodes.0']));
});

describe('doors', () => {
  it('there is one for each command of persons', () => {
    const open = programmeContext.deciders.flatMap(({ commands }) => Object.keys(commands));
    expect(programmeRequests.map(({ type }) => type).sort()).toEqual(open.sort());
  });
});
