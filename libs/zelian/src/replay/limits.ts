import type { Message } from '#kernel';

/** What no replay can know or say: part of every answer, so that nobody reads more into a difference than it holds. */
export const LIMITS: readonly Message[] = [
  {
    zh: '等次按分数线逐单位评定，规则文本不能规定名次或比例；第三方只在其自身结果因此不同时列出',
    en: 'grades follow from cut-offs, unit by unit: no book can rank grades or share them out, so third parties are listed only where their own result differs',
  },
  {
    zh: '本结果只是推算：账本未改动；当时被系统拒绝的操作没有记录，无从推算',
    en: 'this is derived, not recorded: the ledger is unchanged; commands that it refused were never recorded, so nothing is known of them',
  },
];
