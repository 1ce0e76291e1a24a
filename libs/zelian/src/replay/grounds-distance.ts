import { must, Rejection, type Actor, type Message } from '#kernel';
import { caseRowKey, type CaseRow } from '#accountability';
import { againstFrom, type Against } from '#appeal';
import type { Edit } from '#replay';
import type { Moment } from '#readmodel';
import { clauseOutcomeKey, type ClauseOutcomeRow } from '#rulebook';
import type { VetoRow } from '#veto';
import { groundOf } from '../answers/about-case.js';
import { rowOf } from '../moment-rows.js';
import type { Parts } from '../parts.js';
import { endAt, owned } from './asking.js';
import type { Consequences } from './consequences.js';
import { counterfactual } from './counterfactual.js';
import { distanceAt, type Distance } from './distance.js';

/** One thing that a ground rests on. `falls`: whether the ground falls without it, by a replay; null where no replay can leave it out, and why. */
export type RestsOn = Readonly<{ edit: Edit; what: string; date: string; falls: boolean | null; why: Message | null }>;
/** `scale`: the unit's result, where the ground hangs on it; else the ground is on no scale, and a fact that it rests on flips it whole. */
export type GroundDistance = Readonly<{ clauseId: string; target: string; scale: Distance | null; says: Message; restsOn: readonly RestsOn[] }>;
/** How far a decision is from losing its grounds. `result`: of a grade, which is itself on the scale. */
export type DecisionDistance = Readonly<{ decision: string; position: number; result: Distance | null; grounds: readonly GroundDistance[] }>;
export type DecisionDistanceAsk = Readonly<{ decision: string; at?: Moment['asKnownAt']; actor: Actor }>;

const ON_SCALE: Message = { zh: '取决于考核得分：见距界线的距离和最小改动', en: 'hangs on the assessed result: see the distance to the cut-off' };
const BY_FACT: Message = {
  zh: '不是分数，没有距离：依据随下列事实一并成立或不成立',
  en: 'not on a scale, so there is no distance: the ground stands or falls with the facts below',
};
/** Facts of a unit that are read off its score. */
const SCORED: readonly string[] = ['performance.total', 'performance.grade'];

/**
 * Ground by ground: is it on a scale, and which fact would flip it? For each fact that a ground rests on, and each tenure through which it reaches the person, a replay
 * without it. For case owners, the panel, and whom the decision concerns; noted.
 * @throws Rejection `appeal.decision-unknown`, `appeal.nothing-decided`, `access.case-owner-only`
 */
export async function askDecisionDistance(parts: Parts, { decision, at, actor }: DecisionDistanceAsk): Promise<DecisionDistance> {
  const against = againstFrom(decision);
  return owned(parts, { actor, view: 'distance', key: decision, decisions: [against], concerned: true }, async () => {
    const position = await endAt(parts, at);
    if (against.kind === 'grade') return { decision, position, result: await distanceAt(parts, { ...against, position }), grounds: [] };
    return { decision, position, result: null, grounds: await new Grounds(parts, against, position).measure() };
  });
}

type Ground = Readonly<{ clauseId: string; target: string; events: readonly string[] }>;
type OfGrounds = Exclude<Against, { kind: 'grade' }>;

class Grounds {
  private readonly moment: Moment;
  constructor(
    private readonly parts: Parts,
    private readonly against: OfGrounds,
    private readonly position: number,
  ) {
    this.moment = { asKnownAt: position };
  }

  async measure(): Promise<readonly GroundDistance[]> {
    const { against } = this;
    const grounds = against.kind === 'measure' ? await this.ofCase(against) : await this.ofVeto(against);
    const tenures = against.kind === 'measure' ? await this.tenures(against) : [];
    const measured: GroundDistance[] = [];
    for (const ground of grounds) {
      const { clauseId, target } = ground;
      const scale = await this.scaleOf(ground);
      const restsOn: RestsOn[] = [];
      for (const eventId of new Set([...ground.events, ...tenures])) restsOn.push(...(await this.without(eventId, ground)));
      measured.push({ clauseId, target, scale, says: scale ? ON_SCALE : BY_FACT, restsOn });
    }
    return measured;
  }

  private async ofCase(key: Extract<Against, { kind: 'measure' }>): Promise<readonly Ground[]> {
    const row = await rowOf<CaseRow>(this.parts.reader, 'accountability-cases', { key: caseRowKey(key), moment: this.moment });
    must(row?.decision, 'appeal.nothing-decided', { zh: '没有可申诉的决定', en: 'there is no decision to appeal against' });
    const standing = new Map(row.bases.map((basis) => [`${basis.clauseId}@${basis.target}`, basis.events]));
    return row.decision.reliedOn.map((ground) => ({ ...groundOf(ground), events: standing.get(ground) ?? [] }));
  }

  private async ofVeto({ unitId, year }: Extract<Against, { kind: 'veto' }>): Promise<readonly Ground[]> {
    const row = await rowOf<VetoRow>(this.parts.reader, 'veto-register', { key: `${unitId}-${year}`, moment: this.moment });
    must(row, 'appeal.nothing-decided', { zh: '没有可申诉的决定', en: 'there is no decision to appeal against' });
    return row.bases;
  }

  /** What puts the person in the post that answers for it. */
  private async tenures({ personId, postId }: Extract<Against, { kind: 'measure' }>): Promise<readonly string[]> {
    const started: string[] = [];
    for await (const { id, type, position, subjects } of this.parts.history.readStream(postId))
      if (type === 'TenureStarted' && position <= this.position && subjects.includes(personId)) started.push(id);
    return started;
  }

  private async scaleOf({ clauseId, target }: Ground): Promise<Distance | null> {
    const { year } = this.against;
    const outcome = await rowOf<ClauseOutcomeRow>(this.parts.reader, 'clause-outcomes', {
      key: clauseOutcomeKey({ target, year, clauseId }),
      moment: this.moment,
    });
    if (!outcome || !SCORED.some((fact) => Object.hasOwn(outcome.values, fact))) return null;
    return distanceAt(this.parts, { unitId: target, year, position: this.position });
  }

  /** The world without one event, and whether the ground stands there. What the rules derived is on the scale, if anywhere: it is not left out by itself. */
  private async without(eventId: string, ground: Ground): Promise<readonly RestsOn[]> {
    const { history, engines } = this.parts;
    const stored = await engines.log.find(eventId);
    const event = stored && (await history.at(stored.position));
    if (!event || event.origin === 'policy') return [];
    const edit: Edit = { op: 'retract', of: eventId };
    const told = { edit, what: history.definitions.get(event.type)!.zh, date: event.validAt.from };
    try {
      const { consequences } = await counterfactual(this.parts, { list: { format: 1, edits: [edit] }, position: this.position });
      return [{ ...told, falls: this.falls(consequences, ground), why: null }];
    } catch (error) {
      if (error instanceof Rejection) return [{ ...told, falls: null, why: error.text }];
      throw error;
    }
  }

  private falls({ clauses, triggers }: Consequences, { clauseId, target }: Ground): boolean {
    const { against } = this;
    const unmet = clauses.some((one) => one.clauseId === clauseId && one.target === target && one.before === 'met' && one.after !== 'met');
    if (unmet || against.kind === 'veto') return unmet;
    const own = triggers.find(
      (one) => one.clauseId === clauseId && one.target === target && one.personId === against.personId && one.postId === against.postId,
    );
    return own !== undefined && (own.after === null || own.after.state !== 'triggered');
  }
}
