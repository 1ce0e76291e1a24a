import 'reflect-metadata';
import { readBook } from '#rulebook/nest';
import { startOf } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import { importLedger, openLedger } from '#zelian';

/** What one town's year comes to, roughly: registered, assessed, scored, corrected, with all that follows. */
const EVENTS_PER_TOWN = 40;
const YEAR = 2016;
const CLERK = { personId: 'person-clerk1', postId: 'post-clerk1' };
const INDICATORS = [
  { id: 'reduction', zh: '减贫成效', weightBasisPoints: 5_000 },
  { id: 'funds', zh: '资金管理', weightBasisPoints: 5_000 },
];
const entropy = seededEntropy('large county');
const of = (town: number) => ({ unitId: townOf(town), year: YEAR });
const townOf = (n: number): string => `unit-town${String(n).padStart(5, '0')}`;

export type LargeCounty = Readonly<{ events: number; until: string; retract: string }>;

/** In which order the year is told: score by score over all towns, corrected again and again, or each town's scores one after another. */
export const ORDERS = ['by-score', 'by-town'] as const;
export type Order = (typeof ORDERS)[number];

/** Records at least so many events, command by command, each followed by all that follows from it; in memory, since a file would wait for the disk with each. */
export async function largeCounty(directory: string, events: number, order: Order): Promise<LargeCounty> {
  const clock = new SimulatedClock(startOf('2016-01-04', 9));
  const zelian = await openLedger({ clock, entropy });
  let commands = 0;
  const record = async (type: string, data: object): Promise<string> => {
    const commandId = newCommandId(clock.now(), entropy, `c${commands++}`);
    await zelian.record({ type, data }, { actor: CLERK, commandId });
    await zelian.drain();
    return commandId;
  };
  await record('PublishRuleBook', { document: await readBook('pingli-2016') });
  await zelian.moveTo(startOf('2017-01-10', 9));
  let retract = '';
  for (const { town, round } of told(order, Math.ceil(events / EVENTS_PER_TOWN))) {
    if ((await zelian.log.head()).position >= events) break;
    if (round < 0) await record('RegisterUnit', { unitId: townOf(town), kind: 'town', name: `示例${town}镇` });
    const commandId = await record(...stepOf(town, round));
    if (town === 3 && round === 1) retract = commandId;
  }
  const head = await zelian.log.head();
  await importLedger({ directory, text: await zelian.exportLines({ actor: CLERK }), actor: CLERK });
  await zelian.close();
  return { events: head.position + 1, until: head.recordedAt, retract };
}

/** Round -1 opens a town's assessment, the next two score it, all others correct that. Goes on for ever. */
function* told(order: Order, towns: number): Iterable<Readonly<{ town: number; round: number }>> {
  if (order === 'by-score') for (let round = -1; ; round++) for (let town = 0; town < towns; town++) yield { town, round };
  for (let town = 0; ; town++) for (let round = -1; round < 2 * INDICATORS.length; round++) yield { town, round };
}

function stepOf(town: number, round: number): readonly [type: string, data: object] {
  if (round < 0) return ['OpenPerformanceAssessment', { ...of(town), indicators: INDICATORS, documentRef: '示例〔2016〕1号' }];
  const { id } = INDICATORS[round % INDICATORS.length]!;
  const scored = { ...of(town), indicatorId: id, scoreHundredths: scoreAt(town + round * 31), evidenceRefs: [`附件${town}`] };
  if (round < INDICATORS.length) return ['RecordIndicatorScore', scored];
  return ['CorrectIndicatorScore', { ...scored, reason: '更正', documentDate: '2017-01-10' }];
}

const scoreAt = (n: number): number => 4_000 + ((n * 7_919) % 6_000);
