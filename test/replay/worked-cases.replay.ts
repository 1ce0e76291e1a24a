import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleBook } from '#rulebook';
import { readBook } from '#rulebook/nest';
import { openLedger, tell, type Edit, type Zelian } from '#zelian';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { agreeTo } from '../support/field-work.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';
import { commandIn, townHandedOver, townWithDuplicate } from '../support/worked-towns.js';

// The worked cases of justice.md, imagined rather than corrected: nobody changes the record.

const OF = { unitId: COUNTY.town, year: COUNTY.year };
let county: SmallCounty;
afterEach(() => county.close());

const replayed = (zelian: Zelian, ...edits: Edit[]) => counterfactual(zelian.parts, { list: { format: 1, edits } });
const refusal = (...edits: Edit[]) =>
  replayed(county.zelian, ...edits).then(
    () => undefined,
    (error: { code: string }) => error.code,
  );

const commandOf = (type: string, stream?: RegExp) => commandIn(county.zelian, type, stream);
const duplicated = async (open: Parameters<typeof SmallCounty.open>[0] = {}) => townWithDuplicate(await SmallCounty.open(open));

describe('F-19 is F-07 once more: had it not been found', () => {
  beforeEach(async () => (county = await duplicated()));

  it('61.40 fair, annual 66.00; the veto loses its basis; D3 falls, P2 is newly met, D2 stays undetermined', async () => {
    const { zelian } = county;
    const before = { events: (await zelian.log.head()).position, logHash: (await zelian.verify()).logHash };
    const { consequences, difference } = await replayed(zelian, { op: 'retract', of: await commandOf('FindingLogged', /f19/) });
    const [score] = consequences.scores;
    expect([score!.before, score!.after]).toMatchObject([
      { totalHundredths: 5_840, grade: 'poor' },
      { totalHundredths: 6_140, grade: 'fair' },
    ]);
    expect(consequences.appraisals).toMatchObject([{ before: { totalHundredths: 6_420 }, after: { totalHundredths: 6_600 } }]);
    expect(consequences.vetoes).toMatchObject([{ before: 'confirmed', after: 'basis-lost', never: true }]);
    expect(difference.changes.find(({ view }) => view === 'veto-register')).toMatchObject({ before: { state: 'confirmed' }, after: null });
    const clauses = Object.fromEntries(
      consequences.clauses.filter(({ target }) => target === COUNTY.town).map(({ clauseId, ...clause }) => [clauseId, clause]),
    );
    expect(clauses['PL-D3']).toMatchObject({ before: 'met', newly: false });
    expect(clauses['PL-D3']!.after).not.toBe('met');
    expect(clauses['PL-P2']).toMatchObject({ after: 'met', newly: true });
    expect(clauses['PL-D2']).toBeUndefined();
    expect(consequences.persons).toEqual([PERSON.head, PERSON.secretary]);
    expect(difference.flagged.map(({ events, kind }) => `${events[0]!.type} ${kind}`)).toEqual([
      'FindingShownToUnit fact',
      'FindingAgreed fact',
      'VetoConfirmed act',
    ]);
    expect(difference.drift).toEqual({ rows: [], refused: [] });
    // From the edited fact to the grade, with the clause that carried it.
    expect(clauses['PL-D3']!.chain.map(({ type, edit, clauseId }) => [type, edit ?? clauseId])).toEqual([
      ['FindingLogged', 0],
      ['FindingAgreed', undefined],
      ['ClauseOutcomeChanged', 'PL-X2'],
      ['PerformanceTotalDerived', 'PL-X2'],
      ['ClauseOutcomeChanged', 'PL-D3'],
    ]);
    expect({ events: (await zelian.log.head()).position, logHash: (await zelian.verify()).logHash }).toEqual(before);
  });

  it('can be read: a table, and sentences that say what is only imagined', async () => {
    const answer = await replayed(county.zelian, { op: 'retract', of: await commandOf('FindingLogged', /f19/) });
    const { rows, sentences } = tell(answer, (id) => (id === COUNTY.town ? '青岚镇' : id));
    expect(rows.find(([what]) => what === '绩效考核')!.slice(0, 4)).toEqual(['绩效考核', '青岚镇 2016', '58.40 较差', '61.40 一般']);
    expect(rows.find(([what]) => what === '一票否决')!.slice(2, 4)).toEqual(['已确认', '依据丧失']);
    expect(sentences.join('\n')).toContain('条款PL-P2对青岚镇新符合');
    // No row of the register, and yet more than nothing: people confirmed it.
    expect(sentences).toContain('对青岚镇2016年度的一票否决本不会发生；已由人确认的否决失去依据，不会自行解除，须由有权机关处理。');
    expect(answer.limits.map(({ zh }) => `${zh}。`)).toEqual(sentences.slice(-2));
    expect(sentences.at(-2)).toContain('不能规定名次');
    expect(sentences.at(-1)).toContain('账本未改动');
  });

  it('has one hash, however often it is asked for and on whatever engine', async () => {
    const edit: Edit = { op: 'retract', of: await commandOf('FindingLogged', /f19/) };
    const hashes = new Set<string>();
    for (let run = 0; run < 3; run++) hashes.add((await replayed(county.zelian, edit)).hash);
    const folder = mkdtempSync(join(tmpdir(), 'replay-'));
    const onDisk = await duplicated({ directory: join(folder, 'ledger') });
    hashes.add((await replayed(onDisk.zelian, edit)).hash);
    await onDisk.close();
    const again = await openLedger({ directory: join(folder, 'ledger'), mode: 'read' });
    hashes.add((await replayed(again, edit)).hash);
    await again.close();
    rmSync(folder, { recursive: true });
    expect([...hashes]).toHaveLength(1);
  });

  it('nothing edited, nothing different', async () => {
    const { difference } = await replayed(county.zelian);
    expect(difference).toMatchObject({ changes: [], flagged: [], thirdParties: [] });
  });

  it('another book: what would follow had an agreed finding cost nothing', async () => {
    const book = (await readBook('pingli-2016')) as RuleBook;
    const milder = { ...book, version: 2, clauses: book.clauses.filter(({ consequence }) => consequence.kind !== 'deduction') };
    const { consequences } = await replayed(county.zelian, { op: 'book', document: milder as never });
    expect(consequences.scores).toMatchObject([{ before: { grade: 'poor' }, after: { totalHundredths: 6_440, grade: 'fair', deductions: [] } }]);
    expect(consequences.vetoes).toMatchObject([{ after: 'basis-lost' }]);
  });

  it('as it was known earlier: before the veto was confirmed there was none to lose', async () => {
    const { position } = (await county.zelian.log.find((await eventOf('VetoConfirmed')).id))!;
    const list = { format: 1 as const, edits: [{ op: 'retract' as const, of: await commandOf('FindingLogged', /f19/) }] };
    const answer = await counterfactual(county.zelian.parts, { list, position: position - 1 });
    expect(answer.consequences.vetoes).toMatchObject([{ before: 'triggered', after: 'none', never: true }]);
    expect(tell(answer, () => '青岚镇').sentences).toContain('对青岚镇2016年度的一票否决本不会发生。');
  });

  async function eventOf(type: string) {
    for await (const event of county.zelian.parts.history.readAll(0)) if (event.type === type) return event;
    throw new Error(`no ${type}`);
  }

  it.each<[string, () => Promise<Edit[]>]>([
    ['replay.unknown-event', async () => [{ op: 'retract', of: '01590000-0000-7000-8000-000000000000' }]],
    ['replay.act', async () => [{ op: 'retract', of: await commandOf('VetoConfirmed') }]],
    ['replay.act', async () => [{ op: 'replace', of: await commandOf('RuleBookPublished'), path: '/document/title', value: '别的' }]],
    ['replay.act', async () => [hearing(await commandOf('VetoConfirmed'))]],
    ['replay.act', async () => [adding({ type: 'ConfirmVeto', data: { ...OF, authorityRef: '示例', date: '2017-01-10' } }, await commandOf('VetoConfirmed'))]],
    ['replay.derived', async () => [{ op: 'retract', of: (await eventOf('PerformanceTotalDerived')).id }]],
    ['replay.clock', async () => [{ op: 'retract', of: (await eventOf('LedgerOpened')).id }]],
    ['replay.unknown-field', async () => [{ op: 'replace', of: await commandOf('IndicatorScoreRecorded'), path: '/weight', value: 1 }]],
    ['replay.field-kind', async () => [{ op: 'replace', of: await commandOf('IndicatorScoreRecorded'), path: '/scoreHundredths', value: '60' }]],
    ['replay.refused-edit', async () => [{ op: 'replace', of: await commandOf('IndicatorScoreRecorded'), path: '/scoreHundredths', value: 99_999 }]],
    ['replay.no-valid-time', async () => [{ op: 'move', of: await commandOf('IndicatorScoreRecorded'), from: '2016-12-01' }]],
    ['replay.contradiction', async () => [scored(await commandOf('IndicatorScoreRecorded'), 6_500), scored(await commandOf('IndicatorScoreRecorded'), 6_600)]],
    [
      'replay.contradiction',
      async () => [scored(await commandOf('IndicatorScoreRecorded'), 6_500), { op: 'retract', of: await commandOf('IndicatorScoreRecorded') }],
    ],
    ['replay.cycle', async () => [person('a', { added: 'b' }), person('b', { added: 'a' })]],
    ['replay.unknown-label', async () => [person('a', { added: 'none' })]],
    ['replay.unknown-command', async () => [adding({ type: 'DerivePerformance', data: OF }, await commandOf('IndicatorScoreRecorded'))]],
    ['replay.unknown-book', async () => [{ op: 'book', document: { id: 'none', title: '无' } }]],
    ['replay.not-a-book', async () => [{ op: 'book', document: { id: 'none' }, inPlaceOf: await commandOf('FindingLogged') }]],
  ])('%s', async (code, edits) => expect(await refusal(...(await edits()))).toBe(code));

  const scored = (of: string, value: number): Edit => ({ op: 'replace', of, path: '/scoreHundredths', value });
  const adding = (command: Readonly<{ type: string; data: object }>, after: string): Edit => ({ op: 'add', label: 'more', after, command });
  const hearing = (after: string): Edit =>
    adding({ type: 'HearStatement', data: { personId: PERSON.secretary, postId: POST.secretary, year: 2016, date: '2017-01-09' } }, after);
  const person = (label: string, after: Readonly<{ added: string }>): Edit => ({ op: 'add', label, after, command: { type: 'EndTenure', data: {} } });

  it('a fact more: a third finding, agreed, would cost three points more', async () => {
    const last = await commandOf('FindingAgreed');
    const [logged, shown, agreed] = await thirdFinding();
    const { consequences } = await replayed(
      county.zelian,
      { op: 'add', label: 'logged', after: last, command: logged!, actor: { personId: PERSON.clerk } },
      { op: 'add', label: 'agreed', after: { added: 'shown' }, command: agreed!, actor: { personId: PERSON.head, postId: POST.head } },
      { op: 'add', label: 'shown', after: { added: 'logged' }, command: shown!, actor: { personId: PERSON.head, postId: POST.head } },
    );
    expect(consequences.scores).toMatchObject([{ before: { totalHundredths: 5_840 }, after: { totalHundredths: 5_540 } }]);
  });

  async function thirdFinding() {
    const other = await duplicated();
    await agreeTo(other, 'finding-f30');
    const commands: { type: string; data: object }[] = [];
    for await (const event of other.zelian.parts.history.readAll(0)) {
      if (event.stream !== 'finding-f30') continue;
      const { commandOf: back } = other.zelian.contexts.flatMap(({ deciders }) => deciders).find(({ category }) => category === 'finding')!;
      commands.push(back[event.type]!([event], event) as { type: string; data: object });
    }
    await other.close();
    return commands;
  }
});

describe('a late deed moves the handover from 10-10 to 11-20', () => {
  beforeEach(async () => (county = await townHandedOver(await SmallCounty.open())));

  it('days move from 283 and 83 to 324 and 42; the grade, the clause and who is flagged stay', async () => {
    const { consequences, difference } = await replayed(
      county.zelian,
      { op: 'move', of: await commandOf('TenureEnded', /secretary/), to: '2016-11-20' },
      { op: 'move', of: await commandOf('TenureStarted', /secretary/), from: '2016-11-20' },
    );
    expect(consequences).toMatchObject({ scores: [], vetoes: [], clauses: [] });
    const days = consequences.triggers
      .filter(({ clauseId }) => clauseId === 'PL-D1')
      .map(({ personId, before, after }) => [personId, before!.state, before!.days, after!.state, after!.days]);
    expect(days.sort()).toEqual(
      [
        [PERSON.secretary, 'notApplicable', 283, 'notApplicable', 324],
        [PERSON.successor, 'triggered', 83, 'triggered', 42],
      ].sort(),
    );
    expect(difference.flagged).toEqual([]);
  });
});
