import 'reflect-metadata';
import { readBook } from '#rulebook/nest';
import { addDays, startOf } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock } from '#ledger';
import { openLedger } from '#zelian';

/** Towns of an invented county; each is assessed, and its scores are corrected again and again. */
const TOWNS = 26;
const YEAR = 2016;
const CLERK = { personId: 'person-clerk1', postId: 'post-clerk1' };
const entropy = seededEntropy('large county');
const townOf = (n: number): string => `unit-town${String(n % TOWNS).padStart(2, '0')}`;

export type LargeCounty = Readonly<{ events: number; until: string; retract: string }>;

/** Records at least so many events in a directory, command by command, each followed by all that follows from it. */
export async function largeCounty(directory: string, events: number): Promise<LargeCounty> {
  const clock = new SimulatedClock(startOf('2016-01-04', 9));
  const zelian = await openLedger({ directory, clock, entropy });
  let commands = 0;
  const record = async (type: string, data: object): Promise<string> => {
    const commandId = newCommandId(clock.now(), entropy, `c${commands++}`);
    await zelian.record({ type, data }, { actor: CLERK, commandId });
    await zelian.drain();
    return commandId;
  };
  await record('PublishRuleBook', { document: await readBook('pingli-2016') });
  for (let town = 0; town < TOWNS; town++) await record('RegisterUnit', { unitId: townOf(town), kind: 'town', name: `示例${town}镇` });
  clock.moveTo(startOf('2017-01-10', 9));
  const of = (n: number) => ({ unitId: townOf(n), year: YEAR });
  const indicators = [
    { id: 'reduction', zh: '减贫成效', weightBasisPoints: 5_000 },
    { id: 'funds', zh: '资金管理', weightBasisPoints: 5_000 },
  ];
  let retract = '';
  for (let town = 0; town < TOWNS; town++) {
    await record('OpenPerformanceAssessment', { ...of(town), indicators, documentRef: '示例〔2016〕1号' });
    for (const { id } of indicators) {
      const commandId = await record('RecordIndicatorScore', { ...of(town), indicatorId: id, scoreHundredths: scoreAt(town), evidenceRefs: ['附件'] });
      if (town === 3 && id === 'funds') retract = commandId;
    }
  }
  for (let n = 0; (await zelian.log.head()).position < events; n++) {
    if (n % 500 === 0) clock.moveTo(startOf(addDays('2017-01-11', n / 500), 9));
    const { id } = indicators[n % 2]!;
    const correction = { indicatorId: id, scoreHundredths: scoreAt(n + 1_000), evidenceRefs: [`附件${n}`], reason: '更正', documentDate: '2017-01-10' };
    await record('CorrectIndicatorScore', { ...of(n), ...correction });
  }
  const head = await zelian.log.head();
  await zelian.close();
  return { events: head.position + 1, until: head.recordedAt, retract };
}

const scoreAt = (n: number): number => 4_000 + ((n * 7_919) % 6_000);
