import type { Context } from '#kernel';
import type { AccessLog } from '#access';
import type { Clock, Entropy, Keys, LedgerPorts, PolicyAlarm, PolicyRunner } from '#ledger';
import type { Projector, Reader, ViewAlarm } from '#readmodel';
import type { Presenter } from '#vault';
import type { AppendGate } from './append-gate.js';
import type { Engines } from './engines.js';
import type { History } from './history.js';

export type LedgerInfo = Readonly<{ ledgerId: string; clock: 'real' | 'simulated'; engine: string; macKeyId: string; readOnly: boolean; reason?: string }>;
export type Health = Readonly<{ ok: boolean; position: number; lag: Readonly<Record<string, number>>; alarms: readonly (ViewAlarm | PolicyAlarm)[] }>;
export type Parts = Readonly<{
  contexts: readonly Context[];
  engines: Engines;
  history: History;
  clock: Clock;
  projector: Projector;
  reader: Reader;
  presenter: Presenter;
  access: AccessLog;
  info: LedgerInfo;
  entropy: Entropy;
  keys?: Keys;
  directory?: string;
  /** Absent when the ledger is open for reading only. */
  write?: Readonly<{ ports: LedgerPorts; gate: AppendGate; runner: PolicyRunner }>;
}>;
