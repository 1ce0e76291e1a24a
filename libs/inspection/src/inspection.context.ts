import type { Context } from '#kernel';
import { drawParts } from './draw.parts.js';
import { findingParts } from './finding.parts.js';
import { roundParts } from './round.parts.js';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const inspectionContext: Context = {
  name: 'inspection',
  zh: '督查',
  deciders: [...roundParts.deciders, ...findingParts.deciders, ...drawParts.deciders],
  policies: [],
  views: [...roundParts.views, ...findingParts.views, ...drawParts.views],
  events: { ...roundParts.events, ...findingParts.events, ...drawParts.events },
  facts: { ...roundParts.facts, ...findingParts.facts },
};
