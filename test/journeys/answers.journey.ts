import type { RecordReleasesRow } from '#redress';
import { printDocument, type Explanation, type IntegrityOpinion, type SameClause } from '#zelian';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, unitId } from '../../apps/cli/src/story/cast.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { AFTER_THE_VOTES, Answering, caseOf, OFFICER, personOf, STRANGER } from './answering.js';
import { actorText } from './over-http.js';

// A whole year is played here.
jest.setTimeout(120_000);

let year: Answering;
beforeAll(async () => {
  year = await Answering.open();
});
afterAll(() => year.close());

describe('what is asked of nobody, or of no book', () => {
  it.each(['unit-nobody00001', 'village-nobody00001', 'person-nobody00001'])('%s is no subject', async (id) => {
    expect(await year.refused(`explain/${id}?year=2016`, ['explain', id, '--year', '2016'])).toBe('subject.unknown');
    expect(await year.refused(`trail/${id}`, ['trail', id])).toBe('subject.unknown');
  });
  it('nor is a unit, before it was registered', async () => {
    const town = unitId('青岚镇');
    expect(await year.refused(`explain/${town}?year=2016&asKnownAt=0`, ['explain', town, '--year', '2016', '--as-known-at', '0'])).toBe('subject.unknown');
    expect(await year.refused(`trail/${town}?asKnownAt=0`, ['trail', town, '--as-known-at', '0'])).toBe('subject.unknown');
  });
  it('nor is a book that nobody published', async () => expect(await year.refused('views/rule-books/nosuch', ['book', 'show', 'nosuch'])).toBe('row.unknown'));
  it('who may not ask of a person is told nothing of whether there is one', async () =>
    expect(await year.refused('trail/person-nobody00001', ['trail', 'person-nobody00001'], STRANGER)).toBe('access.case-owner-only'));
  it('of a year without a book it is said that there is none', async () => {
    const town = unitId('青岚镇');
    const explained = await year.answered<Explanation>(`explain/${town}?year=1999`, ['explain', town, '--year', '1999']);
    const zh = '没有适用于1999年度的规则：该年度不作任何条款结论';
    expect(explained).toMatchObject({ book: null, clauses: [], note: { zh } });
    expect(await year.tables(['explain', town, '--year', '1999'])).toContain(zh);
    expect((await year.answered<Explanation>(`explain/${town}?year=2016`, ['explain', town, '--year', '2016'])).note).toBeNull();
  });
});

