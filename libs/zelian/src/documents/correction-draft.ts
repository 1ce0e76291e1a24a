import { Rejection } from '#kernel';
import type { RestorationChecklistRow } from '#redress';
import { correctionNotice, type CorrectionOfPaper } from './correction-notice.js';
import type { Desk } from './desk.js';
import type { Drafted } from './rectification-papers.js';

type Row = CorrectionOfPaper['release'] & Readonly<{ notices: readonly CorrectionOfPaper['notice'][] }>;

/** One release and, where several outcomes concern it, which: `RELEASE` or `RELEASE|APPEAL`; else the last. */
export async function draftCorrection(desk: Desk, key: string): Promise<Drafted> {
  const [releaseId, appealId] = key.split('|') as [string, string?];
  const { notices, ...release } = await desk.row<Row>('correction-notices', releaseId);
  const notice = appealId === undefined ? notices.at(-1) : notices.find((one) => one.appealId === appealId);
  if (!notice) throw new Rejection('document.nothing-owed', { zh: '该次提供没有需要更正的事项', en: 'no correction is owed to who received that record' });
  const outcome = await desk.row<RestorationChecklistRow>('restoration-checklist', notice.appealId);
  const { against, originalDate, decidedOn, measure, variedTo } = outcome;
  const day = originalDate ?? decidedOn;
  return correctionNotice({
    ...{ release, notice, outcome: { ...outcome, year: against.year } },
    person: against.kind === 'measure' ? against.personId : against.unitId,
    recordZh: desk.recordZh(release.record.kind),
    measuresZh: {
      was: measure === null ? '处理' : await desk.measureZh(measure, day),
      becomes: variedTo === null ? null : await desk.measureZh(variedTo, day),
    },
  });
}
