/** What is checked, in this order; names are stable. */
export const CHECKS = [
  'format',
  'digest',
  'checkpoint',
  'held-checkpoint',
  'index',
  'positions',
  'inclusion',
  'events',
  'completeness',
  'private-values',
  'clauses',
  'evidence',
  'stated',
] as const;
export type CheckName = (typeof CHECKS)[number];
export type Words = Readonly<{ zh: string; en: string }>;
/** `ok` is null where a check does not apply, or an earlier one failed. */
export type DossierCheck = Readonly<{ name: CheckName; ok: boolean | null; detail: Words }>;

type Told = Readonly<{ what: Words; failed: Words }>;
/** What each check shows when it holds, and what it means when it does not. */
export const CHECK_WORDS: Readonly<Record<CheckName, Told>> = {
  format: {
    what: { zh: '文件符合案卷格式第1版，写法唯一', en: 'the file is a dossier of version 1, written in the only way' },
    failed: { zh: '文件不是案卷，或已损坏', en: 'the file is no dossier, or damaged' },
  },
  digest: {
    what: { zh: '文件自身指纹一致（只防损坏，不防造假）', en: "the file's own digest agrees (against damage, not against forgery)" },
    failed: { zh: '文件内容与自身指纹不符：制成后被改动或损坏', en: 'the file disagrees with its own digest: changed or damaged since it was made' },
  },
  checkpoint: {
    what: { zh: '检查点由账本密钥签名', en: "the checkpoint is signed by the log's key" },
    failed: { zh: '检查点不是所信密钥签名，或签名不成立', en: 'the checkpoint is not signed by a trusted key, or a signature fails' },
  },
  'held-checkpoint': {
    what: { zh: '与您所持的检查点一致：此前的历史没有被改写', en: 'agrees with the checkpoint that you hold: history up to there was not rewritten' },
    failed: { zh: '与您所持的检查点不符，或无法与之对照', en: 'contradicts the checkpoint that you hold, or cannot be compared with it' },
  },
  index: {
    what: { zh: '索引事件在账本之内，写明覆盖范围', en: 'the index event lies in the log and says what it covers' },
    failed: { zh: '索引事件不成立', en: 'the index event does not hold' },
  },
  positions: {
    what: { zh: '各事件序号递增，均在覆盖范围之内', en: 'positions ascend, all within what is covered' },
    failed: { zh: '事件序号重复、倒序或越界', en: 'positions repeat, descend or lie outside' },
  },
  inclusion: {
    what: { zh: '每一事件的原文都在检查点所签的账本之中', en: 'the bytes of every event are in the log that the checkpoint signs' },
    failed: { zh: '事件原文与账本不符：有事件被改动、删去或添加', en: 'the events are not those of the log: one was changed, dropped or added' },
  },
  events: {
    what: { zh: '每一事件都写法唯一、编号不重、确与该对象有关', en: 'every event is written in the only way, has an id of its own and is about the subject' },
    failed: { zh: '有事件无法按唯一写法读出，或与该对象无关', en: 'an event is not written in the only way, or not about the subject' },
  },
  completeness: {
    what: { zh: '该对象在覆盖范围内的事件一件不缺', en: 'no event about the subject is missing within what is covered' },
    failed: { zh: '该对象的事件不全：与索引不符', en: 'the list of events is not the whole one: it disagrees with the index' },
  },
  'private-values': {
    what: { zh: '公开的私密内容与事件中的承诺一致，未公开的不影响核验', en: 'revealed private values open their commitments; withheld ones change nothing' },
    failed: { zh: '私密内容与事件中的承诺不符', en: 'the private values are not those that the events committed to' },
  },
  clauses: {
    what: { zh: '所附条款原文与事件所引的指纹一致', en: 'the texts of clauses are those that the events cite by hash' },
    failed: { zh: '条款原文与事件所引的不符', en: 'the clauses are not those that the events cite' },
  },
  evidence: {
    what: { zh: '所列证据指纹与事件所引的一致', en: 'the hashes of evidence are those that the events cite' },
    failed: { zh: '证据指纹与事件所引的不符', en: 'the evidence is not what the events cite' },
  },
  stated: {
    what: { zh: '文件自述的件数、范围和保证程度属实', en: 'the figures and the assurance that the file states are true' },
    failed: { zh: '文件自述的件数、范围或保证程度不实', en: 'the figures or the assurance that the file states are untrue' },
  },
};

export const NOT_APPLICABLE: Words = { zh: '不适用', en: 'not applicable' };
export const NOT_REACHED: Words = { zh: '前面的检查未通过，未再检查', en: 'not checked: an earlier check failed' };

/** What a completeness claim rests on, for people. */
export const ASSURANCE_WORDS: Readonly<Record<'L0' | 'L1', Words>> = {
  L0: {
    zh: '保证程度L0：“一件不缺”是账本管理方签名并入账的声明；若不实，持有被隐瞒事件的人可以举证',
    en: "L0: that none is missing is the operator's signed and logged claim; if untrue, whoever holds the hidden event can prove it",
  },
  L1: {
    zh: '保证程度L1：“一件不缺”由独立审计方逐件重算并签名确认',
    en: 'L1: an independent auditor recomputed that none is missing, and signed',
  },
};

/** Why somebody should believe the keys at all. */
export const ANCHOR_WORDS = {
  none: {
    zh: '未提供可信密钥或检查点：以上只说明文件自身前后一致，密钥由文件自称',
    en: 'no trusted key or checkpoint was given: the file agrees with itself, its keys are its own claim',
  },
  key: { zh: '账本密钥由核验人提供', en: "the log's key was brought by the verifier" },
  checkpoint: { zh: '检查点由核验人提供', en: 'a checkpoint was brought by the verifier' },
} as const satisfies Readonly<Record<string, Words>>;
