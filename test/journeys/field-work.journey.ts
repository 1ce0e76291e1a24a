import type { Actor } from '#kernel';
import { newCommandId, seededEntropy } from '#ledger';
import { printDocument, type Today, type VillageSheet, type Zelian } from '#zelian';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { TOWNS, VILLAGES, villageId, personId, postId, unitId } from '../../apps/cli/src/story/cast.js';
import { at, thingId } from '../../apps/cli/src/story/ids.js';
import { findingId, FOUND, lead, ROUND, townOf, UNSEEN, type Found } from '../../apps/cli/src/story/inspection.js';
import { itemOf } from '../../apps/cli/src/story/rectification.js';
import { commandOffice } from '../../apps/cli/src/story/setup.js';
import { storyToAsk } from '../support/played-story.js';
import { actorText, post, served, type Problem, type Served } from './over-http.js';

const HANDING = { recipient: '县纪委案件审理室', purpose: '核对', channel: 'print' } as const;

// A whole year is played here.
jest.setTimeout(120_000);

let zelian: Zelian;
let host: Served;
beforeAll(async () => {
  zelian = await storyToAsk();
  host = await served(zelian);
});
afterAll(async () => {
  await host.close();
  await zelian.close();
});

const ask = async <Answer>(path: string, actor: Actor = commandOffice): Promise<Answer> => {
  const answer = await host.ask(`/api/v1/${path}`, { headers: { 'x-actor': actorText(actor) } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json<Answer>();
};
/** The day as it was seen at some hour of it: later events say nothing of it. */
const dayOf = (date: string, hour: number, actor?: Actor) => ask<Today>(`today?on=${date}&asKnownAt=${at(date, hour)}`, actor);
const sheetOf = (village: string, query = '') => ask<VillageSheet>(`villages/${villageId(village)}?year=2016${query}`);

describe('an inspection group', () => {
  const group = lead(FOUND.dividend.group);

  it('finds in the morning what its town reported the day before, and not what another group has to verify', async () => {
    const day = await dayOf('2016-10-11', 8, group);
    expect(day.awaitingMyVerification.map(({ rectificationId, late }) => [rectificationId, late])).toEqual([[itemOf(FOUND.dividend), false]]);
    expect((await dayOf('2016-10-11', 8, lead(FOUND.files.group))).awaitingMyVerification).toEqual([]);
    expect((await dayOf('2016-10-11', 20, group)).awaitingMyVerification).toEqual([]);
  });

  it('sees that another group has logged the same', async () => {
    const { duplicates } = await dayOf('2016-09-27', 9, group);
    expect(duplicates.map(({ findingId: id, original }) => [id, original])).toEqual([[findingId(FOUND.again), findingId(FOUND.dividend)]]);
  });

  it('has every village and the exact household that is left', async () => {
    const { villages, households } = { villages: await Promise.all(VILLAGES.map(([, village]) => sheetOf(village))), households: [UNSEEN] };
    expect(villages.flatMap(({ coverage }) => coverage?.rounds.flatMap(({ missingHouseholdIds }) => missingHouseholdIds ?? []) ?? [])).toEqual(households);
    expect(villages.every(({ coverage }) => coverage!.rounds[0]!.lastVisitOn !== null)).toBe(true);
  });
});

describe('a town', () => {
  it('sees what was found in its village, what it answered, and what it still owes', async () => {
    const { findings, openItems } = await sheetOf(FOUND.files.village);
    expect(findings.map(({ findingId: id, status }) => [id, status])).toEqual([
      [findingId(FOUND.housing), 'agreed'],
      [findingId(FOUND.files), 'stands'],
    ]);
    expect(openItems.map(({ rectificationId, stateZh }) => [rectificationId, stateZh])).toEqual([[itemOf(FOUND.files), '已报告']]);
    const before = await sheetOf(FOUND.files.village, `&asKnownAt=${at('2016-12-31', 9)}`);
    expect(before.openItems.map(({ stateZh }) => stateZh)).toEqual(['已逾期']);
  });

  it('cannot close what it fixed', async () => {
    const town = TOWNS[2];
    const head = { personId: personId(`${town}/town-head`), postId: postId(`${town}/town-head`) };
    const report = await post(
      host,
      { type: 'CloseRectification', data: closing(head.personId) },
      { actor: head, commandId: newCommandId(at('2017-05-01', 9), seededEntropy('field work'), 'own') },
    );
    expect([report.status, report.json<Problem>().code]).toEqual([422, 'rectification.verifier-reported']);
  });
  const closing = (personIdOfTown: string) => ({
    rectificationId: itemOf(FOUND.files),
    date: '2017-04-30',
    verifiedByPersonIds: [personIdOfTown],
    evidence: [{ evidenceId: 'evidence-own', zh: '自证', file: { sha256: PROOF, sizeBytes: SIZE, mediaType: 'application/pdf' } }],
  });
});
/** A file that the story put there. */
let PROOF: string;
let SIZE: number;
beforeAll(async () => {
  for await (const { sha256, sizeBytes } of zelian.parts.engines.evidence.entries()) {
    [PROOF, SIZE] = [sha256, sizeBytes];
    return;
  }
});

describe('the command office', () => {
  it('sees an objection until somebody has decided it', async () => {
    expect((await dayOf('2016-09-24', 9)).objections.map(({ findingId: id }) => id)).toEqual([findingId(FOUND.housing), findingId(FOUND.files)]);
    expect((await dayOf('2016-09-27', 9)).objections).toEqual([]);
  });

  it('sees the deadlines of the day, and the paper that awaits a signature', async () => {
    expect((await dayOf('2016-10-31', 9)).due.map(({ rectificationId }) => rectificationId)).toEqual([itemOf(FOUND.road)]);
    const papers = (await dayOf('2016-11-03', 20)).draftsToSign.flatMap((row) => row.papers.map(({ stepId, state }) => [row.rectificationId, stepId, state]));
    expect(papers).toContainEqual([itemOf(FOUND.road), 'draft-letter', 'drafted']);
    expect((await dayOf('2016-11-04', 12)).draftsToSign.filter(({ rectificationId }) => rectificationId === itemOf(FOUND.road))).toEqual([]);
  });

  it('sees whose report is outstanding in a week, and whose closure is being reviewed', async () => {
    const { weeks } = await dayOf('2016-12-16', 9);
    expect(weeks.some(({ reportsOutstanding }) => reportsOutstanding.includes(unitId('供销社')))).toBe(true);
    expect((await dayOf('2016-10-29', 9)).signerReviews.map(({ rectificationId, state }) => [rectificationId, state])).toEqual([[itemOf(FOUND.water), 'open']]);
  });

  it('has the village and the role named when one of the 75 places falls empty', async () => {
    const village = VILLAGES[5][1];
    expect((await sheetOf(village)).fiveOnes).toMatchObject({ filled: 5, missing: [] });
    const command = {
      type: 'EndDuty',
      data: { dutyId: thingId('duty', `agri-technician|${villageId(village)}`), targetId: villageId(village), year: 2016, to: '2016-12-01', reason: '调离' },
    };
    const answer = await post(host, command, { actor: commandOffice, commandId: newCommandId(at('2017-05-01', 9), seededEntropy('field work'), 'duty') });
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    await zelian.drain();
    const sheet = await sheetOf(village);
    expect(sheet.villageId).toBe(villageId(village));
    expect(sheet.fiveOnes).toMatchObject({ filled: 4, missing: [{ kind: 'agri-technician', zh: '农技人员' }] });
  });

  it('prints what was issued as it was known then, and says 草稿 of what nobody has signed', async () => {
    const printed = async (name: string, key: string) => {
      const paper = ZipParts.of(await printDocument(zelian, { name, key, actor: commandOffice, to: HANDING }));
      return { draft: paper.names().some((part) => paper.text(part)?.includes('草稿')), text: paper.text('word/document.xml')! };
    };
    const keyOf = (found: Found) => `${unitId(townOf(found.village))}/${itemOf(found)}`;
    const papers = await Promise.all([
      printed('rectification-notice', keyOf(FOUND.dividend)),
      printed('closure-approval', keyOf(FOUND.dividend)),
      printed('supervision-letter', keyOf(FOUND.road)),
      printed('round-report', ROUND),
      printed('closure-approval', keyOf(FOUND.water)),
    ]);
    expect(papers.map(({ draft }) => draft)).toEqual([false, false, false, false, true]);
    for (const [index, text] of ['岭督交〔2016〕1号', '岭督销〔2016〕1号', '岭督函〔2016〕2号', '岭督报〔2016〕1号'].entries())
      expect(papers[index]!.text).toContain(text);
    // The notice went out with the deadline of the order; that the item was sent back and closed came after it.
    expect(papers[0]!.text).not.toContain('整改退回');
    const over = await host.ask(`/api/v1/exchange/documents/round-report/${ROUND}?validOn=2016-11-01`, { headers: { 'x-actor': actorText(commandOffice) } });
    expect([over.status, over.json<Problem>().code]).toEqual([400, 'query.unknown']);
  });

  it('is asked who it is: the answers name people', async () => {
    const [day, sheet] = [await host.ask('/api/v1/today'), await host.ask(`/api/v1/villages/${villageId(VILLAGES[0][1])}`)];
    expect([day.status, sheet.status].every((status) => status >= 400 && status < 500)).toBe(true);
    expect((await host.ask('/api/v1/today?on=2016-02-30', { headers: { 'x-actor': actorText(commandOffice) } })).json<Problem>().code).toBe('date.invalid');
    expect((await host.ask('/api/v1/villages/village-nowhere0001', { headers: { 'x-actor': actorText(commandOffice) } })).json<Problem>().code).toBe(
      'village.unknown',
    );
  });
});
