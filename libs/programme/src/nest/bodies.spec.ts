import { validateBody } from '#ledger/nest';
import { PROGRAMME_COMMANDS } from '../../../../test/support/programme-county.js';
import { programmeRequests } from './index.js';

const bodyOf = (type: string) => programmeRequests.find((request) => request.type === type)?.body as (new () => object) | undefined;
const own = PROGRAMME_COMMANDS.filter(({ type }) => bodyOf(type));
const fieldsOf = async (type: string, plain: unknown): Promise<readonly string[]> =>
  validateBody(bodyOf(type)!, plain).then(
    () => [],
    (error: { errors: readonly { field: string }[] }) => error.errors.map(({ field }) => field),
  );
const example = (type: string) => own.find((command) => command.type === type)!.data as Record<string, any>;

describe('bodies of the programme', () => {
  it.each(own.map(({ type, data }) => [type, data] as const))('%s takes what a county sends', async (type, data) =>
    expect(await fieldsOf(type, data)).toEqual([]),
  );
  it.each(own.map(({ type, data }) => [type, data] as const))('%s refuses a field that it does not know', async (type, data) =>
    expect(await fieldsOf(type, { ...data, remark: '顺便' })).toEqual(['remark']),
  );
  it.each<[string, object, string]>([
    ['StateFigure', { value: 1.5 }, 'value'],
    ['StateFigure', { quantifier: 'roughly' }, 'quantifier'],
    ['StateFigure', { figureId: 'hives' }, 'figureId'],
    ['RecordPathFigures', { paths: [] }, 'paths'],
    ['RecordPathFigures', { paths: [{ id: 'a', name: '甲', stated: { households: -1 }, lines: [] }] }, 'paths.0.stated.households'],
    ['TagValue', { actors: 'everybody' }, 'actors'],
    ['RecordClaim', { inputs: { population: 1, populationRef: '示例', named: ['甲'], items: [] } }, 'inputs.items'],
    ['ListHouseholds', { householdIds: ['张三家'] }, 'householdIds'],
    ['ListHouseholds', { householdIds: ['household-1', 'household-1'] }, 'householdIds'],
    ['RecordRelocationStage', { stage: 'rich' }, 'stage'],
    ['ReportResidentDays', { month: 13 }, 'month'],
    ['ReportResidentDays', { days: 32 }, 'days'],
    ['LinkEnterprise', { modes: [] }, 'modes'],
    ['DetermineVillageWeakness', { weaknesses: ['lazy'] }, 'weaknesses'],
    ['RecordReinforcementArrival', { personIds: ['unit-dept1'] }, 'personIds'],
    ['PairSupporter', { helpedIds: [] }, 'helpedIds'],
    ['NameSupportGroup', { statedCount: 0 }, 'statedCount'],
    ['AllotFund', { amountFen: 0 }, 'amountFen'],
    ['AllotFund', { holders: [] }, 'holders'],
    ['PayDividend', { kind: 'third' }, 'kind'],
    ['DecideShareApplication', { authority: '县里' }, 'authority'],
    ['IssueVillageStandard', { items: [{ id: 'A B', zh: '甲' }] }, 'items.0.id'],
    ['CheckStandardItem', { evidence: [{ sha256: 'abc', sizeBytes: 1, mediaType: 'image/png' }] }, 'evidence.0.sha256'],
    ['CheckStandardItem', { checkedByPersonIds: [] }, 'checkedByPersonIds'],
    ['DelistVillage', { doneElsewhere: false }, 'doneElsewhere'],
  ])('%s refuses %j because of %s', async (type, more, field) =>
    expect(new Set(await fieldsOf(type, { ...example(type), ...more }))).toEqual(new Set([field])),
  );
  it('a fund refuses a due day that is none', async () =>
    expect(await fieldsOf('AllotFund', { ...example('AllotFund'), terms: { ...example('AllotFund').terms, dueMonthDay: '11月底' } })).toEqual([
      'terms.dueMonthDay',
    ]));
});
