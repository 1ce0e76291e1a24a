/** What is missing between a fact and the person who answers for it; named, so that nobody takes silence for proof. */
export const GAP_ZH = {
  'no-facts': '未列所据条款和事实',
  'no-evidence': '没有证据',
  'number-only': '证据只有编号，文件不在账本',
  'file-not-sound': '证据文件缺失或与指纹不符',
  'no-signer': '没有登记人',
  'unit-never-shown': '未反馈被检查单位',
  'unit-not-answered': '单位未答复',
  'changed-since-shown': '反馈后证据有变更',
  'never-shown': '未与本人见面',
  'recorded-after-shown': '登记在事实见面之后',
  'not-relied-on-now': '现已不再作为依据（已更正、撤回或被取代）',
  'shown-unsigned': '事实见面未签字',
  'not-heard': '未听取陈述申辩',
  'no-draft': '未形成事实材料',
} as const;
export type Gap = keyof typeof GAP_ZH;

/** The gaps that are there, in the order in which they are asked for. */
export const gapsOf = (asked: Readonly<Partial<Record<Gap, boolean>>>): readonly Gap[] => (Object.keys(asked) as Gap[]).filter((gap) => asked[gap]);
