import { must, Rejection, type Context } from '#kernel';
import {
  keysFolder as defaultKeysFolder,
  memoryKeys,
  openKeys,
  realClock,
  SimulatedClock,
  realEntropy,
  type Clock,
  type Entropy,
  type Keys,
  type LedgerOpened,
  type StoredEvent,
} from '#ledger';
import type { NoticeSink } from '#outbox';
import { TakenLeaves, watched, type Policy } from '#seal';
import { Projector, Reader } from '#readmodel';
import { Presenter } from '#vault';
import { AppendGate } from './append-gate.js';
import { contexts as productContexts, definitionsOf } from './contexts.js';
import type { ReceiptSigner } from './receipt-signer.js';
import { directoryOf } from './directory.js';
import { directoryEngines, memoryEngines, type Engines, type Mode } from './engines.js';
import { History } from './history.js';
import { HOLDS, underHold, type Holding } from './legal-hold.js';
import { portsOf } from './ports.js';
import type { LedgerInfo } from './parts.js';
import type { LogAt } from './log-engines.js';
import type { RowsAt } from './row-engines.js';
import { dossierSourceOf } from './sealed-source.js';
import { originOf } from './sealing.js';
import { ERASURES, RecordedErasures, shownValues, type ShownValues } from './shown-values.js';
import { start, type Opening } from './starting.js';
import { ContinuousVerifier } from './verify/continuous.js';
import { writing } from './writing.js';
import { Zelian } from './zelian.js';

export type OpenOptions = Readonly<{
  /** Absent: in memory, gone when closed. */
  directory?: string;
  keysFolder?: string;
  mode?: Mode;
  /** The log in KurrentDB instead of a file in the directory. */
  logAt?: LogAt;
  /** Rows and private values in MongoDB instead of files in the directory. */
  rowsAt?: RowsAt;
  clock?: Clock;
  /** Seeded for a simulated ledger, so that its bytes are the same everywhere. */
  entropy?: Entropy;
  contexts?: readonly Context[];
  /** Where notices leave. A simulated ledger takes none that reaches people. */
  noticeSink?: NoticeSink;
  /** Signs receipts and manifests; absent: the ledger's own key does. */
  receiptSigner?: ReceiptSigner;
  /** Who cosigns its checkpoints while it is served. */
  witnesses?: Policy;
}>;

/**
 * Opens a ledger; in mode `write` an absent or empty directory becomes a new one.
 * @throws Rejection when the directory is foreign, corrupt, owned by another process, or runs by another kind of clock
 */
export async function openLedger(options: OpenOptions = {}): Promise<Zelian> {
  const { directory, keysFolder, logAt, rowsAt } = options;
  const settings = { ...DEFAULTS, ...stated(options) };
  const folder = keysFolder ?? (directory === undefined ? undefined : defaultKeysFolder(directory));
  const engines = directory === undefined ? memoryEngines() : await directoryEngines({ directory, mode: settings.mode, keysFolder: folder!, logAt, rowsAt });
  try {
    return await assemble({ ...settings, engines, folder, directory });
  } catch (error) {
    for (const part of [engines.positions, engines.rows, engines.vault, engines.evidence, engines.log]) await part.close();
    throw error;
  }
}

const DEFAULTS = { mode: 'write' as Mode, clock: realClock, entropy: realEntropy, contexts: productContexts };
/** Options that were given: an `undefined` is none. */
const stated = (options: OpenOptions): OpenOptions => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

type Assembly = Required<Pick<OpenOptions, 'mode' | 'clock' | 'entropy' | 'contexts'>> &
  Pick<OpenOptions, 'noticeSink' | 'receiptSigner' | 'witnesses'> &
  Readonly<{ directory?: string; engines: Engines; folder?: string }>;

async function assemble(given: Assembly): Promise<Zelian> {
  const taken = new TakenLeaves();
  const assembly: Assembly = {
    ...given,
    engines: watchedEngines(
      holdingEngines(given, (): Holding => ({ reader, projector, history })),
      taken,
    ),
  };
  const { mode, entropy, contexts, engines, directory, noticeSink, witnesses } = assembly;
  const opened = await openingOf(engines, mode);
  if (opened && mode === 'write' && opened.clock !== assembly.clock.kind) throw clockMismatch(opened.clock);
  const clock = await clockOf(assembly, opened);
  mustNotReachPeople(noticeSink, clock);
  const keys = await keysOf(assembly, opened);
  const history = new History(engines.log, definitionsOf(contexts));
  const views = contexts.flatMap(({ views: own }) => own);
  const projector = new Projector({ ...keepingOf(engines), views, source: history });
  const reader = new Reader({ store: engines.rows, views, projector, moments: history });
  const gate = new AppendGate();
  const info = infoOf(assembly, opened, keys);
  const shown = shownOf(assembly, reader);
  const presenter = new Presenter(shown, directoryOf(reader));
  const ports = mode === 'write' && keys ? portsOf({ engines, history, clock, keys, entropy, projector, gate, presenter }) : undefined;
  const zelian: Zelian = new Zelian({
    ...{ contexts, engines, history, clock, keys, projector, reader, entropy, directory, noticeSink },
    keysFolder: assembly.folder,
    receiptSigner: assembly.receiptSigner,
    ...{ presenter, shown, access: engines.openAccess(keys), info, watch: watchOf({ engines, keys, clock, info }) },
    ...(mode !== 'inspect' && { dossiers: dossierSourceOf({ engines, reader, info }) }),
    ...(ports && writing({ engines, contexts, entropy, info, ports, reader, gate, taken, directory, witnesses }, (type) => zelian.deciderOf(type))),
  });
  if (mode !== 'inspect') await start(zelian, opened, mode);
  return zelian;
}

