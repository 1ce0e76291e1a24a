import 'reflect-metadata';
import { readBook } from '#rulebook/nest';
import { startOf } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import { importLedger, openLedger } from '#zelian';

/** What one town's year comes to, roughly: registered, assessed, scored, corrected, with all that follows. */
const EVENTS_PER_TOWN = 40;
const YEAR = 2016;
const CLERK = { personId: 'person-clerk1', postId: 'post-clerk1' };
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
  const towns = Math.ceil(events / EVENTS_PER_TOWN);
  for (let town = 0; town < towns; town++) await record('RegisterUnit', { unitId: townOf(town), kind: 'town', name: `示例${town}镇` });
  await zelian.moveTo(startOf('2017-01-10', 9));
  const indicators = [
    { id: 'reduction', zh: '减贫成效', weightBasisPoints: 5_000 },
    { id: 'funds', zh: '资金管理', weightBasisPoints: 5_000 },
  ];
  const open = (town: number) => record('OpenPerformanceAssessment', { ...of(town), indicators, documentRef: '示例〔2016〕1号' });
  const score = (town: number, round: number): Promise<string> => {
    const { id } = indicators[round % indicators.length]!;
    const scored = { ...of(town), indicatorId: id, scoreHundredths: scoreAt(town + round * 31), evidenceRefs: [`附件${town}`] };
    if (round < indicators.length) return record('RecordIndicatorScore', scored);
    return record('CorrectIndicatorScore', { ...scored, reason: '更正', documentDate: '2017-01-10' });
  };
  const isFull = async () => (await zelian.log.head()).position >= events;
  let retract = '';
  if (order === 'by-score') {
    for (let town = 0; town < towns; town++) await open(town);
    for (let round = 0; !(await isFull()); round++) {
      for (let town = 0; town < towns; town++) {
        const commandId = await score(town, round);
        if (town === 3 && round === 1) retract = commandId;
      }
    }
  } else {
    for (let town = 0; !(await isFull()); town++) {
      await record('RegisterUnit', { unitId: townOf(towns + town), kind: 'town', name: `示例${towns + town}镇` });
      await open(towns + town);
      for (let round = 0; round < 2 * indicators.length; round++) {
        const commandId = await score(towns + town, round);
        if (town === 3 && round === 1) retract = commandId;
      }
    }
  }
  const head = await zelian.log.head();
  await importLedger({ directory, text: await zelian.exportLines({ actor: CLERK }), actor: CLERK });
  await zelian.close();
  return { events: head.position + 1, until: head.recordedAt, retract };
}

const scoreAt = (n: number): number => 4_000 + ((n * 7_919) % 6_000);
