import { complaintsView } from '#registry';

/** Who may not inspect what, because they complained about it? Read by decisions; who that is stays a commitment. */
export const inspectionComplaints = complaintsView('inspection-complaints', '督查人员回避情形（举报，裁定用，仅限案件承办机关）');
