import { isPlainPrivate, must, sameJson, type NewEvent, type Private } from '#kernel';
import type { CompleteSealedDraw, DrawCommand, RevealDrawSeed, UnsealDraw } from './draw.commands.js';
import type { DrawAnnounced, DrawEvent } from './draw.events.js';
import { announcementNeeds, mustBeAnnounceable, mustBeBody, mustBeDated, mustBeUnderWay, mustOpen } from './draw.guards.js';
import { drawOutcome, listHashOf, SEED } from './draw.selection.js';
import { evolve, NO_DRAW, type DrawDecider, type DrawState } from './draw.state.js';
import { drawnVisits, seenSince, type DrawnVisitsRow } from './drawn-visits.view.js';
import { inspectionRounds, type InspectionRoundRow } from './inspection-rounds.view.js';

const at = (date: string) => ({ validAt: { from: date } });
const outcomeOf = ({ candidates, pickCount }: DrawAnnounced['data'], [first, second]: readonly string[]) =>
  drawOutcome(candidates, pickCount, [first!, second!]);

/** The texts behind private values; undefined when a re-decided command carries their commitments: they were checked when they were texts. */
function textsOf(values: readonly Private[]): readonly string[] | undefined {
  const texts = values.flatMap((value) => (isPlainPrivate(value) ? [value.private] : []));
  must(texts.length === 0 || texts.length === values.length, 'draw.half-private', { zh: '私密值须一并提供', en: 'private values come together' });
  return texts.length === 0 ? undefined : texts;
}

function revealEvents({ data }: RevealDrawSeed, state: DrawState): readonly NewEvent<DrawEvent>[] {
  const announced = mustBeUnderWay(state, data);
  const { drawId, roundId, bodyUnitId, seed, date } = data;
  mustBeBody(announced, bodyUnitId);
  must(Object.keys(state.commitments).length === announced.bodyUnitIds.length, 'draw.not-committed', {
    zh: '两个机关都提交承诺后方可公开随机数',
    en: 'no seed is revealed before both bodies have committed',
  });
  must(announced.unannounced === (typeof seed !== 'string'), 'draw.seed-privacy', {
    zh: '暗访抽签的随机数须保密，其余须公开',
    en: 'the seed of an unannounced draw is private, that of any other is public',
  });
  const text = typeof seed === 'string' ? seed : textsOf([seed])?.[0];
  if (text !== undefined) mustOpen(state, announced, bodyUnitId, text);
  must(!(bodyUnitId in state.revealed), 'draw.already-revealed', { zh: '该机关已公开随机数', en: 'this body has revealed its seed' });
  const shown: NewEvent<DrawEvent> = { type: 'DrawSeedRevealed', data, ...at(date) };
  const seeds = announced.bodyUnitIds.map((id) => (id === bodyUnitId ? seed : state.revealed[id]));
  if (!seeds.every((one) => typeof one === 'string')) return [shown];
  return [shown, { type: 'DrawCompleted', data: { drawId, roundId, date, ...outcomeOf(announced, seeds) }, ...at(date) }];
}

/** The seeds are held against the public commitments, the result against the seeds. */
function sealedEvents({ data }: CompleteSealedDraw, state: DrawState): readonly NewEvent<DrawEvent>[] {
  const announced = mustBeUnderWay(state, data);
  must(announced.unannounced, 'draw.not-sealed', { zh: '该抽签公开进行', en: 'this draw is held in the open' });
  must(
    announced.bodyUnitIds.every((id) => id in state.revealed),
    'draw.not-revealed',
    { zh: '随机数尚未提交齐全', en: 'not both seeds have been revealed' },
  );
  const { seeds, combinedSeed, picked } = data;
  must(seeds.length === announced.bodyUnitIds.length && picked.length === announced.pickCount, 'draw.wrong-result', {
    zh: '结果与随机数不符',
    en: 'this is not what the seeds give',
  });
  const texts = textsOf([...seeds, combinedSeed, ...picked]);
  if (texts) {
    announced.bodyUnitIds.forEach((id, index) => mustOpen(state, announced, id, texts[index]!));
    const outcome = outcomeOf(announced, texts);
    must(sameJson([outcome.combinedSeed, ...outcome.picked], texts.slice(seeds.length)), 'draw.wrong-result', {
      zh: '结果与随机数不符',
      en: 'this is not what the seeds give',
    });
  }
  return [{ type: 'SealedDrawCompleted', data, ...at(data.date) }];
}

function unsealEvents({ data }: UnsealDraw, state: DrawState, { facts }: Parameters<DrawDecider['decide']['UnsealDraw']>[2]): readonly NewEvent<DrawEvent>[] {
  const { status, announced, doneOn } = state;
  must(announced && announced.roundId === data.roundId && status === 'sealed', 'draw.nothing-sealed', {
    zh: '没有封存的抽签结果',
    en: 'the round has no such sealed draw',
  });
  must(data.seeds.length === announced.bodyUnitIds.length, 'draw.wrong-seed', { zh: '随机数与承诺不符', en: 'two seeds are needed' });
  announced.bodyUnitIds.forEach((id, index) => mustOpen(state, announced, id, data.seeds[index]!));
  const outcome = outcomeOf(announced, data.seeds);
  const closed = facts.get<InspectionRoundRow>(inspectionRounds.name, data.roundId)?.phase === 'closed';
  const seen = facts.get<DrawnVisitsRow>(drawnVisits.name, data.roundId);
  // Which ones are missing is what has to stay unknown.
  must(closed || outcome.picked.every((id) => seenSince(seen, id, doneOn!)), 'draw.visits-pending', {
    zh: '抽中对象尚未全部走到，该轮督查也未结束',
    en: 'not all that was drawn has been visited, and the round is not closed',
  });
  return [{ type: 'DrawUnsealed', data: { ...data, ...outcome }, ...at(data.date) }];
}

