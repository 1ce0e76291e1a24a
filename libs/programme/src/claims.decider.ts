import { must, type Command, type Decider } from '#kernel';
import { claimResult, mustBeClaim } from './claims.js';
import type { ClaimEvent, ClaimRecorded, ClaimWithdrawn } from './claims.events.js';
import { mustHaveHappened, mustKnowVillage, mustSay, subjectNeeds } from './guards.js';

export type RecordClaim = Command<'RecordClaim', Omit<ClaimRecorded['data'], 'result'>>;
export type WithdrawClaim = Command<'WithdrawClaim', ClaimWithdrawn['data']>;
export type ClaimCommand = RecordClaim | WithdrawClaim;
type State = Readonly<{ claims: Readonly<Record<string, 'standing' | 'withdrawn'>> }>;

/** What was claimed of a village's income in a year, worked out from the claim's own inputs. */
export const claimsDecider: Decider<State, ClaimCommand, ClaimEvent> = {
  category: 'claims',
  streamOf: ({ data }) => `claims-${data.villageId}-${data.year}`,
  initialState: { claims: {} },
  commands: { RecordClaim: { by: 'person', zh: '核算增收说法' }, WithdrawClaim: { by: 'person', zh: '撤回增收说法' } },
  needs: { RecordClaim: ({ data }) => subjectNeeds(data.villageId) },
  decide: {
    RecordClaim: ({ data }, { claims }, input) => {
      mustKnowVillage(input.facts, data.villageId);
      must(!claims[data.claimId], 'claim.already-recorded', { zh: '该说法编号已使用', en: 'this claim id is taken' });
      mustSay(data.claim, '说法', 'the claim');
      mustSay(data.source, '来源', 'the source');
      mustHaveHappened(data.statedOn, input);
      mustBeClaim(data.inputs);
      return [{ type: 'ClaimRecorded', data: { ...data, result: claimResult(data.inputs) }, validAt: { from: data.statedOn } }];
    },
    WithdrawClaim: ({ data }, { claims }) => {
      must(claims[data.claimId] === 'standing', 'claim.unknown', { zh: '没有这一说法，或已撤回', en: 'no such claim, or it was withdrawn' });
      mustSay(data.reason, '撤回理由', 'the reason of a withdrawal');
      return [{ type: 'ClaimWithdrawn', data }];
    },
  },
  evolve: {
    ClaimRecorded: ({ claims }, { data }) => ({ claims: { ...claims, [data.claimId]: 'standing' } }),
    ClaimWithdrawn: ({ claims }, { data }) => ({ claims: { ...claims, [data.claimId]: 'withdrawn' } }),
  },
  commandOf: {
    ClaimRecorded: (_, { data: { result: _result, ...data } }) => ({ type: 'RecordClaim', data }),
    ClaimWithdrawn: (_, { data }) => ({ type: 'WithdrawClaim', data }),
  },
};
