import fc from 'fast-check';
import { decide, evolve, Rejection, type AnyView, type Recorded } from '#kernel';
import { clauseFactsView, knownFactsOf, type ClauseFactsRow } from '#rulebook';
import { fieldRows, found, HEAD, piece, SIGNERS, TOWN } from '../../../test/support/finding-rows.js';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import { duplicateFindings, type DuplicateFindingsRow } from './duplicate-findings.view.js';
import { findingStandings } from './finding-standings.view.js';
import type { FindingCommand } from './finding.commands.js';
import { findingDecider } from './finding.decider.js';
import type { FindingEvent } from './finding.events.js';
import { findingFacts } from './finding.facts.js';
import { findingsRegister, type FindingRow } from './findings-register.view.js';

const RUNS = { numRuns: Number(process.env['ZELIAN_RUNS'] ?? 300), seed: 2016 };
const IDS = ['finding-a', 'finding-b', 'finding-c', 'finding-d'];
const VERBS = Object.keys(findingDecider.decide) as readonly FindingCommand['type'][];
/** A signer, an office, the unit's head. */
const ACTORS = [SIGNERS[0], 'person-office01', HEAD.personId];
type Step = Readonly<{ verb: FindingCommand['type']; finding: number; other: number; actor: number; stands: boolean; piece: number }>;

const paper = { reason: '示例', authorityRef: '示例〔2016〕1号' };
function commandFor({ verb, finding, other, stands, piece: number }: Step): FindingCommand {
  const findingId = IDS[finding]!;
  const of = { findingId, unitId: TOWN, year: 2016, date: '2016-11-20' };
  const more: Readonly<Record<FindingCommand['type'], object>> = {
    LogFinding: { ...found, findingId },
    LogGoodPractice: { ...found, findingId },
    ReplaceFindingEvidence: { findingId, unitId: TOWN, ...piece(`evidence-${number}`), replaces: `evidence-${Math.max(1, other)}`, reason: '示例' },
    FixFindingOnTheSpot: { findingId, unitId: TOWN, date: of.date, evidence: [piece(`evidence-${number}`)] },
    ShowFindingToUnit: { ...of, ...HEAD },
    AgreeToFinding: { ...of, ...HEAD },
    DisputeFinding: { ...of, ...HEAD, grounds: { private: '示例' } },
    RecordRefusalToSign: { ...of, witnessPersonIds: ['person-witness1'] },
    DecideFindingObjection: { ...of, ...paper, stands },
    MarkFindingDuplicate: { ...of, duplicateOf: IDS[other]!, reason: '示例' },
    LiftFindingDuplicateMark: { ...of, ...paper },
    WithdrawFinding: { ...of, ...paper },
  };
  return { type: verb, data: more[verb] } as FindingCommand;
}

const clauseFacts = clauseFactsView([findingFacts]) as AnyView;
const VIEWS: readonly AnyView[] = [findingStandings, findingsRegister, duplicateFindings, clauseFacts];

/** Four findings of one unit, decided as the ledger would: each in its stream, knowing of the others what the views know. */
class Findings {
  readonly events: Recorded<FindingEvent>[] = [];
  readonly refusals: string[] = [];
  private readonly states = new Map<string, typeof findingDecider.initialState>();
  private readonly rows: Record<string, Record<string, unknown>> = Object.fromEntries(VIEWS.map(({ name }) => [name, {}]));

  do(step: Step): void {
    const command = commandFor(step);
    const state = this.states.get(command.data.findingId) ?? findingDecider.initialState;
    const facts = factsFrom({ ...fieldRows, ...this.rows }, findingDecider.needs?.[command.type]?.(command as never) ?? []);
    const actor = { personId: ACTORS[step.actor]! };
    try {
      const made = decide(findingDecider, command, state, { actor, recordedAt: '2016-12-07T01:00:00.000Z', commandId: 'c', readAt: 0, facts });
      made.forEach((event) => this.take(recorded({ ...event, actor }, this.events.length) as Recorded<FindingEvent>));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.refusals.push(error.code);
    }
  }

  private take(event: Recorded<FindingEvent>): void {
    this.events.push(event);
    const { findingId } = event.data;
    this.states.set(findingId, evolve(findingDecider, this.states.get(findingId) ?? findingDecider.initialState, event));
    for (const { name, keysOf, on } of VIEWS) {
      for (const key of keysOf(event)) if (on[event.type]) this.rows[name]![key] = on[event.type]!(this.rows[name]![key], event, key);
    }
  }

  all<Row>({ name }: AnyView): readonly Row[] {
    return Object.values(this.rows[name]!) as Row[];
  }
  count(fact: string): number {
    const [row] = this.all<ClauseFactsRow>(clauseFacts);
    return row === undefined ? 0 : ((knownFactsOf(row)[fact]?.value as number | undefined) ?? 0);
  }
}

const MARKING = ['MarkFindingDuplicate', 'MarkFindingDuplicate', 'MarkFindingDuplicate', 'LiftFindingDuplicateMark', 'LiftFindingDuplicateMark'] as const;
const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom(...VERBS, 'DecideFindingObjection', 'DecideFindingObjection', ...MARKING),
  finding: fc.nat(IDS.length - 1),
  other: fc.nat(IDS.length - 1),
  actor: fc.nat(ACTORS.length - 1),
  stands: fc.boolean(),
  piece: fc.integer({ min: 2, max: 6 }),
});
/** Random steps alone lead nowhere: most histories begin with findings that have got somewhere. */
const begun = (finding: number, verbs: readonly FindingCommand['type'][]): readonly Step[] =>
  verbs.map((verb) => ({ verb, finding, other: 0, actor: 0, stands: true, piece: 2 }));
