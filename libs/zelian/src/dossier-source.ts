import type { DossierParts } from '#seal';

/** What only the seal knows: the subject's events with their proofs under a checkpoint, and whose keys signed it. */
export type SealedParts = Pick<DossierParts, 'indexed' | 'keys' | 'earlier'>;
/** The port to the seal. `held`: a checkpoint that the recipient holds, of which the parts have to speak. */
export type DossierSource = Readonly<{ dossierParts(subject: string, held?: string): Promise<SealedParts> }>;
