import { byCodePoint, overlapOf, type CalendarDate, type Facts } from '#kernel';
import { windowOf } from '#registry';
import { againstKey, concernedIn, type Against } from './against.js';

/**
 * What somebody did in a matter. Handling it in any of these ways, having voted on it, or being a close relative of who did or of who appeals, is a hard bar
 * from the review panel (justice 15).
 */
export type BarRole =
  | 'named'
  | 'recommended'
  | 'approved'
  | 'investigated'
  | 'recused'
  | 'examined'
  | 'presented'
  | 'voted'
  | 'handled'
  | 'logged'
  | 'verified'
  | 'scored'
  | 'determined'
  | 'reviewed'
  | 'relative';
export const BAR_ROLE_ZH: Readonly<Record<BarRole, string>> = {
  named: '当事人',
  recommended: '提出问责建议',
  approved: '审批启动',
  investigated: '参加调查',
  recused: '曾被要求回避',
  examined: '形成事实材料或听取申辩',
  presented: '提交材料或报告',
  voted: '参加表决',
  handled: '经办',
  logged: '登记问题',
  verified: '核查问题',
  scored: '评分',
  determined: '作出认定',
  reviewed: '参加过此前申诉的复查或者处理',
  relative: '近亲属',
};
/** Why somebody may not review: in which role, by which event. `of`: whose relative. `dissented`: voted against. `appealId`: of what was done in an appeal. */
export type BarReason = Readonly<{ role: BarRole; eventId: string; eventType: string; of?: string; dissented?: true; appealId?: string }>;
/** A row of `barred-from-review`: a decision with the targets of its grounds, a town with its villages as targets, or a target's year with who handled its facts. */
export type BarredRow = Readonly<{ key: string; targets: readonly string[]; persons: Readonly<Record<string, readonly BarReason[]>> }>;
/** A declared relation and the days on which it held; several of one pair stand side by side. */
export type DeclaredRelation = Readonly<{ relationId: string; to: string; eventId: string; from: CalendarDate; until?: CalendarDate }>;
export type RelationRow = Readonly<{ personId: string; relations: readonly DeclaredRelation[] }>;
export type BarredPersons = ReadonlyMap<string, readonly BarReason[]>;

/** The row of who handled the facts about a unit or village in a year. */
export const factsKey = (target: string, year: number): string => `facts-${target}-${year}`;
/** The unit or village of such a row. */
export const targetOf = (key: string): string => key.replace(/^facts-|-\d{4}$/g, '');
/** The row of a town's villages. */
export const villagesKey = (townUnitId: string): string => `villages-${townUnitId}`;

/** Rows from which bars are worked out: of `barred-from-review` and of the declared relations. */
export type BarRows = Readonly<{ barred: (key: string) => BarredRow | undefined; relations: (personId: string) => RelationRow | undefined }>;
export function barRowsOf(facts: Facts, views: Readonly<{ barred: string; relations: string }>): BarRows {
  const barred = new Map(facts.all<BarredRow>(views.barred));
  const relations = new Map(facts.all<RelationRow>(views.relations));
  return { barred: (key) => barred.get(key), relations: (personId) => relations.get(personId) };
}

/** The day of the act, and the appeal in which it is done. */
export type BarMoment = Readonly<{ on: CalendarDate; inAppeal?: string }>;
/**
 * Everybody who may not sit on the panel that reviews a decision, with the events that bar them. Nobody's name is guessed: only what is on record bars. What was
 * done in the appeal `inAppeal` itself bars nobody from it; in an earlier one it does. Kin is who was kin in the year concerned or since, up to the day of the act.
 */
export function barredFrom(against: Against, rows: BarRows, { on, inAppeal }: BarMoment): BarredPersons {
  const entries = [againstKey(against), ...targetKeys(against, rows)].flatMap((key) => Object.entries(rows.barred(key)?.persons ?? {}));
  const handled = joined(entries.map(([personId, reasons]) => [personId, reasons.filter(({ appealId }) => appealId === undefined || appealId !== inAppeal)]));
  const near = [...new Set([concernedIn(against), ...handled.keys()])];
  const window = windowOf(against.year, on);
  const kin = near.flatMap((of) =>
    (rows.relations(of)?.relations ?? []).filter(({ from, until }) => overlapOf(window, { from, to: until })).map(relativeOf(of)),
  );
  return joined([...handled, ...kin]);
}

type Entry = readonly [personId: string, reasons: readonly BarReason[]];
const relativeOf =
  (of: string) =>
  ({ to, eventId }: DeclaredRelation): Entry => [to, [{ role: 'relative', eventId, eventType: 'RelationDeclared', of }]];
function joined(entries: readonly Entry[]): BarredPersons {
  const persons = new Map<string, readonly BarReason[]>();
  for (const [personId, reasons] of entries) if (reasons.length > 0) persons.set(personId, [...(persons.get(personId) ?? []), ...reasons]);
  return new Map([...persons].sort(([a], [b]) => byCodePoint(a, b)));
}

/**
 * Rows of who handled the facts: of the targets of a case's grounds, or of the unit whose grade or veto it is; and of a town's villages, since what was found or
 * determined of them lives in the town's score.
 */
export function targetKeys(against: Against, { barred }: Pick<BarRows, 'barred'>): readonly string[] {
  const own = [...(barred(againstKey(against))?.targets ?? []), ...(against.kind === 'measure' ? [] : [factsKey(against.unitId, against.year)])];
  const within = own.flatMap((key) => (barred(villagesKey(targetOf(key)))?.targets ?? []).map((villageId) => factsKey(villageId, Number(key.slice(-4)))));
  return [...new Set([...own, ...within])];
}
