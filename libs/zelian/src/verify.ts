import type { Message } from '#kernel';
import type { AccessLog } from '#access';
import type { EvidenceStore } from '#exchange';
import type { EventLog, Keys } from '#ledger';
import { EvidenceUse } from './evidence-use.js';
import { LOG_CHECKS, walkLog, type Bad, type FileFault, type LogCheck, type RawChecks, type Walked } from './log-walk.js';
import { AdoptedKeys } from './verify/adopted-keys.js';
import { told, treeCheck, verdictOf, type Check, type Fault, type Verdict, type VerifyProgress } from './verify/check.js';
import type { HeadsChecked } from './verify/checkpoint-check.js';
import { CommitmentUse, type VaultFound, type VaultRead } from './verify/commitment-use.js';
import { headChecks, headsAgainst, treeFor, type Heads, type HeadsAsk } from './verify/heads.js';
import { IndexWalk } from './verify/index-walk.js';
import { checkRows, type RebuiltRows, type RowsAsk, type RowsFound } from './verify/row-check.js';
import { indexCheck, rowsCheck, serverCheck, tailCheck, vaultCheck } from './verify/tell.js';

export { failedChecks, type FirstBad, type ShownCheck, type Verdict, type VerifyProgress, type VerifyStage } from './verify/check.js';
export type VerifyOptions = HeadsAsk &
  Readonly<{
    log: EventLog;
    /** Absent: MACs cannot be checked, and the verdict is not ok. */
    keys?: Pick<Keys, 'verify'>;
    /** The file engine itself; absent on engines without files. */
    rawChecks?: RawChecks;
    /** Where the log's server no longer holds what was written; absent for a log in a file. */
    server?: () => Promise<readonly ServerFound[]>;
    vault?: VaultRead;
    /** SQLite's own check of the vault's file. */
    vaultFaults?: () => readonly FileFault[];
    /** Events before it came without their private values: an import, or a backup without the vault. */
    valuesFrom?: number;
    evidence?: Pick<EvidenceStore, 'find' | 'open' | 'entries'>;
    access?: Pick<AccessLog, 'verify'>;
    rows?: RowsAsk;
    /** Rows that were built from this very log before. */
    rebuilt?: RebuiltRows;
    progress?: VerifyProgress;
  }>;

type ServerFound = Partial<Bad> & Pick<Bad, 'what'>;

const NAMES: Readonly<Record<LogCheck, readonly [zh: string, en: string]>> = {
  rows: ['位置连续、可读', 'positions, readable'],
  bytes: ['内容严格、规范', 'bytes strict and canonical'],
  columns: ['内容与存储列一致', 'columns as the bytes say'],
  opened: ['首个事件为开立', 'begins with its opening'],
  revisions: ['数据流序号连续', 'revisions of streams'],
  times: ['记录时间不倒退', 'times never go back'],
  macs: ['校验码', 'MACs'],
};
type Found = Heads &
  Readonly<{
    walked: Walked;
    checked: HeadsChecked;
    server?: readonly ServerFound[];
    index?: IndexWalk;
    files: EvidenceUse;
    lost?: readonly Fault[];
    stray?: readonly Fault[];
    values?: VaultFound;
    rows?: RowsFound;
  }>;

/** Checks everything that this machine can show, names the first bad position, repairs nothing and does not throw on damage. */
export async function verifyLedger(options: VerifyOptions): Promise<Verdict> {
  const found = await lookedAt(options);
  const { walked, checked, index } = found;
  const checks = [
    ...logChecks(options, walked),
    ...(found.server ? [serverCheck(found.server)] : []),
    ...(index ? [indexCheck(index)] : []),
    ...headChecks(options, found),
    ...besideLog(found),
    ...(options.access ? [await accessCheck(options.access)] : []),
    tailCheck(checked.held),
  ];
  return verdictOf(walked, checks, checked);
}

/** One reading of the log, then whatever lies beside it is held against what was read. */
async function lookedAt(options: VerifyOptions): Promise<Found> {
  const { vault, evidence, rows, seal } = options;
  const [files, commitments, adopted] = [new EvidenceUse(), new CommitmentUse(), new AdoptedKeys()];
  const { tree, ...heads } = await treeFor(options);
  const index = seal && new IndexWalk(seal.origin);
  const walked = await walkLog({
    ...options,
    tree,
    onBytes: (bytes, position, envelope) => index?.add(position, bytes, envelope),
    onEvent: (envelope, position) => {
      files.note(envelope.data, position);
      adopted.note(envelope, position);
      commitments.note(envelope, position);
    },
  });
  const looksAt = async <Found>(stage: 'files' | 'values', total: number, look: () => Promise<Found>): Promise<Found> => {
    options.progress?.(0, total, stage);
    return look();
  };
  return {
    ...{ ...heads, tree, walked, index, files, checked: headsAgainst(options, { ...heads, tree, adopted }) },
    server: await options.server?.(),
    lost: evidence && (await looksAt('files', files.size, () => files.lostIn(evidence))),
    stray: evidence && (await files.changedBeside(evidence)),
    values: vault && (await looksAt('values', commitments.size, () => commitments.heldAgainst(vault, options))),
    rows: rows && (await checkRows({ ...rows, progress: options.progress }, options.rebuilt)),
  };
}

