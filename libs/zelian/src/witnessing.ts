import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';
import type { EventLog } from '#ledger';
import { CheckpointFolder, parsePolicy, submitOverHttp, Witnessing, type Policy } from '#seal';
import { adoptedKeys } from './adopted-keys.js';

/** How long a witness may take over an answer. */
const ANSWER_MS = 10_000;

/** Whom a served ledger asks for cosignatures: the policy file that the environment names, if any. @throws Rejection `usage.file`, `witness.policy` */
export function witnessPolicyFrom({ ZELIAN_WITNESS_POLICY: path }: Readonly<Record<string, string | undefined>>): Policy | undefined {
  if (path === undefined || path === '') return undefined;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Rejection('usage.file', { zh: `无法读取见证策略文件：${path}`, en: `the policy file cannot be read: ${path} (${(error as Error).message})` });
  }
  return parsePolicy(bytes);
}

export type Witnessed = Readonly<{ witnessing: Witnessing; stop(): Promise<void> }>;

/** A ledger's newest checkpoint before the witnesses of a policy. `stop` ends what is under way: no stopping server waits for a witness. */
export function witnessedBy(policy: Policy, directory: string, log: Pick<EventLog, 'read'>): Witnessed {
  const ending = new AbortController();
  const witnessing = new Witnessing({
    log: new CheckpointFolder(join(directory, 'checkpoints')),
    // The server knows its own keys, also one that was adopted since the policy was written.
    policy: async () => ({ ...policy, logs: [...(await adoptedKeys({ log })).map((key) => ({ key })), ...policy.logs] }),
    submit: submitOverHttp(ANSWER_MS, ending.signal),
    now: () => Date.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms).unref();
      return () => clearTimeout(timer);
    },
    onFault: (error) => console.error(error),
  });
  return {
    witnessing,
    stop: async () => {
      ending.abort();
      await witnessing.stop();
    },
  };
}
