import { Option } from 'commander';
import { actorFrom, validateBody } from '#ledger/nest';
import { runningServer, type Handing, type Zelian } from '#zelian';
import { HandingBody } from '../../api/src/handing.bodies.js';
import { clockAt, withLedger, type Common } from './common.js';
import { askForFile } from './server.js';

/** What a verb says that hands a record out: to whom and for what, and how it may be recorded. */
export type Leaving = Readonly<{ to?: string; purpose?: string; recipientUnit?: string; simulatedAt?: string; token?: string }>;

export const toOption = (): Option => new Option('--to <recipient>', 'who gets it; needed where it is about persons, and recorded');
export const purposeOption = (): Option => new Option('--purpose <text>', 'what it is for; needed with --to');
export const recipientUnitOption = (): Option => new Option('--recipient-unit <unit>', 'the unit that gets it');
export const simulatedAtOption = (): Option => new Option('--simulated-at <instant>', 'a simulated ledger only: the moment at which this is recorded');
export const tokenOption = (): Option => new Option('--token <token>', 'bearer token of a running server');

type Door = Readonly<{ path: string; channel: Handing['channel']; more?: object; here(zelian: Zelian, to?: Handing): Promise<Buffer> }>;

/**
 * The bytes that leave. With a recipient it is recorded that they do, so a server that owns the directory does it; without one only what is about no persons is
 * given, and nothing is written.
 */
export async function handedOut(options: Common & Leaving, { path, channel, more = {}, here }: Door): Promise<Buffer> {
  const { to: recipient, purpose = '', recipientUnit: recipientUnitId, simulatedAt, token } = options;
  if (recipient === undefined) return withLedger(options, {}, (zelian) => here(zelian));
  actorFrom(options.actor);
  const handing = { recipient, purpose, ...(recipientUnitId !== undefined && { recipientUnitId }) };
  // Who or what for was left out is told by the rule of releases, as where no recipient is named at all.
  if (recipient.trim() !== '' && purpose.trim() !== '') await validateBody(HandingBody, handing);
  const server = runningServer(options.data);
  const headers = { 'content-type': 'application/json', 'x-actor': options.actor! };
  const given = server && (await askForFile(server, path, { headers, token, body: JSON.stringify({ ...handing, ...more }) }));
  if (given) return given;
  return withLedger(options, { mode: 'write', ...clockAt(simulatedAt) }, async (zelian) => {
    if (zelian.parts.write) await zelian.endHours();
    const bytes = await here(zelian, { ...handing, channel });
    await zelian.drain();
    return bytes;
  });
}
