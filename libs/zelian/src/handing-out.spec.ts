import { createHash } from 'node:crypto';
import type { RecordReleasesRow } from '#redress';
import { handOutDossier, type Handing } from '#zelian';
import { actsOfAppeal, carryOut } from '../../../test/support/redress-appeal.js';
import { APPEAL, leader, officer, PEOPLE, POSTS, RedressCounty, SUBJECT, UNITS, VILLAGE } from '../../../test/support/redress-county.js';
import { handOut } from './handing-out.js';

const TO: Handing = { recipient: '县委组织部干部科', purpose: '任前核查', channel: 'file', recipientUnitId: 'unit-zuzhi' };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const { lodged, revoked, maintained, served, withdrawn, declined, transferred } = actsOfAppeal();

let county: RedressCounty;
beforeEach(async () => void (county = await (await RedressCounty.open()).settle()));
afterEach(() => county.close());
const head = async () => (await county.zelian.log.head()).position;
const releasesOf = async (personId: string) => (await county.row<RecordReleasesRow>('record-releases', personId))?.releases ?? [];

describe('handing a record out', () => {
  it('is an event before the bytes leave: to whom, for what, under which hash; names stay out of the stored bytes', async () => {
    const bytes = await handOutDossier(county.zelian, { kind: 'explain', subject: PEOPLE.secretary, year: 2016, actor: officer, to: TO });
    expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ subject: PEOPLE.secretary, triggers: [] });
    const [release] = await releasesOf(PEOPLE.secretary);
    expect(release).toMatchObject({
      ...{
        record: { kind: 'explain', key: PEOPLE.secretary },
        channel: 'file',
        recipientUnitId: 'unit-zuzhi',
        date: '2017-06-30',
        byPersonId: officer.personId,
      },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(await county.zelian.present(release)).toMatchObject({ recipient: TO.recipient, purpose: TO.purpose });
    for await (const { bytes: stored } of county.zelian.log.readAll(0)) expect(stored.includes(TO.recipient)).toBe(false);
  });

  it('reading the same is none: it is noted beside the log and changes nothing that is proved', async () => {
    const before = await head();
    await county.zelian.explain(PEOPLE.secretary, { year: 2016, actor: officer });
    await county.zelian.trail(PEOPLE.secretary, { actor: officer });
    expect(await head()).toBe(before);
    expect(await releasesOf(PEOPLE.secretary)).toEqual([]);
  });

  it.each([
    ['without a recipient', { to: undefined }, 'release.recipient-missing'],
    ['to nobody', { to: { ...TO, recipient: ' ' } }, 'release.recipient-missing'],
    ['for nothing', { to: { ...TO, purpose: '' } }, 'release.purpose-missing'],
    ['by who may not see it', { actor: { personId: PEOPLE.successor } }, 'access.case-owner-only'],
  ])('is refused %s, and nothing is recorded', async (_, change, code) => {
    const before = await head();
    expect(await codeOf(handOutDossier(county.zelian, { kind: 'trail', subject: PEOPLE.secretary, actor: officer, to: TO, ...change }))).toBe(code);
    expect(await head()).toBe(before);
  });

  it('what is about no person leaves without a word', async () => {
    const before = await head();
    const bytes = await handOutDossier(county.zelian, { kind: 'explain', subject: VILLAGE, year: 2016, actor: officer });
    expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ subject: VILLAGE });
    expect(await head()).toBe(before);
  });

  it.each([
    ['the unit of a person', () => UNITS.town],
    ['the post of a person', () => POSTS.secretary],
    ['somebody else in the case', () => PEOPLE.leader],
  ])('a trail of %s tells of the person: it leaves to somebody, and is found when the record no longer stands', async (_, subjectOf) => {
    await county.hold(PEOPLE.secretary, POSTS.secretary, '2014-01-01');
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    await county.take(lodged);
    const ask = { kind: 'trail', subject: subjectOf(), actor: officer } as const;
    expect(await codeOf(handOutDossier(county.zelian, ask))).toBe('release.recipient-missing');
    await handOutDossier(county.zelian, { ...ask, to: TO });
    expect(await releasesOf(PEOPLE.secretary)).toMatchObject([{ record: { kind: 'trail', key: subjectOf() } }]);
    expect(await releasesOf(PEOPLE.jurist)).toEqual([]);
  });

  it('the same twice is two releases', async () => {
    const paper = { record: { kind: 'document/x', key: 'k' }, personIds: [PEOPLE.secretary, PEOPLE.deputy], bytes: Buffer.from('x'), actor: officer, to: TO };
    await handOut(county.zelian, paper);
    await handOut(county.zelian, paper);
    expect([(await releasesOf(PEOPLE.secretary)).length, (await releasesOf(PEOPLE.deputy)).length]).toEqual([2, 2]);
  });

  it('everybody may read who got what about them, and nobody else’s', async () => {
    const read = (key: string, personId: string) => codeOf(county.zelian.recordRead({ view: 'record-releases', key, actor: { personId } }));
    expect([await read(PEOPLE.secretary, PEOPLE.secretary), await read(PEOPLE.deputy, PEOPLE.secretary)]).toEqual(['done', 'access.case-owner-only']);
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    await county.take(lodged, ...revoked);
    const list = (personId: string, key?: string) => codeOf(county.zelian.recordRead({ view: 'restoration-checklist', key, actor: { personId } }));
    expect([
      await list(PEOPLE.secretary, APPEAL),
      await list(PEOPLE.deputy, APPEAL),
      await list(PEOPLE.secretary),
      await list(PEOPLE.secretary, 'appeal-none'),
    ]).toEqual(['done', 'access.case-owner-only', 'access.case-owner-only', 'access.case-owner-only']);
  });
});

