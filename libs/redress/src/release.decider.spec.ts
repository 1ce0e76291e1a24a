import type { AnyView } from '#kernel';
import { rowsOf } from '../../../test/support/inspection-round.js';
import { secret, SECRETARY, SUCCESSOR, world } from '../../../test/support/redress.js';
import { specification } from '../../../test/support/specification.js';
import { recordReleases } from './record-releases.view.js';
import { releaseDecider } from './release.decider.js';

const given = specification(releaseDecider, world);
const release = {
  ...{ releaseId: 'release-01', record: { kind: 'document/case-file', key: 'case-1' }, personIds: [SECRETARY] },
  ...{ recipient: secret('县委组织部干部科'), purpose: secret('任前核查'), channel: 'print' as const, date: '2017-03-01', sha256: 'ab'.repeat(32) },
};
const released = { type: 'RecordReleased', data: release } as const;
const hand = (change: object = {}) => ({ type: 'ReleaseRecord' as const, data: { ...release, ...change } });

describe('a record handed out', () => {
  it('is on record: what, about whom, to whom, for what, by which hash', () =>
    given()
      .when(hand())
      .then({ ...released, validAt: { from: '2017-03-01' } }));
  it('on paper, of earlier days, has its document instead of a hash', () => {
    const { sha256: _none, ...paper } = { ...release, channel: 'paper' as const, documentNo: '示例函〔2017〕2号' };
    given().when({ type: 'ReleaseRecord', data: paper }).thenData({ type: 'RecordReleased', data: paper });
  });
  it.each([
    ['about nobody', { personIds: [] }, 'release.about-nobody'],
    ['about one person twice', { personIds: [SECRETARY, SECRETARY] }, 'release.about-nobody'],
    ['about somebody unknown', { personIds: ['person-nobody'] }, 'redress.person-unknown'],
    ['to nobody', { recipient: secret(' ') }, 'release.recipient-missing'],
    ['for nothing', { purpose: secret('') }, 'release.purpose-missing'],
    ['without hash or document', { sha256: undefined }, 'redress.document-missing'],
    ['under no hash', { sha256: 'AB' }, 'release.hash-invalid'],
    ['on no day', { date: '2017-02-30' }, 'date.invalid'],
    ['tomorrow', { date: '2017-07-01' }, 'redress.date-in-future'],
  ])('is refused %s', (_, change, code) => given().when(hand(change)).thenRejected(code));
  it('is about nobody where it proves itself, and then only', () => {
    const proof = { ...release, personIds: [], record: { kind: 'sealed-dossier/file', key: 'unit-town1' } };
    given().when(hand(proof)).thenData({ type: 'RecordReleased', data: proof });
    given()
      .when(hand({ ...proof, record: { kind: 'trail', key: 'unit-town1' } }))
      .thenRejected('release.about-nobody');
    given()
      .when(hand({ ...proof, personIds: [SECRETARY, SECRETARY] }))
      .thenRejected('release.about-nobody');
  });
  it('is recorded once', () => given(released).when(hand()).thenRejected('release.already-recorded'));
});

describe('record-releases', () => {
  it('list under each person what went out about them, in order', () => {
    const view: AnyView = recordReleases;
    const second = { ...release, releaseId: 'release-02', personIds: [SECRETARY, SUCCESSOR] };
    const found = rowsOf(view, [released, { type: 'RecordReleased', data: second }]);
    expect(found[SECRETARY].releases.map((one: { releaseId: string }) => one.releaseId)).toEqual(['release-01', 'release-02']);
    expect(found[SUCCESSOR].releases).toMatchObject([{ releaseId: 'release-02', record: release.record, eventId: 'e1', byPersonId: 'person-tester' }]);
  });
});
