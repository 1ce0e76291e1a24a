import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultOfCode, NOTHING_FOUND, screenedDecision, screenGrounds, type CaseFile, type Screen } from '#appeal';
import { bookRows, cleanCase, fileOf, SCREENED_BOOK, type CaseShape, type DraftCase } from '../../../../test/support/screened-case.js';
import { otherwise } from '../../../../test/support/planting.js';
import { act } from '../../../../test/support/accountability-case.js';
import { faultOfBreach } from './faults.js';

const shape: CaseShape = {
  ...{ subject: 'secretary', path: 'investigated', measure: 'RemovalFromPost', organ: 'committee' },
  ...{ grounds: 1, accepted: false, returned: false, until: 'executed', paper: false, files: 1, gaps: [1] },
};
const draft = cleanCase(shape);
const screened = (change: Partial<CaseFile> = {}, of: DraftCase = draft): Screen => screenGrounds({ ...fileOf(of), ...change });
const ground = (screen: Screen, id: string) => screen.grounds.find(({ groundId }) => groundId === id)!;
const reasons = (screen: Screen, id: string) => ground(screen, id).notCheckable.map(({ why }) => why.zh);

describe('the answers', () => {
  it('are one for each ground of the book, in its order, with what the law provides', () => {
    const { grounds } = screened();
    expect(grounds.map(({ groundId, provides }) => [groundId, provides.consequence])).toEqual([
      ['facts-unclear', 'revoke'],
      ['evidence-not-firm', 'revoke'],
      ['basis-insufficient', 'vary'],
      ['responsibility-unclear', 'vary'],
      ['procedure-breached', 'revoke'],
      ['handling-unfit', 'vary'],
      ['authority-exceeded', 'revoke'],
      ['other-imprecise', 'correct'],
    ]);
  });
  it('of nothing found never read as a reason to maintain', () => {
    const { grounds } = screened();
    expect(new Set(grounds.map(({ answer }) => answer))).toEqual(new Set(['nothing-found']));
    for (const { says } of grounds) expect(says).toBe(NOTHING_FOUND);
    expect(NOTHING_FOUND.zh).toContain('不是维持决定的理由');
    expect(JSON.stringify(grounds)).not.toMatch(/maintained|应当维持|予以维持/);
  });
  it('name the act, its type and the clause, and whether anybody had named the fault', () => {
    const late = otherwise('ExecuteMeasure', () => ({ date: '2017-04-29' }))(draft);
    const [found] = ground(screened({}, late), 'procedure-breached').found;
    expect(found).toMatchObject({ fault: 'deadline-missed', clause: 'S-MONTH', named: true, events: [{ type: 'MeasureExecuted' }] });
    const [unnamed] = ground(screenGrounds(fileOf(late, 'silent')), 'procedure-breached').found;
    expect(unnamed).toMatchObject({ fault: 'deadline-missed', clause: 'S-MONTH', named: false });
    const [recorded] = ground(screenGrounds(fileOf(late, 'named')), 'procedure-breached').found;
    expect(recorded).toMatchObject({ fault: 'deadline-missed', clause: 'S-MONTH', named: true, what: { zh: expect.stringContaining('登记时已注明') } });
  });
  it('say that the list is a checklist for what was decided before the text, and the law for what was decided under it', () => {
    expect(screened()).toMatchObject({ usedAs: 'checklist', usedAsSays: { zh: expect.stringContaining('不是当时的法律依据') } });
    const grounds = { ...SCREENED_BOOK.grounds!, effective: { from: '2016-01-01' } };
    expect(screened({ books: bookRows({}, { ...SCREENED_BOOK, grounds }) })).toMatchObject({ usedAs: 'law' });
  });
  it('tell of one fault once: a measure that no text lists is in no organ’s power, and that is not said twice', () => {
    const listed = otherwise('DecideCollectively', () => ({ measure: 'Demotion' }))(cleanCase({ ...shape, until: 'served' }));
    const screen = screened({}, listed);
    expect(ground(screen, 'handling-unfit').answer).toBe('found');
    expect(ground(screen, 'authority-exceeded').answer).toBe('nothing-found');
  });
});

