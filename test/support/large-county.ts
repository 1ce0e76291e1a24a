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

/** Records at least so many events, command by command, each followed by all that follows from it; in memory, since a file would wait for the disk with each. */
export async function largeCounty(directory: string, events: number): Promise<LargeCounty> {
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
  for (let town = 0; town < towns; town++) await record('OpenPerformanceAssessment', { ...of(town), indicators, documentRef: '示例〔2016〕1号' });
  let retract = '';
  for (let round = 0; (await zelian.log.head()).position < events; round++) {
    for (let town = 0; town < towns; town++) {
      const scored = { ...of(town), indicatorId: indicators[round % 2]!.id, scoreHundredths: scoreAt(town + round * 31), evidenceRefs: [`附件${town}`] };
      const commandId =
        round < 2
          ? await record('RecordIndicatorScore', scored)
          : await record('CorrectIndicatorScore', { ...scored, reason: '更正', documentDate: '2017-01-10' });
      if (town === 3 && round === 1) retract = commandId;
    }
  }
  const head = await zelian.log.head();
  await importLedger({ directory, text: await zelian.exportLines({ actor: CLERK }), actor: CLERK });
  await zelian.close();
  return { events: head.position + 1, until: head.recordedAt, retract };
}

const scoreAt = (n: number): number => 4_000 + ((n * 7_919) % 6_000);
