import type { Message } from '#kernel';
import type { AccessLog } from '#access';
import type { EvidenceStore } from '#exchange';
import type { EventLog, Keys } from '#ledger';
import { EvidenceUse } from './evidence-use.js';
import { LOG_CHECKS, walkLog, type Bad, type LogCheck, type RawChecks, type Walked } from './log-walk.js';
import { AdoptedKeys } from './verify/adopted-keys.js';
import { lowest, treeCheck, verdictOf, type Check, type Verdict } from './verify/check.js';
import type { HeadsChecked } from './verify/checkpoint-check.js';
import { CommitmentUse, type VaultFound, type VaultRead } from './verify/commitment-use.js';
import { badHeads, headChecks, headsAgainst, treeFor, type Heads, type HeadsAsk } from './verify/heads.js';
import { IndexWalk } from './verify/index-walk.js';
import { checkRows, type RebuiltRows, type RowsAsk, type RowsFound } from './verify/row-check.js';
import { indexCheck, rowsCheck, serverCheck, tailCheck, vaultCheck } from './verify/tell.js';

export type { Check, Verdict } from './verify/check.js';
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
    vaultFaults?: () => readonly string[];
    /** Events before it came without their private values: an import, or a backup without the vault. */
    valuesFrom?: number;
    evidence?: Pick<EvidenceStore, 'find' | 'open' | 'entries'>;
    access?: Pick<AccessLog, 'verify'>;
    rows?: RowsAsk;
    /** Rows that were built from this very log before. */
    rebuilt?: RebuiltRows;
    progress?: (done: number, total: number) => void;
  }>;

type ServerFound = Partial<Bad> & Pick<Bad, 'what'>;

const NAMES: Readonly<Record<LogCheck, string>> = {
  rows: '位置连续、可读',
  bytes: '内容严格、规范',
  columns: '内容与存储列一致',
  opened: '首个事件为开立',
  revisions: '数据流序号连续',
  times: '记录时间不倒退',
  macs: '校验码',
};
type Found = Heads &
  Readonly<{
    walked: Walked;
    checked: HeadsChecked;
    server?: readonly ServerFound[];
    index?: IndexWalk;
    files: EvidenceUse;
    lost?: readonly Bad[];
    stray?: readonly Message[];
    values?: VaultFound;
    rows?: RowsFound;
  }>;

/** Checks everything that this machine can show, names the first bad position, repairs nothing and does not throw on damage. */
export async function verifyLedger(options: VerifyOptions): Promise<Verdict> {
  const found = await lookedAt(options);
  const { walked, checked, tree, index } = found;
  const checks = [
    ...logChecks(options, walked),
    ...(found.server ? [serverCheck(found.server)] : []),
    ...(index ? [indexCheck(index)] : []),
    ...headChecks(options, found),
    ...besideLog(found),
    ...(options.access ? [await accessCheck(options.access)] : []),
    tailCheck(checked.held),
  ];
  const named = [
    ...(found.lost ?? []),
    ...placed(found.server ?? []),
    ...placed((found.values?.faults ?? []).map(({ position, zh, en }) => ({ position, what: { zh, en } }))),
    ...(index?.bad ? [index.bad] : []),
    ...badHeads(checked, tree),
  ];
  return verdictOf(walked, { checks, checked, firstBad: firstOf(walked, checks, named) });
}

/** One reading of the log, then whatever lies beside it is held against what was read. */
async function lookedAt(options: VerifyOptions): Promise<Found> {
  const { vault, evidence, rows, seal } = options;
  const [files, commitments, adopted] = [new EvidenceUse(), new CommitmentUse(), new AdoptedKeys()];
  const { heads, tree } = await treeFor(options);
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
  return {
    ...{ heads, tree, walked, index, files, checked: headsAgainst(options, { heads, tree, adopted }) },
    server: await options.server?.(),
    lost: evidence && (await files.lostIn(evidence)),
    stray: evidence && (await files.changedBeside(evidence)),
    values: vault && (await commitments.heldAgainst(vault, options)),
    rows: rows && (await checkRows(rows, options.rebuilt)),
  };
}