describe('what cannot be checked says why', () => {
  it('evidence on paper, and a file that cannot be read', () => {
    const onPaper = cleanCase({ ...shape, paper: true });
    expect(reasons(screened({}, onPaper), 'evidence-not-firm')).toEqual(['证据只登记了编号，文件未存入：证据目录一']);
    const unreadable = new Map([...draft.file.files].map(([sha256]) => [sha256, 'unreadable' as const]));
    expect(ground(screened({ files: unreadable }), 'evidence-not-firm')).toMatchObject({ answer: 'not-checkable', found: [] });
    expect(ground(screened({ files: new Map() }), 'evidence-not-firm').answer).toBe('not-checkable');
  });
  it('rule texts that are not held, and a version that the ledger does not have', () => {
    const documents = [{ id: 'R1', zh: '《示例问责办法》', text: 'not held' as const }];
    expect(reasons(screened({ books: bookRows({}, { ...SCREENED_BOOK, documents }) }), 'basis-insufficient')[0]).toContain('《示例问责办法》');
    expect(reasons(screened({ books: bookRows({ version: 2 }) }), 'basis-insufficient')[0]).toContain('第1版未收录');
  });
  it('private values that were erased', () => {
    const file = fileOf(draft);
    const erased = (type: string, field: string): CaseFile => ({
      ...file,
      erased: new Set(['gone']),
      events: file.events.map((event) =>
        event.type === type ? ({ ...event, data: { ...event.data, [field]: { commitment: 'gone' } } } as typeof event) : event,
      ),
    });
    expect(reasons(screenGrounds(erased('FactsDrafted', 'facts')), 'facts-unclear')[0]).toContain('已依法删除');
    expect(reasons(screenGrounds(erased('StatementHeard', 'statement')), 'procedure-breached')[0]).toContain('已依法删除');
  });
  it('a post or an organ that nobody registered, a clause without a trigger, an act in an unknown post', () => {
    expect(reasons(screened({ post: undefined }), 'responsibility-unclear')[0]).toContain('未在册');
    expect(reasons(screened({ organKnown: false }), 'procedure-breached')[0]).toContain('到会人数');
    expect(reasons(screened({ triggers: new Map() }, cleanCase({ ...shape, grounds: 2 })), 'responsibility-unclear')[0]).toContain('没有触发记录');
    const { reexamined } = fileOf(draft);
    const unexamined = reexamined.map(({ broken: _, ...act }) => act);
    expect(reasons(screened({ reexamined: unexamined }), 'procedure-breached')[0]).toContain('无法复核');
  });
  it('is not said where a fault was found beside it', () => {
    const onPaper = cleanCase({ ...shape, paper: true });
    const missing = new Map([...onPaper.file.files].map(([sha256]) => [sha256, 'missing' as const]));
    expect(ground(screened({ files: missing }, onPaper), 'evidence-not-firm')).toMatchObject({ answer: 'found', notCheckable: [expect.anything()] });
  });
  it('of relations, once somebody has declared them, is no limit any more', () => {
    expect(screened().limits).toHaveLength(2);
    expect(screened({ barred: [] }).limits).toHaveLength(1);
  });
});

describe('the decision under the screen', () => {
  it('is there, or there is nothing to screen; without a checklist there is no screen', () => {
    const undecided = { ...draft, commands: draft.commands.slice(0, 3) };
    expect(() => screened({}, undecided)).toThrow('grounds.nothing-decided');
    const { grounds: _, ...bare } = SCREENED_BOOK;
    expect(() => screened({ books: bookRows({}, bare) })).toThrow('grounds.no-checklist');
  });
  it('reads as it was varied or revoked', () => {
    expect(screened({}, cleanCase({ ...shape, until: 'varied' })).decision).toMatchObject({ measure: 'Admonition', corrected: 'varied' });
    expect(screened({}, cleanCase({ ...shape, until: 'revoked' })).decision).toMatchObject({ measure: 'RemovalFromPost', corrected: 'revoked' });
  });
  it('after a revocation is judged without the acts that were judged before', () => {
    const revoked = cleanCase({ ...shape, until: 'revoked' });
    const again = act('DecideCollectively', { doneElsewhere: true, documentNo: '示例旧〔2017〕2号', date: '2017-04-20' });
    const { before, decision } = screenedDecision(fileOf({ ...revoked, commands: [...revoked.commands, again] }));
    expect([decision.data.date, before]).toEqual(['2017-04-20', []]);
  });
});

describe('faults', () => {
  const SOURCES = join(__dirname, '../../../accountability/src');
  /** Refusals that come before any rule of an act: with them nothing is recorded, so nothing can be screened. */
  const NEVER_RECORDED = ['actor-not-in-post', 'actor-without-post', 'date-in-future', 'date-invalid', 'not-competent', 'overrides-empty'];
  it('are known for every rule that an act of a case can break', () => {
    const text = readdirSync(SOURCES)
      .filter((file) => /^case\..*\.ts$/.test(file) && !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
      .join('\n');
    const codes = [...new Set([...text.matchAll(/'accountability\.([a-z-]+)'/g)].map(([, code]) => code!))].filter((code) => !NEVER_RECORDED.includes(code));
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => faultOfCode(`accountability.${code}`) === undefined)).toEqual([]);
  });
  it('of a recorded clause follow the book’s own step, else the measure that the clause flags', () => {
    const of = (breach: string) => faultOfBreach(breach, SCREENED_BOOK);
    expect(['S-HEAR', 'S-VOTE', 'S-ELECT', 'S-DOC', 'S-MONTH'].map(of)).toEqual([
      'statement-not-heard',
      'meeting-not-lawful',
      'statutory-step-missing',
      'document-defective',
      'deadline-missed',
    ]);
    expect(['X-1', 'accountability.refer', 'elsewhere.unknown'].map(of)).toEqual(['measure-outside-forms', 'beyond-authority', 'other-breach']);
    expect(faultOfBreach('S-HEAR', undefined)).toBe('other-breach');
  });
});
