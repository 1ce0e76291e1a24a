import { kindOf, must, Rejection, type Actor, type Basis } from '#kernel';
import type { ScorecardRow } from '#assessment';
import { bookForYear, type GradeLevel, type RuleBookRow } from '#rulebook';
import type { Edit } from '#replay';
import type { Moment } from '#readmodel';
import type { Parts } from '../parts.js';
import { endAt, owned } from './asking.js';
import { counterfactual } from './counterfactual.js';

/** One edit that would change the grade. `byHundredths`: how far a score has to move; absent where a fact would fall whole. Proven by a replay. */
export type Flip = Readonly<{ edit: Edit; what: string; grade: string; gradeZh: string; totalE6: number; byHundredths?: number }>;
/** How far a unit's result lies from the next grades, and the smallest edits that would change it. */
export type Distance = Readonly<{
  unitId: string;
  year: number;
  position: number;
  totalE6: number;
  grade: string;
  gradeZh: string;
  /** The cut-off above and the one below that the result just keeps, each with the distance in millionths of a point. */
  up: Readonly<{ grade: string; gradeZh: string; minHundredths: number; distanceE6: number }> | null;
  down: Readonly<{ grade: string; gradeZh: string; belowHundredths: number; distanceE6: number }> | null;
  flips: readonly Flip[];
}>;
export type DistanceAsk = Readonly<{ unitId: string; year: number; at?: Moment['asKnownAt']; actor: Actor }>;

const E6_PER_HUNDREDTH = 10_000;
const points = (hundredths: number): string => (hundredths / 100).toFixed(2);
type Score = ScorecardRow['scores'][number];

/**
 * How far from the cut-off? Every candidate is replayed: for each standing score the least change that crosses a cut-off, and one hundredth less that does not;
 * for each deduction, each fact it rests on, had it not been. For case owners, the panel of
 * an appeal against the grade or a veto, and people in post at the unit; noted.
 */
export function askDistance(parts: Parts, { unitId, year, at, actor }: DistanceAsk): Promise<Distance> {
  must(kindOf(unitId) === 'unit', 'subject.unknown', { zh: `不是单位编号：${unitId}`, en: `not the id of a unit: ${unitId}` });
  const decisions = (['grade', 'veto'] as const).map((kind) => ({ kind, unitId, year }));
  return owned(parts, { actor, view: 'distance', key: `${unitId}-${year}`, decisions, concerned: true }, async () => {
    const position = await endAt(parts, at);
    return distanceAt(parts, { unitId, year, position });
  });
}

/** The same for whoever has been let in already. @throws Rejection `replay.not-graded` */
export const distanceAt = (parts: Parts, of: Of): Promise<Distance> => new Distances(parts, of).measure();

type Of = Readonly<{ unitId: string; year: number; position: number }>;
type Graded = Pick<ScorecardRow, 'grade' | 'gradeZh' | 'totalE6'>;

class Distances {
  constructor(
    private readonly parts: Parts,
    private readonly of: Of,
  ) {}

  async measure(): Promise<Distance> {
    const { unitId, year, position } = this.of;
    const moment = { asKnownAt: position };
    const card = (await this.parts.reader.get('scorecard', `${unitId}-${year}`, moment)).row as ScorecardRow | undefined;
    if (!card || card.grade === null || card.totalE6 === null) {
      throw new Rejection('replay.not-graded', { zh: '该单位该年度尚无等次', en: 'this unit has no grade for that year' });
    }
    const { totalE6, grade, gradeZh } = card as ScorecardRow & Readonly<{ totalE6: number; grade: string; gradeZh: string }>;
    const books = (await this.parts.reader.list('rule-books', { limit: 1_000, moment })).rows.map(({ row }) => row as RuleBookRow);
    const levels = [...(bookForYear(books, year)?.book.grades.levels ?? [])].sort((a, b) => a.minHundredths - b.minHundredths);
    const here = levels.findIndex(({ id }) => id === grade);
    const [above, own, below] = [levels[here + 1], levels[here], levels[here - 1]];
    const flips = [...(await this.byScores(card, { above, own, below })), ...(await this.byDeductions(card))];
    return {
      ...{ unitId, year, position, totalE6, grade, gradeZh },
      up: above
        ? { grade: above.id, gradeZh: above.zh, minHundredths: above.minHundredths, distanceE6: above.minHundredths * E6_PER_HUNDREDTH - totalE6 }
        : null,
      down:
        own && below
          ? { grade: below.id, gradeZh: below.zh, belowHundredths: own.minHundredths, distanceE6: totalE6 - own.minHundredths * E6_PER_HUNDREDTH }
          : null,
      flips: flips.sort((a, b) => Math.abs(a.totalE6 - totalE6) - Math.abs(b.totalE6 - totalE6) || (a.what < b.what ? -1 : 1)),
    };
  }

