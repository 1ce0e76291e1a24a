import type { AccessLog } from '#access';
import type { Context } from '#kernel';
import type { Clock, Entropy, Keys, LedgerPorts, PolicyRunner } from '#ledger';
import type { NoticeSink } from '#outbox';
import type { Projector, Reader } from '#readmodel';
import type { Sealer } from '#seal';
import type { Presenter } from '#vault';
import type { AppendGate } from './append-gate.js';
import type { ReceiptSigner } from './receipt-signer.js';
import type { DossierSource } from './dossier-source.js';
import type { Engines } from './engines.js';
import type { History } from './history.js';
import type { ShownValues } from './shown-values.js';
import type { ContinuousVerifier } from './verify/continuous.js';
import type { Witnessed } from './witnessing.js';

export type LedgerInfo = Readonly<{ ledgerId: string; clock: 'real' | 'simulated'; engine: string; macKeyId: string; readOnly: boolean; reason?: string }>;
export type Parts = Readonly<{
  contexts: readonly Context[];
  engines: Engines;
  history: History;
  clock: Clock;
  projector: Projector;
  reader: Reader;
  presenter: Presenter;
  /** Private values for whoever asks; `engines.vault` is the file itself. */
  shown: ShownValues;
  access: AccessLog;
  info: LedgerInfo;
  entropy: Entropy;
  /** Looks the log through again and again while it is served. */
  watch: ContinuousVerifier;
  keys?: Keys;
  directory?: string;
  /** Absent in memory. */
  keysFolder?: string;
  /** Where notices leave; without it they wait. */
  noticeSink?: NoticeSink;
  /** Signs receipts and manifests in place of the ledger's own keys. */
  receiptSigner?: ReceiptSigner;
  /** Who is asked to cosign its checkpoints while it is served; absent: nobody. */
  witnessed?: Witnessed;
  /** What the seal has proved about subjects; without it no dossier that proves itself can be made. */
  dossiers?: DossierSource;
  /** Absent when the ledger is open for reading only. */
  write?: Readonly<{ ports: LedgerPorts; gate: AppendGate; runner: PolicyRunner; sealer: Sealer }>;
}>;
