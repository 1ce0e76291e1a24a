import { must, type AnyView } from '#kernel';
import { rebuildViews, type RebuildResult } from '#readmodel';
import type { Parts } from './parts.js';

/** Shared rows are rebuilt by whoever keeps them. @throws Rejection `readmodel.kept-elsewhere` */
export function mustKeepRows({ engines, projector }: Parts): void {
  const holder = engines.election?.holder();
  must(!engines.shared || projector.keepsRows, 'readmodel.kept-elsewhere', {
    zh: `视图数据由另一进程维护${holder === undefined ? '' : `（${holder}）`}，只能由该进程重建`,
    en: `another process keeps the rows${holder === undefined ? '' : ` (${holder})`}: only it can rebuild them`,
  });
}

export type Progress = (done: number, total: number) => void;

/** Views anew beside the live ones. @throws Rejection as above */
export async function rebuild(parts: Parts, views: readonly AnyView[], onProgress?: Progress): Promise<readonly RebuildResult[]> {
  mustKeepRows(parts);
  const { projector, engines, history } = parts;
  return rebuildViews(views, { store: engines.rows, projector, head: () => history.head(), onProgress });
}

/** What this process keeps and another version has made. */
export async function rebuildOutdated(parts: Parts, outdated: readonly AnyView[]): Promise<void> {
  if (parts.projector.keepsRows && outdated.length > 0) await rebuild(parts, outdated);
}
