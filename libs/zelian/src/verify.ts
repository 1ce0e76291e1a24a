import type { Message } from '#kernel';
import type { AccessLog } from '#access';
import type { EvidenceStore } from '#exchange';
import type { EventLog, Keys } from '#ledger';
import { opens, type Vault } from '#vault';
import { EvidenceUse } from './evidence-use.js';
import { LOG_CHECKS, walkLog, type Bad, type LogCheck, type RawChecks, type Walked } from './log-walk.js';

export type Check = Readonly<{ name: string; zh: string; ok: boolean; detail: Message }>;
/** `logHash`: root over the bytes of every event that could be read. `firstBad`: the lowest position at which anything is wrong. */
export type Verdict = Readonly<{ ok: boolean; events: number; logHash: string; checks: readonly Check[]; firstBad?: Bad }>;
export type VerifyOptions = Readonly<{
  log: EventLog;
  /** Absent: MACs cannot be checked, and the verdict is not ok. */
  keys?: Pick<Keys, 'verify'>;
  /** The file engine itself; absent on engines without files. */
  rawChecks?: RawChecks;
  vault?: Pick<Vault, 'entries'>;
  evidence?: Pick<EvidenceStore, 'find' | 'open'>;
  access?: Pick<AccessLog, 'verify'>;
  progress?: (done: number, total: number) => void;
}>;

const NAMES: Readonly<Record<LogCheck, string>> = {
  rows: '位置连续、可读',
  bytes: '内容严格、规范',
  columns: '内容与存储列一致',
  opened: '首个事件为开立',
  revisions: '数据流序号连续',
  times: '记录时间不倒退',
  macs: '校验码',
};
/** What this machine alone cannot tell (reliability: a log whose checkpoint stays on the same machine proves nothing against its operator). */
const TAIL: Message = {
  zh: '末尾事件被删除、整库被恢复到较早状态，以及同一时刻不同数据流之间的先后被调换，目前尚不能发现：须有他处保存的检查点',
  en: 'deletion of the last events, an older copy put back, and an exchanged order of streams within one instant are not visible yet: that needs a checkpoint held elsewhere',
};

/** Checks everything that this machine can show, names the first bad position, repairs nothing and does not throw on damage. */
export async function verifyLedger(options: VerifyOptions): Promise<Verdict> {
  const { keys, rawChecks, vault, evidence, access } = options;
  const files = new EvidenceUse();
  const walked = await walkLog({ ...options, onEvent: (envelope, position) => files.note(envelope.data, position) });
  const lost = evidence && (await files.lostIn(evidence));
  const checks = [
    treeCheck(walked),
    ...LOG_CHECKS.map((name) => logCheck(name, walked, keys !== undefined)),
    ...(rawChecks ? [fileCheck('integrity', '数据库结构', rawChecks.integrityCheck), fileCheck('indexes', '索引与表一致', rawChecks.compareIndexes)] : []).map(
      (check) => check(rawChecks!),
    ),
    ...(vault ? [await vaultCheck(vault)] : []),
    ...(lost ? [evidenceCheck(files.size, lost)] : []),
    ...(access ? [await accessCheck(access)] : []),
    { name: 'tail', zh: '本机核验的限度', ok: true, detail: TAIL },
  ];
  const firstBad = firstOf(walked, checks, lost);
  return { ok: checks.every(({ ok }) => ok), events: walked.events, logHash: walked.logHash, checks, ...(firstBad && { firstBad }) };
}

function treeCheck({ events, logHash }: Walked): Check {
  return {
    name: 'logHash',
    zh: '全部内容的树哈希',
    ok: true,
    detail: {
      zh: `${events}个事件，根为${logHash}；与他处保存的根比对方有意义`,
      en: `${events} events, root ${logHash}; it means something when compared with a root kept elsewhere`,
    },
  };
}

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

/** Every value that the vault holds must open its commitment. Values are never shown here. */
async function vaultCheck(vault: Pick<Vault, 'entries'>): Promise<Check> {
  const [name, zh] = ['vault', '私密内容与承诺值'];
  let held = 0;
  let bad = 0;
  let first = '';
  try {
    for await (const entry of vault.entries()) {
      held++;
      if (opens(entry)) continue;
      bad++;
      first ||= `${entry.eventId} ${entry.field}`;
    }
  } catch (error) {
    return { name, zh, ok: false, detail: { zh: `保密库无法读取（已读${held}项）`, en: `the vault cannot be read (after ${held} values): ${String(error)}` } };
  }
  if (bad === 0) return { name, zh, ok: true, detail: { zh: `${held}项均与承诺值相符`, en: `all ${held} values open their commitments` } };
  return { name, zh, ok: false, detail: { zh: `${bad}项不符；首项：${first}`, en: `${bad} do not open their commitments; the first: ${first}` } };
}

async function accessCheck(access: Pick<AccessLog, 'verify'>): Promise<Check> {
  const { ok, entries, firstBad, cannotShow } = await access.verify();
  const found: Message = firstBad
    ? { zh: `第${firstBad.seq}条：${firstBad.what.zh}`, en: `entry ${firstBad.seq}: ${firstBad.what.en}` }
    : { zh: `${entries}条`, en: `${entries} entries` };
  return { name: 'access', zh: '查阅登记', ok, detail: { zh: `${found.zh}（${cannotShow.zh}）`, en: `${found.en} (${cannotShow.en})` } };
}

/** Every file that an event names must be there and be what the event says. Files that nothing refers to are allowed: they are put before they are named. */
function evidenceCheck(files: number, lost: readonly Bad[]): Check {
  const [name, zh] = ['evidence', '证据文件'];
  const [first] = lost;
  if (!first) return { name, zh, ok: true, detail: { zh: `${files}个文件均在且未变`, en: `all ${files} files are there, unchanged` } };
  const told = (language: 'zh' | 'en') => lost.map(({ what }) => what[language]).join(language === 'zh' ? '；' : '; ');
  return { name, zh, ok: false, detail: { zh: `${files}个文件中${lost.length}个有误：${told('zh')}`, en: `${lost.length} of ${files} files: ${told('en')}` } };
}

/** The lowest bad position of the walk, or of a row that an index no longer finds. */
function firstOf({ findings }: Walked, checks: readonly Check[], lost: readonly Bad[] = []): Bad | undefined {
  const found = [...[...findings.values()].flatMap(({ first }) => first ?? []), ...lost];
  const indexes = checks.find(({ name, ok }) => name === 'indexes' && !ok);
  for (const [, row] of indexes?.detail.en.matchAll(/row (\d+) of event /g) ?? []) {
    found.push({ position: Number(row), what: { zh: '索引与表不一致', en: 'an index disagrees with the table' } });
  }
  return found.reduce<Bad | undefined>((lowest, bad) => (lowest === undefined || bad.position < lowest.position ? bad : lowest), undefined);
}
