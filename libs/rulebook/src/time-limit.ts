/** A period by calendar, as a text states it. */
export type TimeLimit = Readonly<{ months: number }> | Readonly<{ days: number }>;
