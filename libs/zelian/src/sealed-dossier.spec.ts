import { createHash } from 'node:crypto';
import type { Rejection } from '#kernel';
import type { CorrectionNoticesRow, RecordReleasesRow } from '#redress';
import { isRevealed, readDossier, verifyDossierFile, type ReaderTrust } from '#seal';
import { Zelian, type Handing } from '#zelian';
import { CaseLog } from '../../../test/support/case-log.js';
import { officer, PEOPLE, RedressCounty, SUBJECT } from '../../../test/support/redress-county.js';
import { handOutSealedDossier, type SealedAsk } from './sealed-dossier.js';

const TO: Handing = { recipient: '申诉人本人', purpose: '申诉', channel: 'file' };
let county: RedressCounty;
let zelian: Zelian;
let log: CaseLog;
let reader: ReaderTrust;

/** The real ledger's own events under a seal that stands in for the runner. */
beforeAll(async () => {
  county = await (await RedressCounty.open()).settle();
  await county.hold(PEOPLE.secretary, SUBJECT.postId, '2015-01-01');
  await county.decide(SUBJECT, 'removal', '2017-02-01');
  await county.publish(SUBJECT, '县政府网站', '2017-02-10');
  await county.correct(SUBJECT, '2017-05-01');
  const stored: Uint8Array[] = [];
  for await (const { bytes } of county.zelian.log.readAll(0)) stored.push(Uint8Array.from(bytes));
  log = new CaseLog().load(stored).index();
  reader = { log: log.written.log, auditors: log.written.auditors };
  const dossiers = { dossierParts: (subject: string) => Promise.resolve({ indexed: log.indexed(subject, { audited: true }), keys: log.keys }) };
  zelian = new Zelian({ ...county.zelian.parts, dossiers });
});
afterAll(() => county.close());

