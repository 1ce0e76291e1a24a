import type { Facts, Need, Policy, Recorded } from '#kernel';
import type { AccountabilityExempted, CollectivelyDecided, ConcludedWithoutAccountability, DecisionCorrected, DecisionPublished } from '#accountability';
import type { Against, DecisionRevoked, DecisionVaried } from '#appeal';
import { redressOutcomes, type RedressOutcomesRow } from './redress-appeals.view.js';
import type { RecordReleased } from './release.decider.js';
import { owedTo, thirdPartiesOf } from './owed.js';
import { recordReleases, type RecordReleasesRow } from './record-releases.view.js';
import { redressCaseKey, redressCases, type CaseOutcome, type RedressCaseRow } from './redress-cases.view.js';
import { redressPosts, type RedressPostRow } from './redress-offices.views.js';
import type { OpenRestoration, OweRestorationItem } from './restoration.decider.js';

type OfCase = Extract<Against, { kind: 'measure' }>;
const caseNeeds = (of: Omit<OfCase, 'kind'>): readonly Need[] => [
  { view: redressCases.name, key: redressCaseKey(of) },
  { view: recordReleases.name, key: of.personId },
  { view: redressPosts.name, key: of.postId },
];
const needsOf = ({ data: { against } }: Readonly<{ data: { against: Against } }>): readonly Need[] => (against.kind === 'measure' ? caseNeeds(against) : []);

/** The whole of what a case's outcome makes owed, as known now. */
function restorationOf(
  against: OfCase,
  { appealId, kind, measure, decidedOn, documentNo, recordedAt }: CaseOutcome,
  facts: Facts,
  row = facts.get<RedressCaseRow>(redressCases.name, redressCaseKey(against)),
): OpenRestoration {
  const releases = facts.get<RecordReleasesRow>(recordReleases.name, against.personId);
  const post = facts.get<RedressPostRow>(redressPosts.name, against.postId);
  return {
    type: 'OpenRestoration',
    data: {
      ...{ appealId, against, outcome: kind, decidedOn, documentNo },
      ...{ originalDate: row?.decision?.decidedOn ?? null, measure: row?.decision?.measure ?? null, variedTo: measure ?? null },
      thirdParties: thirdPartiesOf(against.personId, row ?? {}, post),
      items: owedTo({ row, releases, decidedOn, recordedAt }),
    },
  };
}

function open({ type, data, recordedAt }: Recorded<DecisionRevoked | DecisionVaried>, facts: Facts): readonly OpenRestoration[] {
  const { appealId, against, decidedOn, documentNo } = data;
  const outcome = type === 'DecisionRevoked' ? 'revoked' : 'varied';
  const variedTo = type === 'DecisionVaried' ? data.measure : undefined;
  if (against.kind === 'measure') return [restorationOf(against, { appealId, kind: outcome, measure: variedTo, decidedOn, documentNo, recordedAt }, facts)];
  // A unit's grade or veto is put right by the commands of its context; here it is ticked off.
  const opening = {
    appealId,
    against,
    outcome,
    decidedOn,
    documentNo,
    originalDate: null,
    measure: null,
    variedTo: variedTo ?? null,
    thirdParties: [],
  } as const;
  return [{ type: 'OpenRestoration', data: { ...opening, items: [{ kind: 'unit-result', from: decidedOn }] } }];
}

/** A decision fell, or became lighter: what is owed is listed for people to do. */
export const onDecisionRevoked: Policy<DecisionRevoked | DecisionVaried, OpenRestoration> = {
  name: 'onDecisionRevoked',
  needs: { DecisionRevoked: needsOf, DecisionVaried: needsOf },
  on: { DecisionRevoked: open, DecisionVaried: open },
};

type OwnAct = DecisionCorrected | CollectivelyDecided | AccountabilityExempted | ConcludedWithoutAccountability;
/** An act of the case by which something fell or became lighter: the organ's own correction, or a decision anew that is another. */
function openByAct({ id, data: { personId, postId, year } }: Recorded<OwnAct>, facts: Facts): readonly OpenRestoration[] {
  const against = { kind: 'measure', personId, postId, year } as const;
  const row = facts.get<RedressCaseRow>(redressCases.name, redressCaseKey(against));
  // What carries out an appeal whose list is open already adds nothing to it.
  const fell = [row, row?.replaced].find((one) => one?.outcome?.ownEventId === id);
  if (!row || !fell?.outcome) return [];
  const command = restorationOf(against, fell.outcome, facts, { ...fell, targets: row.targets });
  return command.data.items.length === 0 ? [] : [command];
}

/** Something decided fell without the outcome of an appeal that says so: what is owed is listed for people to do all the same. */
export const onDecisionCorrected: Policy<OwnAct, OpenRestoration> = {
  name: 'onDecisionCorrected',
  needs: {
    DecisionCorrected: ({ data }) => caseNeeds(data),
    CollectivelyDecided: ({ data }) => caseNeeds(data),
    AccountabilityExempted: ({ data }) => caseNeeds(data),
    ConcludedWithoutAccountability: ({ data }) => caseNeeds(data),
  },
  on: { DecisionCorrected: openByAct, CollectivelyDecided: openByAct, AccountabilityExempted: openByAct, ConcludedWithoutAccountability: openByAct },
};

/** A publication that comes on record only after the outcome belongs on the list too. */
export const onDecisionPublished: Policy<DecisionPublished, OpenRestoration> = {
  name: 'onDecisionPublished',
  needs: { DecisionPublished: ({ data }) => caseNeeds(data) },
  on: {
    DecisionPublished: ({ data: { personId, postId, year } }, facts) => {
      const row = facts.get<RedressCaseRow>(redressCases.name, redressCaseKey({ personId, postId, year }));
      return row?.outcome ? [restorationOf({ kind: 'measure', personId, postId, year }, row.outcome, facts)] : [];
    },
  },
};

/** A release of earlier days that comes on record only after the outcome: its recipient is told as well. */
export const onRecordReleased: Policy<RecordReleased, OweRestorationItem> = {
  name: 'onRecordReleased',
  needs: { RecordReleased: ({ data: { personIds } }) => personIds.map((key) => ({ view: redressOutcomes.name, key })) },
  on: {
    RecordReleased: ({ data: { releaseId, personIds, date } }, facts) =>
      personIds
        .flatMap((personId) => facts.get<RedressOutcomesRow>(redressOutcomes.name, personId)?.outcomes ?? [])
        .filter(({ decidedOn }) => date <= decidedOn)
        .map(({ appealId, against }) => ({ type: 'OweRestorationItem', data: { appealId, against, item: { kind: 'correction', releaseId, from: date } } })),
  },
};
