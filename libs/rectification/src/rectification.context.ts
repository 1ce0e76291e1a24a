import type { Context } from '#kernel';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const rectificationContext: Context = { name: 'rectification', zh: '整改', deciders: [], policies: [], views: [], events: {} };
