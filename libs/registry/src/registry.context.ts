import type { Context } from '#kernel';
import { complaintDecider } from './complaint.decider.js';
import { complaintRegister } from './complaints.view.js';
import { declaredRelations } from './declared-relations.view.js';
import { dutiesDecider } from './duties.decider.js';
import { fiveOnes } from './five-ones.view.js';
import { personDirectory } from './person-directory.view.js';
import { personPosts } from './person-posts.view.js';
import { personDecider } from './person.decider.js';
import { postDirectory } from './post-directory.view.js';
import { postGaps } from './post-gaps.view.js';
import { postDecider } from './post.decider.js';
import { registryEvents } from './registry.events.js';
import { registryFacts } from './registry.facts.js';
import { relationsDecider } from './relations.decider.js';
import { unitDirectory } from './unit-directory.view.js';
import { unitDecider } from './unit.decider.js';
import { villageDirectory } from './village-directory.view.js';
import { villageDuties } from './village-duties.view.js';
import { villageDecider } from './village.decider.js';

/** Units, villages, persons, posts and duties: who answered for what, from when to when. */
export const registryContext: Context = {
  name: 'registry',
  zh: '单位、人员与岗位',
  deciders: [unitDecider, villageDecider, personDecider, postDecider, dutiesDecider, relationsDecider, complaintDecider],
  policies: [],
  views: [
    unitDirectory,
    villageDirectory,
    personDirectory,
    postDirectory,
    postGaps,
    villageDuties,
    fiveOnes,
    personPosts,
    declaredRelations,
    complaintRegister,
  ],
  events: registryEvents,
  facts: registryFacts,
};
