import type { Context } from '#kernel';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const cadenceContext: Context = { name: 'cadence', zh: '工作推进', deciders: [], policies: [], views: [], events: {} };
