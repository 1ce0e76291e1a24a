import { stderr } from 'node:process';
import { Command, Option } from 'commander';
import { isInstant, Rejection, visible, type Actor } from '#kernel';
import { actorFrom } from '#ledger/nest';
import { SimulatedClock } from '#ledger';
import { knownAtFrom } from '#readmodel';
import { logAtFrom, openLedger, rowsAtFrom, type Moment, type OpenOptions, type Zelian } from '#zelian';

/** Options that every verb takes. */
export type Common = Readonly<{
  data: string;
  keys?: string;
  /** Where the log lies. */
  log?: string;
  /** Where rows lie; `verify` says false by it, to leave them out. */
  rows?: string | false;
  json?: boolean;
  actor?: string;
  asKnownAt?: string;
  validOn?: string;
  atLeast?: string;
}>;

const MOMENTS = ['asKnownAt', 'validOn', 'atLeast'] as const;
export type MomentOption = (typeof MOMENTS)[number];
/** What a verb that answers for any moment takes. */
export const ANY_MOMENT: readonly MomentOption[] = MOMENTS;

/**
 * A verb with the options that all share. A moment that a verb cannot answer for is refused: silence would look like an answer.
 * `moments`: those that it can.
 */
export function verb(name: string, description: string, moments: readonly MomentOption[] = []): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--data <dir>', 'data directory').env('ZELIAN_DATA').default('./data/ledger'))
    .addOption(new Option('--keys <dir>', 'key directory (default: <data>.keys)').env('ZELIAN_KEYS'))
    .addOption(new Option('--log <engine>', 'where the log lies; kurrentdb: at KURRENTDB_URI').env('ZELIAN_LOG').default('sqlite'))
    .addOption(new Option('--rows <engine>', 'where rows and private values lie; mongodb: at MONGODB_URI').env('ZELIAN_ROWS').default('sqlite'))
    .option('--as-known-at <position|instant|date>', 'as it was known after a position, at an instant, or at the end of a day in Shanghai')
    .option('--valid-on <date>', 'as it held in the world on a date')
    .option('--at-least <position>', 'wait until this position is shown')
    .option('--actor <person[/post]>', 'who asks or acts')
    .option('--json', 'one JSON document')
    .hook('preAction', (command) => {
      const given = command.opts<Common>();
      const idle = MOMENTS.find((option) => given[option] !== undefined && !moments.includes(option));
      if (idle)
        throw new Rejection('usage.no-moment', {
          zh: `${name}不按时点回答，不能用${idle}`,
          en: `${name} does not answer for a moment: ${idle} means nothing to it`,
        });
    });
}

/** The moment that a reader asks for. */
export function momentOf({ asKnownAt, validOn, atLeast }: Common): Moment {
  return {
    ...(asKnownAt !== undefined && { asKnownAt: knownAtFrom(asKnownAt) }),
    ...(validOn !== undefined && { validOn }),
    ...(atLeast !== undefined && { atLeast: wholeNumber('--at-least', atLeast) }),
  };
}

export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Rejection('usage.number', { zh: `${name}须为非负整数`, en: `${name} must be a whole number` });
  return Number(text);
}

/** A UTC instant with milliseconds, for a simulated clock. */
export function instantOf(text: string): string {
  if (!isInstant(text))
    throw new Rejection('clock.invalid', {
      zh: '时刻须为UTC，如2017-05-01T01:00:00.000Z',
      en: 'an instant is UTC with milliseconds, e.g. 2017-05-01T01:00:00.000Z',
    });
  return text;
}

/** The clock of a simulated ledger that something is recorded in at a moment. */
export const clockAt = (simulatedAt: string | undefined): Pick<OpenOptions, 'clock'> =>
  simulatedAt === undefined ? {} : { clock: new SimulatedClock(instantOf(simulatedAt)) };

/** Opens a ledger, where a clock is named no earlier than it stands. @throws Rejection `clock.backwards`: it would be recorded later than was said */
export async function openedAt(options: OpenOptions): Promise<Zelian> {
  const zelian = await openLedger(options);
  if (options.clock === undefined) return zelian;
  const { recordedAt } = await zelian.log.head();
  if (options.clock.now() >= recordedAt) return zelian;
  await zelian.close();
  throw new Rejection('clock.backwards', {
    zh: `模拟时钟不能倒退：账本已记录至${recordedAt}`,
    en: `a simulated clock does not run backwards: the ledger stands at ${recordedAt}`,
  });
}

/** Who asks, where it may be nobody in particular. */
export const askerOf = ({ actor }: Common): Actor | undefined => (actor === undefined ? undefined : actorFrom(actor));

/** Log, rows and private values where the verb is told that they lie. */
export const enginesOf = ({ log, rows }: Pick<Common, 'log' | 'rows'>): Pick<OpenOptions, 'logAt' | 'rowsAt'> => ({
  logAt: logAtFrom({ ...process.env, ...(log !== undefined && { ZELIAN_LOG: log }) }),
  rowsAt: rowsAtFrom({ ...process.env, ...(typeof rows === 'string' && { ZELIAN_ROWS: rows }) }),
});

/** Opens the ledger of a verb, hands it over, and closes it whatever happens. */
export async function withLedger<Result>(common: Common, more: Partial<OpenOptions>, use: (zelian: Zelian) => Promise<Result>): Promise<Result> {
  const zelian = await openedAt({ directory: common.data, keysFolder: common.keys, mode: 'read', ...enginesOf(common), ...more });
  try {
    sayWhatItIs(zelian);
    return await use(zelian);
  } finally {
    await zelian.close();
  }
}

/** Beside the answer, never in it: a simulated clock, a key that is not here, what was mended at the start. */
export function sayWhatItIs({ notes, parts: { info, keys } }: Zelian): void {
  const remarks = [
    ...(info.clock === 'simulated' ? ['模拟时钟的账本 a ledger on a simulated clock'] : []),
    ...(keys === undefined ? ['缺少密钥，只读打开 the MAC key is not here: open for reading only'] : []),
    ...notes,
  ];
  for (const remark of remarks) stderr.write(visible(`※ ${remark}\n`));
}
