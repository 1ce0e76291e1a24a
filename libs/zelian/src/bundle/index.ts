export { isSignedBy, openBundleSigner, type BundleSigner } from './bundle-signer.js';
export { BUNDLE_EVENTS_MAX, bundleSigner, exportBundle, type BundleAsk } from './export.js';
export { importBundle, type BundleImport, type BundleImported } from './import.js';
export { originalLines } from './originals.js';
