import { specification } from '../../../test/support/specification.js';
import { claimResult, type ClaimInputs } from './claims.js';
import { claimsDecider } from './claims.decider.js';
import { incomeClaims } from './income-claims.view.js';

const cocoons = { name: '蚕茧', quantity: 100_000, unit: '斤', priceFen: 1_800, evidenceRef: '报道' };
const konjac = { name: '魔芋', quantity: 1_000_000, unit: '斤', priceFen: 170, estimated: true, evidenceRef: '报道' };
const sheets = { name: '每张产茧', numerator: 100_000, numeratorUnit: '斤', denominator: 1_303, denominatorUnit: '张', evidenceRef: '报道' };
const inputs: ClaimInputs = { population: 1_249, populationRef: '报道', named: ['蚕茧', '魔芋', '茶叶'], items: [cocoons, konjac], ratios: [sheets] };

describe('the claim of S44 and S45', () => {
  const result = claimResult(inputs);
  it('comes to ¥1,800,000 and ¥1,700,000', () =>
    expect(result.items).toEqual([
      { name: '蚕茧', valueFen: 180_000_000 },
      { name: '魔芋', valueFen: 170_000_000 },
    ]));
  it('is ¥2,802.24 a head gross, as an exact quotient', () =>
    expect(result).toMatchObject({ grossFen: 350_000_000, grossPerHeadFen: { numerator: 350_000_000, denominator: 1_249, rounded: 280_224 } }));
  it('is 76.7 斤 a sheet', () => expect(result.ratiosTenths).toEqual([{ name: '每张产茧', numerator: 100_000, denominator: 1_303, rounded: 767 }]));
  it('says that gross is not net, that the tea has no figure and that a quantity is a guess', () =>
    expect(result).toMatchObject({ netFen: null, netPerHeadFen: null, missing: ['茶叶'], flags: ['gross-not-net', 'input-missing', 'estimated'] }));
  it('has a net once the costs are known, be it below nothing', () => {
    const costs = [{ name: '种苗', amountFen: 350_000_100, evidenceRef: '报道' }];
    expect(claimResult({ ...inputs, named: ['蚕茧', '魔芋'], items: [cocoons, { ...konjac, estimated: false }], costs })).toMatchObject({
      netFen: -100,
      netPerHeadFen: { numerator: -100, denominator: 1_249, rounded: 0 },
      flags: [],
    });
  });
  it.each([
    [1, 2, 1],
    [1, 3, 0],
    [5, 2, 3],
    [2, 4, 1],
  ])('rounds %i/%i half up to %i', (gross, population, rounded) =>
    expect(
      claimResult({ ...inputs, population, named: ['甲'], items: [{ ...cocoons, name: '甲', quantity: gross, priceFen: 1 }] }).grossPerHeadFen.rounded,
    ).toBe(rounded),
  );
  it.each([
    [-3, 2, -1],
    [-5, 4, -1],
    [-7, 4, -2],
  ])('rounds a net of %i over %i to %i', (net, population, rounded) => {
    const costs = [{ name: '本', amountFen: -net, evidenceRef: '示例' }];
    expect(claimResult({ ...inputs, population, items: [{ ...cocoons, quantity: 0 }], costs }).netPerHeadFen!.rounded).toBe(rounded);
  });
});

describe('a claim', () => {
  const rows = { 'planning-subjects': { 'village-yunwu': { id: 'village-yunwu', kind: 'village', townUnitId: 'unit-town1' } } };
  const given = specification(claimsDecider, { rows });
  const data = { claimId: 'claim-1', villageId: 'village-yunwu', year: 2016, claim: '仅此三项便能脱贫', source: '报道', statedOn: '2016-12-07', inputs };
  const record = (more: object = {}, changed: object = {}) => ({ type: 'RecordClaim', data: { ...data, ...more, inputs: { ...inputs, ...changed } } }) as const;
  const recorded = { type: 'ClaimRecorded', data: { ...data, result: claimResult(inputs) } } as const;
  const withdraw = { type: 'WithdrawClaim', data: { claimId: 'claim-1', villageId: 'village-yunwu', year: 2016, reason: '本人更正' } } as const;

  it('is worked out when recorded', () =>
    given()
      .when(record())
      .then({ ...recorded, validAt: { from: '2016-12-07' } }));
  it.each<[string, object, object, string]>([
    ['of an unknown village', { villageId: 'village-none' }, {}, 'village.unknown'],
    ['that says nothing', { claim: ' ' }, {}, 'text.blank'],
    ['without source', { source: '' }, {}, 'text.blank'],
    ['of tomorrow', { statedOn: '2016-12-08' }, {}, 'date.in-future'],
    ['for nobody', {}, { population: 0 }, 'claim.no-population'],
    ['without figures', {}, { items: [] }, 'claim.empty'],
    ['in fractions', {}, { items: [{ ...cocoons, priceFen: 1.5 }] }, 'claim.not-a-count'],
    ['with a negative cost', {}, { costs: [{ name: '本', amountFen: -1, evidenceRef: '示例' }] }, 'claim.not-a-count'],
    ['with a ratio to nothing', {}, { ratios: [{ ...sheets, denominator: 0 }] }, 'claim.ratio-invalid'],
    ['with a yield twice', {}, { items: [cocoons, cocoons] }, 'claim.item-twice'],
    ['with a yield that it does not name', {}, { items: [{ ...cocoons, name: '药材' }] }, 'claim.item-unnamed'],
    ['with an input out of the air', {}, { items: [{ ...cocoons, evidenceRef: ' ' }] }, 'claim.evidence-missing'],
    ['beyond exactness', {}, { items: [{ ...cocoons, quantity: 9_000_000_000_000, priceFen: 9_000_000_000 }] }, 'claim.too-large'],
  ])('is not recorded %s', (_, more, changed, code) => given().when(record(more, changed)).thenRejected(code));
  it('is recorded once', () => given(recorded).when(record()).thenRejected('claim.already-recorded'));
  it('is withdrawn with a reason, once', () => {
    const withdrawn = { type: 'ClaimWithdrawn', data: withdraw.data } as const;
    given(recorded).when(withdraw).then(withdrawn);
    given(recorded, withdrawn).when(withdraw).thenRejected('claim.unknown');
    given().when(withdraw).thenRejected('claim.unknown');
    given(recorded)
      .when({ ...withdraw, data: { ...withdraw.data, reason: '' } })
      .thenRejected('text.blank');
  });
  it('is shown with its result from its day on, and as withdrawn', () => {
    const row = incomeClaims.on.ClaimRecorded(undefined, recorded as never, '')!;
    expect(incomeClaims.validOn!(row, '2016-12-06')).toBeUndefined();
    expect(incomeClaims.validOn!(row, '2016-12-07')).toMatchObject({ result: { grossFen: 350_000_000 } });
    expect(incomeClaims.on.ClaimWithdrawn(row, { type: 'ClaimWithdrawn', data: withdraw.data } as never, '')).toMatchObject({ withdrawn: '本人更正' });
  });
});
