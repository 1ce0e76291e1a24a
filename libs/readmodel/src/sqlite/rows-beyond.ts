import { DatabaseSync } from '@photostructure/sqlite';
import type { Message } from '#kernel';

const WAIT_MS = 5_000;
const BEYOND = `SELECT name FROM view WHERE position < -1 OR EXISTS (
    SELECT 1 FROM row_version INDEXED BY row_version_by_position WHERE view_id = view.id AND from_position > view.position) ORDER BY name`;

/**
 * Views of a `rows.db` whose rows go beyond the position where they stand. Rows and position are written together, so somebody else set one of them back; and up to
 * that position nothing tells. Never throws: what cannot be asked is said.
 */
export function rowsBeyond(path: string): readonly (Message & Readonly<{ view?: string }>)[] {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: WAIT_MS });
    try {
      return (database.prepare(BEYOND).all() as { name: string }[]).map(({ name: view }) => ({
        view,
        zh: `视图${view}的行超出该视图所处的位置`,
        en: `${view}: rows beyond its position`,
      }));
    } finally {
      database.close();
    }
  } catch (error) {
    return [{ zh: '无法核对各视图所处的位置', en: `rows beyond positions: ${String(error)}` }];
  }
}
