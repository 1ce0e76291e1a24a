import { readBook } from '#rulebook/nest';
import type { Zelian } from '#zelian';
import { decideRemoval, staff } from './commission.js';
import { agreeTo, startRound } from './field-work.js';
import { COUNTY, PERSON, POST, type Called, type SmallCounty } from './small-county.js';

// The towns of the worked cases, each in a small county of its own. Invented.

const OF = { unitId: COUNTY.town, year: COUNTY.year };
export const SECRETARY = { personId: PERSON.secretary, postId: POST.secretary, year: COUNTY.year };
export const HEAD = { personId: PERSON.head, postId: POST.head, year: COUNTY.year };

/** The command that recorded an event of a type, the last one about a stream. */
export async function commandIn(zelian: Zelian, type: string, stream: RegExp = /./): Promise<string> {
  let found = '';
  for await (const event of zelian.parts.history.readAll(0)) if (event.type === type && stream.test(event.stream)) found = event.commandId;
  if (found === '') throw new Error(`nothing recorded ${type} on ${String(stream)}`);
  return found;
}

/** 64.40 on the papers; two findings agreed by the unit make it 58.40. A veto, confirmed. */
export async function townWithDuplicate(town: SmallCounty, called: Called = {}): Promise<SmallCounty> {
  await town.settle(await readBook('pingli-2016'), called);
  await startRound(town);
  await town.on('2017-01-10');
  await town.assess(6_440);
  await town.record('OpenAnnualAppraisal', {
    ...{ ...OF, documentRef: '示例〔2017〕1号' },
    items: [
      { id: 'poverty', zh: '脱贫攻坚', weightBasisPoints: 6_000, from: 'performance' },
      { id: 'other', zh: '其他', weightBasisPoints: 4_000, from: 'scores' },
    ],
  });
  await town.record('RecordAppraisalScore', { ...OF, itemId: 'other', scoreHundredths: 7_290, evidenceRefs: ['示例'] });
  await agreeTo(town, 'finding-f07');
  await agreeTo(town, 'finding-f19', 'group-two');
  await town.record('ConfirmVeto', { ...OF, authorityRef: '示例委〔2017〕3号', date: '2017-01-10' });
  return town;
}

/** 64.00 although a village failed to exit; the secretary handed over on 10-10, it was thought. */
export async function townHandedOver(town: SmallCounty, called: Called = {}): Promise<SmallCounty> {
  await town.settle(await readBook('pingli-2016'), called);
  await town.planExit();
  await town.on('2017-01-05');
  await town.record('EndTenure', { tenureId: 'tenure-party-secretary', postId: POST.secretary, to: '2016-10-10', reason: '调动' });
  await town.record('StartTenure', { tenureId: 'tenure-second', personId: PERSON.successor, postId: POST.secretary, from: '2016-10-10' });
  // The failed exit costs eight points.
  await town.assess(7_200);
  await town.failExit();
  return town;
}

/** 56.00, all facts sound; the secretary's removal was voted before he was heard. */
export async function townHeardTooLate(town: SmallCounty, called: Called = {}): Promise<SmallCounty> {
  await town.settle(await readBook('pingli-2016'), called);
  await staff(town);
  await town.assess(5_600);
  await town.on('2017-01-04');
  await decideRemoval(town, { subject: SECRETARY, bases: [{ clauseId: 'PL-D3', target: COUNTY.town }], no: '9', heard: 'after-the-vote' });
  return town;
}

/** 65.00 on the papers, 57.00 for a village that failed to exit: the secretary's removal rests on the exit and on the grade. */
export async function townWithTwoBases(town: SmallCounty, called: Called = {}): Promise<SmallCounty> {
  await town.settle(await readBook('pingli-2016'), called);
  await staff(town);
  await town.planExit();
  await town.on('2017-01-05');
  await town.assess(6_500);
  await town.failExit();
  const bases = [
    { clauseId: 'PL-D1', target: COUNTY.village },
    { clauseId: 'PL-D3', target: COUNTY.town },
  ];
  await decideRemoval(town, { subject: SECRETARY, bases, no: '12' });
  return town;
}