describe('a legal hold', () => {
  const erase = (subject: string) => codeOf(county.zelian.parts.engines.vault.erase(subject));

  it('keeps what is private about the person until the appeal is over', async () => {
    await county.hold(PEOPLE.secretary, POSTS.secretary, '2014-01-01');
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    expect(await erase(PEOPLE.successor)).toBe('done');
    await county.take(lodged);
    expect(await erase(PEOPLE.secretary)).toBe('hold.appeal-running');
    await county.take(...revoked);
    expect(await erase(PEOPLE.secretary)).toBe('hold.appeal-running');
    await carryOut(county);
    expect(await erase(PEOPLE.secretary)).toBe('done');
    expect(await county.zelian.named(PEOPLE.secretary)).toBe('（已删除）');
  });

  it('is over when who appealed has been served that the decision stands', async () => {
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    await county.take(lodged, ...maintained);
    expect(await erase(PEOPLE.secretary)).toBe('hold.appeal-running');
    await county.take(served);
    expect(await erase(PEOPLE.secretary)).toBe('done');
  });

  it('comes back when an appeal that was not admitted is taken up above', async () => {
    await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-10');
    await county.take(lodged, declined, transferred);
    expect(await erase(PEOPLE.secretary)).toBe('hold.appeal-running');
    expect(await county.row('legal-holds', APPEAL)).toMatchObject({ released: null });
  });

  it('keeps what somebody else said in the case, and not what has nothing to do with it', async () => {
    const dissent = {
      participantIds: [PEOPLE.leader, PEOPLE.deputy],
      quorum: 1,
      dissents: [{ personId: PEOPLE.deputy, reason: { private: '证据不足' } }],
      minutesRef: '纪要',
    };
    const act = {
      ...SUBJECT,
      doneElsewhere: true,
      documentNo: '示例〔2017〕1号',
      date: '2017-02-10',
      organUnitId: 'unit-cpc01',
      bases: [],
      measure: 'RemovalFromPost',
    };
    await county.record('DecideCollectively', { ...act, ...dissent }, leader);
    await county.take(lodged);
    expect([await erase(PEOPLE.deputy), await erase(PEOPLE.cadres)]).toEqual(['hold.appeal-running', 'done']);
    await county.take(withdrawn);
    expect(await erase(PEOPLE.deputy)).toBe('done');
  });
});