  private async byScores(
    card: ScorecardRow,
    { above, own, below }: Readonly<Record<'above' | 'own' | 'below', GradeLevel | undefined>>,
  ): Promise<readonly Flip[]> {
    const flips: Flip[] = [];
    for (const score of card.scores.filter(({ scoreHundredths, eventId }) => scoreHundredths !== null && eventId !== null)) {
      const toUp = above && above.minHundredths * E6_PER_HUNDREDTH - card.totalE6!;
      const toDown = own && below && card.totalE6! - own.minHundredths * E6_PER_HUNDREDTH + 1;
      // Where the total follows from the score alone the least change is a division; a replay says whether it does.
      const candidates = [toUp, toDown && -toDown].flatMap((needE6) =>
        needE6 ? [Math.sign(needE6) * Math.ceil(Math.abs(needE6) / score.weightBasisPoints)] : [],
      );
      for (const change of candidates) flips.push(...(await this.leastChange(card, score, change)));
    }
    return flips;
  }

  /**
   * The least change in this direction that alters the grade: it does, and a hundredth less does not, each by a replay. Tried first where a division puts it;
   * else found by halving, since more of a score is never less of a result.
   */
  private async leastChange(card: ScorecardRow, score: Score, guess: number): Promise<readonly Flip[]> {
    const step = Math.sign(guess);
    const farthest = step > 0 ? 10_000 - score.scoreHundredths! : -score.scoreHundredths!;
    const far = Math.abs(guess) > Math.abs(farthest) ? farthest : guess;
    const found = await this.moved(card, score, far);
    if (found && !(await this.moved(card, score, far - step))) return [found];
    if (!found && far === farthest) return [];
    const least = await this.halved(card, score, found ? [0, far] : [far, farthest]);
    return least ? [least] : [];
  }

  /** Between a change that leaves the grade and the farthest there is: the nearest that does not. */
  private async halved(card: ScorecardRow, score: Score, [from, to]: readonly [number, number]): Promise<Flip | undefined> {
    let [short, far] = [from, to];
    let found = await this.moved(card, score, far);
    while (found && Math.abs(far - short) > 1) {
      const middle = Math.trunc((short + far) / 2);
      const flip = await this.moved(card, score, middle);
      if (flip) [far, found] = [middle, flip];
      else short = middle;
    }
    return found;
  }

  private async moved(card: ScorecardRow, { eventId, scoreHundredths, zh }: Score, change: number): Promise<Flip | undefined> {
    if (change === 0) return undefined;
    const value = scoreHundredths! + change;
    const edit: Edit = { op: 'replace', of: eventId!, path: '/scoreHundredths', value };
    const graded = await this.graded(edit, card);
    return graded && { edit, what: `${zh}由${points(scoreHundredths!)}改为${points(value)}`, ...graded, byHundredths: change };
  }

  private async byDeductions({ deductions, ...card }: ScorecardRow): Promise<readonly Flip[]> {
    const flips: Flip[] = [];
    const evidence = new Set(deductions.flatMap(({ basis }) => basis.flatMap(({ events }: Basis) => events)));
    for (const of of evidence) {
      const edit: Edit = { op: 'retract', of };
      const graded = await this.graded(edit, card);
      const { type } = (await this.parts.history.at((await this.parts.engines.log.find(of))!.position))!;
      if (graded) flips.push({ edit, what: `没有“${this.parts.history.definitions.get(type)!.zh}”`, ...graded });
    }
    return flips;
  }

  /** The grade that an edit gives, where it gives another; nothing where the edit cannot be made. */
  private async graded(edit: Edit, before: Pick<ScorecardRow, 'grade'>): Promise<Readonly<{ grade: string; gradeZh: string; totalE6: number }> | undefined> {
    const { unitId, year, position } = this.of;
    try {
      const { consequences } = await counterfactual(this.parts, { list: { format: 1, edits: [edit] }, position });
      const after = consequences.scores.find((score) => score.unitId === unitId && score.year === year)?.after as Graded | null | undefined;
      if (!after || after.grade === null || after.totalE6 === null || after.grade === before.grade) return undefined;
      return { grade: after.grade, gradeZh: after.gradeZh!, totalE6: after.totalE6 };
    } catch (error) {
      if (error instanceof Rejection) return undefined;
      throw error;
    }
  }
}