const beginnings = fc
  .subarray([
    begun(0, ['LogFinding', 'ShowFindingToUnit', 'AgreeToFinding']),
    begun(1, ['LogFinding', 'ShowFindingToUnit', 'DisputeFinding']),
    begun(2, ['LogFinding', 'ShowFindingToUnit', 'RecordRefusalToSign']),
    begun(3, ['LogGoodPractice']),
  ])
  .map((parts) => parts.flat());
const histories = fc.tuple(beginnings, fc.array(step, { maxLength: 30, size: 'max' })).map(([first, rest]) => [...first, ...rest]);

/** What is wrong after any step of any history. */
const always = (faultsIn: (findings: Findings) => readonly unknown[]) =>
  fc.assert(
    fc.property(histories, (steps) => {
      const findings = new Findings();
      const faults = steps.flatMap((one) => {
        findings.do(one);
        return faultsIn(findings);
      });
      expect(faults).toEqual([]);
    }),
    RUNS,
  );

/** What may follow what in the dealings with the unit; said here once more, apart from the decider. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  none: ['FindingLogged'],
  FindingLogged: ['FindingShownToUnit'],
  FindingShownToUnit: ['FindingAgreed', 'FindingDisputed', 'FindingSignatureRefused'],
  FindingSignatureRefused: ['FindingAgreed', 'FindingDisputed'],
  FindingDisputed: ['FindingAgreed', 'FindingObjectionDecided'],
  FindingAgreed: [],
  FindingObjectionDecided: [],
};
const DEALINGS = Object.keys(NEXT);
const ENDS = ['FindingWithdrawn', 'GoodPracticeWithdrawn'];
const ofFinding = ({ events }: Findings, findingId: string): readonly Recorded<FindingEvent>[] => events.filter(({ data }) => data.findingId === findingId);

/** What should count, told from the events alone: the newest word on each finding. */
function recount(findings: Findings): Readonly<{ logged: number; agreed: number }> {
  const counted = { logged: 0, agreed: 0 };
  for (const findingId of IDS) {
    const types = ofFinding(findings, findingId).map(({ type }) => type as string);
    const marks = types.filter((type) => type.startsWith('FindingDuplicateMark'));
    if (!types.includes('FindingLogged') || types.includes('FindingWithdrawn') || marks.at(-1) === 'FindingDuplicateMarked') continue;
    counted.logged++;
    if (types.includes('FindingAgreed')) counted.agreed++;
  }
  return counted;
}

describe('laws of findings', () => {
  it('no finding is counted twice: what the book hears is what a recount gives, at every step', () =>
    always((findings) => {
      const { logged, agreed } = recount(findings);
      const shown = findings.all<FindingRow>(findingsRegister).filter(({ counts }) => counts).length;
      const same = findings.count('finding.logged') === logged && findings.count('findings.agreed') === agreed && shown === agreed;
      return same ? [] : [{ logged, agreed, shown }];
    }));

  it('no illegal transition, and nothing after the end', () =>
    always((findings) =>
      IDS.flatMap((findingId) => {
        const types = ofFinding(findings, findingId).map(({ type }) => type as string);
        const end = types.findIndex((type) => ENDS.includes(type));
        const dealings = types.filter((type) => DEALINGS.includes(type));
        const odd = dealings.filter((type, index) => !NEXT[dealings[index - 1] ?? 'none']!.includes(type));
        const fault = types.includes('GoodPracticeLogged') ? types.filter((type) => dealings.includes(type) || type.startsWith('FindingDuplicate')) : [];
        return [...odd, ...fault, ...(end === -1 || end === types.length - 1 ? [] : types.slice(end))];
      }),
    ));

  it('at most one final answer: a finding is agreed, or decided against the unit, or neither', () =>
    always((findings) =>
      IDS.filter((findingId) => {
        const answers = ofFinding(findings, findingId).filter(({ type }) => type === 'FindingAgreed' || type === 'FindingObjectionDecided');
        return answers.length > 1;
      }),
    ));

  it('every chain of duplicates ends at a finding that is none', () =>
    always((findings) => {
      const marks = findings.all<DuplicateFindingsRow>(duplicateFindings)[0]?.marks ?? [];
      return marks.filter(({ findingId, original }) => original === findingId || marks.some((mark) => mark.findingId === original));
    }));

  it('nobody decides an objection to what he found, and nobody of the unit takes a finding back', () =>
    always(({ events }) =>
      events.filter(({ type, actor, data: { findingId } }, index) => {
        if (type === 'FindingObjectionDecided') return actor.personId !== ACTORS[1];
        const spoke = events.slice(0, index).some((earlier) => earlier.data.findingId === findingId && earlier.type === 'FindingShownToUnit');
        const taking = [...ENDS, 'FindingDuplicateMarked', 'FindingDuplicateMarkLifted'].includes(type);
        return spoke && taking && actor.personId === HEAD.personId;
      }),
    ));

  it('the histories reach what the laws speak of', () => {
    const seen = new Map<string, number>();
    for (const steps of fc.sample(histories, { ...RUNS, numRuns: Math.max(300, RUNS.numRuns) })) {
      const findings = new Findings();
      steps.forEach((one) => findings.do(one));
      new Set([...findings.events.map(({ type }) => type), ...findings.refusals]).forEach((word) => seen.set(word, (seen.get(word) ?? 0) + 1));
    }
    const wanted = [
      ...Object.keys(findingDecider.evolve),
      'finding.original-is-duplicate',
      'finding.is-duplicate',
      'finding.decided-by-signer',
      'finding.by-unit',
    ];
    expect(wanted.filter((word) => (seen.get(word) ?? 0) < 5)).toEqual([]);
  });
});
