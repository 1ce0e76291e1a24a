import type { Command } from 'commander';
import { actorFrom } from '#ledger/nest';
import { DUTY_KIND_ZH, LEVEL_ZH, type Holders, type Zelian } from '#zelian';
import { momentOf, verb, withLedger, wholeNumber, type Common } from '../common.js';
import { heading, line, printJson, printTable } from '../output.js';

type Asked = Common & Readonly<{ from?: string; to?: string; year?: string }>;
type Part = Holders['parts'][number];
type Intervals = Holders['bodies'][number]['intervals'];

/** `holders TARGET`: who answered for a village or unit over an interval, with days and gaps. */
export const holders = (): Command =>
  verb('holders', '期间责任人 who answered for a village or unit over an interval, with days and gaps', ['asKnownAt', 'atLeast'])
    .argument('<target>', 'village-… or unit-…')
    .option('--from <date>', 'the first day asked about')
    .option('--to <date>', 'the first day no longer asked about')
    .option('--year <year>', 'in place of --from and --to (default: the current one; on a simulated clock, that of the last event)')
    .action((target: string, options: Asked) =>
      withLedger(options, {}, async (zelian) => {
        const { from, to, year } = options;
        const interval = { from, to, ...(year !== undefined && { year: wholeNumber('--year', year) }) };
        const answer = await zelian.cases.holders({ target, ...interval, actor: actorFrom(options.actor), moment: momentOf(options) });
        if (options.json) return printJson(await zelian.present(answer));
        await printHolders(zelian, answer);
      }),
    );

async function printHolders(zelian: Zelian, { target, from, to, days, position, bodies, parts }: Holders): Promise<void> {
  heading(`期间责任人：${await zelian.named(target)}　${from}至${to}（不含），${days}天`, `holders, as known at ${position}`);
  for (const body of bodies) line(` ${LEVEL_ZH[body.level]}：${await zelian.named(body.unitId)}领导班子（${AS_ZH[body.as]}）${body.days}天`);
  if (parts.length === 0) return line(' 此期间没有登记的责任人  nobody on record for the interval');
  printTable(['单位', '岗位或职责', '责任', '人员', '天数', '期间（止日不含）', '分担', '说明'], await zelian.named(parts.flatMap(rowsOf)));
}

const AS_ZH: Readonly<Record<Holders['bodies'][number]['as'], string>> = { self: '本单位', town: '所在镇', 'paired-department': '帮扶部门' };

/** A line for each holder, and one for the days on which there was none. */
function rowsOf({ unitId, postId, duty, level, holders: people, gaps, gapDays }: Part): readonly (readonly unknown[])[] {
  const place = duty === undefined ? [unitId, postId] : ['', DUTY_KIND_ZH[duty as keyof typeof DUTY_KIND_ZH]];
  const held = people.map(({ personId, days, intervals, sharePermille, acting }) => [
    ...[...place, LEVEL_ZH[level], personId, days, spansZh(intervals)],
    ...[sharePermille === undefined ? '' : `${sharePermille / 10}%`, acting ? '主持工作' : ''],
  ]);
  return gapDays === 0 ? held : [...held, [...place, LEVEL_ZH[level], '（空缺）', gapDays, spansZh(gaps), '', '']];
}
const spansZh = (intervals: Intervals): string => intervals.map(({ from, to }) => `${from}至${to}`).join('，');
