import type { Actor, Command } from '#kernel';
import { CITY, COUNTY, DEPARTMENTS, nameOf, ORGANS, PERSONS, personId, postId, POSTS, TOWNS, unitId, VILLAGES, villageId, type PostPlan } from './cast.js';
import { at, listed, sitting, thingId, type Step } from './ids.js';

/** Who acts for an organ: its post and the person who holds it all year. */
export const acting = (unit: string, role: string): Actor => ({ personId: personId(`${unit}/${role}`), postId: postId(`${unit}/${role}`) });
export const commandOffice = acting(ORGANS.command, 'command-clerk');
export const assessmentOffice = acting(ORGANS.assessment, 'assessment-clerk');
export const cadreOffice = acting(ORGANS.organization, 'cadre-officer');
export const countySecretary = acting(ORGANS.partyCommittee, 'county-party-secretary');

const units = (): readonly Command[] => {
  const organs = {
    [ORGANS.partyCommittee]: ['party-committee'],
    [ORGANS.discipline]: ['discipline'],
    [ORGANS.organization]: ['organization'],
    [ORGANS.congress]: ['congress'],
    [ORGANS.command]: ['command-office'],
    [ORGANS.assessment]: ['assessment-office'],
  };
  const unit = (name: string, kind: string, more: object = {}): Command => ({ type: 'RegisterUnit', data: { unitId: unitId(name), kind, name, ...more } });
  const inCounty = { parentUnitId: unitId(COUNTY) };
  return [
    unit(CITY, 'city'),
    unit(COUNTY, 'county'),
    ...Object.entries(organs).map(([name, competences]) => unit(name, 'organ', { ...inCounty, competences })),
    ...TOWNS.map((name) => unit(name, 'town', inCounty)),
    ...DEPARTMENTS.map((name) => unit(name, 'department', inCounty)),
  ];
};

const villages = (): readonly Command[] =>
  VILLAGES.map(([town, name]) => ({ type: 'RegisterVillage', data: { villageId: villageId(name), name, townUnitId: unitId(town) } }));

const persons = (): readonly Command[] =>
  PERSONS.map(({ personKey, name, role }, index) => ({
    type: 'RegisterPerson',
    // Agricultural technicians in the story are institution staff outside the party: party accountability does not reach them (justice 5).
    data: {
      personId: personId(personKey),
      name: { private: name ?? nameOf(index) },
      partyMember: role !== 'agri-technician',
      staffStatus: role === 'agri-technician' ? 'institution' : 'civil-servant',
    },
  }));

const posts = (): readonly Command[] =>
  POSTS.map(({ key, unit, role, title, appointedBy }) => ({
    type: 'RegisterPost',
    data: { postId: postId(key), unitId: unitId(unit), role, title, appointedBy, managedByUnitId: unitId(ORGANS.partyCommittee) },
  }));

const tenureOf = ({ key }: PostPlan, personKey: string): string => thingId('tenure', `${key}|${personKey}`);
const startTenure = (plan: PostPlan, { personKey, from }: PostPlan['holders'][number]): Command => ({
  type: 'StartTenure',
  data: { tenureId: tenureOf(plan, personKey), personId: personId(personKey), postId: postId(plan.key), from },
});

/** Tenures that stand at the beginning of the year; who comes later is recorded when it happens. */
const tenures = (): readonly Command[] => POSTS.map((plan) => startTenure(plan, plan.holders[0]!));

/** 15 villages × 五个一 = 75 designations, then who is in charge of the work in each town and department. */
const duties = (): readonly Command[] => {
  const duty = (kind: string, target: string, holder: object): Command => ({
    type: 'AssignDuty',
    data: { dutyId: thingId('duty', `${kind}|${target}`), kind, targetId: target, year: 2016, from: '2016-01-18', to: '2017-05-01', ...holder },
  });
  const person = (key: string) => ({ personId: personId(key), postId: postId(key) });
  const fives = VILLAGES.flatMap(([town, village], index) => [
    duty('county-leader', villageId(village), person(`${village}/county-leader`)),
    duty('town-leader', villageId(village), person(`${town}/town-leader`)),
    duty('paired-department', villageId(village), { unitId: unitId(DEPARTMENTS[(index + 3) % DEPARTMENTS.length]!) }),
    duty('first-secretary', villageId(village), person(`${village}/first-secretary`)),
    duty('agri-technician', villageId(village), person(`${village}/agri-technician`)),
  ]);
  return [
    ...fives,
    ...TOWNS.map((town) => duty('in-charge', unitId(town), person(`${town}/deputy-in-charge`))),
    ...DEPARTMENTS.map((department) => duty('in-charge', unitId(department), person(`${department}/department-deputy`))),
    ...VILLAGES.map(([town, village]) => duty('stationed', villageId(village), person(`${town}/town-leader`))),
  ];
};

const plans = (): readonly Command[] =>
  VILLAGES.map(([, village]) => ({
    type: 'PlanVillageExit',
    data: {
      villageId: villageId(village),
      year: 2016,
      cutOff: '2016-12-31',
      authority: { organUnitId: unitId(ORGANS.command), documentNo: '岭脱贫指〔2016〕3号', date: '2016-01-15' },
    },
  }));

/** January: who is who, who answers for what, and which villages are due. `book` and `tree` are the shipped documents. */
export function setup(book: unknown, tree: unknown): readonly Step[] {
  return [
    // The organs first: a book is published by somebody of an organ that exists.
    ...listed(at('2016-01-04', 8), commandOffice, '单位', units()),
    ...sitting(at('2016-01-04', 9), assessmentOffice, [{ type: 'PublishRuleBook', data: book as object }]),
    ...listed(at('2016-01-04', 10), commandOffice, '计划退出村', villages()),
    ...listed(at('2016-01-05', 9), cadreOffice, '干部名册', [...persons(), ...posts(), ...tenures()]),
    ...sitting(at('2016-01-08', 9), commandOffice, [{ type: 'PublishProgrammeTree', data: tree as object }]),
    ...sitting(at('2016-01-15', 9), commandOffice, plans()),
    ...listed(at('2016-01-18', 9), commandOffice, '包抓责任', duties()),
  ];
}

/** 秦越 hands over to 顾棠 on 10 October. */
export function handover(): readonly Step[] {
  const plan = POSTS.find(({ key }) => key === '松坪镇/party-secretary')!;
  const [before, after] = plan.holders as [PostPlan['holders'][number], PostPlan['holders'][number]];
  return sitting(at('2016-10-10', 9), cadreOffice, [
    { type: 'EndTenure', data: { tenureId: tenureOf(plan, before.personKey), postId: postId(plan.key), to: before.to, reason: '工作调动' } },
    startTenure(plan, after),
  ]);
}
