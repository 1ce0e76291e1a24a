import { validateBody } from '#ledger/nest';
import { registryContext } from '../registry.context.js';
import { AssignDutyBody, CorrectTenureBody, RegisterPersonBody, RegisterPostBody, RegisterUnitBody, registryRequests, StartTenureBody } from './index.js';

const fieldsOf = async (body: new () => object, plain: unknown): Promise<readonly string[]> =>
  validateBody(body, plain).then(
    () => [],
    (error: { errors: readonly { field: string }[] }) => error.errors.map(({ field }) => field),
  );

const unit = { unitId: 'unit-town1', kind: 'town', name: '松坪镇' };
const person = { personId: 'person-0001', name: { private: '周砚' }, partyMember: true, staffStatus: 'civil-servant' };
const tenure = { tenureId: 'tenure-1', personId: 'person-0001', postId: 'post-0001', from: '2016-02-29' };
const correction = { tenureId: 'tenure-1', postId: 'post-0001', from: '2015-03-01', reason: '迟到文件', documentRef: '示例1号' };
const duty = { dutyId: 'duty-1', kind: 'first-secretary', targetId: 'village-an01', year: 2016, personId: 'person-0001', from: '2016-01-01' };
const post = { postId: 'post-0001', unitId: 'unit-town1', role: 'party-secretary', title: '书记', appointedBy: 'election', managedByUnitId: 'unit-county1' };

describe('bodies', () => {
  it.each([
    [RegisterUnitBody, { ...unit, parentUnitId: 'unit-county1', competences: ['discipline'] }],
    [RegisterPersonBody, person],
    [RegisterPostBody, post],
    [StartTenureBody, { ...tenure, sharePermille: 500, acting: false, ended: { to: '2016-10-10', reason: '调任' } }],
    [CorrectTenureBody, correction],
    [AssignDutyBody, { ...duty, to: '2017-01-01' }],
  ])('%p takes what is right, and gives it on as it came', async (body, plain) => expect(await validateBody<object>(body, plain)).toBe(plain));

  it.each([
    [RegisterUnitBody, { ...unit, unknown: 1 }, 'unknown'],
    [RegisterUnitBody, { ...unit, unitId: 'village-an01' }, 'unitId'],
    [RegisterUnitBody, { ...unit, unitId: 'unit-AB' }, 'unitId'],
    [RegisterUnitBody, { ...unit, kind: 'hamlet' }, 'kind'],
    [RegisterUnitBody, { ...unit, name: ' ' }, 'name'],
    [RegisterUnitBody, { ...unit, name: '镇'.repeat(101) }, 'name'],
    [RegisterUnitBody, { ...unit, parentUnitId: null }, 'parentUnitId'],
    [RegisterUnitBody, { ...unit, competences: [] }, 'competences'],
    [RegisterUnitBody, { ...unit, competences: ['all'] }, 'competences'],
    [RegisterUnitBody, { ...unit, competences: ['congress', 'congress'] }, 'competences'],
    [RegisterUnitBody, { ...unit, competences: 'congress' }, 'competences'],
    [RegisterPersonBody, { ...person, name: '周砚' }, 'name'],
    [RegisterPersonBody, { ...person, name: { private: '周砚', x: 1 } }, 'name'],
    [RegisterPersonBody, { ...person, name: { commitment: 'ab'.repeat(32) } }, 'name'],
    [RegisterPersonBody, { ...person, name: { private: '' } }, 'name'],
    [RegisterPersonBody, { ...person, partyMember: 'true' }, 'partyMember'],
    [RegisterPostBody, { ...post, role: 'Party Secretary' }, 'role'],
    [RegisterPostBody, { ...post, appointedBy: 'lot' }, 'appointedBy'],
    [StartTenureBody, { ...tenure, from: '2015-02-29' }, 'from'],
    [StartTenureBody, { ...tenure, tenureId: 'person-0001' }, 'tenureId'],
    [StartTenureBody, { ...tenure, sharePermille: 1001 }, 'sharePermille'],
    [StartTenureBody, { ...tenure, ended: { to: '2016-10-10' } }, 'ended.reason'],
    [StartTenureBody, { ...tenure, ended: { to: '2016-10-10', reason: '调任', x: 1 } }, 'ended.x'],
    [StartTenureBody, { ...tenure, ended: [] }, 'ended'],
    [StartTenureBody, { ...tenure, ended: null }, 'ended'],
    [CorrectTenureBody, { ...correction, documentRef: undefined }, 'documentRef'],
    [CorrectTenureBody, { ...correction, personId: 'person-0001' }, 'personId'],
    [AssignDutyBody, { ...duty, targetId: 'person-0001' }, 'targetId'],
    [AssignDutyBody, { ...duty, year: 2016.5 }, 'year'],
    [AssignDutyBody, { ...duty, year: '2016' }, 'year'],
    [AssignDutyBody, { ...duty, kind: 'helper' }, 'kind'],
  ])('%p refuses %j because of %s', async (body, plain, field) => expect(new Set(await fieldsOf(body, plain))).toEqual(new Set([field])));
});

describe('doors', () => {
  it('there is one for each command of persons, and none for policies', () => {
    const open = registryContext.deciders.flatMap(({ commands }) =>
      Object.entries(commands)
        .filter(([, { by }]) => by === 'person')
        .map(([type]) => type),
    );
    expect(registryRequests.map(({ type }) => type).sort()).toEqual(open.sort());
  });
});