/** Who keeps the rows. */
const keepingOf = ({ rows, owned, shared }: Engines) => ({ store: rows, readOnly: !owned, ...(shared && { isOurs: () => shared.areOurs }) });

function watchOf({ engines, keys, clock, info }: Readonly<{ engines: Engines; keys?: Keys; clock: Clock; info: LedgerInfo }>): ContinuousVerifier {
  const { checkpoints, head } = engines.seal;
  return new ContinuousVerifier({ log: engines.log, mac: keys, seal: { checkpoints, head, origin: originOf(info) }, now: () => clock.now() });
}

/** Erasing meets the holds of running appeals, whoever asks for it; a ledger whose contexts know no holds has none. */
function holdingEngines({ engines, contexts }: Assembly, holding: () => Holding): Engines {
  return knowsView(contexts, HOLDS) ? { ...engines, vault: underHold(engines.vault, holding) } : engines;
}

const knowsView = (contexts: readonly Context[], view: string): boolean => contexts.some(({ views }) => views.some(({ name }) => name === view));

/** A ledger whose contexts know no erasures has none on record. */
const shownOf = ({ engines, contexts }: Assembly, reader: Reader): ShownValues =>
  knowsView(contexts, ERASURES) ? shownValues(engines.vault, new RecordedErasures(reader)) : engines.vault;

/** The seal is to read back what was appended. */
const watchedEngines = (engines: Engines, taken: TakenLeaves): Engines => ({ ...engines, log: watched(engines.log, taken) });

/** Today, in a simulated ledger, is the day of its last event. */
async function clockOf({ clock, engines }: Assembly, opened: Opening): Promise<Clock> {
  const readsSimulated = opened?.clock === 'simulated' && clock.kind === 'real';
  return readsSimulated ? new SimulatedClock((await engines.log.head()).recordedAt) : clock;
}

/** The first event. @throws Rejection `ledger.corrupt` when the log begins with anything else, or with one that cannot be read */
async function openingOf({ log }: Engines, mode: Mode): Promise<Opening> {
  for await (const { type, bytes } of log.readAll(0)) {
    if (type !== 'LedgerOpened') break;
    return dataOf(bytes);
  }
  if (mode === 'write' && (await log.head()).position === -1) return undefined;
  throw new Rejection('ledger.corrupt', { zh: '账本没有开立记录', en: 'the log does not begin with LedgerOpened' });
}

function dataOf(opening: Buffer): LedgerOpened['data'] {
  try {
    return (JSON.parse(opening.toString('utf8')) as LedgerOpened).data;
  } catch (error) {
    throw new Rejection('ledger.corrupt', { zh: '账本的开立记录无法读取', en: `the log's first event cannot be read: ${String(error)}` });
  }
}

const clockMismatch = (kind: 'real' | 'simulated'): Rejection =>
  new Rejection(
    'ledger.clock-mismatch',
    kind === 'simulated'
      ? {
          zh: '这是模拟时钟的账本，不能以真实时钟写入；须用--simulated-at说明记录的时刻',
          en: 'this ledger runs by a simulated clock: it takes no real one; --simulated-at says the moment at which something is recorded',
        }
      : { zh: '这是真实时钟的账本，不能以模拟时钟写入', en: 'this ledger runs by the real clock: it takes no simulated one' },
  );

function mustNotReachPeople(sink: NoticeSink | undefined, clock: Clock): void {
  must(!(sink?.reachesPeople && clock.kind === 'simulated'), 'outbox.simulated', {
    zh: '模拟时钟的账本不向真人发送短信',
    en: 'a ledger on a simulated clock sends nothing to people',
  });
}

/** The key that the log's last event was signed with: an import or a rotation may have changed it since `LedgerOpened`. @throws Rejection `ledger.corrupt` */
async function keysOf({ engines, folder, entropy }: Assembly, opened: Opening): Promise<Keys | undefined> {
  if (folder === undefined) return memoryKeys(entropy);
  if (!opened) return openKeys(folder, { create: true, entropy });
  let last: StoredEvent | undefined;
  for await (const event of engines.log.readAll((await engines.log.head()).position)) last = event;
  must(last, 'ledger.corrupt', { zh: '账本末尾的记录无法读取', en: 'the log’s last event cannot be read: its place is not where the table says' });
  return openKeys(folder, { create: false, macKeyId: last.macKeyId, entropy });
}

function infoOf({ mode, clock, entropy, engines }: Assembly, opened: Opening, keys: Keys | undefined): LedgerInfo {
  return {
    ledgerId: opened?.ledgerId ?? `ledger-${entropy.bytes(16, 'ledger-id').toString('hex')}`,
    clock: opened?.clock ?? clock.kind,
    engine: engines.name,
    macKeyId: opened?.macKeyId ?? keys!.macKeyId,
    readOnly: mode !== 'write' || !keys,
    ...(keys === undefined && { reason: '缺少密钥 the MAC key is not here' }),
  };
}
