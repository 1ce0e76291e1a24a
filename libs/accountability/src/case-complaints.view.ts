import { complaintsView } from '#registry';

/** Who may not investigate or decide which case, because they complained? Read by decisions; who that is stays a commitment. */
export const caseComplaints = complaintsView('case-complaints', '调查、表决人员回避情形（举报，裁定用，仅限案件承办机关）');