describe('廉政意见', () => {
  const opinion = (personOfOpinion: string, on: string, asKnownAt?: string) =>
    year.answered<IntegrityOpinion>(`integrity-opinions/${personOfOpinion}?validOn=${on}${asKnownAt === undefined ? '' : `&asKnownAt=${asKnownAt}`}`, [
      ...['integrity', personOfOpinion, '--valid-on', on],
      ...(asKnownAt === undefined ? [] : ['--as-known-at', asKnownAt]),
    ]);
  const removed = personOf(SUBJECTS.luchuanSecretary);
  const varied = personOf(SUBJECTS.luchuanHead);

  it('states a measure with its effect period, the text that gives it, and how far that was checked', async () => {
    const { measures, position } = await opinion(removed, '2017-04-30');
    expect(position).toBe((await year.zelian.log.head()).position);
    expect(measures).toMatchObject([
      {
        ...{ measure: 'RemovalFromPost', measureZh: '免职', decidedOn: '2017-02-20', documentNo: '岭问责〔2017〕1号', executedOn: '2017-02-27' },
        effect: {
          state: 'stated',
          from: '2017-02-20',
          until: '2018-02-20',
          clause: { id: 'effect-2009', article: '10', verifiedBy: '条文已读', bookVersion: 1 },
        },
        ...{ basisLost: false, bases: [{ clauseId: 'PL-D3', lost: false }], variedOnAppeal: false, redecisionOrdered: false, appealsPending: [] },
      },
    ]);
  });

  it('on the last day of the period it is there, the day after it is gone; before the decision there was none', async () => {
    expect((await opinion(removed, '2018-02-20')).measures).toHaveLength(1);
    expect((await opinion(removed, '2018-02-21')).measures).toEqual([]);
    expect((await opinion(removed, '2017-02-19')).measures).toEqual([]);
  });

  it('marks a basis lost, and an appeal pending as known then', async () => {
    expect((await opinion(personOf(SUBJECTS.qinglanSecretary), '2017-04-30')).measures).toMatchObject([
      { basisLost: true, bases: [{ clauseId: 'PL-D3', lost: true }], executedOn: null },
    ]);
    expect((await opinion(personOf(SUBJECTS.qinglanSecretary), '2017-03-04', AFTER_THE_VOTES)).measures).toMatchObject([{ basisLost: false }]);
    expect((await opinion(varied, '2017-03-20', '2017-03-20T00:00:00.000Z')).measures).toMatchObject([
      { measure: 'RemovalFromPost', appealsPending: [{ filedOn: '2017-03-06', phase: 'panel-formed', phaseZh: '复查中' }] },
    ]);
  });

  it('what an appeal made of a measure holds before it is carried out, and states no period that no text states', async () => {
    const before = await opinion(varied, '2017-04-09', '2017-04-09T00:00:00.000Z');
    expect(before.measures).toMatchObject([
      { measure: 'PublicApology', variedOnAppeal: true, effect: { state: 'undetermined' }, appealsPending: [{ phase: 'decided' }] },
    ]);
    const after = await opinion(varied, '2017-04-30');
    expect(after.measures).toMatchObject([{ measure: 'PublicApology', variedOnAppeal: false, effect: { state: 'undetermined' }, appealsPending: [] }]);
  });

  it('nothing tells who was flagged, recommended or let off from whom nothing was ever said of', async () => {
    const flagged = personOf(SUBJECTS.songpingSecretary);
    const nobody = personId('松坪镇/town-leader');
    for (const on of ['2017-01-31', '2017-04-30']) {
      const [about, other] = [await opinion(flagged, on), await opinion(nobody, on)];
      expect({ ...about, personId: '' }).toEqual({ ...other, personId: '' });
      expect(about.measures).toEqual([]);
    }
    const [told, nothing] = [await year.tables(['integrity', flagged]), await year.tables(['integrity', nobody])];
    expect(told.split('\n').slice(2)).toEqual(nothing.split('\n').slice(2));
    expect(await year.tables(['integrity', removed])).toContain('至2018-02-20（effect-2009，条文已读）');
  });

  it('is for who owns cases; every question is noted, refused ones as refused', async () => {
    const before = (await year.notedOf('integrity-opinion')).length;
    expect(await year.refused(`integrity-opinions/${removed}`, ['integrity', removed], STRANGER)).toBe('access.case-owner-only');
    await opinion(removed, '2017-04-30');
    expect(await year.refused('integrity-opinions/person-nobody00001', ['integrity', 'person-nobody00001'])).toBe('person.unknown');
    expect(await year.refused('integrity-opinions/unit-nobody00001', ['integrity', 'unit-nobody00001'])).toBe('subject.unknown');
    expect(await year.refused(`integrity-opinions/${removed}?validOn=2017-02-30`, ['integrity', removed, '--valid-on', '2017-02-30'])).toBe('date.invalid');
    const noted = (await year.notedOf('integrity-opinion')).slice(before);
    expect(noted.filter((entry) => entry.startsWith('refused') && entry.endsWith('access.case-owner-only'))).toHaveLength(2);
    expect(noted.filter((entry) => entry.startsWith('read') && entry.endsWith(`${removed} answered`))).toHaveLength(2);
  });

  it('printed it is a draft that leaves on record: to whom, for what, about whom', async () => {
    const paper = `exchange/documents/integrity-opinion/${encodeURIComponent(`${removed}/2017-04-30`)}`;
    const ask = (body: object, actor = OFFICER) => year.post(paper, body, actor);
    const handing = { recipient: '县委组织部干部科', purpose: '任前核查' };
    expect((await year.overHttp(paper)).json().code).toBe('release.recipient-missing');
    expect((await ask(handing, STRANGER)).json().code).toBe('access.case-owner-only');
    expect((await year.overHttp('exchange/documents/integrity-opinion/somebody')).json().code).toBe('opinion.key');
    expect((await ask(handing)).status).toBe(201);
    await year.zelian.drain();
    const { releases } = (await year.zelian.reader.get('record-releases', removed)).row as RecordReleasesRow;
    expect(releases.at(-1)).toMatchObject({ record: { kind: 'document/integrity-opinion', key: `${removed}/2017-04-30` }, channel: 'print' });
    const texts = await Promise.all(
      [`${removed}/2017-04-30`, `${personOf(SUBJECTS.songpingSecretary)}/2017-04-30`].map(async (key) => {
        const to = { ...handing, channel: 'print' } as const;
        return ZipParts.of(await printDocument(year.zelian, { name: 'integrity-opinion', key, actor: acting(ORGANS.discipline, 'case-officer'), to })).text(
          'word/document.xml',
        )!;
      }),
    );
    for (const text of texts) expect(text).toContain('草稿');
    expect(texts[0]).toContain('免职');
    expect(texts[0]).toContain('影响期至2018年2月20日');
    expect(texts[1]).toContain('未见');
    expect(texts[1]).not.toContain('免职');
  });
});

