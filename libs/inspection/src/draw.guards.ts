import { ALL, dateOf, isDate, must, type CalendarDate, type DecisionInput, type Need } from '#kernel';
import type { AnnounceDraw } from './draw.commands.js';
import type { DrawAnnounced } from './draw.events.js';
import { listHashOf, seedCommitment, SEED } from './draw.selection.js';
import type { DrawState } from './draw.state.js';
import { drawBodies } from './draw-bodies.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';
import { roundDraws, type RoundDraw, type RoundDrawsRow } from './round-draws.view.js';
import { roundHouseholds, type RoundHouseholdsRow } from './round-subjects.view.js';

const CANDIDATES_MAX = 5_000;
const DRAW_ID = /^draw-[0-9a-z][0-9a-z-]{0,59}$/;

export function announcementNeeds({ data }: AnnounceDraw): readonly Need[] {
  const { roundId, kind, bodyUnitIds, excludedRoundIds } = data;
  return [
    { view: inspectionRounds.name, key: roundId },
    ...bodyUnitIds.map((key) => ({ view: drawBodies.name, key })),
    ...[...new Set([roundId, ...excludedRoundIds])].map((key) => ({ view: roundDraws.name, key })),
    ...(kind === 'households' ? [{ view: roundHouseholds.name, key: ALL }] : []),
  ];
}

