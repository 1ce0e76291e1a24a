import { Rejection } from '#kernel';
import { parseNote, type NoteSigner, type VerifierKey } from '#transparency';
import type { SignedHead } from './checkpoint-store.js';
import type { SealKeyAdopted } from './seal.context.js';
import { logKeyFrom, type SealKeys } from './seal-keys.js';

type Adopted = SealKeyAdopted['data'];

/** The keys that a log says it signs with, in the order in which they were adopted. */
export class SigningKeys {
  readonly all: VerifierKey[] = [];
  private retired: Adopted | undefined;
  private current: Adopted | undefined;

  get now(): Adopted | undefined {
    return this.current;
  }

  adopt(key: Adopted): void {
    this.all.push(logKeyFrom(key.verifierKey));
    this.retired = this.current;
    this.current = key;
  }

  /** Who signs with a key: the one before it vouches for it once. @throws Rejection `seal.key-missing` */
  signers(keys: SealKeys, { verifierKey }: Adopted, head: SignedHead | undefined): readonly NoteSigner[] {
    const own = keys.find(verifierKey);
    if (!own) throw new Rejection('seal.key-missing', { zh: '缺少签封密钥，不能签封', en: 'the private half of the seal key is not here' });
    const isFirst = head !== undefined && !parseNote(head.note).signatures.some(({ id }) => id === own.key.id);
    const before = isFirst && this.retired ? keys.find(this.retired.verifierKey) : undefined;
    return before ? [before, own] : [own];
  }
}
