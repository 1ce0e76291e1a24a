import { actsOfAppeal } from '../../../../test/support/redress-appeal.js';
import { leader, officer, PEOPLE, RedressCounty, SUBJECT } from '../../../../test/support/redress-county.js';

let county: RedressCounty;
beforeAll(async () => {
  county = await (await RedressCounty.open()).settle();
  await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
});
afterAll(() => county.close());

const opinion = async () => {
  const { measures } = await county.zelian.cases.integrityOpinion(PEOPLE.secretary, { actor: officer, moment: { validOn: '2017-06-30' } });
  return measures.map(({ measure, redecisionOrdered, appealsPending }) => [measure, redecisionOrdered, appealsPending.map(({ phase }) => phase)]);
};

it('an opinion says that a decision was ordered anew, as long as nothing new is decided, whether the appeal is over or not', async () => {
  const { lodged, revoked, served } = actsOfAppeal();
  const decided = revoked.at(-1)!;
  expect(await opinion()).toEqual([['RemovalFromPost', false, []]]);
  await county.take(lodged, ...revoked.slice(0, -1));
  expect(await opinion()).toEqual([['RemovalFromPost', false, ['reported']]]);
  await county.take({ ...decided, data: { ...decided.data, outcome: 'redecision-ordered' } }, served);
  expect(await opinion()).toEqual([['RemovalFromPost', true, ['served']]]);

  const vote = { participantIds: [PEOPLE.leader, PEOPLE.member], quorum: 1, dissents: [], minutesRef: '纪要二' };
  const anew = {
    ...SUBJECT,
    doneElsewhere: true,
    documentNo: '示例〔2017〕9号',
    date: '2017-06-10',
    organUnitId: 'unit-cpc01',
    bases: [],
    measure: 'Admonition',
  };
  await county.record('DecideCollectively', { ...anew, ...vote }, leader);
  const [again] = await opinion();
  expect(again!.slice(0, 2)).toEqual(['Admonition', false]);
});
