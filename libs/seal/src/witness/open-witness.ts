import { must } from '#kernel';
import { hex } from '#transparency';
import type { Policy } from './policy.js';
import { openWitnessStore } from './sqlite-witness-store.js';
import { readWitnessKeys, witnessKeysFolder } from './witness-keys.js';
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

const secondsNow = (): number => Math.floor(Date.now() / 1_000);
