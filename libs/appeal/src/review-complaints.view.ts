import { complaintsView } from '#registry';

/** Who may not review or decide which appeal, because they complained? Read by decisions; who that is stays a commitment. */
export const reviewComplaints = complaintsView('review-complaints', '复查人员回避情形（举报，裁定用，仅限案件承办机关）');
