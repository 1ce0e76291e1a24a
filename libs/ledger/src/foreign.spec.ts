import { specification, type Past } from '../../../test/support/specification.js';
import { foreignDecider, type ForeignEvent } from './foreign.js';

const given = specification(foreignDecider);
const event = (position: number): ForeignEvent => ({
  position,
  type: 'UnitRegistered',
  subjects: ['unit-town1'],
  sha256: 'ab'.repeat(32),
  bytes: `{"n":${position}}`,
});
const bundle = (from: number, to: number) => ({ ledgerId: 'ledger-0a', from, to, signer: 'cd'.repeat(32), root: 'ef'.repeat(32) });
const receive = (from: number, to: number, events = Array.from({ length: to - from }, (_, index) => event(from + index))) => ({
  type: 'ReceiveBundle' as const,
  data: { ...bundle(from, to), events },
});
const received = (from: number, to: number): readonly Past[] => [
  { type: 'BundleReceived', data: bundle(from, to) },
  ...Array.from({ length: to - from }, (_, index): Past => ({ type: 'ForeignEventReceived', data: { ledgerId: 'ledger-0a', ...event(from + index) } })),
];

describe('events of another ledger', () => {
  it('are recorded with the bundle that brought them', () =>
    given()
      .when(receive(0, 2))
      .thenData(...received(0, 2)));
  it('go on where they ended', () =>
    given(...received(0, 2))
      .when(receive(2, 4))
      .thenData(...received(2, 4)));
  it('that are here already are not recorded again', () => {
    given(...received(0, 4))
      .when(receive(1, 4))
      .thenNothing();
    given(...received(0, 4))
      .when(receive(0, 4))
      .thenNothing();
    given(...received(0, 2))
      .when(receive(1, 4))
      .thenData(...received(2, 4));
  });
  it('leave no gap', () => {
    given().when(receive(1, 2)).thenRejected('bundle.gap');
    given(...received(0, 2))
      .when(receive(3, 4))
      .thenRejected('bundle.gap');
  });
  it.each([
    ['one is missing', [event(0)]],
    ['they are out of order', [event(1), event(0)]],
    ['a hash is none', [event(0), { ...event(1), sha256: 'x' }]],
  ])('are refused when %s', (_, events) =>
    given()
      .when(receive(0, 2, events))
      .thenRejected('bundle.malformed'),
  );
});
