import type { Context } from '#kernel';
import { roundParts } from './round.parts.js';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const inspectionContext: Context = {
  name: 'inspection',
  zh: '督查',
  deciders: [...roundParts.deciders],
  policies: [],
  views: [...roundParts.views],
  events: { ...roundParts.events },
  facts: { ...roundParts.facts },
};
