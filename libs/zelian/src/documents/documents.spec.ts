import { createHash } from 'node:crypto';
import type { AnyDecider, Context } from '#kernel';
import { ledgerContext, seededEntropy, SimulatedClock } from '#ledger';
import { redressContext } from '#redress';
import { registryContext } from '#registry';
import { openLedger, printDocument, type Zelian } from '#zelian';
import { ZipParts } from '../../../exchange/src/workbook/zip.js';
import { commandId, somebody, TOY_START } from '../../../../test/support/toy-ledger.js';
import { closureApproval, deadlineZh, rectificationNotice, supervisionLetter } from './rectification-papers.js';
import { roundReport } from './round-report.js';
import type { FindingOfReport, ItemOfClosure, ItemOfSupervision, RoundOfReport } from './rows.js';

const item: ItemOfClosure = {
  rectificationId: 'rectification-1',
  findingId: 'finding-7',
  unitId: '青岚镇',
  villageId: '双桥村',
  requirement: '修复墙体',
  documentNo: '平督整〔2016〕7号',
  orderedOn: '2016-05-04',
  dueAt: '2016-05-20T10:00:00.000Z',
  papers: [],
  stateZh: '已销号',
  fixedByPersonIds: ['周砚'],
  reportedByPersonIds: ['何沐'],
  verifiedByPersonIds: ['秦越', '顾棠'],
  evidence: [
    { zh: '旧照片', file: { sha256: 'aa' }, by: 'unit', replacedBy: 'evidence-2' },
    { zh: '照片', file: { sha256: 'bb' }, by: 'unit', replacedBy: null },
    { zh: '核查记录', file: { sha256: 'cc' }, by: 'inspectors', replacedBy: null },
  ],
  timesReturned: 1,
  extensions: 0,
  closedOn: '2016-05-19',
  breaches: [],
};
const paper = {
  zh: '逾期未整改，予以督办',
  at: '2016-05-21T00:00:00.000Z',
  paper: { zh: '督办', documentZh: '督办函' },
  state: 'drafted',
  documentNo: null,
  issuerUnitId: null,
  sealRef: null,
  issuedOn: null,
  issuedEventId: null,
};
const supervised: ItemOfSupervision = { rectificationId: 'rectification-1', unitId: '青岚镇', dueAt: null, papers: [paper] };
const round: RoundOfReport = {
  roundId: 'round-1',
  zh: '第一轮督查',
  year: 2016,
  annualPlanRef: '年度计划',
  groupIds: ['group-1'],
  filed: { date: '2016-04-20', filingNo: '备1', organUnitId: '县委办' },
  opened: { date: '2016-05-03' },
  closed: null,
  report: null,
  breaches: [],
};
const finding: FindingOfReport = {
  findingId: 'finding-7',
  kind: 'finding',
  roundId: 'round-1',
  unitId: '青岚镇',
  villageId: null,
  itemId: 'housing',
  foundOn: '2016-05-04',
  statement: '墙体开裂',
  statusZh: '单位认可',
  fixedOn: null,
  duplicateOf: null,
};
const SEALED = (documentNo: string, date: string) => ({ documentNo, issuer: '县委办', sealRef: '印3', date });
const issuedPaper = (paper: 'notice' | 'closure-approval', documentNo: string, issuedOn: string) => ({
  ...{ paper, documentNo, issuedOn, issuerUnitId: '县委办', sealRef: '印3', dueAt: item.dueAt, eventId: `event-${paper}` },
});
const said = (value: unknown) => JSON.stringify(value);

