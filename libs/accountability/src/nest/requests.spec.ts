import { validateBody, type InvalidBody } from '#ledger/nest';
import { samples, SECRETARY } from '../../../../test/support/accountability-case.js';
import { accountabilityContext } from '../accountability.context.js';
import {
  accountabilityRequests,
  DecideCollectivelyBody,
  HearStatementBody,
  RecommendAccountabilityBody,
  ScreenNominationBody,
  ServeDecisionBody,
} from './index.js';

const fieldsOf = (body: new () => object, plain: unknown): Promise<readonly string[]> =>
  validateBody(body, plain).then(
    () => [],
    (error: unknown) => (error as InvalidBody).errors.map(({ field }) => field),
  );

describe('the doors of accountability', () => {
  it('there is one for every command of people, and none for a policy’s', () => {
    const byPeople = accountabilityContext.deciders.flatMap(({ commands }) =>
      Object.entries(commands)
        .filter(([, { by }]) => by === 'person')
        .map(([type]) => type),
    );
    expect(accountabilityRequests.map(({ type }) => type).sort()).toEqual(byPeople.sort());
  });
  it.each(accountabilityRequests.filter(({ type }) => type in samples).map(({ type, body }) => [type, body] as const))(
    '%s takes a sound body as it came',
    async (type, body) => {
      const plain = { ...SECRETARY, ...samples[type as keyof typeof samples] };
      expect(await validateBody<object>(body, plain)).toBe(plain);
    },
  );

  const decide = { ...SECRETARY, ...samples.DecideCollectively };
  const hear = { ...SECRETARY, ...samples.HearStatement };
  const recommend = { ...SECRETARY, ...samples.RecommendAccountability };
  it.each([
    [RecommendAccountabilityBody, { ...recommend, verdict: 'guilty' }, 'verdict'],
    [RecommendAccountabilityBody, { ...recommend, personId: 'unit-town1' }, 'personId'],
    [RecommendAccountabilityBody, { ...recommend, date: '2017-02-30' }, 'date'],
    [RecommendAccountabilityBody, { ...recommend, year: '2016' }, 'year'],
    [RecommendAccountabilityBody, { ...recommend, bases: [{ clauseId: 'X-1' }] }, 'bases.0.target'],
    [RecommendAccountabilityBody, { ...recommend, bases: [{ clauseId: 'X-1', target: 'person-guta' }] }, 'bases.0.target'],
    [RecommendAccountabilityBody, { ...recommend, doneElsewhere: 'yes' }, 'doneElsewhere'],
    [DecideCollectivelyBody, { ...decide, quorum: 1.5 }, 'quorum'],
    [DecideCollectivelyBody, { ...decide, participantIds: ['person-cp01', 'person-cp01'] }, 'participantIds'],
    [DecideCollectivelyBody, { ...decide, dissents: [{ personId: 'person-cp02', reason: '口头' }] }, 'dissents.0.reason'],
    [DecideCollectivelyBody, { ...decide, minutesRef: ' ' }, 'minutesRef'],
    [HearStatementBody, { ...hear, statement: '陈述' }, 'statement'],
    [HearStatementBody, { ...hear, acceptedPoints: '一' }, 'acceptedPoints'],
    [HearStatementBody, { ...hear, acceptedPoints: [{ private: '' }] }, 'acceptedPoints.0.private'],
    [ServeDecisionBody, { ...SECRETARY, ...samples.ServeDecision, mode: 'email' }, 'mode'],
    [ScreenNominationBody, { personId: 'person-hemu', date: '2017-03-01', aimedPostId: 'unit-town1', organUnitId: 'unit-zuzhi' }, 'aimedPostId'],
  ])('%p refuses %j because of %s', async (body, plain, field) => expect(new Set(await fieldsOf(body, plain))).toEqual(new Set([field])));
  it('screening takes a sound body', async () =>
    expect(await fieldsOf(ScreenNominationBody, { personId: 'person-hemu', date: '2017-03-01', aimedPostId: 'post-dept', organUnitId: 'unit-zuzhi' })).toEqual(
      [],
    ));
});
