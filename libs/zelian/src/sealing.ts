import { execute, policyCommandId, type LedgerPorts } from '#ledger';
import { SEAL_STREAM, sealDecider, Sealer, type TakenLeaves } from '#seal';
import type { Parts } from './parts.js';

/** What a ledger's checkpoints are called wherever they go. */
export const originOf = ({ ledgerId }: Pick<Parts['info'], 'ledgerId'>): string => `zelian/${ledgerId}`;

type Sealing = Pick<Parts, 'engines' | 'entropy' | 'info'> & Readonly<{ ports: LedgerPorts; taken: TakenLeaves }>;

/** The seal of one open ledger. It writes its own events as the clock does: nobody else can. */
export function sealerOf({ engines, entropy, info, ports, taken }: Sealing): Sealer {
  const { checkpoints, head, sealKeys } = engines.seal;
  return new Sealer({
    ...{ origin: originOf(info), log: engines.log, mac: ports.keys, taken, head, store: checkpoints, keys: sealKeys },
    entropy: (length, purpose) => entropy.bytes(length, purpose),
    // Of a log on a server every process reads the same: there is no copy to sign for.
    mustKnow: engines.election === undefined,
    record: async (command, by) => {
      const { recordedAt, position } = await engines.log.head();
      // By what it follows: written again after a crash, it is there once.
      const commandId = policyCommandId({
        ...{ causeTime: recordedAt || ports.clock.now(), policy: 'seal', causationId: String(position) },
        ...{ commandType: command.type, stream: SEAL_STREAM, ordinal: 0 },
      });
      const done = await execute(ports, sealDecider, { command, commandId, actor: by ?? { clock: 'seal' }, origin: 'clock' });
      return done.position;
    },
  });
}
