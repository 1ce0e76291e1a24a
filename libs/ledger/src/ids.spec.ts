import fc from 'fast-check';
import { validate, version } from 'uuid';
import { seededEntropy, realEntropy } from './entropy.js';
import { eventIdOf, isCommandId, isUuid, newCommandId, policyCommandId, uuidBytes, uuidText, type PolicyCause } from './ids.js';

const NOW = '2016-12-07T01:02:03.456Z';
const timeIn = (uuid: string): number => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
const instants = fc
  .date({ min: new Date('1990-01-01T00:00:00.000Z'), max: new Date('2999-12-31T00:00:00.000Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const commandIds = fc.tuple(instants, fc.string()).map(([instant, label]) => newCommandId(instant, seededEntropy('seed'), label));
const cause: PolicyCause = {
  causeTime: NOW,
  policy: 'veto/onClauseOutcomeChanged',
  causationId: '0158d7a2-5d00-7abc-8def-0123456789ab',
  commandType: 'TriggerVeto',
  stream: 'veto-unit-ab12-2016',
  ordinal: 0,
};

describe('command ids', () => {
  it('are UUIDv7 bearing their time', () =>
    fc.assert(
      fc.property(instants, fc.string(), (instant, seed) => {
        const id = newCommandId(instant, seededEntropy(seed));
        expect(validate(id) && version(id)).toBe(7);
        expect(isCommandId(id)).toBe(true);
        expect(timeIn(id)).toBe(Date.parse(instant));
      }),
    ));
  it('differ by label when seeded, always when real', () => {
    const seeded = seededEntropy('seed');
    expect(newCommandId(NOW, seeded, 'a')).toBe(newCommandId(NOW, seeded, 'a'));
    expect(newCommandId(NOW, seeded, 'a')).not.toBe(newCommandId(NOW, seeded, 'b'));
    expect(newCommandId(NOW, realEntropy)).not.toBe(newCommandId(NOW, realEntropy));
  });
  it.each([
    '',
    'x',
    '0158d7a2-5d00-4abc-8def-0123456789ab',
    '0158d7a2-5d00-7abc-cdef-0123456789ab',
    '0158D7A2-5D00-7ABC-8DEF-0123456789AB',
    '0158d7a25d007abc8def0123456789ab',
    null,
    7,
  ])('%p is none', (text) => expect(isCommandId(text)).toBe(false));
});

describe('event ids', () => {
  it("are UUIDv7 with the command's own time", () =>
    fc.assert(
      fc.property(commandIds, fc.nat(), (commandId, index) => {
        const id = eventIdOf(commandId, index);
        expect(isCommandId(id)).toBe(true);
        expect(timeIn(id)).toBe(timeIn(commandId));
        expect(eventIdOf(commandId, index)).toBe(id);
      }),
    ));
  it('differ by command and index', () =>
    fc.assert(
      fc.property(commandIds, commandIds, fc.nat(50), fc.nat(50), (a, b, i, j) => expect(eventIdOf(a, i) === eventIdOf(b, j)).toBe(a === b && i === j)),
    ));
  it('stay what they are: stored ledgers are searched by them', () => {
    expect(eventIdOf('0158d7a2-5d00-7abc-8def-0123456789ab', 0)).toBe('0158d7a2-5d00-7a05-b933-26e073c46ebd');
    expect(policyCommandId(cause)).toBe('0158d6cd-38c0-7ef3-9a1f-672acf94358b');
  });
  it('come from command ids only', () => expect(() => eventIdOf('retry-1', 0)).toThrow(TypeError));
});

describe('policy command ids', () => {
  it("bear the cause's time", () => expect(timeIn(policyCommandId(cause))).toBe(Date.parse(NOW)));
  it.each<Partial<PolicyCause>>([
    { policy: 'other' },
    { causationId: 'other' },
    { commandType: 'other' },
    { stream: 'other' },
    { ordinal: 1 },
    { causeTime: '2016-12-07T01:02:03.457Z' },
  ])('differ by %p', (other) => {
    expect(policyCommandId({ ...cause, ...other })).not.toBe(policyCommandId(cause));
    expect(policyCommandId({ ...cause })).toBe(policyCommandId(cause));
  });
});

it('a UUID is its sixteen bytes', () =>
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(isUuid(uuid)).toBe(true);
      expect(uuidText(uuidBytes(uuid))).toBe(uuid);
    }),
  ));
