import { dateOf, must, type Actor, type CalendarDate } from '#kernel';
import { answerRecorded } from '#access';
import { screenGrounds, type Screen } from '#appeal';
import type { CaseKey } from '#accountability';
import type { Moment } from '#readmodel';
import type { Parts } from '../parts.js';
import { asksAs } from '../who-may-ask.js';
import { caseFileAt } from './case-file.js';

/** The screen of a case as known after a position; clocks are read for `today`. */
export type CaseScreen = Screen & Readonly<{ position: number; today: CalendarDate }>;
export type ScreenAsk = Readonly<{ caseKey: string; moment?: Moment; actor: Actor }>;

/** A case by its natural key: person, post and year, as the views write it or as a path. @throws Rejection `case.key` */
export function caseKeyOf(text: string): CaseKey {
  const [, personId, postId, year] = /^(person-[^/|]+)[/|](post-[^/|]+)[/|](\d{4})$/.exec(text) ?? [];
  must(personId !== undefined && postId !== undefined, 'case.key', {
    zh: `案件写作“人员/岗位/年度”：${text}`,
    en: `a case is named person-…/post-…/year: ${text}`,
  });
  return { personId, postId, year: Number(year) };
}

/**
 * A decided case against the grounds on which the law corrects decisions. For people who own cases, for the panel of an appeal against it and for the person concerned
 * once told of it, and noted like `explain`.
 * @throws Rejection `access.case-owner-only`, `case.key`, `case.unknown`, `grounds.nothing-decided`, `grounds.no-checklist`
 */
export async function screenCase(parts: Parts, { caseKey, moment = {}, actor }: ScreenAsk): Promise<CaseScreen> {
  const key = caseKeyOf(caseKey);
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, view: 'screen', key: caseKey, subject: key.personId };
  return answerRecorded(parts.access, entry, async () => {
    const asker = await asksAs(parts, { actor, decisions: [{ kind: 'measure', ...key }], concerned: true });
    const { position } = await parts.reader.list('accountability-cases', { limit: 1, moment });
    return screenAt(parts, key, { position, today: await dayOf(parts, moment, position), ...(asker === 'concerned' && { withholdInformants: true }) });
  });
}

type Screening = Readonly<{ position: number; today: CalendarDate; withholdInformants?: true }>;
/** The screen itself, for whoever has been let in already. */
export async function screenAt(parts: Parts, key: CaseKey, { position, today, withholdInformants }: Screening): Promise<CaseScreen> {
  return { ...screenGrounds(await caseFileAt(parts, key, { position, today, withholdInformants })), position, today };
}

/** Clocks of the past are read for their own day: that of the last event then known. A simulated ledger's today is that of its last event too. */
export async function dayOf({ info, clock, history }: Parts, { asKnownAt }: Moment, position: number): Promise<CalendarDate> {
  if (asKnownAt === undefined && info.clock === 'real') return dateOf(clock.now());
  return dateOf((await history.at(position))?.recordedAt ?? clock.now());
}
