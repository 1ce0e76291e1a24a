import { heading, line, printTable } from '../output.js';
import type { Figure, Result } from './goals.js';
import type { BenchReport } from './run.js';

const MIB = 1_048_576;

/** The report for people: what was reached of each goal, and what was left out. */
export function printReport({ machine, probe, results, skipped, events, seed, commit }: BenchReport): void {
  heading('性能', `bench: ${events} events, seed ${seed}, commit ${commit.slice(0, 12)}`);
  line(`${machine.cpu} × ${machine.cores}  ${machine.system}`);
  line(`参照 probe: ${probe.what}: ${number(probe.writesPerSecond)}/s（${number(probe.bytesPerWrite)} bytes）`);
  printTable(['#', '项目 what', '指标 figure', '实测 value', '目标 goal', '结论'], results.flatMap(rowsOf));
  const missed = results.filter(({ met }) => !met).map(({ id }) => `#${id}`);
  line(missed.length === 0 ? '全部达到 all met' : `未达到 missed: ${missed.join(' ')}`);
  for (const { what, why } of skipped) line(`略去 skipped ${what}: ${why.zh} ${why.en}`);
}

const rowsOf = ({ id, what, figures }: Result): readonly (readonly string[])[] =>
  figures.map((figure, index) => [index === 0 ? id : '', index === 0 ? what : '', figure.name, valueOf(figure), figure.goal ?? '', verdictOf(figure)]);

const verdictOf = ({ met }: Figure): string => (met === undefined ? '' : met ? '达到 met' : '未达 missed');

/** Bytes of memory are told in MiB; everything else as it is. */
const valueOf = ({ name, value }: Figure): string => (name.startsWith('rssBytes') ? `${number(value / MIB)} MiB` : number(value));
const number = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value < 1 ? 3 : 2));
