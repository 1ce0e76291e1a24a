import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from '../durable.js';

const NAMES = ['seal.mark.a', 'seal.mark.b'] as const;
const SAYS =
  '责链：此文件随每次签封新建，用以识别复制或放回的seal.db。\nMade anew with each signature: a copy of seal.db, or one that was put back, is known by it.\n';

/**
 * Two files beside `seal.db`, one of them there at a time: it is made anew with every signature, and `seal.db` names it by its number and the instant of its birth,
 * which no copy takes along. So an older `seal.db` that is put back, be it over the newer one and into the very same file, names a mark that is gone; and on another
 * file system, where numbers begin anew, births are others. Moving, rights and owners change neither.
 */
export class Mark {
  private readonly paths: readonly string[];

  constructor(private readonly folder: string) {
    this.paths = NAMES.map((name) => join(folder, name));
  }

  static beside(path: string): Mark {
    return new Mark(dirname(path));
  }

  /** Whether the mark that was named is there. */
  stands(named: string | undefined): named is string {
    return named !== undefined && this.paths.some((path) => identityOf(path) === named);
  }

  /** Whether any mark is there, whoever named it. */
  get isThere(): boolean {
    return this.paths.some((path) => identityOf(path) !== undefined);
  }

  /** Makes another, on disk when this returns; the one that was named stays, so that a crash leaves one that is named. @returns the name of the new one */
  renewed(named: string | undefined): string {
    const place = this.paths.find((path) => named === undefined || identityOf(path) !== named)!;
    rmSync(place, { force: true });
    writeFileSync(place, SAYS, { flag: 'wx', mode: 0o600, flush: true });
    syncFolder(this.folder);
    return identityOf(place)!;
  }

  /** Takes away what is not named. */
  sweep(named: string): void {
    for (const path of this.paths) if (identityOf(path) !== named) rmSync(path, { force: true });
  }
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino}:${found.birthtimeNs}`;
}
