import { must } from '#kernel';
import type { Trust, VerifierKey } from '#transparency';

/** What is proved is proved against somebody: the log whose keys are given. @throws Rejection `audit.key-needed` */
export function trustIn(log: readonly VerifierKey[]): Trust {
  const [first] = log;
  must(first, 'audit.key-needed', { zh: '须给出账本的公钥（--key）', en: 'the verifier key of the log is needed (--key)' });
  return { origin: first.name, log };
}