const ask = (change: Partial<SealedAsk> = {}) => handOutSealedDossier(zelian, { subject: PEOPLE.secretary, actor: officer, to: TO, ...change });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('a dossier that proves itself, from a real ledger', () => {
  it('verifies with values revealed and event types in Chinese; that it left is an event', async () => {
    const bytes = await ask();
    expect(verifyDossierFile(bytes, reader)).toMatchObject({ ok: true, subject: PEOPLE.secretary, assurance: 'L1', withheld: 0 });
    const { privateValues, labels, events, exported } = readDossier(bytes.toString('utf8'));
    expect(events.length).toBeGreaterThan(3);
    expect(privateValues.filter(isRevealed).map(({ value }) => value)).toEqual(expect.arrayContaining([`虚构${PEOPLE.secretary}`, '事实不清']));
    expect(labels).toMatchObject({ DecisionPublished: expect.stringMatching(/\p{Script=Han}/u), reason: '理由' });
    const fields = privateValues.filter(isRevealed).flatMap(({ field }) => field.split('.'));
    expect(fields.filter((field) => !/\p{Script=Han}/u.test(labels[field] ?? ''))).toEqual([]);
    expect(exported.by).toBe(`${officer.personId}/${officer.postId}`);
    const row = await county.row<RecordReleasesRow>('record-releases', PEOPLE.secretary);
    expect(row?.releases.at(-1)).toMatchObject({
      record: { kind: 'sealed-dossier/file', key: PEOPLE.secretary },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('keeps closed what is asked to be, and still verifies', async () => {
    const bytes = await ask({ withhold: ['reason'] });
    expect(verifyDossierFile(bytes, reader)).toMatchObject({ ok: true, withheld: 1 });
    expect(bytes.includes('事实不清')).toBe(false);
    expect(bytes.includes('按要求不公开')).toBe(true);
  });

  it('keeps closed the value of one event, by EVENTID:field, and leaves those of the others open', async () => {
    const values = readDossier((await ask()).toString('utf8')).privateValues.filter(isRevealed);
    const [{ eventId, field }] = values as [(typeof values)[0]];
    const { privateValues } = readDossier((await ask({ withhold: [`${eventId}:${field}`] })).toString('utf8'));
    const closed = values.filter((one) => !privateValues.filter(isRevealed).some(({ commitment }) => commitment === one.commitment));
    expect(closed.map((one) => [one.eventId, one.field])).toEqual([[eventId, field]]);
  });

  it.each([
    ['a mistyped field', ['reason', 'naration'], 'naration'],
    ['a part of a name', ['eason'], 'eason'],
    ['an event that is not of this dossier', ['0190a000-0000-7000-8000-00000000ffff:reason'], '0190a000-0000-7000-8000-00000000ffff:reason'],
  ])('is refused to be withheld by %s: names what there is, gives nothing, records nothing', async (_, withhold, wrong) => {
    const before = (await zelian.log.head()).position;
    const refused = await ask({ withhold }).catch((error: Rejection) => error);
    expect(refused).toMatchObject({ code: 'dossier.withhold-unknown' });
    const { en, zh } = (refused as Rejection).text;
    expect(en).toContain(`is called ${wrong}, so`);
    for (const field of ['name', 'reason']) expect(en.split('there are: ')[1]).toContain(field);
    expect(zh).toContain('reason（理由）');
    expect((await zelian.log.head()).position).toBe(before);
  });

  it('takes the name of a value that the asker cannot be shown: it is closed in any case', async () => {
    const shown = { ...county.zelian.parts.shown, reveal: () => Promise.resolve(new Map()) };
    const blind = new Zelian({ ...zelian.parts, shown });
    const bytes = await handOutSealedDossier(blind, { subject: PEOPLE.secretary, withhold: ['reason'], actor: officer, to: TO });
    expect(verifyDossierFile(bytes, reader)).toMatchObject({ ok: true, revealed: 0 });
  });

  it('can be a page, and can say that there is nothing; where there is nothing, nothing can be withheld', async () => {
    expect((await ask({ format: 'page' })).toString('utf8')).toMatch(/^<!doctype html>/);
    const absent = await ask({ subject: 'person-nobody0001' });
    expect(verifyDossierFile(absent, reader)).toMatchObject({ ok: true, count: 0 });
    await expect(ask({ subject: 'person-nobody0001', withhold: ['name'] })).rejects.toMatchObject({ text: { en: expect.stringContaining('none') as string } });
  });

  it.each(['file', 'page'] as const)('about nobody leaves as a %s on record as well, to somebody: twice is two releases', async (format) => {
    const subject = `unit-absent${format}`;
    const before = (await zelian.log.head()).position;
    expect(await codeOf(ask({ subject, format, to: undefined }))).toBe('release.recipient-missing');
    expect(await codeOf(ask({ subject, format, to: { ...TO, purpose: ' ' } }))).toBe('release.purpose-missing');
    expect((await zelian.log.head()).position).toBe(before);
    for (const times of [1, 2]) {
      const bytes = await ask({ subject, format });
      await county.zelian.drain();
      const { rows } = await county.zelian.reader.list('correction-notices', { limit: 1_000 });
      const released = rows.map(({ row }) => row as CorrectionNoticesRow).filter(({ record }) => record.key === subject);
      expect(released).toHaveLength(times);
      expect(released.map(({ sha256 }) => sha256)).toContain(createHash('sha256').update(bytes).digest('hex'));
      expect(released).toMatchObject(Array.from({ length: times }, () => ({ record: { kind: `sealed-dossier/${format}` }, personIds: [] })));
    }
    expect((await zelian.trail(subject, { actor: officer })).map(({ type }) => type)).toEqual(['RecordReleased', 'RecordReleased']);
  });

  it('of somebody in no register leaves again, once that it left is all that is recorded', async () => {
    for (const withWhat of [{}, { format: 'page' as const }]) await ask({ subject: 'person-nobody0002', ...withWhat });
    await county.zelian.drain();
    expect(await zelian.trail('person-nobody0002', { actor: officer })).toHaveLength(2);
  });

  it.each([
    ['to nobody', { to: undefined }, 'release.recipient-missing'],
    ['by who owns no cases', { actor: { personId: PEOPLE.successor } }, 'access.case-owner-only'],
    ['about no subject', { subject: 'hello' }, 'subject.invalid'],
  ])('is refused %s, and nothing is recorded', async (_, change, code) => {
    const before = (await zelian.log.head()).position;
    expect(await codeOf(ask(change))).toBe(code);
    expect((await zelian.log.head()).position).toBe(before);
  });

  it.each(['file', 'page', 'pdf'] as const)('is not given out as a %s where the log no longer is what was signed, and nothing is recorded', async (format) => {
    const damaged = (subject: string) => {
      const { events, ...indexed } = log.indexed(subject);
      const [first, ...rest] = events;
      const bytes = Buffer.from(Buffer.from(first!.bytes).toString('utf8').replace('"version":1', '"version":2'), 'utf8');
      return Promise.resolve({ indexed: { ...indexed, events: [{ ...first!, bytes }, ...rest] }, keys: log.keys });
    };
    const before = (await zelian.log.head()).position;
    const broken = new Zelian({ ...county.zelian.parts, dossiers: { dossierParts: damaged } });
    const work = handOutSealedDossier(broken, { subject: PEOPLE.secretary, format, actor: officer, to: TO });
    await expect(work).rejects.toMatchObject({ code: 'dossier.does-not-hold', text: { zh: expect.stringContaining('不予出具') as string } });
    expect((await zelian.log.head()).position).toBe(before);
  });

  it('is refused where nothing seals the ledger', async () =>
    expect(
      await codeOf(handOutSealedDossier(new Zelian({ ...county.zelian.parts, dossiers: undefined }), { subject: PEOPLE.secretary, actor: officer, to: TO })),
    ).toBe('seal.absent'));
});
