import { createHash, hash } from 'node:crypto';
import { dateOf, subjectIdsIn } from '#kernel';
import { eventIdOf, newCommandId, policyCommandId, seededEntropy, type Entropy, type Envelope } from '#ledger';

/** A county's assessed units, as many as the county of the sources has. */
const UNITS = 26;
const CORRECTIONS = 4;
const INDICATORS = [
  { id: 'reduction', zh: '减贫成效', weightBasisPoints: 4000 },
  { id: 'assistance', zh: '精准帮扶', weightBasisPoints: 3000 },
  { id: 'funds', zh: '资金管理', weightBasisPoints: 3000 },
] as const;
/** Opened and two scores by themselves; the last score and every correction each with the total and the grade that follow from it. */
const ALONE = 3;
const FOLLOWED = 3;
const COUNTY_EVENTS = UNITS * (ALONE + FOLLOWED * (1 + CORRECTIONS));
const YEAR = 2016;
/** Later than anything that opening a ledger records. */
const START = Date.parse('2016-02-01T01:00:00.000Z');
const STEP_MS = 1_000;

/** Where an event stands: which unit of which county, and the how-manieth of its stream. */
type Place = Readonly<{ county: number; unit: number; revision: number; follows: number }>;

/**
 * Assessments as a county makes them, one after another without end: opened, scored, corrected, with totals and grades derived in between. Any event is made
 * from the seed and its number alone, so that a corpus of any length needs no memory and is the same everywhere.
 */
export class Corpus {
  private readonly entropy: Entropy;

  constructor(readonly seed: string) {
    this.entropy = seededEntropy(seed);
  }

  envelope(n: number): Envelope {
    const place = placeOf(n);
    const recordedAt = timeOf(n);
    const unitId = this.unitOf(place);
    const commandId = this.commandIdOf(n, place);
    const cause = place.follows === 0 ? undefined : this.commandIdOf(n - place.follows, placeOf(n - place.follows));
    const { type, data } = saidOf(place, { unitId, year: YEAR }, n);
    return {
      ...(cause === undefined ? this.byPerson(place, n) : this.byPolicy(cause, n)),
      type,
      data,
      id: eventIdOf(commandId, 0),
      stream: streamOf(unitId),
      revision: place.revision,
      version: 1,
      recordedAt,
      validAt: { from: dateOf(recordedAt) },
      subjects: subjectIdsIn(data),
      commandId,
      correlationId: cause ?? commandId,
    };
  }

  /** The row of the scorecard that an event is about. */
  scorecardKey(n: number): string {
    return `${this.unitOf(placeOf(n))}-${YEAR}`;
  }

  private unitOf({ county, unit }: Place): string {
    return `unit-${this.digest(`unit|${county}|${unit}`).slice(0, 26)}`;
  }

  private commandIdOf(n: number, { follows }: Place): string {
    const causeTime = timeOf(n - follows);
    if (follows === 0) return newCommandId(causeTime, this.entropy, String(n));
    const policy = follows === 1 ? 'assessment.onScoreRecorded' : 'assessment.onTotalDerived';
    return policyCommandId({ causeTime, policy, causationId: String(n - follows), commandType: 'DerivePerformance', stream: 'performance', ordinal: follows });
  }

  /** A score is recorded by somebody in a post who had the scorecard before them. */
  private byPerson({ county, unit }: Place, n: number): Pick<Envelope, 'actor' | 'origin' | 'seen'> {
    const personId = `person-${this.digest(`person|${county}|${unit % 5}`).slice(0, 26)}`;
    const postId = `post-${this.digest(`post|${county}|${unit % 5}`).slice(0, 26)}`;
    const seen = [{ view: 'scorecard@2', key: this.scorecardKey(n), position: n, rowHash: this.digest(`row|${n}`) }];
    return { actor: { personId, postId, onAuthorityOf: '县考核工作领导小组' }, origin: 'person', seen };
  }

  private byPolicy(causationId: string, n: number): Pick<Envelope, 'actor' | 'origin' | 'causationId' | 'basis' | 'readAt'> {
    const clauseHash = this.digest('clause');
    const basis = [{ bookId: 'pingli-2016', bookVersion: 1, clauseId: 'grades', clauseHash, events: [causationId] }];
    return { actor: { policy: 'assessment.onScoreRecorded' }, origin: 'policy', causationId, basis, readAt: n };
  }

