import type { RemediesAnswer } from '#zelian';

/** The lights of a clock as people call them. */
export const LIGHT_ZH: Readonly<Record<string, string>> = { green: '绿灯', yellow: '黄灯', red: '红灯', done: '办结' };

/** Whether execution waits: once where all ways say the same, way by way where they differ. */
export function suspension(open: readonly Pick<RemediesAnswer['open'][number], 'trackZh' | 'stepZh' | 'suspendsExecution'>[]): readonly string[] {
  if (new Set(open.map(({ suspendsExecution }) => suspendsExecution)).size > 1)
    return open.map(({ trackZh, stepZh, suspendsExecution }) => `${trackZh}·${stepZh}：申诉期间${suspendsExecution ? '停止执行' : '不停止执行'}`);
  if (open.length === 0) return [];
  return [open[0]!.suspendsExecution ? '申诉期间停止执行 an appeal suspends execution' : '申诉期间不停止执行 an appeal does not suspend execution'];
}

/** What a clause comes to. */
export const OUTCOME_ZH = { met: '符合', 'not-met': '不符合', undetermined: '未定' } as const;

/** What became of a clause that flagged somebody. */
export const TRIGGER_ZH = { triggered: '已触发', notApplicable: '不适用（已离任）', fallen: '已消除' } as const;