export function mustBeDated(date: CalendarDate, notBefore: CalendarDate, { recordedAt }: DecisionInput): void {
  must(isDate(date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(date <= dateOf(recordedAt), 'draw.date-in-future', { zh: '日期不得晚于记录日', en: 'this cannot be dated after the day it is recorded' });
  must(date >= notBefore, 'draw.out-of-order', { zh: `日期早于所依据的${notBefore}`, en: `this is dated before ${notBefore}, on which it rests` });
}

type Announced = AnnounceDraw['data'];
/** The list is made of what the round can visit, each once. */
function mustBeCandidates({ roundId, year, kind, candidates, pickCount }: Announced, { facts }: DecisionInput): void {
  const round = facts.get<InspectionRoundRow>(inspectionRounds.name, roundId);
  must(round, 'draw.unknown-round', { zh: '没有这一督查轮次', en: 'there is no such round' });
  must(round.closed === null, 'draw.round-closed', { zh: '该轮督查已结束', en: 'the round is closed' });
  must(round.year === year, 'draw.other-year', { zh: `该轮督查属于${round.year}年度`, en: `the round belongs to ${round.year}` });
  must(candidates.length > 0 && candidates.length <= CANDIDATES_MAX, 'draw.list-size', {
    zh: `名单须有1至${CANDIDATES_MAX}项`,
    en: `a list has 1 to ${CANDIDATES_MAX} candidates`,
  });
  must(new Set(candidates).size === candidates.length, 'draw.candidate-twice', { zh: '名单中有重复', en: 'a candidate is on the list twice' });
  must(Number.isSafeInteger(pickCount) && pickCount >= 1 && pickCount <= candidates.length, 'draw.pick-count', {
    zh: '抽取数须为1至名单总数的整数',
    en: 'the number to draw lies between 1 and the length of the list',
  });
  const possible = new Set(kind === 'villages' ? round.villageIds : householdsOf(round, facts));
  const stranger = candidates.find((id) => !possible.has(id));
  must(stranger === undefined, 'draw.unknown-candidate', {
    zh: `${stranger}不属于该轮督查`,
    en: `${stranger} is not among what this round inspects`,
  });
}
const householdsOf = ({ villageIds, year }: InspectionRoundRow, facts: DecisionInput['facts']): readonly string[] =>
  facts.all<RoundHouseholdsRow>(roundHouseholds.name).flatMap(([, row]) => (villageIds.includes(row.villageId) ? (row.years[year] ?? []) : []));

function mustBeBodies({ bodyUnitIds }: Announced, { facts }: DecisionInput): void {
  must(bodyUnitIds.length === 2 && bodyUnitIds[0] !== bodyUnitIds[1], 'draw.two-bodies', {
    zh: '须由两个不同机关提供随机数',
    en: 'seeds come from two different bodies',
  });
  const organs = bodyUnitIds.every((id) => facts.get(drawBodies.name, id) !== undefined);
  must(organs, 'draw.not-organ', { zh: '提供随机数的须为已登记的机关', en: 'seeds come from registered organs' });
}

/** Nothing repeats: neither what was drawn, nor what a draw under way or still sealed may have drawn; nor the list of a draw that was voided. */
function excludedBy({ roundId, kind, candidates, excludedRoundIds }: Announced, { facts }: DecisionInput): readonly string[] {
  const drawsOf = (id: string): readonly RoundDraw[] => facts.get<RoundDrawsRow>(roundDraws.name, id)?.draws ?? [];
  const all = [...new Set([roundId, ...excludedRoundIds])].flatMap(drawsOf).filter((draw) => draw.kind === kind);
  const listHash = listHashOf(candidates);
  const voided = all.find((draw) => draw.state === 'void' && draw.listHash === listHash);
  must(!voided, 'draw.list-of-voided', {
    zh: `与作废的${voided?.drawId}名单相同，须另列名单`,
    en: `this is the list of ${voided?.drawId}, which was voided: a new draw has a new list`,
  });
  const listed = new Set(candidates);
  const pending = all.find(({ state, candidates: theirs }) => (state === 'announced' || state === 'sealed') && theirs.some((id) => listed.has(id)));
  must(!pending, 'draw.overlaps-unfinished', {
    zh: `名单与尚未公开结果的${pending?.drawId}重叠`,
    en: `the list overlaps that of ${pending?.drawId}, whose result is not public yet`,
  });
  const done = all.filter(({ state }) => state === 'completed');
  const again = done.flatMap(({ picked }) => picked ?? []).find((id) => listed.has(id));
  must(again === undefined, 'draw.already-drawn', { zh: `${again}已被抽中过`, en: `${again} has been drawn before` });
  return done.map(({ drawId }) => drawId).sort();
}

/** @returns the draws whose picks are off the list */
export function mustBeAnnounceable(data: Announced, { status }: DrawState, input: DecisionInput): readonly string[] {
  must(DRAW_ID.test(data.drawId), 'draw.invalid-id', { zh: '抽签编号不正确', en: 'not the id of a draw' });
  must(status === 'none', 'draw.already-announced', { zh: '该抽签已公布', en: 'this draw was announced before' });
  mustBeDated(data.date, '', input);
  must(isDate(data.revealBy), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(data.revealBy >= data.date, 'draw.reveal-by', { zh: '公开期限早于公布日', en: 'seeds cannot be due before the draw is announced' });
  mustBeCandidates(data, input);
  mustBeBodies(data, input);
  return excludedBy(data, input);
}

/** The announced draw, still under way. */
export function mustBeUnderWay({ status, announced }: DrawState, said: Readonly<{ roundId: string }>): DrawAnnounced['data'] {
  must(announced && announced.roundId === said.roundId, 'draw.unknown', { zh: '该轮督查没有这一抽签', en: 'the round has no such draw' });
  must(status !== 'void', 'draw.void', { zh: '该抽签已作废', en: 'the draw has been voided' });
  must(status === 'announced', 'draw.completed', { zh: '该抽签已完成', en: 'the draw has been completed' });
  return announced;
}
export const mustBeBody = ({ bodyUnitIds }: DrawAnnounced['data'], bodyUnitId: string): void =>
  must(bodyUnitIds.includes(bodyUnitId), 'draw.not-body', { zh: '该机关不提供随机数', en: 'this body gives no seed to the draw' });

/** What was committed is what is revealed: a body cannot change its seed after it has seen the other's. */
export function mustOpen({ commitments }: DrawState, { listHash, drawId }: DrawAnnounced['data'], bodyUnitId: string, seed: string): void {
  const committed = commitments[bodyUnitId]?.seedCommitment;
  must(SEED.test(seed) && seedCommitment({ listHash, drawId, bodyUnitId, seed }) === committed, 'draw.wrong-seed', {
    zh: '随机数与承诺不符',
    en: 'the seed is not the one that the body committed to',
  });
}