  private digest(of: string): string {
    return sha256Hex(`${this.seed}|${of}`);
  }
}

// Made while others are measured: what a hash object leaves to the garbage collector would be counted as theirs. Node has the one-shot call from 20.12 on.
const sha256Hex = (text: string): string => (typeof hash === 'function' ? hash('sha256', text, 'hex') : createHash('sha256').update(text).digest('hex'));

/** The first event of the first county that begins at or after a number: what stands there follows nothing. */
export const nextCounty = (n: number): number => Math.ceil(n / COUNTY_EVENTS) * COUNTY_EVENTS;

export const streamOf = (unitId: string): string => `performance-${unitId}-${YEAR}`;

const timeOf = (n: number): string => new Date(START + n * STEP_MS).toISOString();

function placeOf(n: number): Place {
  const county = Math.floor(n / COUNTY_EVENTS);
  const within = n % COUNTY_EVENTS;
  if (within < UNITS * ALONE) return { county, unit: within % UNITS, revision: Math.floor(within / UNITS), follows: 0 };
  const after = within - UNITS * ALONE;
  const round = Math.floor(after / (UNITS * FOLLOWED));
  const follows = after % FOLLOWED;
  return { county, unit: Math.floor((after % (UNITS * FOLLOWED)) / FOLLOWED), revision: ALONE + round * FOLLOWED + follows, follows };
}

/** A score between 40.00 and 99.99 that differs from event to event. */
const scoreAt = (n: number): number => 4_000 + ((n * 7_919) % 6_000);

function saidOf(
  { county, unit, revision, follows }: Place,
  of: Readonly<{ unitId: string; year: number }>,
  n: number,
): Readonly<{ type: string; data: object }> {
  if (revision === 0) {
    const documentRef = '岭考办〔2016〕5号';
    return { type: 'PerformanceAssessmentOpened', data: { ...of, unitKind: 'town', indicators: INDICATORS, documentRef } };
  }
  if (follows === 1) return { type: 'PerformanceTotalDerived', data: { ...of, totalHundredths: scoreAt(n - 1), totalE6: scoreAt(n - 1) * 10_000 } };
  if (follows === 2) {
    const isPoor = scoreAt(n - 2) < 6_000;
    const grade = isPoor ? { grade: 'poor', gradeZh: '较差' } : { grade: 'good', gradeZh: '良好' };
    return { type: 'PerformanceGradeDetermined', data: { ...of, ...grade, bookId: 'pingli-2016', bookVersion: 1 } };
  }
  const scored = {
    ...of,
    indicatorId: INDICATORS[Math.min(revision - 1, 2)]!.id,
    scoreHundredths: scoreAt(n),
    // A paper of one county about one unit: it carries that unit's scores and nobody else's.
    evidenceRefs: [`第${county}县考核办〔2017〕2号附件${unit + 1}`, `现场核查记录第${n}号`],
  };
  if (revision <= ALONE) return { type: 'IndicatorScoreRecorded', data: scored };
  return { type: 'IndicatorScoreCorrected', data: { ...scored, reason: '复核发现漏计帮扶措施，经考核组会议同意更正', documentDate: '2017-03-01' } };
}

/** One subject with a history as long as one likes: an assessment, its scores, and corrections of them. */
export class LongStream {
  readonly unitId = 'unit-longhistory0001';
  readonly stream = streamOf(this.unitId);
  readonly scorecardKey = `${this.unitId}-${YEAR}`;

  /** @param first the number of its first event in the whole log, so that time does not run backwards */
  constructor(
    private readonly corpus: Corpus,
    private readonly first: number,
  ) {}

  envelope(revision: number): Envelope {
    const n = this.first + revision;
    const commandId = newCommandId(timeOf(n), seededEntropy(this.corpus.seed), `long ${revision}`);
    const said = saidOf({ county: n, unit: 0, revision: revision <= ALONE ? revision : ALONE + 1, follows: 0 }, { unitId: this.unitId, year: YEAR }, n);
    const actor = { personId: 'person-longhistory0001', postId: 'post-longhistory0001' };
    const more = {
      actor,
      origin: 'person',
      version: 1,
      recordedAt: timeOf(n),
      validAt: { from: dateOf(timeOf(n)) },
      subjects: subjectIdsIn(said.data),
    } as const;
    return { ...more, ...said, id: eventIdOf(commandId, 0), stream: this.stream, revision, commandId, correlationId: commandId };
  }
}
