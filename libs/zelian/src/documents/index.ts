import { Rejection, subjectIdsIn, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { renderPdf, renderWord, type StatedEvent } from '#exchange';
import { opinionAt, type IntegrityOpinion } from '../answers/integrity-opinion.js';
import { notAnOwner, ownsCases } from '../case-owners.js';
import { sha256 } from '../log-walk.js';
import type { Moment } from '#readmodel';
import type { AppealRecordPapersRow } from '#redress';
import { handOut, type Handing } from '../handing-out.js';
import { caseKeyOf } from '../screen/index.js';
import type { Zelian } from '../zelian.js';
import { appealMaterial, measureZhAt, recordedAtOf } from './appeal-material.js';
import { appealRecord, type RecordOfAppeal } from './appeal-record.js';
import { integrityPaper, opinionKeyOf } from './integrity-paper.js';
import type { Desk } from './desk.js';
import { draftCorrection } from './correction-draft.js';
import { closureApproval, rectificationNotice, supervisionLetter, type Drafted } from './rectification-papers.js';
import { roundReport } from './round-report.js';
import type { CoverageOfReport, FindingOfReport, ItemOfClosure, ItemOfNotice, ItemOfSupervision, RoundOfReport } from './rows.js';

/** `ownersOnly`: the paper shows cases, so it is for who owns them. */
type DocumentBinding = Readonly<{ name: string; zh: string; ownersOnly?: true; draft(desk: Desk, key: string): Promise<Drafted> }>;

/** What else about persons leaves the house. */
const RECORDS_ZH: Readonly<Record<string, string>> = { explain: '条款说明', trail: '全部记录', difference: '反事实差异文书' };
const REGISTER = 'rectification-register';

/** Which papers there are, and the views that they are made from; `key` is the key of the first view named. */
const bindings: readonly DocumentBinding[] = [
  { name: 'rectification-notice', zh: '整改通知书', draft: async (desk, key) => rectificationNotice(await desk.row<ItemOfNotice>(REGISTER, key)) },
  { name: 'closure-approval', zh: '销号审批表', draft: async (desk, key) => closureApproval(await desk.row<ItemOfClosure>(REGISTER, key)) },
  {
    name: 'supervision-letter',
    zh: '督办函',
    draft: async (desk, key) => {
      const item = await desk.row<ItemOfSupervision>('supervision-drafts', key);
      const paper = item.papers.filter(({ state }) => state === 'drafted' || state === 'issued').at(-1);
      if (!paper) throw new Rejection('document.nothing-drafted', { zh: '该事项没有拟出的督办文书', en: 'no paper is drafted for this item' });
      // The paper's own history is in the register of items.
      await desk.rows<ItemOfNotice>(REGISTER, ({ rectificationId }) => rectificationId === item.rectificationId);
      return supervisionLetter(item, paper);
    },
  },
  {
    name: 'round-report',
    zh: '督查轮次报告',
    draft: async (desk, key) =>
      roundReport(
        await desk.row<RoundOfReport>('inspection-rounds', key),
        await desk.row<CoverageOfReport>('round-coverage', key),
        await desk.rows<FindingOfReport>('findings-register', ({ roundId }) => roundId === key),
      ),
  },
  {
    name: 'appeal-record',
    zh: '申诉案件材料',
    ownersOnly: true,
    draft: async (desk, key) => {
      const { personId, postId, year } = caseKeyOf(key);
      const ofCase = (row: AppealRecordPapersRow) => row.personId === personId && row.postId === postId && row.year === year;
      const [issued] = await desk.rows<AppealRecordPapersRow>('appeal-record-papers', ofCase);
      return appealRecord(await desk.appeal(key), issued?.papers);
    },
  },
  { name: 'correction-notice', zh: '更正通知书', ownersOnly: true, draft: draftCorrection },
  { name: 'integrity-opinion', zh: '廉政意见', ownersOnly: true, draft: async (desk, key) => integrityPaper(await desk.opinion(key)) },
];
export const documentNames = bindings.map(({ name, zh }) => ({ name, zh }));

/**
 * `format` absent: Word, to be numbered and sealed; a PDF is for the file. `moment`: as it was known then; absent: now. What was issued says what was known at
 * its issue, whenever it is printed afterwards.
 */
export type PrintAsk = Readonly<{ name: string; key: string; actor: Actor; moment?: Moment; format?: 'word' | 'pdf'; to?: Handing }>;

/**
 * A paper as Word opens it, or as PDF. That somebody took it is noted first; a paper about persons leaves the product with their names, so that it does is an event
 * (`handOut`). This is the one place that all papers pass.
 * @throws Rejection `document.unknown`, `row.unknown`, `view.unknown`, `release.recipient-missing`, `access.case-owner-only`; what cannot be noted is not printed
 */
export async function printDocument(zelian: Zelian, { name, key, actor, format = 'word', moment, to }: PrintAsk): Promise<Buffer> {
  const { access, clock } = zelian.parts;
  const entry = { at: clock.now(), actor, kind: 'export' as const, view: `document/${name}`, key };
  return answerRecorded(access, entry, async () => {
    const binding = bindings.find((candidate) => candidate.name === name);
    if (!binding) throw unknownDocument(name);
    if (binding.ownersOnly && !(await ownsCases(zelian.parts, actor))) throw notAnOwner();
    const now = await draftedAt(zelian, { binding, key, position: await positionOf(zelian, moment) });
    const issued = now.drafted.issuedEventId === undefined ? undefined : await zelian.log.find(now.drafted.issuedEventId);
    const { drafted, named, position } = issued ? await draftedAt(zelian, { binding, key, position: issued.position }) : now;
    const bytes = await rendered(zelian, drafted, { position, eventIds: named.eventIds, format });
    return handOut(zelian, { record: { kind: `document/${name}`, key }, personIds: [...named.personIds].sort(), bytes, actor, to });
  });
}

type Rendering = Readonly<{ position: number; eventIds: ReadonlySet<string>; format: 'word' | 'pdf' }>;
/** A paper with what only the ledger adds: the events it rests on, each with its hash, and the position it is as known at. */
export async function rendered(zelian: Zelian, drafted: Drafted, { position, eventIds, format }: Rendering): Promise<Buffer> {
  const { ledgerId, clock } = zelian.describe();
  const document = { ...drafted, stated: await statedBy(zelian, eventIds), knownAt: { ledgerId, position, simulated: clock === 'simulated' } };
  return format === 'pdf' ? renderPdf(document, await recordedAtOf(zelian, position)) : renderWord(document);
}

type Asked = Readonly<{ binding: DocumentBinding; key: string; position: number }>;
async function draftedAt(zelian: Zelian, { binding, key, position }: Asked) {
  const named: Named = { eventIds: new Set(), personIds: new Set() };
  return { drafted: await binding.draft(deskAt(zelian, position, named), key), named, position };
}

function unknownDocument(name: string): Rejection {
  const known = bindings.map((binding) => binding.name).join(', ');
  return new Rejection('document.unknown', { zh: `没有这种文书：${name}（现有：${known}）`, en: `no such document: ${name} (there are: ${known})` });
}

async function positionOf({ parts: { projector, history }, reader }: Zelian, moment: Moment = {}): Promise<number> {
  await projector.upTo(await history.head());
  return moment.asKnownAt === undefined ? history.head() : (await reader.list(REGISTER, { limit: 1, moment })).position;
}

/** What the rows of a paper name: events for its appendix, and the persons whom it is about. */
type Named = Readonly<{ eventIds: Set<string>; personIds: Set<string> }>;

function deskAt(zelian: Zelian, asKnownAt: number, { eventIds, personIds }: Named): Desk {
  const readable = async <Row>(row: unknown): Promise<Row> => {
    for (const id of eventIdsIn(row)) eventIds.add(id);
    for (const id of subjectIdsIn(row)) if (id.startsWith('person-')) personIds.add(id);
    return (await zelian.named(row)) as Row;
  };
  return {
    row: async <Row>(view: string, key: string) => {
      const { row, position } = await zelian.reader.get(zelian.viewNamed(view).name, key, { asKnownAt });
      if (row === undefined) throw new Rejection('row.unknown', { zh: `视图${view}中没有${key}`, en: `${view} has no row ${key} at position ${position}` });
      return readable<Row>(row);
    },
    rows: async <Row>(view: string, fits: (row: Row) => boolean) => {
      const found: Row[] = [];
      let after: string | undefined;
      do {
        const page = await zelian.reader.list(zelian.viewNamed(view).name, { after, limit: 500, moment: { asKnownAt } });
        for (const { row } of page.rows) if (fits(row as Row)) found.push(await readable<Row>(row));
        after = page.next;
      } while (after !== undefined);
      return found;
    },
    recordZh: (kind) => bindings.find(({ name }) => `document/${name}` === kind)?.zh ?? RECORDS_ZH[kind] ?? kind,
    measureZh: (measure, date) => measureZhAt(zelian, { measure, date, position: asKnownAt }),
    appeal: async (caseKey: string) => {
      const material = await appealMaterial(zelian, caseKey, asKnownAt);
      for (const id of eventIdsOf(material)) eventIds.add(id);
      for (const id of [material.personId, ...material.appeals.flatMap((appeal) => appeal.personIds)]) personIds.add(id);
      return material;
    },
    opinion: async (key: string) => {
      const [personId, date] = opinionKeyOf(key);
      const opinion = await opinionAt(zelian.reader, { personId, date, position: asKnownAt });
      for (const id of opinion.measures.flatMap((measure) => measure.eventIds)) eventIds.add(id);
      // Whether it states a measure or none: it is about the person.
      personIds.add(personId);
      return (await zelian.named(opinion)) as IntegrityOpinion;
    },
  };
}

/** The acts of the case and of its appeals, what the decision rests on, and whatever the screen points at. */
const eventIdsOf = ({ acts, appeals, bases, screen }: RecordOfAppeal): readonly string[] => [
  ...[...acts, ...appeals.flatMap(({ steps }) => steps)].map(({ eventId }) => eventId),
  ...bases.flatMap(({ eventIds }) => eventIds),
  ...screen.grounds.flatMap(({ found }) => found.flatMap(({ eventIds }) => eventIds)),
];

/** `eventId`, `plannedEventId`, … anywhere in a row. */
function eventIdsIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (/eventId$/i.test(key) && typeof value === 'string' ? [value] : eventIdsIn(value)));
}

/** In the order of the log: what the reader finds there, with the hash of exactly the stored bytes. */
async function statedBy({ log, parts: { history } }: Zelian, eventIds: ReadonlySet<string>): Promise<readonly StatedEvent[]> {
  const stated: StatedEvent[] = [];
  for (const eventId of eventIds) {
    const event = await log.find(eventId);
    if (!event) continue;
    const zh = history.definitions.get(event.type)?.zh ?? event.type;
    stated.push({ zh, eventId, position: event.position, sha256: Buffer.from(sha256(event.bytes)).toString('hex') });
  }
  return stated.sort((a, b) => a.position - b.position);
}
