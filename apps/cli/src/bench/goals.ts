/** What a measurement found: numbers by name, in the units that the names say. */
export type Figures = Readonly<Record<string, number>>;

/** A figure held against its limit. */
export type Figure = Readonly<{ name: string; value: number; goal?: string; met?: boolean }>;
/** One line of the answer. `met`: every goal of the line is. `ratio` and `goal` are the line's first goal, where it is a ratio to a limit of the same run. */
export type Result = Readonly<{
  id: string;
  what: string;
  ratio?: number;
  goal?: number;
  met: boolean;
  cpuMicrosPerEvent?: number;
  figures: readonly Figure[];
}>;

/** `within`: the CPU that the companion goal allows; a ratio to a disk is not asked for where that disk is too fast for it (docs/decisions/0016). */
type Floor = Readonly<{ figure: string; atLeast: number; within?: Readonly<{ clients: number; cpuMicros: number }> }>;
type Ceiling = Readonly<{ figure: string; atMost: number }>;
type Goal = Floor | Ceiling;
type Line = Readonly<{ id: string; task: string; what: string; ratio?: string; cpu?: string; goals: readonly Goal[]; also?: readonly string[] }>;

const MIB = 1_048_576;
const RATES = ['eventsPerSecond', 'probesPerSecond'];

/** What the seal adds is measured where appends are; only the ratio to off has a goal of its own. */
function sealedLine(id: string, task: string, what: string): Line {
  return { id, task, what, ratio: 'ratio', cpu: 'cpuMicrosPerEvent', also: RATES, goals: [] };
}

/** The product's goals for speed and cost, by their numbers. Ratios are to the limit that was measured beside, in the same run. */
const LINES: readonly Line[] = [
  {
    id: '1',
    task: 'single',
    what: '单笔持久追加，一个客户端 single durable append, one client',
    ratio: 'ratio',
    cpu: 'cpuMicrosPerEvent',
    also: [...RATES, 'probeCpuMicros'],
    goals: [
      { figure: 'ratio', atLeast: 0.85, within: { clients: 1, cpuMicros: 150 } },
      { figure: 'cpuMicrosPerEvent', atMost: 150 },
      { figure: 'fsyncsPerEvent', atMost: 1.05 },
    ],
  },
  {
    id: '2',
    task: 'clients',
    what: '持久追加，32个客户端 durable append, 32 clients',
    ratio: 'ratio',
    cpu: 'cpuMicrosPerEvent',
    also: RATES,
    goals: [
      { figure: 'ratio', atLeast: 9, within: { clients: 32, cpuMicros: 45 } },
      { figure: 'cpuMicrosPerEvent', atMost: 45 },
      { figure: 'fsyncsPerEvent', atMost: 0.06 },
    ],
  },
  {
    id: '3a',
    task: 'batches-100',
    what: '每批100个 batches of 100',
    ratio: 'ratio',
    cpu: 'cpuMicrosPerEvent',
    also: RATES,
    goals: [{ figure: 'ratio', atLeast: 0.3 }],
  },
  {
    id: '3b',
    task: 'batches-1000',
    what: '每批1000个 batches of 1,000',
    ratio: 'ratio',
    cpu: 'cpuMicrosPerEvent',
    also: RATES,
    goals: [
      { figure: 'ratio', atLeast: 0.25 },
      { figure: 'cpuMicrosPerEvent', atMost: 30 },
    ],
  },
  sealedLine('1s', 'sealed-single', '签封时：单笔追加 with the seal on: single append'),
  {
    ...sealedLine('2s', 'sealed-clients', '签封时：32个客户端，与不签封之比 with the seal on: 32 clients, as a ratio to off'),
    ratio: 'sealRatio',
    also: ['sealRatioMin', 'sealRatioMax', 'sealCpuRatio', 'ratio', ...RATES],
    goals: [{ figure: 'sealRatio', atLeast: 0.65 }],
  },
  sealedLine('3as', 'sealed-batches-100', '签封时：每批100个 with the seal on: batches of 100'),
  sealedLine('3bs', 'sealed-batches-1000', '签封时：每批1000个 with the seal on: batches of 1,000'),
  {
    id: '6a',
    task: 'rebuild',
    what: '重建：全部视图只折叠 rebuild: fold of all views',
    ratio: 'foldRatio',
    cpu: 'foldCpuMicrosPerEvent',
    also: ['scanMicrosPerEvent'],
    goals: [
      { figure: 'foldRatio', atLeast: 0.5 },
      { figure: 'foldCpuMicrosPerEvent', atMost: 8 },
    ],
  },
  {
    id: '6b',
    task: 'rebuild',
    what: '重建：含全部行历史 rebuild: rows with history',
    ratio: 'rebuildRatio',
    cpu: 'rebuildCpuMicrosPerEvent',
    also: ['rowsPerEvent'],
    goals: [
      { figure: 'rebuildMicrosPerRow', atMost: 15 },
      { figure: 'rebuiltSame', atLeast: 1 },
    ],
  },
  {
    id: '9',
    task: 'moments',
    what: '某主体在某时点的已知状态 one subject as known at a moment',
    ratio: 'ratio',
    also: ['microsP99', 'longMicrosP50', 'readerMicrosP50', 'foldMicros', 'foldedEvents'],
    goals: [
      { figure: 'ratio', atLeast: 100 },
      { figure: 'microsP50', atMost: 15 },
    ],
  },
  {
    id: '11a',
    task: 'verify',
    what: '核验：仅哈希 verify: hashes only',
    ratio: 'hashRatio',
    cpu: 'hashCpuMicrosPerEvent',
    goals: [
      { figure: 'hashRatio', atLeast: 0.7 },
      { figure: 'reserialisedRatio', atLeast: 4 },
    ],
  },
  {
    id: '11b',
    task: 'verify',
    what: '核验：内容、校验码、树、连续性、数据库结构 verify: bytes, MACs, tree, continuity, integrity_check',
    ratio: 'macRatio',
    cpu: 'macCpuMicrosPerEvent',
    also: ['wholeMicrosPerEvent'],
    goals: [
      { figure: 'macMicrosPerEvent', atMost: 20 },
      { figure: 'wholeOk', atLeast: 1 },
    ],
  },
  {
    id: '12',
    task: 'prove',
    what: '包含证明，十倍于事件数的叶 inclusion proof, ten leaves per event',
    ratio: 'generateRatio',
    also: ['leaves', 'coldCpuMicros', 'verifyRatio', 'leafCpuMicros'],
    goals: [
      { figure: 'generateCpuMicros', atMost: 30 },
      { figure: 'verifyCpuMicros', atMost: 25 },
      { figure: 'hashesBeyondLog', atMost: 1 },
    ],
  },
  {
    id: '13a',
    task: 'prove',
    what: '主体索引，每个事件 subject index, per event',
    ratio: 'indexRatio',
    also: ['indexCpuMicros', 'seldomCpuMicros', 'seldomRatio', 'subjects'],
    goals: [],
  },
  { id: '13b', task: 'prove', what: '独立审计，每个事件 independent audit, per event', ratio: 'auditRatio', also: ['auditCpuMicros'], goals: [] },
  {
    id: '13c',
    task: 'dossier',
    what: '500件的案卷：本程序与第二核验程序 dossier of 500 events: this verifier and the second',
    goals: [
      { figure: 'dossierMillis', atMost: 2_000 },
      { figure: 'secondMillis', atMost: 2_000 },
    ],
  },
  {
    id: '14',
    task: 'clients',
    what: '内存 memory',
    goals: [
      { figure: 'rssBytesMax', atMost: 250 * MIB },
      { figure: 'rssBytesGrowth', atMost: 100 * MIB },
    ],
  },
  {
    id: '15',
    task: 'start',
    what: '启动 start',
    goals: [
      { figure: 'cleanMillis', atMost: 10 },
      { figure: 'killedMillis', atMost: 50 },
    ],
  },
  {
    id: '16',
    task: 'single',
    what: '增长：末十分之一比首十分之一 growth: the last tenth against the first',
    also: ['growthOfCpu', 'bytesPerEvent'],
    goals: [
      { figure: 'growthOfTime', atMost: 1.3 },
      { figure: 'bytesPerStoredByte', atMost: 1.35 },
    ],
  },
];

