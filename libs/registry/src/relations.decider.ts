import { dateOf, isPlainPrivate, must, mustRunForwards, privately, type Decider } from '#kernel';
import type { RelationCommand } from './commands.js';
import { mustKnow, mustSay, needsOf } from './guards.js';
import { intervalOf, overlapping } from './intervals.js';
import type { RelationDeclared, RelationEvent } from './registry.events.js';

type Relation = RelationDeclared['data'];
type State = Readonly<{ relations: readonly Relation[] }>;

/** The relations that one person is the first of; the view shows them to both. A wrong word is ended and told anew. */
export const relationsDecider: Decider<State, RelationCommand, RelationEvent> = {
  category: 'relations',
  streamOf: ({ data }) => `relations-${data.personId}`,
  initialState: { relations: [] },
  commands: { DeclareRelation: { by: 'person', zh: '申报亲属关系' }, EndRelation: { by: 'person', zh: '终止亲属关系' } },
  needs: { DeclareRelation: ({ data }) => needsOf(data.personId, data.relatedPersonId, data.declaredByPersonId) },
  decide: {
    DeclareRelation: ({ data }, { relations }, { facts, recordedAt }) => {
      for (const id of [data.personId, data.relatedPersonId, data.declaredByPersonId]) mustKnow(facts, 'person', id);
      must(data.personId !== data.relatedPersonId, 'relation.to-oneself', { zh: '不能申报与本人的关系', en: 'nobody is related to himself' });
      const taken = relations.some(({ relationId }) => relationId === data.relationId);
      must(!taken, 'relation.already-recorded', { zh: '该关系编号已使用', en: 'this relation id is taken' });
      mustRunForwards({ from: data.declaredOn });
      must(data.declaredOn <= dateOf(recordedAt), 'relation.declared-in-future', {
        zh: '申报日期不得晚于记录日期',
        en: 'a relation is recorded after it was told of',
      });
      mustRunForwards(data);
      // A commitment was checked when it was made.
      if (isPlainPrivate(data.kinship)) mustSay(data.kinship.private, '关系', 'the kind of kinship');
      const same = overlapping(relations, data).some(({ relatedPersonId }) => relatedPersonId === data.relatedPersonId);
      must(!same, 'relation.already-declared', { zh: '该时段的关系已经申报', en: 'this relation is on record for that time already' });
      return [{ type: 'RelationDeclared', data: { ...data, kinship: privately(data.kinship) }, validAt: intervalOf(data) }];
    },
    EndRelation: ({ data: { relationId, to, reason } }, { relations }) => {
      const found = relations.find((relation) => relation.relationId === relationId);
      must(found, 'relation.unknown', { zh: '没有这一亲属关系', en: 'no such relation of this person' });
      // An end shortens: what was told too short is told anew.
      must(found.to === undefined || to < found.to, 'relation.already-ended', { zh: '该关系届时已经终止', en: 'the relation has ended by then' });
      const { personId, relatedPersonId, from } = found;
      mustRunForwards({ from, to });
      if (isPlainPrivate(reason)) mustSay(reason.private, '终止原因', 'the reason of an end');
      return [{ type: 'RelationEnded', data: { relationId, personId, relatedPersonId, from, to, reason: privately(reason) }, validAt: { from, to } }];
    },
  },
  evolve: {
    RelationDeclared: ({ relations }, { data }) => ({ relations: [...relations, data] }),
    RelationEnded: ({ relations }, { data }) => ({
      relations: relations.map((relation) => (relation.relationId === data.relationId ? { ...relation, to: data.to } : relation)),
    }),
  },
  commandOf: {
    RelationDeclared: (_, { data }) => ({ type: 'DeclareRelation', data }),
    RelationEnded: (_, { data: { relationId, personId, to, reason } }) => ({ type: 'EndRelation', data: { relationId, personId, to, reason } }),
  },
};
