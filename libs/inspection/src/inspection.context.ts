import type { Context } from '#kernel';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const inspectionContext: Context = { name: 'inspection', zh: '督查', deciders: [], policies: [], views: [], events: {} };
