import type { Policy } from '#kernel';
import type { DeriveAppraisal } from './appraisal.commands.js';
import type { AnnualAppraisalOpened, AppraisalScoreCorrected, AppraisalScoreRecorded } from './appraisal.events.js';
import type { PerformanceTotalDerived } from './performance.events.js';

/** The performance result enters the appraisal as it stands, exact; also before the appraisal is opened. */
export const onPerformanceTotalDerived: Policy<PerformanceTotalDerived, DeriveAppraisal> = {
  name: 'onPerformanceTotalDerived',
  on: { PerformanceTotalDerived: ({ data: { unitId, year, totalE6 } }) => [{ type: 'DeriveAppraisal', data: { unitId, year, performanceE6: totalE6 } }] },
};

type Input = AnnualAppraisalOpened | AppraisalScoreRecorded | AppraisalScoreCorrected;
const derive = ({ data: { unitId, year } }: Input): readonly DeriveAppraisal[] => [{ type: 'DeriveAppraisal', data: { unitId, year } }];

/** Opening counts too: a scheme can be complete as soon as it is opened. */
export const onAppraisalScoreRecorded: Policy<Input, DeriveAppraisal> = {
  name: 'onAppraisalScoreRecorded',
  on: { AnnualAppraisalOpened: derive, AppraisalScoreRecorded: derive, AppraisalScoreCorrected: derive },
};