const logChecks = ({ keys, rawChecks }: VerifyOptions, walked: Walked): readonly Check[] => [
  treeCheck(walked),
  ...LOG_CHECKS.map((name) => logCheck(name, walked, keys !== undefined)),
  ...(rawChecks
    ? [
        fileCheck(['integrity', '数据库结构', 'structure of the file'], () => rawChecks.integrityCheck()),
        fileCheck(['indexes', '索引与表一致', 'indexes as the table'], () => rawChecks.compareIndexes()),
      ]
    : []),
];

const besideLog = ({ rows, values, lost, stray = [], files }: Found): readonly Check[] => [
  ...(rows ? [rowsCheck(rows)] : []),
  ...(values ? [vaultCheck(values)] : []),
  ...(lost ? [evidenceCheck(files.size, [...lost, ...stray])] : []),
];

function logCheck(name: LogCheck, { events, findings }: Walked, keyed: boolean): Check {
  const { count, first } = findings.get(name)!;
  const sound = { zh: `${events}个事件`, en: `${events} events` };
  const failed = (detail: Message, faults: readonly Fault[]): Check => told([name, ...NAMES[name]], { faults, sound, detail });
  const place = name === 'macs' ? 'keys' : 'ledger.db';
  if (name === 'macs' && !keyed) {
    const what = { zh: '缺少密钥，未能核对', en: 'not checked: the key is not here' };
    return failed(what, [{ place, what }]);
  }
  if (name === 'opened' && events === 0) {
    const what = { zh: '账本为空', en: 'the log is empty' };
    return failed(what, [{ place, what }]);
  }
  const bad = first && {
    zh: `${count}处；首处为第${first.position}号：${first.what.zh}`,
    en: `${count} found; the first at ${first.position}: ${first.what.en}`,
  };
  return failed(bad ?? sound, first ? [first] : []);
}

/** SQLite's own check and the index comparison: the tree sees neither a damaged index nor a page that no event lies on. */
function fileCheck(names: readonly [string, string, string], run: () => readonly FileFault[]): Check {
  const found = findingsOf(run);
  const [first] = found;
  const faults = found.map(({ position, zh, en }): Fault => ({ ...(position === undefined ? { place: 'ledger.db' } : { position }), what: { zh, en } }));
  const detail = first && { zh: `${found.length}处：${first.zh}`, en: `${found.length} found: ${found.map(({ en }) => en).join('; ')}` };
  return told(names, { faults, sound: { zh: '无异常', en: 'sound' }, detail });
}

function findingsOf(run: () => readonly FileFault[]): readonly FileFault[] {
  try {
    return run();
  } catch (error) {
    // A file too damaged to be checked has failed the check.
    return [{ zh: '文件已损坏，无法核对', en: String(error) }];
  }
}

async function accessCheck(access: Pick<AccessLog, 'verify'>): Promise<Check> {
  const { ok, entries, firstBad, cannotShow } = await access.verify();
  const found: Message = firstBad
    ? { zh: `第${firstBad.seq}条：${firstBad.what.zh}`, en: `entry ${firstBad.seq}: ${firstBad.what.en}` }
    : { zh: `${entries}条`, en: `${entries} entries` };
  const said = { zh: `${found.zh}（${cannotShow.zh}）`, en: `${found.en} (${cannotShow.en})` };
  const place = firstBad ? `access.db ${firstBad.seq}` : 'access.db';
  return told(['access', '查阅登记', 'log of reads'], { faults: ok ? [] : [{ place, what: found }], sound: said, detail: said });
}

/** Every file that an event names must be there and be what the event says. Files that nothing refers to are allowed: they are put before they are named. */
function evidenceCheck(files: number, lost: readonly Fault[]): Check {
  const said = (language: 'zh' | 'en') => lost.map(({ what }) => what[language]).join(language === 'zh' ? '；' : '; ');
  return told(['evidence', '证据文件', 'evidence'], {
    faults: lost,
    sound: { zh: `${files}个文件均在且未变`, en: `all ${files} files are there, unchanged` },
    detail: {
      zh: `有${lost.length}个文件有误（事件引用${files}个）：${said('zh')}`,
      en: `${lost.length} files are wrong (events name ${files}): ${said('en')}`,
    },
  });
}
