export * from './ed25519.js';
export * from './sha256.js';
export * from './sm2-sm3.js';
