export { withAsked, type AskedVerdict } from './asked-event.js';
export * from './checks.js';
export { hasSigned, readHeldCheckpoint, readVerifierKey, type Anchor, type KeyFound, type KeyRole, type ReaderTrust } from './dossier-trust.js';
export * from './format.js';
export { formatDossier, makeDossier, type DossierParts, type Opening } from './make-dossier.js';
export { dossierPage, PAGE_SCRIPTS } from './page.js';
export { readDossier } from './read-dossier.js';
export { verifyDossier, verifyDossierFile, type DossierVerdict } from './verify-dossier.js';
