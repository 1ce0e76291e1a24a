import { tiesView } from '#registry';

/** What can relate an investigator to the person looked into? Read by decisions; for case owners only, since it tells of kinship. */
export const caseTies = tiesView('case-ties', '调查人员回避情形（裁定用，仅限案件承办机关）');
