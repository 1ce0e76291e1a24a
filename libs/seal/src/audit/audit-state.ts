import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { must, parseStrictJson } from '#kernel';

/** That an audited log begins with what it was at an earlier size: RFC 6962 consistency, hashes in base64. */
export type ProvenBeginning = Readonly<{ size: number; root: string; path: readonly string[] }>;
/**
 * What an auditor knows of a log: which keys it signs with, and how far its history stands fixed. `note` carries the auditor's own cosignature. `proofs`: from states that
 * a dossier may have been made of; memories of earlier versions have neither.
 */
export type AuditState = Readonly<{
  format: 'zelian-audit-state/1';
  origin: string;
  keys: readonly string[];
  size: number;
  root: string;
  note: string;
  proofs?: readonly ProvenBeginning[];
}>;
/** What an auditor remembers, by log. */
export interface AuditMemory {
  read(origin: string): AuditState | undefined;
  /** On disk when this returns: nothing is cosigned that is not remembered. */
  write(state: AuditState): void;
}

/** Files of an auditor's folder, one for each log. @throws Rejection `audit.state-damaged` */
export function auditFiles(folder: string): AuditMemory {
  const pathOf = (origin: string): string => join(folder, `log-${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.json`);
  return {
    read(origin) {
      const path = pathOf(origin);
      if (!existsSync(path)) return undefined;
      const state = stateIn(readFileSync(path, 'utf8'));
      must(state?.origin === origin, 'audit.state-damaged', { zh: `审计记录已损坏：${path}`, en: `what the auditor remembers is damaged: ${path}` });
      return state;
    },
    write(state) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(state.origin);
      const file = openSync(`${path}.new`, 'w', 0o600);
      try {
        writeSync(file, `${JSON.stringify(state, null, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(`${path}.new`, path);
    },
  };
}

function stateIn(text: string): AuditState | undefined {
  const state = parseStrictJson(text) as Partial<AuditState> | null;
  const isWhole =
    state?.format === 'zelian-audit-state/1' &&
    Number.isSafeInteger(state.size) &&
    [state.root, state.note].every(isText) &&
    Array.isArray(state.keys) &&
    state.keys.every(isText) &&
    areProofs(state.proofs);
  return isWhole ? (state as AuditState) : undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const areProofs = (proofs: unknown = []): boolean =>
  Array.isArray(proofs) &&
  proofs.every(
    (one: Partial<ProvenBeginning> | null) => Number.isSafeInteger(one?.size) && isText(one?.root) && Array.isArray(one?.path) && one.path.every(isText),
  );

/** An auditor that forgets when it ends: for tests and single audits. */
export function auditInMemory(): AuditMemory {
  const states = new Map<string, AuditState>();
  return { read: (origin) => states.get(origin), write: (state) => void states.set(state.origin, state) };
}
