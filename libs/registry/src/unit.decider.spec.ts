import { specification } from '../../../test/support/specification.js';
import { unitDecider } from './unit.decider.js';
import { villageDecider } from './village.decider.js';

const rows = { 'unit-directory': { 'unit-county1': { kind: 'county' }, 'unit-town1': { kind: 'town' } } };

describe('a unit', () => {
  const given = specification(unitDecider, { rows });
  const unit = { unitId: 'unit-qinglan', kind: 'town', name: '青岚镇', parentUnitId: 'unit-county1' } as const;
  it('is registered under another', () => given().when({ type: 'RegisterUnit', data: unit }).then({ type: 'UnitRegistered', data: unit }));
  it('may stand alone, with competences', () => {
    const organ = { unitId: 'unit-jiwei1', kind: 'organ', name: '县纪委', competences: ['discipline'] } as const;
    given().when({ type: 'RegisterUnit', data: organ }).then({ type: 'UnitRegistered', data: organ });
  });
  it('is registered once', () =>
    given({ type: 'UnitRegistered', data: unit }).when({ type: 'RegisterUnit', data: unit }).thenRejected('unit.already-registered'));
  it('needs a known parent', () =>
    given()
      .when({ type: 'RegisterUnit', data: { ...unit, parentUnitId: 'unit-none' } })
      .thenRejected('unit.unknown'));
  it('is not its own parent', () =>
    given()
      .when({ type: 'RegisterUnit', data: { ...unit, parentUnitId: 'unit-qinglan' } })
      .thenRejected('unit.own-parent'));
  it('needs a name', () =>
    given()
      .when({ type: 'RegisterUnit', data: { ...unit, name: '' } })
      .thenRejected('text.blank'));
  it('has an id of its kind', () =>
    given()
      .when({ type: 'RegisterUnit', data: { ...unit, unitId: 'unit-ABC1' } })
      .thenRejected('unit.invalid-id'));
  it('names a competence once', () =>
    given()
      .when({ type: 'RegisterUnit', data: { ...unit, competences: ['congress', 'congress'] } })
      .thenRejected('unit.competence-twice'));
});

describe('a village', () => {
  const given = specification(villageDecider, { rows });
  const village = { villageId: 'village-yunwu', name: '云雾村', townUnitId: 'unit-town1' };
  it('is registered in its town', () => given().when({ type: 'RegisterVillage', data: village }).then({ type: 'VillageRegistered', data: village }));
  it('is registered once', () =>
    given({ type: 'VillageRegistered', data: village }).when({ type: 'RegisterVillage', data: village }).thenRejected('village.already-registered'));
  it('lies in a town, nothing else', () =>
    given()
      .when({ type: 'RegisterVillage', data: { ...village, townUnitId: 'unit-county1' } })
      .thenRejected('village.town-required'));
  it('needs a known town', () =>
    given()
      .when({ type: 'RegisterVillage', data: { ...village, townUnitId: 'unit-none' } })
      .thenRejected('unit.unknown'));
  it('needs a town that is a unit', () =>
    given()
      .when({ type: 'RegisterVillage', data: { ...village, townUnitId: 'village-town1' } })
      .thenRejected('unit.invalid-id'));
  it('needs a name', () =>
    given()
      .when({ type: 'RegisterVillage', data: { ...village, name: '' } })
      .thenRejected('text.blank'));
  it('has an id of its kind', () =>
    given()
      .when({ type: 'RegisterVillage', data: { ...village, villageId: 'unit-town1' } })
      .thenRejected('village.invalid-id'));
});
