import { specification } from '../../../test/support/specification.js';
import { personDecider } from './person.decider.js';

const rows = { 'unit-directory': { 'unit-home': { kind: 'organ' }, 'unit-host': { kind: 'town' } } };
const given = specification(personDecider, { rows });
const person = { personId: 'person-0001', name: { private: '周砚' }, partyMember: false, staffStatus: 'civil-servant' } as const;
const registered = { type: 'PersonRegistered', data: { ...person, name: { commitment: 'ab'.repeat(32) } } } as const;
const joined = { personId: 'person-0001', partyMember: true, staffStatus: 'civil-servant', from: '2016-07-01' } as const;
const changed = { type: 'PersonStatusChanged', data: joined } as const;
const away = { secondmentId: 'secondment-1', personId: 'person-0001', homeUnitId: 'unit-home', hostUnitId: 'unit-host', from: '2016-08-01', to: '2017-08-01' };
const seconded = { type: 'SecondmentStarted', data: away } as const;
const back = { secondmentId: 'secondment-1', personId: 'person-0001', to: '2017-02-01' };
const returned = { type: 'SecondmentEnded', data: { ...away, to: '2017-02-01' } } as const;

describe('a person', () => {
  it('is registered with a private name', () => given().when({ type: 'RegisterPerson', data: person }).then({ type: 'PersonRegistered', data: person }));
  it('comes back with a commitment', () => given().when({ type: 'RegisterPerson', data: registered.data }).then(registered));
  it('is registered once', () => given(registered).when({ type: 'RegisterPerson', data: person }).thenRejected('person.already-registered'));
  it('needs a name', () =>
    given()
      .when({ type: 'RegisterPerson', data: { ...person, name: { private: ' ' } } })
      .thenRejected('text.blank'));
  it('has an id of its kind', () =>
    given()
      .when({ type: 'RegisterPerson', data: { ...person, personId: 'someone' } })
      .thenRejected('person.invalid-id'));
});

describe('a person’s number', () => {
  const contact = (phone: object) => ({ type: 'SetPersonContact' as const, data: { personId: 'person-0001', phone: phone as { private: string } } });
  it('is private, and the last one holds', () => {
    given(registered)
      .when(contact({ private: '+8613900001111' }))
      .then({ type: 'PersonContactSet', data: contact({ private: '+8613900001111' }).data });
    const set = { type: 'PersonContactSet', data: contact({ commitment: 'cd'.repeat(32) }).data };
    given(registered, set)
      .when(contact({ commitment: 'ef'.repeat(32) }))
      .then({ type: 'PersonContactSet', data: contact({ commitment: 'ef'.repeat(32) }).data });
  });
  it.each(['1234', '139 0000 1111', 'none', '+'])('is a number: %j is none', (phone) =>
    given(registered)
      .when(contact({ private: phone }))
      .thenRejected('person.phone-invalid'),
  );
  it('is of a registered person', () =>
    given()
      .when(contact({ private: '13900001111' }))
      .thenRejected('person.unknown'));
});

describe('a person’s status', () => {
  it('changes from a date on', () =>
    given(registered)
      .when({ type: 'ChangePersonStatus', data: joined })
      .then({ ...changed, validAt: { from: '2016-07-01' } }));
  it('is of a registered person', () => given().when({ type: 'ChangePersonStatus', data: joined }).thenRejected('person.unknown'));
  it('changes something', () =>
    given(registered, changed)
      .when({ type: 'ChangePersonStatus', data: { ...joined, from: '2016-09-01' } })
      .thenRejected('person.status-unchanged'));
  it('may be recorded late, before a later change', () =>
    given(registered, changed)
      .when({ type: 'ChangePersonStatus', data: { ...joined, from: '2016-03-01' } })
      .thenData({ ...changed, data: { ...joined, from: '2016-03-01' } }));
  it('changes on a real date', () =>
    given(registered)
      .when({ type: 'ChangePersonStatus', data: { ...joined, from: '2016-02-30' } })
      .thenRejected('date.invalid'));
});

describe('a secondment', () => {
  it('keeps the home unit', () =>
    given(registered)
      .when({ type: 'StartSecondment', data: away })
      .then({ ...seconded, validAt: { from: '2016-08-01', to: '2017-08-01' } }));
  it('is of a registered person', () => given().when({ type: 'StartSecondment', data: away }).thenRejected('person.unknown'));
  it('is recorded once', () =>
    given(registered, seconded)
      .when({ type: 'StartSecondment', data: { ...away, from: '2018-01-01', to: '2018-02-01' } })
      .thenRejected('secondment.already-recorded'));
  it.each(['homeUnitId', 'hostUnitId'])('needs a known %s', (field) =>
    given(registered)
      .when({ type: 'StartSecondment', data: { ...away, [field]: 'unit-none' } })
      .thenRejected('unit.unknown'),
  );
  it('leads to another unit', () =>
    given(registered)
      .when({ type: 'StartSecondment', data: { ...away, hostUnitId: 'unit-home' } })
      .thenRejected('secondment.same-unit'));
  it('runs forwards', () =>
    given(registered)
      .when({ type: 'StartSecondment', data: { ...away, to: '2016-08-01' } })
      .thenRejected('date.backwards'));
  it('is to one host at a time', () =>
    given(registered, seconded)
      .when({ type: 'StartSecondment', data: { ...away, secondmentId: 'secondment-2', from: '2017-07-31', to: undefined } })
      .thenRejected('secondment.overlap'));
  it('ends, earlier than planned too', () =>
    given(registered, seconded)
      .when({ type: 'EndSecondment', data: back })
      .then({ ...returned, validAt: { from: '2016-08-01', to: '2017-02-01' } }));
  it('ends once', () => given(registered, seconded, returned).when({ type: 'EndSecondment', data: back }).thenRejected('secondment.already-ended'));
  it('must be known to end', () => given(registered).when({ type: 'EndSecondment', data: back }).thenRejected('secondment.unknown'));
  it('ends after it began', () =>
    given(registered, seconded)
      .when({ type: 'EndSecondment', data: { ...back, to: '2016-07-31' } })
      .thenRejected('date.backwards'));
  it('does not run on into the next one', () =>
    given(registered, seconded, { type: 'SecondmentStarted', data: { ...away, secondmentId: 'secondment-2', from: '2017-08-01', to: '2017-09-01' } })
      .when({ type: 'EndSecondment', data: { ...back, to: '2017-08-15' } })
      .thenRejected('secondment.overlap'));
  it('makes room when it ended early', () =>
    given(registered, seconded, returned)
      .when({ type: 'StartSecondment', data: { ...away, secondmentId: 'secondment-2', from: '2017-02-01' } })
      .thenData({ type: 'SecondmentStarted', data: { ...away, secondmentId: 'secondment-2', from: '2017-02-01' } }));
});
