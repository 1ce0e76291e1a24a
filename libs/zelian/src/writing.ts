import type { LedgerPorts } from '#ledger';
import type { Policy, TakenLeaves } from '#seal';
import type { AppendGate } from './append-gate.js';
import type { Parts } from './parts.js';
import { runnerOf } from './ports.js';
import { dossierSourceOf } from './sealed-source.js';
import { sealerOf } from './sealing.js';
import { witnessedBy } from './witnessing.js';
import type { Zelian } from './zelian.js';

export type Writing = Pick<Parts, 'engines' | 'contexts' | 'entropy' | 'info' | 'reader'> &
  Readonly<{ ports: LedgerPorts; gate: AppendGate; taken: TakenLeaves; directory?: string; witnesses?: Policy }>;

/** What a ledger has that is written to: runner and seal, what the seal proves, and who cosigns it. */
export function writing(
  { ports, gate, taken, directory, witnesses, ...parts }: Writing,
  deciderOf: Zelian['deciderOf'],
): Pick<Parts, 'dossiers' | 'write' | 'witnessed'> {
  const sealer = sealerOf({ ...parts, ports, taken });
  const witnessed = witnesses && directory !== undefined && { witnessed: witnessedBy(witnesses, directory, parts.engines.log) };
  return {
    ...witnessed,
    dossiers: dossierSourceOf({ ...parts, ...witnessed, sealer }),
    write: { ports, gate, runner: runnerOf(ports, { ...parts, deciderOf }), sealer },
  };
}
