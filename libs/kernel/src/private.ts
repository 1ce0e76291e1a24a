/**
 * A personal value on its way to the vault. A decider puts it into event data; `execute` stores value and salt in the vault
 * and leaves a commitment in the bytes: HMAC-SHA-256(salt, event id | field | value).
 */
export type PlainPrivate = Readonly<{ private: string }>;
/** What the hashed bytes hold instead: 64 hex digits. */
export type Committed = Readonly<{ commitment: string }>;
/** In commands and events alike: a re-decided command carries the commitment on. */
export type Private = PlainPrivate | Committed;

/** Marks a value as private; a commitment passes unchanged. */
export const privately = (value: string | Private): Private => (typeof value === 'string' ? { private: value } : value);

export const isPlainPrivate = (value: unknown): value is PlainPrivate =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as { private?: unknown }).private === 'string';
export const isCommitted = (value: unknown): value is Committed =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as { commitment?: unknown }).commitment === 'string';
