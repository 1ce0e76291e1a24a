import { byCodePoint, canonicalJson, daysBetween, overlapOf, type ValidTime } from '#kernel';
import type { ChainBody, ChainLink, ResponsibilityChainChanged, ResponsibilityLevel } from './chain.events.js';
import { levelOfDuty, levelOfRole } from './levels.js';
import type { PostRow } from './responsibility.views.js';
import { dutySpan, postOfDuty, type Structure } from './structure.js';

export type Chain = Readonly<{ target: string; targetKind: 'unit' | 'village'; bodies: readonly ChainBody[]; links: readonly ChainLink[] }>;

/** Who ever answered for a village or unit: the leadership teams as bodies, the holders of their posts, and the holders of duties for it. */
export function chainOf(target: string, structure: Structure): Chain {
  const bodies = bodiesOf(target, structure);
  const links = [...bodies.flatMap((body) => linksOfBody(body, structure)), ...linksOfDuties(target, structure)];
  return { target, targetKind: structure.villages.has(target) ? 'village' : 'unit', bodies, links: inOrder(links, orderOfLink) };
}

function bodiesOf(target: string, { villages, duties }: Structure): readonly ChainBody[] {
  const village = villages.get(target);
  if (!village) return [{ unitId: target, as: 'self', level: 'overall' }];
  const paired = duties.flatMap((duty): readonly ChainBody[] => {
    const span = duty.kind === 'paired-department' && duty.targetId === target ? dutySpan(duty) : undefined;
    return duty.unitId !== undefined && span ? [{ unitId: duty.unitId, as: 'paired-department', level: 'overall', ...span }] : [];
  });
  return inOrder([{ unitId: village.townUnitId, as: 'town', level: 'overall' }, ...paired], orderOfBody);
}

/** Each link holds at its valid time: while the person held the post and the unit stood in that relation. */
function linksOfBody({ unitId, from, to }: ChainBody, { postsOfUnit }: Structure): readonly ChainLink[] {
  const span: ValidTime | undefined = from === undefined ? undefined : { from, to };
  return (postsOfUnit.get(unitId) ?? []).flatMap(({ postId, role, tenures }) =>
    tenures.flatMap(({ tenureId: _, personId, sharePermille, acting, ...tenure }): readonly ChainLink[] => {
      const held = span ? overlapOf(tenure, span) : tenure;
      if (!held) return [];
      return [
        { personId, unitId, postId, role, level: levelOfRole(role), ...held, ...(sharePermille !== undefined && { sharePermille }), ...(acting && { acting }) },
      ];
    }),
  );
}

function linksOfDuties(target: string, structure: Structure): readonly ChainLink[] {
  return structure.duties.flatMap((duty): readonly ChainLink[] => {
    const span = duty.targetId === target && duty.personId !== undefined ? dutySpan(duty) : undefined;
    if (!span) return [];
    const post: PostRow | undefined = postOfDuty(duty, undefined, structure);
    return [
      {
        personId: duty.personId!,
        ...(post && { unitId: post.unitId, postId: post.postId, role: post.role }),
        duty: duty.kind,
        level: levelOfDuty(duty.kind),
        ...span,
      },
    ];
  });
}

const orderOfLink = ({ duty, unitId, role, postId, from, personId }: ChainLink): string =>
  [duty ?? '', unitId ?? '', role ?? '', postId ?? '', from, personId].join('|');
const orderOfBody = ({ from, unitId }: ChainBody): string => [from ?? '0000', unitId].join('|');
/** Each part once, in an order that depends on nothing but the parts. */
function inOrder<Part>(parts: readonly Part[], orderOf: (part: Part) => string): readonly Part[] {
  const keyed = new Map(parts.map((part) => [`${orderOf(part)}|${canonicalJson(part)}`, part]));
  return [...keyed].sort(([a], [b]) => byCodePoint(a, b)).map(([, part]) => part);
}

/** What came and what went between two lists of links or bodies. */
function difference<Part>(before: readonly Part[], now: readonly Part[]): Readonly<{ added: readonly Part[]; removed: readonly Part[] }> {
  const [old, wanted] = [new Set(before.map(canonicalJson)), new Set(now.map(canonicalJson))];
  return { added: now.filter((part) => !old.has(canonicalJson(part))), removed: before.filter((part) => !wanted.has(canonicalJson(part))) };
}

/** How a chain reads otherwise than before; nothing when it does not. */
export function chainChange(before: Chain | undefined, now: Chain): ResponsibilityChainChanged['data'] | undefined {
  const bodies = difference(before?.bodies ?? [], now.bodies);
  const links = difference(before?.links ?? [], now.links);
  const parts = [bodies.added, bodies.removed, links.added, links.removed];
  return parts.every(({ length }) => length === 0) ? undefined : { target: now.target, targetKind: now.targetKind, bodies, links };
}

