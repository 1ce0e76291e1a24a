import { drawOutcome, listHashOf, seedCommitment } from '#inspection';
import { createHash } from 'node:crypto';
import { ORGANS, unitId, VILLAGES, villageId } from './cast.js';
import { at, sitting, STORY_SEED, thingId, type Step } from './ids.js';
import { groupOf, groupOfVillage, household, lead, members, ROUND } from './inspection.js';
import { acting, commandOffice } from './setup.js';

const YEAR = 2016;
const BODIES = [ORGANS.discipline, ORGANS.command] as const;
const seedOf = (body: string): string => createHash('sha256').update(`${STORY_SEED}|draw|${body}`).digest('hex');
const DRAW = thingId('draw', '2016-1/night');
/** Two villages for visits at night, drawn by two bodies of which neither can steer it; sealed until the visits are done (justice 21). */
export function draw(): readonly Step[] {
  const candidates = VILLAGES.map(([, village]) => villageId(village));
  const listHash = listHashOf(candidates);
  const seeds = [seedOf(BODIES[0]), seedOf(BODIES[1])] as const;
  const { combinedSeed, picked } = drawOutcome(candidates, 2, seeds);
  const by = [acting(ORGANS.discipline, 'case-officer'), commandOffice] as const;
  const of = { drawId: DRAW, roundId: ROUND };
  const each = (type: string, date: string, said: (body: number) => object): readonly Step[] =>
    by.flatMap((actor, body) => sitting(at(date, 9, body * 10), actor, [{ type, data: { ...of, date, bodyUnitId: unitId(BODIES[body]!), ...said(body) } }]));
  const night = picked.map((id) => VILLAGES.find(([, village]) => villageId(village) === id)![1]);
  return [
    ...sitting(at('2016-09-26', 8), commandOffice, [
      {
        type: 'AnnounceDraw',
        data: {
          ...{ ...of, year: YEAR, kind: 'villages', candidates, pickCount: 2, bodyUnitIds: BODIES.map(unitId), unannounced: true },
          ...{ revealBy: '2016-09-28', excludedRoundIds: [], date: '2016-09-26' },
        },
      },
    ]),
    ...each('CommitDrawSeed', '2016-09-26', (body) => ({
      seedCommitment: seedCommitment({ listHash, drawId: DRAW, bodyUnitId: unitId(BODIES[body]!), seed: seeds[body]! }),
    })),
    ...each('RevealDrawSeed', '2016-09-27', (body) => ({ seed: { private: seeds[body]! } })),
    ...sitting(at('2016-09-27', 10), commandOffice, [
      {
        type: 'CompleteSealedDraw',
        data: {
          ...{ ...of, date: '2016-09-27', seeds: seeds.map((seed) => ({ private: seed })) },
          ...{ combinedSeed: { private: combinedSeed }, picked: picked.map((id) => ({ private: id })) },
        },
      },
    ]),
    ...night.flatMap((village, index) =>
      sitting(at('2016-09-28', 22, index), lead(groupOfVillage(village)), [
        {
          type: 'RecordVillageVisit',
          data: {
            ...{ visitId: thingId('visit', `${village}/night`), roundId: ROUND, groupId: groupOf(groupOfVillage(village)), villageId: villageId(village) },
            ...{ date: '2016-09-28', mode: 'night', personIds: members(groupOfVillage(village)).slice(0, 2), householdIds: [household(village, 0)] },
          },
        },
      ]),
    ),
    ...sitting(at('2016-09-29', 9), commandOffice, [{ type: 'UnsealDraw', data: { ...of, date: '2016-09-29', seeds } }]),
  ];
}
