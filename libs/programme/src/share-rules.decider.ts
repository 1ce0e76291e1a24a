import { must, type Command, type Decider } from '#kernel';
import type { ShareRuleIssued } from './funds.events.js';
import { mustHaveAuthority, mustSay, subjectNeeds } from './guards.js';
import { mustBeTerms } from './share-terms.js';

export type IssueShareRule = Command<'IssueShareRule', ShareRuleIssued['data']>;
type State = Readonly<{ issued: boolean }>;

/** One rule on shares. A changed rule is another document, so another rule. */
export const shareRuleDecider: Decider<State, IssueShareRule, ShareRuleIssued> = {
  category: 'share-rule',
  streamOf: ({ data }) => `share-rule-${data.ruleId}`,
  initialState: { issued: false },
  commands: { IssueShareRule: { by: 'person', zh: '印发配股办法' } },
  needs: { IssueShareRule: ({ data }) => subjectNeeds(data.authority.organUnitId) },
  decide: {
    IssueShareRule: ({ data }, { issued }, input) => {
      must(!issued, 'share.rule-issued', { zh: '该办法编号已使用', en: 'this rule id is taken' });
      mustSay(data.zh, '名称', 'the name');
      mustBeTerms(data.terms);
      mustHaveAuthority(data.authority, input);
      return [{ type: 'ShareRuleIssued', data, validAt: { from: data.authority.date } }];
    },
  },
  evolve: { ShareRuleIssued: () => ({ issued: true }) },
  commandOf: { ShareRuleIssued: (_, { data }) => ({ type: 'IssueShareRule', data }) },
};