/** The chain after a change, in the order in which chains are kept. */
export function changedChain(before: Chain | undefined, { target, targetKind, bodies, links }: ResponsibilityChainChanged['data']): Chain {
  return {
    target,
    targetKind,
    bodies: inOrder([...difference(bodies.removed, before?.bodies ?? []).added, ...bodies.added], orderOfBody),
    links: inOrder([...difference(links.removed, before?.links ?? []).added, ...links.added], orderOfLink),
  };
}

/** One person's share of an interval, in one part of a chain. */
export type Holder = Readonly<{ personId: string; intervals: readonly Required<ValidTime>[]; days: number; sharePermille?: number; acting?: boolean }>;
/** All holders of one post or duty over an interval, and the days on which nobody held it. */
export type HeldPart = Readonly<{
  unitId?: string;
  postId?: string;
  role?: string;
  duty?: string;
  level: ResponsibilityLevel;
  holders: readonly Holder[];
  gaps: readonly Required<ValidTime>[];
  gapDays: number;
}>;

/** Every holder in an interval, with days; overlaps are normal, gaps are found (justice 7, 23). Half-open, as everywhere. */
export function holdersIn({ bodies, links }: Pick<Chain, 'bodies' | 'links'>, interval: Required<ValidTime>): readonly HeldPart[] {
  const parts = new Map<string, ChainLink[]>();
  for (const link of links) {
    // A duty is one part whoever holds it, through whatever post; each post is another.
    const part = link.duty ?? link.postId ?? '';
    parts.set(part, [...(parts.get(part) ?? []), link]);
  }
  return [...parts.values()].flatMap((part) => heldPart(part, { bodies, interval }));
}

/** When a unit answered for the target within an interval: a department for as long as it was paired. Outside of that an empty post is no gap of the chain. */
export function answering(unitId: string | undefined, { bodies }: Pick<Chain, 'bodies'>, interval: Required<ValidTime>): readonly Required<ValidTime>[] {
  const own = bodies.filter((body) => body.unitId === unitId);
  return union(own.flatMap(({ from, to }) => (from === undefined ? [interval] : within({ from, to }, interval))));
}

type Over = Readonly<{ bodies: Chain['bodies']; interval: Required<ValidTime> }>;
function heldPart(links: readonly ChainLink[], { bodies, interval }: Over): readonly HeldPart[] {
  const spans = links.flatMap((link) => within(link, interval).map((span) => ({ link, span })));
  if (spans.length === 0) return [];
  const { unitId, postId, role, duty, level } = spans[0]!.link;
  const people = [...new Set(spans.map(({ link }) => link.personId))];
  const frames = duty === undefined ? answering(unitId, { bodies }, interval) : [interval];
  const held = spans.map(({ span }) => span);
  const gaps = frames.flatMap((frame) =>
    gapsIn(
      held.flatMap((span) => within(span, frame)),
      frame,
    ),
  );
  const place = duty === undefined ? { unitId, postId, role } : { duty };
  const holders = people.map((personId): Holder => {
    const own = spans.filter(({ link }) => link.personId === personId);
    const intervals = union(own.map(({ span }) => span));
    const { sharePermille, acting } = own[0]!.link;
    return { personId, intervals, days: daysOf(intervals), ...(sharePermille !== undefined && { sharePermille }), ...(acting && { acting }) };
  });
  return [{ ...place, level, holders, gaps, gapDays: daysOf(gaps) }];
}

const within = (span: ValidTime, interval: Required<ValidTime>): readonly Required<ValidTime>[] => {
  const shared = overlapOf(span, interval);
  return shared ? [{ from: shared.from, to: shared.to! }] : [];
};

/** Merged, in order: a day is counted once, however many ways lead to it. */
export function union(spans: readonly Required<ValidTime>[]): readonly Required<ValidTime>[] {
  const merged: Required<ValidTime>[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: span.to > last.to ? span.to : last.to };
    else merged.push(span);
  }
  return merged;
}

/** What of an interval no span covers. */
export function gapsIn(spans: readonly Required<ValidTime>[], { from, to }: Required<ValidTime>): readonly Required<ValidTime>[] {
  const gaps: Required<ValidTime>[] = [];
  let at = from;
  for (const span of union(spans)) {
    if (span.from > at) gaps.push({ from: at, to: span.from });
    if (span.to > at) at = span.to;
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
}

export const daysOf = (spans: readonly Required<ValidTime>[]): number => spans.reduce((sum, { from, to }) => sum + daysBetween(from, to), 0);
