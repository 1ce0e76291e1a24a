import type { Actor } from '#kernel';
import { groundKey, type CaseEvent, type TriggerRow } from '#accountability';
import { againstKey } from '#appeal';
import type { Moment, Reader } from '#readmodel';
import type { DeclaredRelationsRow } from '#registry';
import type { EntitlementsRow, RecordReleasesRow, RestorationChecklistRow } from '#redress';
import type { DrawRow } from '#inspection';
import { commitmentsIn } from '#vault';
import { appealsAgainst } from '../appeals.js';
import { rowOf, rowsOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import type { OpenedCase } from './about-case.js';
import { factsOfCase } from './case-facts.js';

export type Counts = Readonly<Record<string, number>>;
const INVESTIGATION: readonly CaseEvent['type'][] = ['InvestigationTeamFormed', 'MemberRecused', 'InvestigationRecusalOverridden', 'InvestigationReported'];

/** How much there is of each part of a case. */
export async function countsOfCase(parts: Parts, opened: OpenedCase): Promise<Counts> {
  const { key, events, position, at } = opened;
  const against = { kind: 'measure', ...key } as const;
  const { facts, statements } = await factsOfCase(parts, opened);
  const restorations = await rowsOf<RestorationChecklistRow>(parts.reader, 'restoration-checklist', { moment: at });
  const acts = (...types: readonly CaseEvent['type'][]): number => events.filter(({ type }) => types.includes(type)).length;
  return {
    ...{ decision: acts('CollectivelyDecided'), facts: facts.length, statements: statements.length },
    appeals: (await appealsAgainst(parts.reader, against, position)).length,
    restorations: restorations.filter((row) => againstKey(row.against) === againstKey(against)).length,
    ...{ investigation: acts(...INVESTIGATION), deliberation: acts('CollectivelyDecided', 'AccountabilityExempted', 'ConcludedWithoutAccountability') },
    narratives: facts.filter(({ finding }) => finding !== null).length,
    flags: await flagsIn(parts.reader, opened),
    'sealed-draws': (await rowsOf<DrawRow>(parts.reader, 'draw-register', { moment: at })).filter(
      ({ status, year }) => status === 'sealed' && year === key.year,
    ).length,
  };
}

/** What clauses say of the person in the post and nobody has decided. */
async function flagsIn(reader: Reader, { key, row, at }: OpenedCase): Promise<number> {
  const flags = await rowsOf<TriggerRow>(reader, 'trigger-register', { moment: at });
  const settled = [...(row.decision?.reliedOn ?? []), ...row.folded.judged];
  const isOpen = (flag: TriggerRow): boolean => flag.state !== 'fallen' && !settled.includes(groundKey(flag));
  return flags.filter((flag) => flag.personId === key.personId && flag.postId === key.postId && flag.year === key.year && isOpen(flag)).length;
}

/** How much there is about a person in rows that are the person's own to read. */
export async function countsOfPerson(reader: Reader, personId: string, at: Moment): Promise<Counts> {
  const own = <Row>(view: string) => rowOf<Row>(reader, view, { key: personId, moment: at });
  const [held, given, related] = [
    await own<EntitlementsRow>('entitlements'),
    await own<RecordReleasesRow>('record-releases'),
    await own<DeclaredRelationsRow>('declared-relations'),
  ];
  return {
    entitlements: held ? held.service.length + held.limits.length : 0,
    releases: given ? given.releases.length : 0,
    'own-relations': related ? related.relations.length : 0,
  };
}

/** Private values of the case that were erased: their commitments stay, and open to nothing. */
export async function erasedIn({ shown, contexts }: Parts, { events }: OpenedCase): Promise<number> {
  const commitments = commitmentsIn(events.map(({ data }) => data));
  const scopes = contexts.flatMap(({ deciders }) => deciders.map(({ category }) => category));
  return commitments.length === 0 ? 0 : (await shown.erased(commitments, scopes)).size;
}

export type Asker = Readonly<{ actor: Actor; owner: boolean; panel: boolean; told: boolean }>;
