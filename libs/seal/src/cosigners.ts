import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatVerifierKey, Malformed, type VerifierKey } from '#transparency';
import { cosignerKey } from './audit/auditor-key.js';
import { writeNew } from './durable.js';

/** Somebody whose cosignature a ledger took in. Whoever reads a dossier is told the key, and has only the ledger's word for whose it is. */
export type Cosigner = Readonly<{ role: 'witness' | 'auditor'; key: VerifierKey }>;

const LINE = /^(witness|auditor) (\S+)\n$/;

/** Cosigners' keys beside the checkpoints that they signed, a file for each: two writers never meet, and a changed byte is no key any more. */
export class CosignerFiles {
  private readonly folder: string;

  constructor(checkpoints: string) {
    this.folder = join(checkpoints, 'cosigners');
  }

  add({ role, key }: Cosigner): void {
    const text = `${role} ${formatVerifierKey(key)}\n`;
    const path = join(this.folder, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.vkey`);
    if (existsSync(path)) return;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeNew(path, text, 0o644);
  }

  /** @throws Malformed for a file that holds no key */
  all(): readonly Cosigner[] {
    const files = existsSync(this.folder) ? readdirSync(this.folder).filter((file) => file.endsWith('.vkey')) : [];
    return files.sort().map((file) => {
      const [, role, key] = LINE.exec(readFileSync(join(this.folder, file), 'utf8')) ?? [];
      if (role === undefined || key === undefined) throw new Malformed('cosigner');
      return { role: role as Cosigner['role'], key: cosignerKey(key) };
    });
  }
}