const decide: DrawDecider['decide'] = {
  AnnounceDraw: ({ data }, state, input) => {
    const excludedDrawIds = mustBeAnnounceable(data, state, input);
    return [{ type: 'DrawAnnounced', data: { ...data, listHash: listHashOf(data.candidates), excludedDrawIds }, ...at(data.date) }];
  },
  CommitDrawSeed: ({ data }, state, input) => {
    const { bodyUnitId, seedCommitment: committed, date } = data;
    mustBeBody(mustBeUnderWay(state, data), bodyUnitId);
    mustBeDated(date, state.since, input);
    must(SEED.test(committed), 'draw.commitment-invalid', { zh: '承诺须为64位十六进制', en: 'a commitment is 64 hex digits' });
    must(!(bodyUnitId in state.commitments), 'draw.already-committed', { zh: '该机关已提交承诺', en: 'this body has committed to its seed' });
    // One person for both bodies would know both seeds, and could choose one by the other.
    const others = Object.values(state.commitments).map(({ personId }) => personId);
    must(input.actor.personId !== undefined && !others.includes(input.actor.personId), 'draw.same-person', {
      zh: '两个机关须由不同人员提交承诺',
      en: 'the two bodies commit by different people',
    });
    return [{ type: 'DrawSeedCommitted', data, ...at(date) }];
  },
  RevealDrawSeed: (command, state, input) => {
    const events = revealEvents(command, state);
    mustBeDated(command.data.date, state.since, input);
    return events;
  },
  CompleteSealedDraw: (command, state, input) => {
    const events = sealedEvents(command, state);
    mustBeDated(command.data.date, state.since, input);
    return events;
  },
  UnsealDraw: (command, state, input) => {
    const events = unsealEvents(command, state, input);
    mustBeDated(command.data.date, state.since, input);
    return events;
  },
  VoidDraw: ({ data }, state, input) => {
    const { bodyUnitIds, revealBy } = mustBeUnderWay(state, data);
    const { withheldByUnitIds: withheld, reason, date } = data;
    mustBeDated(date, state.since, input);
    must(reason.trim() !== '', 'text.blank', { zh: '理由不能为空', en: 'the reason must not be blank' });
    const missing = bodyUnitIds.filter((id) => !(id in state.revealed));
    must(missing.length > 0, 'draw.revealed', { zh: '随机数已提交齐全，不得作废', en: 'both seeds are revealed: the draw can no longer be voided' });
    // Once a seed is known, a draw is voided for nothing but withholding, and not before the day on which seeds were due: else it could be tried until it suits.
    const known = missing.length < bodyUnitIds.length;
    must(!known || sameJson(withheld, missing), 'draw.withheld-by', { zh: '须注明未公开随机数的机关', en: 'the body that withholds its seed has to be named' });
    must(
      withheld.every((id) => missing.includes(id)),
      'draw.not-withheld',
      { zh: '所列机关并未扣留随机数', en: 'a body named here did not withhold its seed' },
    );
    must(withheld.length === 0 || date > revealBy, 'draw.not-due', { zh: `公开期限${revealBy}未过`, en: `seeds can be revealed until ${revealBy}` });
    return [{ type: 'DrawVoided', data, ...at(date) }];
  },
};

/** One draw of a round: list, commitments, seeds, result; each step rests on those before and none can be taken back (justice 21). */
export const drawDecider: DrawDecider = {
  category: 'draw',
  streamOf: ({ data: { drawId } }: DrawCommand) => (drawId.startsWith('draw-') ? drawId : `draw-${drawId}`),
  initialState: NO_DRAW,
  commands: {
    AnnounceDraw: { by: 'person', zh: '公布抽签名单' },
    CommitDrawSeed: { by: 'person', zh: '提交随机数承诺' },
    RevealDrawSeed: { by: 'person', zh: '公开随机数' },
    CompleteSealedDraw: { by: 'person', zh: '完成暗访抽签' },
    UnsealDraw: { by: 'person', zh: '解封抽签' },
    VoidDraw: { by: 'person', zh: '抽签作废' },
  },
  needs: {
    AnnounceDraw: announcementNeeds,
    UnsealDraw: ({ data: { roundId } }) => [inspectionRounds, drawnVisits].map(({ name }) => ({ view: name, key: roundId })),
  },
  decide,
  evolve,
  commandOf: {
    DrawAnnounced: (_, { data: { listHash: _hash, excludedDrawIds: _excluded, ...said } }) => ({ type: 'AnnounceDraw', data: said }),
    DrawSeedCommitted: (_, { data }) => ({ type: 'CommitDrawSeed', data }),
    DrawSeedRevealed: (_, { data }) => ({ type: 'RevealDrawSeed', data }),
    SealedDrawCompleted: (_, { data }) => ({ type: 'CompleteSealedDraw', data }),
    DrawUnsealed: (_, { data: { combinedSeed: _combined, picked: _picked, ...said } }) => ({ type: 'UnsealDraw', data: said }),
    DrawVoided: (_, { data }) => ({ type: 'VoidDraw', data }),
  },
};