describe('papers of rectification', () => {
  it('state a deadline to the hour, in Shanghai', () => {
    expect(['2016-05-20T10:00:00.000Z', '2016-05-20T16:00:00.000Z', '2016-05-20T02:30:00.000Z', null].map(deadlineZh)).toEqual([
      '2016年5月20日18时',
      '2016年5月20日24时',
      '2016年5月20日10时30分',
      '未定期限',
    ]);
  });
  it('order what is wanted until when, and claim no seal', () => {
    const { authority, blocks } = rectificationNotice(item);
    expect(authority).toEqual({ documentNo: '平督整〔2016〕7号', date: '2016-05-04' });
    for (const text of ['青岚镇：', '双桥村', '修复墙体', '2016年5月20日18时', 'finding-7']) expect(said(blocks)).toContain(text);
    expect(said(rectificationNotice({ ...item, dueAt: null }).blocks)).toContain('不计逾期');
  });
  it('say who fixed and who verified, on standing evidence only', () => {
    const { blocks, authority } = closureApproval(item);
    for (const text of ['周砚', '何沐', '秦越、顾棠', '照片（bb）', '核查记录（cc）', '2016年5月19日', '退回1次']) expect(said(blocks)).toContain(text);
    expect(said(blocks)).not.toContain('旧照片');
    expect(authority).toEqual({ date: '2016-05-19' });
    expect(said(closureApproval({ ...item, closedOn: null }).blocks)).toContain('（未销号）');
  });
  it('press as drafted, and become more than a draft by what people added', () => {
    expect(supervisionLetter(supervised, paper)).toMatchObject({ title: '督办函', authority: {} });
    expect(said(supervisionLetter(supervised, paper).blocks)).toContain('至2016年5月21日8时，该事项尚未报告整改或者尚未办结，现予督办');
    const issued = { ...paper, documentNo: '平督〔2016〕3号', issuerUnitId: '县委办', sealRef: '印3', issuedOn: '2016-05-22', issuedEventId: 'event-3' };
    expect(supervisionLetter(supervised, issued)).toMatchObject({ authority: SEALED('平督〔2016〕3号', '2016-05-22'), issuedEventId: 'event-3' });
  });
  it('bear number, issuer and seal once issued; a notice whose deadline has moved is the draft of another', () => {
    const notice = issuedPaper('notice', item.documentNo, '2016-05-04');
    const approval = issuedPaper('closure-approval', '平督销〔2016〕2号', '2016-05-20');
    const sealed = { ...item, papers: [notice, approval] };
    expect(rectificationNotice(sealed)).toMatchObject({ authority: SEALED(item.documentNo, '2016-05-04'), issuedEventId: 'event-notice' });
    expect(closureApproval(sealed)).toMatchObject({ authority: SEALED('平督销〔2016〕2号', '2016-05-20'), issuedEventId: 'event-closure-approval' });
    const extended = { ...sealed, closedOn: null, dueAt: '2016-05-30T10:00:00.000Z' };
    expect(rectificationNotice({ ...extended, closedOn: '2016-05-29' }).issuedEventId).toBe('event-notice');
    expect([rectificationNotice(extended).authority, rectificationNotice(extended).issuedEventId]).toEqual([{}, undefined]);
  });
});

describe('the report of a round', () => {
  const report = (findings: readonly FindingOfReport[], missingVillageIds: readonly string[] = []) =>
    said(roundReport(round, { visited: 15 - missingVillageIds.length, of: 15, missingVillageIds }, findings).blocks);
  it('tells what is missing, what was found, and duplicates apart', () => {
    const text = report(
      [finding, { ...finding, findingId: 'finding-9', duplicateOf: 'finding-7' }, { ...finding, kind: 'good-practice', findingId: 'finding-8' }],
      ['双桥村'],
    );
    for (const part of ['应到15村，已到14村。未到：双桥村', '登记问题2个，其中认定重复1个', '与finding-7重复', '尚未结束', '备1']) expect(text).toContain(part);
  });
  it('is more than a draft once somebody issued it', () => {
    const report = { documentNo: '平督报〔2016〕1号', issuerUnitId: '县委办', sealRef: '印3', date: '2016-06-01', eventId: 'event-report' };
    const coverage = { visited: 15, of: 15, missingVillageIds: [] };
    expect(roundReport({ ...round, report }, coverage, [])).toMatchObject({
      authority: SEALED('平督报〔2016〕1号', '2016-06-01'),
      issuedEventId: 'event-report',
    });
    expect(roundReport({ ...round, closed: { date: '2016-05-31' } }, coverage, []).authority).toEqual({ date: '2016-05-31' });
  });
  it('does not make up what was not recorded', () => {
    const text = report([]);
    for (const part of ['无遗漏', '未登记问题', '未登记好做法']) expect(text).toContain(part);
  });
});