/**
 * What a disk of this speed leaves of a ratio: clients who wait for one sync together take the sync's time and their CPU, less what the sync itself spends.
 * Each event that costs no more CPU than its own goal then reaches at least this.
 */
function reachable({ atLeast, within }: Floor, { probesPerSecond, probeCpuMicros }: Figures): number {
  if (!within) return atLeast;
  const besideMicros = Math.max(0, within.clients * within.cpuMicros - probeCpuMicros!);
  return Math.min(atLeast, within.clients / (1 + (probesPerSecond! * besideMicros) / 1e6));
}

const limitOf = (goal: Goal, figures: Figures): number => ('atLeast' in goal ? reachable(goal, figures) : goal.atMost);
const isMet = (goal: Goal, value: number, limit: number): boolean => ('atLeast' in goal ? value >= limit : value <= limit);
function signed(goal: Goal, limit: number): string {
  if ('atMost' in goal) return `≤ ${limit}`;
  return limit === goal.atLeast ? `≥ ${limit}` : `≥ ${limit.toFixed(2)}（此盘 at this disk's speed; ${goal.atLeast}）`;
}

/** Holds what the children measured against the goals. A figure that could not be taken on this machine is left out, and its goal with it. */
export const resultsOf = (measured: Readonly<Record<string, Figures>>): readonly Result[] => LINES.map((line) => resultOf(line, measured[line.task]!));

function resultOf({ id, what, ratio, cpu, goals, also = [] }: Line, figures: Figures): Result {
  const held = goals
    .filter(({ figure }) => figures[figure] !== undefined)
    .map((goal) => ({ goal, value: figures[goal.figure]!, limit: limitOf(goal, figures) }))
    .map(({ goal, value, limit }) => ({ name: goal.figure, value, goal: signed(goal, limit), met: isMet(goal, value, limit) }));
  const first = goals.find((goal) => goal.figure === ratio);
  return {
    id,
    what,
    ...(ratio !== undefined && { ratio: figures[ratio]! }),
    ...(first && 'atLeast' in first && { goal: first.atLeast }),
    met: held.every(({ met }) => met),
    ...(cpu !== undefined && { cpuMicrosPerEvent: figures[cpu]! }),
    figures: [...held, ...also.map((name) => ({ name, value: figures[name]! }))],
  };
}
