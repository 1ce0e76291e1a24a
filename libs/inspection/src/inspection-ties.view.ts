import { tiesView } from '#registry';

/** What can relate an inspector to a village, its town, or whoever answers there? Read by decisions; for case owners only, since it tells of kinship. */
export const inspectionTies = tiesView('inspection-ties', '督查人员回避情形（裁定用，仅限案件承办机关）');
