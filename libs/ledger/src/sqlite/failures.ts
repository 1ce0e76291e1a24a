const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const BUSY = 5;

/** SQLite's primary result code, when the error is SQLite's. */
const resultCode = (error: unknown): number | undefined => {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
};

/** Any error that SQLite itself reports: as opposed to a refusal by our own rules. */
export const isSqliteError = (error: unknown): boolean => resultCode(error) !== undefined || (error as { code?: unknown } | null)?.code === 'ERR_SQLITE_ERROR';
/** The file is not what it should be. Reads of many rows report it without a code, by SQLite's own words only. */
export const isDamage = (error: unknown): boolean =>
  [CORRUPT, NOT_A_DATABASE].includes(resultCode(error) ?? -1) || (isSqliteError(error) && /disk image is malformed|not a database/.test(String(error)));
export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;
