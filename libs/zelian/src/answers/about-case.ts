import { must, type Actor, type Recorded } from '#kernel';
import { answerRecorded } from '#access';
import { caseRowKey, type BasisRef, type CaseEvent, type CaseKey, type CaseRow, type CollectivelyDecided } from '#accountability';
import type { Moment } from '#readmodel';
import { notAnOwner } from '../case-owners.js';
import { momentOf, rowOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { isToldOf, partIn } from '../who-may-ask.js';
import { caseKeyOf } from '../screen/index.js';

/** `caseKey`: `person/post/year`. `validOn` of the moment is the day for which is asked, where an answer depends on one. */
export type CaseAsk = Readonly<{ caseKey: string; actor: Actor; moment?: Moment }>;
/** A case as known after a position, for somebody who was let in. `owner`: asks for an organ that owns cases, not for a panel or as the person concerned. */
export type OpenedCase = Readonly<{
  key: CaseKey;
  row: CaseRow;
  events: readonly Recorded<CaseEvent>[];
  owner: boolean;
  position: number;
  at: Moment;
}>;
type Asked = Readonly<{ view: string; ask: CaseAsk }>;

/**
 * An answer about one case: for who owns cases, for the panel of a running appeal against it, and for the person concerned once the facts were presented or the
 * matter decided. Before that the person learns no more of a flag than anybody does: nothing undecided is told (justice 2). Every question is noted, refused ones as
 * refused.
 * @throws Rejection `case.key`, `case.unknown`, `access.case-owner-only`
 */
export async function aboutCase<Answer>(parts: Parts, { view, ask }: Asked, answer: (opened: OpenedCase) => Promise<Answer>): Promise<Answer> {
  const { caseKey, actor, moment: { validOn: _day, ...moment } = {} } = ask;
  const key = caseKeyOf(caseKey);
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, view, key: caseKey, subject: key.personId };
  return answerRecorded(parts.access, entry, async () => {
    const part = await partIn(parts, { actor, decisions: [{ kind: 'measure', ...key }] });
    if (!part && actor.personId !== key.personId) throw notAnOwner();
    const owner = part === 'owner';
    const { position, at } = await momentOf(parts.reader, moment);
    const row = await rowOf<CaseRow>(parts.reader, 'accountability-cases', { key: caseRowKey(key), moment: at });
    must(row !== undefined && (owner || isToldOf(row)), 'case.unknown', { zh: '没有这个案件', en: 'there is no such case' });
    return answer({ key, row, owner, position, at, events: await eventsOfCase(parts, key, position) });
  });
}

/** The acts and grounds of a case, in the order of the log. */
export async function eventsOfCase({ history }: Parts, { personId, postId, year }: CaseKey, position: number): Promise<readonly Recorded<CaseEvent>[]> {
  const events: Recorded<CaseEvent>[] = [];
  for await (const event of history.readStream(`case-${personId}-${postId}-${year}`)) if (event.position <= position) events.push(event as Recorded<CaseEvent>);
  return events;
}

/** A ground by its key (`clause@target`). */
export function groundOf(key: string): BasisRef {
  const at = key.lastIndexOf('@');
  return { clauseId: key.slice(0, at), target: key.slice(at + 1) };
}

/** The last act of a type, where there is one. */
export const lastOf = <Type extends CaseEvent['type']>(events: readonly Recorded<CaseEvent>[], type: Type) =>
  events.findLast((event) => event.type === type) as Recorded<Extract<CaseEvent, { type: Type }>> | undefined;

/** The vote that stands, or stood until it was revoked. */
export const decisionIn = (events: readonly Recorded<CaseEvent>[]): Recorded<CollectivelyDecided> | undefined => lastOf(events, 'CollectivelyDecided');
