import type { DossierParts } from '#seal';

/** What only the seal knows: the subject's events with their proofs under a checkpoint, and whose keys signed it. */
export type SealedParts = Pick<DossierParts, 'indexed' | 'keys' | 'earlier'>;
/** The port to the seal. */
export type DossierSource = Readonly<{ dossierParts(subject: string): Promise<SealedParts> }>;
