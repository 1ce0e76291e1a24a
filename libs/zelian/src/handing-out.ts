import { createHash } from 'node:crypto';
import { byCodePoint, dateOf, kindOf, must, subjectIdsIn, type Actor } from '#kernel';
import { newCommandId } from '#ledger';
import type { ReleaseChannel, ReleaseRecord } from '#redress';
import type { Moment } from '#readmodel';
import type { Explanation, PersonExplanation } from './explain.js';
import type { TrailRow } from './trail.view.js';
import type { Zelian } from './zelian.js';

/** Who gets it, and for what: without that no record about persons leaves. */
export type Handing = Readonly<{ recipient: string; recipientUnitId?: string; purpose: string; channel: ReleaseChannel }>;
/** `always`: that it leaves is recorded although it tells of nobody, as with what proves itself: also that nothing is recorded is told to somebody, for something. */
export type Leaving = Readonly<{
  record: ReleaseRecord['data']['record'];
  personIds: readonly string[];
  bytes: Buffer;
  actor: Actor;
  to?: Handing;
  always?: boolean;
}>;

/**
 * The one door through which records about persons leave: that they do is an event, recorded before the bytes are given. Reading is none: it is noted in the log
 * of reads and changes nothing that is proved.
 * @throws Rejection `release.recipient-missing` when nobody is named who gets it, `ledger.read-only` where nothing can be recorded
 */
export async function handOut(zelian: Zelian, { record, personIds, bytes, actor, to, always = false }: Leaving): Promise<Buffer> {
  if (personIds.length === 0 && !always) return bytes;
  must(to, 'release.recipient-missing', {
    zh: '涉及个人的记录和可核验案卷对外提供，须注明接收人和用途',
    en: 'a record about persons, or a dossier that proves itself, is handed out to somebody, for something: name both',
  });
  const { clock, entropy } = zelian.parts;
  const { position } = await zelian.log.head();
  const commandId = newCommandId(clock.now(), entropy, `release|${record.kind}|${record.key}|${position}`);
  const { recipient, recipientUnitId, purpose, channel } = to;
  const command: ReleaseRecord = {
    type: 'ReleaseRecord',
    data: {
      ...{ releaseId: `release-${commandId}`, record, personIds, channel, date: dateOf(clock.now()) },
      ...{ recipient: { private: recipient }, purpose: { private: purpose }, sha256: createHash('sha256').update(bytes).digest('hex') },
      ...(recipientUnitId !== undefined && { recipientUnitId }),
    },
  };
  await zelian.record(command, { actor, commandId });
  return bytes;
}

/** What is asked about a subject and may be taken along: every clause for it, or everything recorded about it. */
export type DossierKind = 'explain' | 'trail';
export type DossierAsk = Readonly<{ kind: DossierKind; subject: string; year?: number; moment?: Moment; actor: Actor; to?: Handing }>;

/** An answer as a file, with the private values that the asker may see; where it tells of persons, about whomever it was asked, that it leaves is recorded. */
export async function handOutDossier(zelian: Zelian, { kind, subject, year, moment, actor, to }: DossierAsk): Promise<Buffer> {
  const answer = kind === 'explain' ? await zelian.explain(subject, { year, moment, actor }) : await zelian.trail(subject, { moment, actor });
  const bytes = Buffer.from(`${JSON.stringify(await zelian.present(answer), null, 2)}\n`, 'utf8');
  return handOut(zelian, { record: { kind, key: subject }, personIds: await personsOf(zelian, subject, answer), bytes, actor, to });
}

/** Everybody of whom a dossier tells: named in it, or concerned by an event that it lists, of which it shows the kind, the day and the stream. */
async function personsOf(zelian: Zelian, subject: string, answer: Explanation | PersonExplanation | readonly TrailRow[]): Promise<readonly string[]> {
  const ids = new Set(subjectIdsIn([subject, answer]));
  for (const { position } of 'subject' in answer ? [] : answer) for (const id of (await zelian.parts.history.at(position))!.subjects) ids.add(id);
  return registeredAmong(zelian, ids);
}

/** The persons among ids. Who is in no register is nobody to whom a correction could be owed. */
export async function registeredAmong({ reader }: Zelian, ids: Iterable<string>): Promise<readonly string[]> {
  const known: string[] = [];
  for (const id of new Set(ids)) if (kindOf(id) === 'person' && (await reader.get('person-directory', id)).row !== undefined) known.push(id);
  return known.sort(byCodePoint);
}
