import { Command, Option } from 'commander';
import { isDate, isInstant, Rejection } from '#kernel';
import { openLedger, type Moment, type OpenOptions, type Zelian } from '#zelian';

/** Options that every verb takes. */
export type Common = Readonly<{ data: string; keys?: string; json?: boolean; actor?: string; asKnownAt?: string; validOn?: string; atLeast?: string }>;

/** A verb with the options that all share. */
export function verb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--data <dir>', 'data directory').env('ZELIAN_DATA').default('./data/ledger'))
    .addOption(new Option('--keys <dir>', 'key directory (default: <data>.keys)').env('ZELIAN_KEYS'))
    .option('--as-known-at <position|instant>', 'as it was known after a position or at an instant')
    .option('--valid-on <date>', 'as it held in the world on a date')
    .option('--at-least <position>', 'wait until this position is shown')
    .option('--actor <person[/post]>', 'who asks or acts')
    .option('--json', 'one JSON document');
}

/** The moment that a reader asks for. A calendar date as `--as-known-at` means the end of that day in Shanghai. */
export function momentOf({ asKnownAt, validOn, atLeast }: Common): Moment {
  return {
    ...(asKnownAt !== undefined && { asKnownAt: knownAt(asKnownAt) }),
    ...(validOn !== undefined && { validOn }),
    ...(atLeast !== undefined && { atLeast: wholeNumber('--at-least', atLeast) }),
  };
}

export function knownAt(text: string): number | string {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (isDate(text)) return `${text}T15:59:59.999Z`;
  if (isInstant(text)) return text;
  throw new Rejection('moment.invalid', {
    zh: `无法识别的时点：${text}（须为序号、日期或UTC时刻）`,
    en: `not a moment: ${text} (a position, a date or a UTC instant)`,
  });
}

export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Rejection('usage.number', { zh: `${name}须为非负整数`, en: `${name} must be a whole number` });
  return Number(text);
}

/** Opens the ledger of a verb, hands it over, and closes it whatever happens. */
export async function withLedger<Result>(common: Common, more: Partial<OpenOptions>, use: (zelian: Zelian) => Promise<Result>): Promise<Result> {
  const zelian = await openLedger({ directory: common.data, keysFolder: common.keys, mode: 'read', ...more });
  try {
    return await use(zelian);
  } finally {
    await zelian.close();
  }
}
