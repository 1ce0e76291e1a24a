import { must } from '#kernel';
import { hex, type VerifierKey } from '#transparency';
import type { Policy } from './policy.js';
import { createWitnessStore, holdsWitness, openWitnessStore } from './sqlite-witness-store.js';
import { createWitnessKey, holdsWitnessKeys, readWitnessKeys, witnessKeysFolder } from './witness-keys.js';
import type { WitnessStore } from './witness-store.js';
import { Witness } from './witness.js';

export type OpenWitness = Readonly<{ directory: string; keysFolder?: string; trust: Policy; now?: () => number }>;

/** Opens the witness of a directory. @throws Rejection when its memory or key is not there, `witness.no-logs`, `witness.own-log` when a log's key is the witness's own */
export function openWitness({ directory, keysFolder, trust, now = secondsNow }: OpenWitness): Readonly<{ witness: Witness; store: WitnessStore }> {
  const signers = readWitnessKeys(keysFolder ?? witnessKeysFolder(directory));
  const logs = trust.logs.map(({ key }) => key);
  must(logs.length > 0, 'witness.no-logs', { zh: '信任文件没有列出任何账本（log行）', en: 'the trust file lists no log' });
  const own = new Set(signers.map(({ key }) => hex(key.publicKey)));
  must(!logs.some(({ publicKey }) => own.has(hex(publicKey))), 'witness.own-log', {
    zh: '见证人密钥与账本密钥相同：见证人须有自己的密钥',
    en: 'a log has the witness’s key: a witness signs with a key of its own',
  });
  const store = openWitnessStore(directory);
  return { witness: new Witness({ store, signers, logs, now }), store };
}

export type NewWitness = Readonly<{ directory: string; keysFolder?: string; name: string; suite: string }>;

/**
 * Makes a witness's memory and key, or one more key of another suite.
 * @throws Rejection as `createWitnessKey` does; `witness.memory-lost` when keys are there that have signed, and what they signed is not
 */
export function initWitness({ directory, keysFolder = witnessKeysFolder(directory), name, suite }: NewWitness): VerifierKey {
  must(holdsWitness(directory) || !holdsWitnessKeys(keysFolder), 'witness.memory-lost', {
    zh: `有密钥而没有记忆（${directory}）：不知签署过什么的见证人会为分叉签署，请另立新的见证人`,
    en: `keys, but no memory in ${directory}: a witness that forgot would cosign a fork; make a new one elsewhere`,
  });
  // The memory first: a key without one, left by a crash, could never be told from one that lost it.
  (holdsWitness(directory) ? openWitnessStore(directory) : createWitnessStore(directory)).close();
  return createWitnessKey(keysFolder, name, suite).key;
}

const secondsNow = (): number => Math.floor(Date.now() / 1_000);
