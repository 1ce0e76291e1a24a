import type { CalendarDate, Instant } from '#kernel';
import type { RecordReleasesRow } from './record-releases.view.js';
import type { DecidedMeasure, RedressCaseRow } from './redress-cases.view.js';
import type { RedressPostRow } from './redress-offices.views.js';
import type { OwedItem, ThirdParty } from './restoration.events.js';

export type Ground = Readonly<{ row?: RedressCaseRow; releases?: RecordReleasesRow; decidedOn: CalendarDate; recordedAt: Instant }>;

/**
 * What an outcome in a person's favour makes owed, whole: what the measure took since it took hold, the effect period, the name in every scope and channel of the
 * publication, and word to each recipient of a record that went out before.
 */
export function owedTo({ row, releases, decidedOn, recordedAt }: Ground): readonly OwedItem[] {
  const names = (row?.publications ?? []).map(({ scope, channel, date }): OwedItem => ({ kind: 'name', scope, channel, from: date }));
  const notices = (releases?.releases ?? [])
    // What left before the outcome was, or was on record, shows a decision that no longer stands.
    .filter((release) => release.date <= decidedOn || release.recordedAt <= recordedAt)
    .map(({ releaseId, date }): OwedItem => ({ kind: 'correction', releaseId, from: date }));
  return [...(row?.decision ? taken(row.decision) : []), ...names, ...notices];
}

/** Nothing was taken by what was never carried out; its effect period ran from the decision all the same. */
function taken({ decidedOn, effectUntil, executedOn, tenureEndsOn }: DecidedMeasure): readonly OwedItem[] {
  const from = tenureEndsOn ?? executedOn;
  const lasting = from === undefined ? [] : (['pay', 'grade', 'seniority', ...(tenureEndsOn === undefined ? [] : (['post'] as const))] as const);
  return [
    ...lasting.map((kind): OwedItem => ({ kind, from: from! })),
    ...(effectUntil === undefined ? [] : [{ kind: 'effect-period' as const, from: decidedOn, to: effectUntil }]),
  ];
}

/** Who holds, or held meanwhile, the post that was taken: listed, and nothing is written against them. */
export function thirdPartiesOf(personId: string, { decision }: Partial<RedressCaseRow>, post: RedressPostRow | undefined): readonly ThirdParty[] {
  const since = decision?.tenureEndsOn;
  if (!post || since === undefined) return [];
  return post.tenures
    .filter((tenure) => tenure.personId !== personId && tenure.from >= since)
    .map((tenure) => ({ personId: tenure.personId, postId: post.postId, from: tenure.from, ...(tenure.to !== undefined && { to: tenure.to }) }));
}
