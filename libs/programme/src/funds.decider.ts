import { must, type CalendarDate, type Command, type Decider, type Facts } from '#kernel';
import { enterpriseLinks } from './enterprise-links.view.js';
import type { DividendPaid, FundAllotted, FundEvent, ShareRuleApplied, ShareTerms } from './funds.events.js';
import {
  householdNeeds,
  mustBeListed,
  mustCite,
  mustFollow,
  mustHaveAuthority,
  mustHaveHappened,
  mustKnowUnit,
  mustKnowVillage,
  subjectNeeds,
} from './guards.js';
import { mustBeParts, mustBeTerms, mustFillQuota } from './share-terms.js';
import { shareRules, type ShareRuleRow } from './share-rules.view.js';

export type AllotFund = Command<'AllotFund', FundAllotted['data']>;
export type ApplyShareRule = Command<'ApplyShareRule', Pick<ShareRuleApplied['data'], 'fundId' | 'ruleId' | 'date'>>;
export type PayDividend = Command<'PayDividend', DividendPaid['data']>;
export type FundCommand = AllotFund | ApplyShareRule | PayDividend;
type State = Readonly<{ allottedOn?: CalendarDate; ruleId?: string }>;

/** 五保户除外: households of the kinds that the terms leave out. */
function mustBeEligible(terms: ShareTerms, { villageId, year, holders }: FundAllotted['data'], facts: Facts): void {
  const rows = mustBeListed(
    facts,
    villageId,
    year,
    holders.map(({ householdId }) => householdId),
  );
  const excluded = rows.find(({ kind }) => kind !== undefined && terms.excludedKinds.includes(kind));
  must(excluded === undefined, 'share.household-excluded', {
    zh: `${excluded?.householdId}属于不纳入配股的户`,
    en: `${excluded?.householdId} is of a kind that gets no shares`,
  });
}

function mustKnowEnterprises(facts: Facts, { parts }: FundAllotted['data']): void {
  const unknown = parts.find(({ enterpriseId }) => facts.get(enterpriseLinks.name, enterpriseId) === undefined);
  must(unknown === undefined, 'enterprise.unknown', { zh: `经营主体${unknown?.enterpriseId}尚未登记`, en: `${unknown?.enterpriseId} is not registered` });
}

function mustBeAllotted({ allottedOn }: State): CalendarDate {
  must(allottedOn !== undefined, 'share.fund-unknown', { zh: '没有这笔资金', en: 'no such fund' });
  return allottedOn;
}

/** One fund: allotted by the head, brought under a rule, paying its dividends. */
export const fundDecider: Decider<State, FundCommand, FundEvent> = {
  category: 'fund',
  streamOf: ({ data }) => data.fundId,
  initialState: {},
  commands: {
    AllotFund: { by: 'person', zh: '资金配股到户' },
    ApplyShareRule: { by: 'person', zh: '纳入配股办法' },
    PayDividend: { by: 'person', zh: '记录分红' },
  },
  needs: {
    AllotFund: ({ data: { villageId, year, ownerUnitId, authority, parts, holders } }) => [
      ...subjectNeeds(villageId, ownerUnitId, authority.organUnitId),
      ...parts.map(({ enterpriseId }) => ({ view: enterpriseLinks.name, key: enterpriseId })),
      ...householdNeeds(
        year,
        holders.map(({ householdId }) => householdId),
      ),
    ],
    ApplyShareRule: ({ data: { ruleId } }) => [{ view: shareRules.name, key: ruleId }],
  },
  decide: {
    AllotFund: ({ data }, { allottedOn }, input) => {
      must(allottedOn === undefined, 'share.fund-allotted', { zh: '该资金编号已使用', en: 'this fund id is taken' });
      mustKnowVillage(input.facts, data.villageId);
      mustKnowUnit(input.facts, data.ownerUnitId);
      mustHaveAuthority(data.authority, input);
      mustBeTerms(data.terms);
      mustKnowEnterprises(input.facts, data);
      mustBeParts(data.terms, data.amountFen, data.parts);
      mustFillQuota(data.terms, data.amountFen, data.holders);
      mustBeEligible(data.terms, data, input.facts);
      return [{ type: 'FundAllotted', data, validAt: { from: data.authority.date } }];
    },
    ApplyShareRule: ({ data }, state, input) => {
      const allottedOn = mustBeAllotted(state);
      must(state.ruleId !== data.ruleId, 'share.rule-applied', { zh: '该资金已纳入这一办法', en: 'the fund is under this rule already' });
      const rule = input.facts.get<ShareRuleRow>(shareRules.name, data.ruleId);
      must(rule, 'share.rule-unknown', { zh: '没有这一配股办法', en: 'no such rule on shares' });
      mustHaveHappened(data.date, input);
      mustFollow(data.date, rule.date);
      mustFollow(data.date, allottedOn);
      const applied = { ...data, terms: rule.terms, ruleDate: rule.date, pilotBeforeRule: allottedOn < rule.date };
      return [{ type: 'ShareRuleApplied', data: applied, validAt: { from: data.date } }];
    },
    PayDividend: ({ data }, state, input) => {
      const allottedOn = mustBeAllotted(state);
      must(Number.isSafeInteger(data.amountFen) && data.amountFen > 0, 'share.amount-invalid', {
        zh: '分红额须为正整数（分）',
        en: 'a dividend is a positive whole number of fen',
      });
      mustCite(data.documentRef);
      mustHaveHappened(data.date, input);
      mustFollow(data.date, allottedOn);
      must(data.year >= Number(allottedOn.slice(0, 4)), 'share.year-before-fund', { zh: '分红年度早于配股', en: 'the dividend is for a year before the fund' });
      return [{ type: 'DividendPaid', data, validAt: { from: data.date } }];
    },
  },
  evolve: {
    FundAllotted: (_, { data }) => ({ allottedOn: data.authority.date }),
    ShareRuleApplied: (state, { data }) => ({ ...state, ruleId: data.ruleId }),
    DividendPaid: (state) => state,
  },
  commandOf: {
    FundAllotted: (_, { data }) => ({ type: 'AllotFund', data }),
    ShareRuleApplied: (_, { data: { fundId, ruleId, date } }) => ({ type: 'ApplyShareRule', data: { fundId, ruleId, date } }),
    DividendPaid: (_, { data }) => ({ type: 'PayDividend', data }),
  },
};