describe('same clause, same facts', () => {
  const ofLuchuan = SUBJECTS.luchuanSecretary;

  it('sets beside a case what others got under its clause, with the facts that are equal', async () => {
    const { names, ended, clauses } = await year.ofCase<SameClause>('same-clause', ofLuchuan);
    expect([names, ended]).toEqual(['shown', expect.objectContaining({ kind: 'measure', measure: 'RemovalFromPost', basisLost: false })]);
    const [d3] = clauses;
    expect([clauses.length, d3!.clauseId, d3!.discretion, d3!.circumstances.levelZh]).toEqual([1, 'PL-D3', 'none', '主要领导责任']);
    expect(d3!.others.map((other) => [other.case?.personId, other.endedOn, other.sameFacts, other.ended])).toEqual([
      [personOf(SUBJECTS.luchuanHead), '2017-02-20', true, expect.objectContaining({ measureZh: '免职', corrected: 'varied', becameZh: '责令公开道歉' })],
      [personOf(SUBJECTS.qinglanSecretary), '2017-02-28', true, expect.objectContaining({ measureZh: '免职', corrected: null, basisLost: true })],
    ]);
    expect(d3!.others[0]!.facts).toContainEqual(expect.objectContaining({ fact: 'performance.grade', ownZh: '较差', otherZh: '较差', same: true }));
    expect(d3!.pending).toBe(0);
  });

  it('says on what a case ended without accountability, and counts who is merely flagged for nobody', async () => {
    const { ended, clauses } = await year.ofCase<SameClause>('same-clause', SUBJECTS.songpingSecretary);
    expect(ended).toEqual({ kind: 'concluded', ground: 'facts' });
    expect(clauses).toMatchObject([{ clauseId: 'PL-D1', circumstances: { acceptedPoints: 1 }, others: [], pending: 0 }]);
  });

  it('as known before the votes, nobody had got anything', async () => {
    const then = await year.ofCase<SameClause>('same-clause', ofLuchuan, {
      query: '?asKnownAt=2017-02-15T00:00:00.000Z',
      options: ['--as-known-at', '2017-02-15T00:00:00.000Z'],
    });
    expect(then).toMatchObject({ ended: null, clauses: [{ others: [], pending: 2 }] });
  });

  it('tells the person concerned of others by kind of post alone', async () => {
    const appellant = actorText({ personId: personOf(SUBJECTS.luchuanHead) });
    const told = await year.ofCase<SameClause>('same-clause', SUBJECTS.luchuanHead, { actor: appellant });
    expect(told.clauses[0]).toMatchObject({ pending: null });
    expect(told.clauses[0]!.others.map((other) => [other.case, other.target, other.endedOn, other.role])).toEqual([
      [null, null, null, 'party-secretary'],
      [null, null, null, 'party-secretary'],
    ]);
    const said = JSON.stringify(told.clauses[0]!.others);
    for (const other of [SUBJECTS.luchuanSecretary, SUBJECTS.qinglanSecretary]) expect(said).not.toContain(personOf(other));
    expect(await year.tables(['same-clause', caseOf(SUBJECTS.luchuanHead)], appellant)).toContain('（隐名）');
    expect(await year.tables(['same-clause', caseOf(ofLuchuan)])).toContain('变更为责令公开道歉');
  });

  it('is nobody else’s, and tells a flagged person no more than a stranger', async () => {
    const before = (await year.notedOf('same-clause')).length;
    expect(await year.refusedCase('same-clause', caseOf(ofLuchuan), STRANGER)).toBe('access.case-owner-only');
    expect((await year.notedOf('same-clause')).slice(before)).toEqual(
      Array(2).fill(`refused ${STRANGER.split('/')[0]} ${personOf(ofLuchuan)} access.case-owner-only`),
    );
    const flagged = await year.flaggedCase();
    const self = actorText({ personId: flagged.split('/')[0]! });
    expect(await year.refusedCase('same-clause', flagged, self)).toBe('case.unknown');
    expect(await year.refusedCase('same-clause', flagged.replace(/2016$/, '2015'), self)).toBe('case.unknown');
    expect((await year.overHttp(`cases/${flagged}/same-clause`)).status).toBe(200);
    expect(await year.refused('cases/somebody/nowhere/2016/same-clause', ['same-clause', 'somebody/nowhere/2016'])).toBe('case.key');
  });
});