// The rows of another context, as a toy keeps them.
const decider: AnyDecider = {
  category: 'toyitem',
  streamOf: () => 'toyitem-1',
  initialState: 0,
  commands: { OrderItem: { by: 'person', zh: '交办' } },
  decide: { OrderItem: ({ data }) => [{ type: 'ItemOrdered', data }] },
  evolve: { ItemOrdered: () => 1 },
  commandOf: {},
};
const context: Context = {
  name: 'toyitems',
  zh: '示例',
  deciders: [decider],
  policies: [],
  views: [
    {
      name: 'rectification-register',
      version: 1,
      zh: '整改台账',
      keysOf: () => ['unit-toy1/rectification-1'],
      on: {
        ItemOrdered: (_, event) => ({
          ...{ ...item, requirement: event.data.requirement, evidence: [], history: [{ event: event.type, eventId: event.id }] },
          ...(event.data.fixedBy && { fixedByPersonIds: [event.data.fixedBy] }),
        }),
      },
    },
  ],
  events: { ItemOrdered: { kind: 'act', version: 1, zh: '整改交办', subjectsOf: () => [] } },
};

describe('printing', () => {
  let zelian: Zelian;
  beforeEach(async () => {
    const contexts = [ledgerContext([]), registryContext, redressContext, context];
    zelian = await openLedger({ contexts, clock: new SimulatedClock(TOY_START), entropy: seededEntropy('print') });
    Object.assign(zelian.parts.presenter, { directory: async () => undefined });
    await zelian.record({ type: 'OrderItem', data: { requirement: { private: '修复王某家墙体' } } }, { actor: somebody, commandId: commandId(1) });
    await zelian.drain();
  });
  afterEach(() => zelian.close());
  const xmlOf = async () =>
    ZipParts.of(await printDocument(zelian, { name: 'rectification-notice', key: 'unit-toy1/rectification-1', actor: somebody })).text('word/document.xml')!;

  it('opens what was private, and names the events with the hash of their stored bytes', async () => {
    const xml = await xmlOf();
    expect(xml).toContain('修复王某家墙体');
    let stored: Readonly<{ id: string; position: number; bytes: Buffer }> | undefined;
    for await (const event of zelian.log.readAll(0)) stored = event;
    for (const text of [stored!.id, `>${stored!.position}<`, createHash('sha256').update(stored!.bytes).digest('hex'), '整改交办', '草稿'])
      expect(xml).toContain(text);
    expect(stored!.bytes.includes('王某')).toBe(false);
  });

  it('of a paper about a person says to whom and for what, or does not happen', async () => {
    const fixer = { personId: 'person-fixer1', name: { private: '虚构' }, partyMember: true, staffStatus: 'village' };
    await zelian.record({ type: 'RegisterPerson', data: fixer }, { actor: somebody, commandId: commandId(2) });
    await zelian.record({ type: 'OrderItem', data: { requirement: '修复', fixedBy: fixer.personId } }, { actor: somebody, commandId: commandId(3) });
    await zelian.drain();
    const ask = { name: 'closure-approval', key: 'unit-toy1/rectification-1', actor: somebody };
    const { position } = await zelian.log.head();
    await expect(printDocument(zelian, ask)).rejects.toMatchObject({ code: 'release.recipient-missing' });
    expect((await zelian.log.head()).position).toBe(position);
    const bytes = await printDocument(zelian, { ...ask, to: { recipient: '镇档案室', purpose: '归档', channel: 'print' } });
    await zelian.drain();
    const { row } = await zelian.reader.get('record-releases', fixer.personId);
    expect(row).toMatchObject({
      releases: [{ record: { kind: 'document/closure-approval', key: ask.key }, channel: 'print', sha256: createHash('sha256').update(bytes).digest('hex') }],
    });
  });

  it('is noted, also when it was refused', async () => {
    await xmlOf();
    const codes = await Promise.all(
      [
        ['horoscope', 'x'],
        ['rectification-notice', 'x'],
        ['round-report', 'round-1'],
      ].map(([name, key]) => printDocument(zelian, { name: name!, key: key!, actor: somebody }).catch((error: { code: string }) => error.code)),
    );
    expect(codes).toEqual(['document.unknown', 'row.unknown', 'view.unknown']);
    const noted: unknown[] = [];
    for await (const { kind, view, outcome } of zelian.parts.access.entries()) noted.push(`${kind} ${view} ${outcome}`);
    expect(noted[0]).toBe('export document/rectification-notice answered');
    expect(noted.slice(1).sort()).toEqual([
      'refused document/horoscope document.unknown',
      'refused document/rectification-notice row.unknown',
      'refused document/round-report view.unknown',
    ]);
  });
});
