import type { EventLog } from '#ledger';
import { logKeyFrom, SEAL_STREAM, type SealKeyAdopted } from '#seal';
import type { VerifierKey } from '#transparency';

type Logged = Readonly<{ log: Pick<EventLog, 'read'> }>;

/** Keys that the ledger adopted to sign its checkpoints, oldest first: by which others tell its notes from forged ones. */
export async function adoptedKeyTexts({ log }: Logged): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { type, bytes } of log.read(SEAL_STREAM))
    if (type === 'SealKeyAdopted') keys.push((JSON.parse(bytes.toString('utf8')) as SealKeyAdopted).data.verifierKey);
  return keys;
}

/** The same, ready to verify with. */
export const adoptedKeys = async (engines: Logged): Promise<readonly VerifierKey[]> => (await adoptedKeyTexts(engines)).map(logKeyFrom);