const logChecks = ({ keys, rawChecks }: VerifyOptions, walked: Walked): readonly Check[] => [
  treeCheck(walked),
  ...LOG_CHECKS.map((name) => logCheck(name, walked, keys !== undefined)),
  ...(rawChecks
    ? [fileCheck('integrity', '数据库结构', rawChecks.integrityCheck)(rawChecks), fileCheck('indexes', '索引与表一致', rawChecks.compareIndexes)(rawChecks)]
    : []),
];

const besideLog = ({ rows, values, lost, stray = [], files }: Found): readonly Check[] => [
  ...(rows ? [rowsCheck(rows)] : []),
  ...(values ? [vaultCheck(values)] : []),
  ...(lost ? [evidenceCheck(files.size, [...lost.map(({ what }) => what), ...stray])] : []),
];

const placed = (faults: readonly ServerFound[]): readonly Bad[] =>
  faults.flatMap(({ position, ...more }) => (position === undefined ? [] : [{ position, ...more }]));

function logCheck(name: LogCheck, { events, findings }: Walked, keyed: boolean): Check {
  const { count, first } = findings.get(name)!;
  const zh = NAMES[name];
  if (name === 'macs' && !keyed) return { name, zh, ok: false, detail: { zh: '缺少密钥，未能核对', en: 'not checked: the key is not here' } };
  if (name === 'opened' && events === 0) return { name, zh, ok: false, detail: { zh: '账本为空', en: 'the log is empty' } };
  if (!first) return { name, zh, ok: true, detail: { zh: `${events}个事件`, en: `${events} events` } };
  return {
    name,
    zh,
    ok: false,
    detail: { zh: `${count}处；首处为第${first.position}号：${first.what.zh}`, en: `${count} found; the first at ${first.position}: ${first.what.en}` },
  };
}

/** SQLite's own check and the index comparison: the tree sees neither a damaged index nor a page that no event lies on. */
function fileCheck(name: string, zh: string, run: () => readonly string[]): (engine: RawChecks) => Check {
  return (engine) => {
    const faults = findingsOf(() => run.call(engine));
    return {
      name,
      zh,
      ok: faults.length === 0,
      detail:
        faults.length === 0 ? { zh: '无异常', en: 'sound' } : { zh: `${faults.length}处：${faults[0]}`, en: `${faults.length} found: ${faults.join('; ')}` },
    };
  };
}

function findingsOf(run: () => readonly string[]): readonly string[] {
  try {
    return run();
  } catch (error) {
    // A file too damaged to be checked has failed the check.
    return [String(error)];
  }
}

async function accessCheck(access: Pick<AccessLog, 'verify'>): Promise<Check> {
  const { ok, entries, firstBad, cannotShow } = await access.verify();
  const found: Message = firstBad
    ? { zh: `第${firstBad.seq}条：${firstBad.what.zh}`, en: `entry ${firstBad.seq}: ${firstBad.what.en}` }
    : { zh: `${entries}条`, en: `${entries} entries` };
  return { name: 'access', zh: '查阅登记', ok, detail: { zh: `${found.zh}（${cannotShow.zh}）`, en: `${found.en} (${cannotShow.en})` } };
}

/** Every file that an event names must be there and be what the event says. Files that nothing refers to are allowed: they are put before they are named. */
function evidenceCheck(files: number, lost: readonly Message[]): Check {
  const [name, zh] = ['evidence', '证据文件'];
  const [first] = lost;
  if (!first) return { name, zh, ok: true, detail: { zh: `${files}个文件均在且未变`, en: `all ${files} files are there, unchanged` } };
  const told = (language: 'zh' | 'en') => lost.map((what) => what[language]).join(language === 'zh' ? '；' : '; ');
  return { name, zh, ok: false, detail: { zh: `${files}个文件中${lost.length}个有误：${told('zh')}`, en: `${lost.length} of ${files} files: ${told('en')}` } };
}

/** The lowest bad position of the walk, of a row that an index no longer finds, or of anything named beside. */
function firstOf({ findings }: Walked, checks: readonly Check[], named: readonly Bad[]): Bad | undefined {
  const found = [...[...findings.values()].flatMap(({ first }) => first ?? []), ...named];
  const indexes = checks.find(({ name, ok }) => name === 'indexes' && !ok);
  for (const [, row] of indexes?.detail.en.matchAll(/row (\d+) of event /g) ?? []) {
    found.push({ position: Number(row), what: { zh: '索引与表不一致', en: 'an index disagrees with the table' } });
  }
  return lowest(found);
}
