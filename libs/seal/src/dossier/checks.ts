import type { ReaderTrust } from './dossier-trust.js';

/** What is checked, in this order; names are stable. */
export const CHECKS = [
  'format',
  'digest',
  'checkpoint',
  'witnesses',
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
/** `missing`: whom the reader asked for and who did not sign. */
export type DossierProblem = Readonly<{ check: CheckName; code: string; position?: number; missing?: readonly string[] }>;
/** `ok` is null where a check does not apply, or an earlier one failed. */
export type DossierCheck = Readonly<{ name: CheckName; ok: boolean | null; detail: Words }>;

type Text = readonly [zh: string, en: string];
/** Of each check: what it shows when it holds, and what it means when it does not. */
const TEXTS: Readonly<Record<CheckName, readonly [what: Text, failed: Text]>> = {
  format: [
    ['文件符合案卷格式，写法唯一', 'the file is a dossier of a known version, written in the only way'],
    ['文件不是案卷，或已损坏', 'the file is no dossier, or damaged'],
  ],
  digest: [
    ['文件自身指纹一致（只防损坏，不防造假）', "the file's own digest agrees (against damage, not against forgery)"],
    ['文件内容与自身指纹不符：制成后被改动或损坏', 'the file disagrees with its own digest: changed or damaged since it was made'],
  ],
  checkpoint: [
    ['检查点由账本密钥签名', "the checkpoint is signed by the log's key"],
    ['检查点不是所信密钥签名，或签名不成立', 'the checkpoint is not signed by a trusted key, or a signature fails'],
  ],
  witnesses: [
    ['所要求的见证签名齐全', 'every cosignature that you asked for stands on the checkpoint'],
    ['检查点缺少所要求的见证签名', 'the checkpoint lacks cosignatures that you asked for'],
  ],
  'held-checkpoint': [
    ['与您所持的检查点一致：此前的历史没有被改写', 'agrees with the checkpoint that you hold: history up to there was not rewritten'],
    ['案卷与您所持的检查点核对不上', 'the dossier does not go with the checkpoint that you hold'],
  ],
  index: [
    ['索引事件在账本之内，写明覆盖范围', 'the index event lies in the log and says what it covers'],
    ['索引事件不成立', 'the index event does not hold'],
  ],
  positions: [
    ['各事件序号递增，均在覆盖范围之内', 'positions ascend, all within what is covered'],
    ['事件序号重复、倒序或越界', 'positions repeat, descend or lie outside'],
  ],
  inclusion: [
    ['每一事件的原文都在检查点所签的账本之中', 'the bytes of every event are in the log that the checkpoint signs'],
    ['事件原文与账本不符：有事件被改动、删去或添加', 'the events are not those of the log: one was changed, dropped or added'],
  ],
  events: [
    ['每一事件都写法唯一、编号不重、确与该对象有关', 'every event is written in the only way, has an id of its own and is about the subject'],
    ['有事件无法按唯一写法读出，或与该对象无关', 'an event is not written in the only way, or not about the subject'],
  ],
  completeness: [
    ['该对象在覆盖范围内的事件一件不缺', 'no event about the subject is missing within what is covered'],
    ['该对象的事件不全：与索引不符', 'the list of events is not the whole one: it disagrees with the index'],
  ],
  'private-values': [
    ['公开的私密内容与事件中的承诺一致，未公开的不影响核验', 'revealed private values open their commitments; withheld ones change nothing'],
    ['私密内容与事件中的承诺不符', 'the private values are not those that the events committed to'],
  ],
  clauses: [
    ['所附条款原文与事件所引的指纹一致', 'the texts of clauses are those that the events cite by hash'],
    ['条款原文与事件所引的不符', 'the clauses are not those that the events cite'],
  ],
  evidence: [
    ['所列证据指纹与事件所引的一致', 'the hashes of evidence are those that the events cite'],
    ['证据指纹与事件所引的不符', 'the evidence is not what the events cite'],
  ],
  stated: [
    ['文件自述的件数、范围和联署情况属实', 'what the file states of figures and cosignatures is so'],
    ['文件自述的件数、范围或联署情况不实', 'what the file states of figures or cosignatures is not so'],
  ],
};

/** What cannot be compared is nobody's fault. */
export const NOT_COMPARABLE = 'held-not-comparable';
/** What a problem with the checkpoint that the reader holds means: only a contradiction says that history was rewritten. */
const HELD: Readonly<Record<string, Text>> = {
  [NOT_COMPARABLE]: [
    '本文件未附所持检查点的证明，无法对照，不说明账本有任何问题：请索取为该检查点出具的案卷（dossier export --held）；检查点晚于案卷的，索取新案卷',
    'cannot be compared by this file, which says nothing against the log: ask for one made with your checkpoint (dossier export --held), or a new one where it is newer',
  ],
  'held-conflict': [
    '与您所持的检查点矛盾：如果它确由该账本签署，账本历史已被改写',
    'contradicts the checkpoint that you hold: if this log signed that one, history was rewritten',
  ],
  'audited-conflict': [
    '与您自己审计过的同一账本不符：账本签了两种历史，请把本文件与审计目录一并保存，作为证据',
    'not the log that you audited yourself: it signed two histories; keep this file and the folder of your audit, they are the evidence',
  ],
  'held-origin': ['您所持的检查点是另一账本的，无从对照', 'the checkpoint that you hold is of another log'],
  earlier: ['案卷所附的早先检查点与案卷的检查点不相延续', 'an earlier checkpoint in the file is not a beginning of what its checkpoint signs'],
};

const wordsOf = ([zh, en]: Text): Words => ({ zh, en });
const whatShows = (name: CheckName): Words => wordsOf(TEXTS[name][0]);
/** What it means that a check failed: which problem it was, and who did not sign. */
function whatFailed(name: CheckName, { code, missing = [] }: DossierProblem): Words {
  const { zh, en } = wordsOf((name === 'held-checkpoint' ? HELD[code] : undefined) ?? TEXTS[name][1]);
  return missing.length === 0 ? { zh, en } : { zh: `${zh}：缺${missing.join('、')}`, en: `${en}: missing ${missing.join(', ')}` };
}

const NOT_APPLICABLE: Words = { zh: '不适用', en: 'not applicable' };
const NOT_REACHED: Words = { zh: '前面的检查未通过，未再检查', en: 'not checked: an earlier check failed' };

/** Where the reader brought nothing that the check is about. */
const isIdle = (name: CheckName, { checkpoint, witnesses = [], policy }: ReaderTrust): boolean =>
  (name === 'held-checkpoint' && checkpoint === undefined) || (name === 'witnesses' && witnesses.length === 0 && !policy);

/** Every check and what came of it, given the first that failed. */
export function checksOf(brought: ReaderTrust, problem?: DossierProblem): readonly DossierCheck[] {
  const failed = problem ? CHECKS.indexOf(problem.check) : CHECKS.length;
  return CHECKS.map((name, i): DossierCheck => {
    if (i > failed) return { name, ok: null, detail: NOT_REACHED };
    if (i === failed) return { name, ok: false, detail: whatFailed(name, problem!) };
    if (isIdle(name, brought)) return { name, ok: null, detail: NOT_APPLICABLE };
    return { name, ok: true, detail: whatShows(name) };
  });
}

/** What a completeness claim rests on, for people. */
export const ASSURANCE_WORDS: Readonly<Record<'L0' | 'L1' | 'L2', Words>> = {
  L0: {
    zh: '保证程度L0：“一件不缺”是账本管理方签名并入账的声明；若不实，持有被隐瞒事件的人可以举证',
    en: "L0: that none is missing is the operator's signed and logged claim; if untrue, whoever holds the hidden event can prove it",
  },
  L1: {
    zh: '保证程度L1：“一件不缺”由独立审计方逐件重算并签名确认',
    en: 'L1: an independent auditor recomputed that none is missing, and signed',
  },
  L2: {
    zh: '保证程度L2：“一件不缺”由核验人自己读过全部事件、逐件重算确认，不靠任何人的话',
    en: 'L2: the verifier read every event of the log and recomputed that none is missing; it rests on nobody else’s word',
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
  cosigner: { zh: '检查点有核验人所信的见证方或审计方签名', en: 'a witness or auditor whom the verifier trusts signed the checkpoint' },
} as const satisfies Readonly<Record<string, Words>>;

/** What a key is for. */
export const ROLE_WORDS = {
  log: { zh: '账本', en: 'log' },
  witness: { zh: '见证方', en: 'witness' },
  auditor: { zh: '审计方', en: 'auditor' },
} as const satisfies Readonly<Record<string, Words>>;

/** Where a key came from: only what the reader brought is a reason to believe anything. */
export const BROUGHT_WORDS = {
  file: { zh: '仅由文件自称，未经核验人确认', en: 'brought by the file only: its own claim' },
  reader: { zh: '核验人提供', en: 'brought by the reader' },
  both: { zh: '核验人提供，文件亦列', en: 'brought by the reader, and listed in the file' },
} as const satisfies Readonly<Record<string, Words>>;
