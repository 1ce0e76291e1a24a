import type { FaultKind } from '#rulebook';
import { act } from './accountability-case.js';
import { ANY, beside, BESIDE, both, ELSEWHERE, followed, ofDecision, otherwise, without, withKin, withPost, type PlantedFault } from './planting.js';
import { PERIOD, TRIGGER, type CaseShape, type Telling } from './screened-case.js';

const authorities: readonly PlantedFault[] = [
  {
    name: 'a post that another authority manages',
    family: 'beyond authority',
    ground: 'authority-exceeded',
    fault: 'beyond-authority',
    tellings: BESIDE,
    plant: (draft) => ({
      ...withPost(draft, { managedByUnitId: 'unit-city' }),
    }),
  },
  {
    name: 'an organ to which no text gives the measure',
    family: 'beyond authority',
    ground: 'authority-exceeded',
    fault: 'beyond-authority',
    needs: { measure: 'RemovalFromPost', until: 'served' },
    tellings: ['silent', 'both'],
    plant: otherwise('DecideCollectively', () => ({ organUnitId: 'unit-jiwei', participantIds: ['person-jw01', 'person-jw02'] })),
  },
  {
    name: 'initiated in the name of an organ that may not',
    family: 'beyond authority',
    ground: 'authority-exceeded',
    fault: 'beyond-authority',
    tellings: ANY,
    plant: otherwise('ApproveInitiation', () => ({ organUnitId: 'unit-town1' })),
  },
];
const facts: readonly PlantedFault[] = [
  {
    name: 'events that the log does not hold',
    family: 'unsupported fact',
    ground: 'facts-unclear',
    fault: 'fact-missing',
    tellings: BESIDE,
    plant: beside(() => ({ evidence: new Map() })),
  },
  {
    name: 'the last basis lost',
    family: 'unsupported fact',
    ground: 'facts-unclear',
    fault: 'basis-lost',
    tellings: BESIDE,
    plant: (draft) => followed(draft, 'MeasureBasisLost', { decidedMeasure: ofDecision(draft).measure }, ['withdrawal-1']),
  },
  {
    name: 'one basis of two lost',
    family: 'unsupported fact',
    ground: 'facts-unclear',
    fault: 'basis-lost',
    needs: { grounds: 2 },
    tellings: BESIDE,
    plant: (draft) => followed(draft, 'CaseBasisRemoved', {}, ['withdrawal-1']),
  },
  {
    name: 'a fact corrected since',
    family: 'unsupported fact',
    ground: 'facts-unclear',
    fault: 'fact-changed-since',
    tellings: BESIDE,
    plant: (draft) => followed(draft, 'CaseBasisChanged', { state: 'triggered', days: 83 }, ['correction-1']),
  },
  {
    name: 'a ground that flagged nobody',
    family: 'unsupported fact',
    ground: 'facts-unclear',
    fault: 'ground-not-met',
    needs: { until: 'served' },
    tellings: ANY,
    plant: otherwise('DecideCollectively', () => ({ bases: [{ ...TRIGGER, clauseId: 'X-7' }] })),
  },
];
type Only = Readonly<{ needs?: Partial<CaseShape>; tellings?: readonly Telling[] }>;
const ofProcedure = (name: string, fault: FaultKind, plant: PlantedFault['plant'], { needs = {}, tellings = ANY }: Only = {}): PlantedFault => ({
  ...{ name, fault, plant, needs, tellings },
  ...{ family: 'procedure', ground: 'procedure-breached' },
});
const procedures: readonly PlantedFault[] = [
  ofProcedure(
    'a statement heard after the vote',
    'statement-not-heard',
    (draft) => {
      const late = act('HearStatement', { ...ELSEWHERE, date: '2017-04-28' });
      const moved = without(draft, 'HearStatement', ['ReportInvestigation', 'DecideCollectively']);
      return { ...moved, commands: [...moved.commands, { ...late, data: { ...late.data, ...draft.file.key } }] };
    },
    { needs: { until: 'served', accepted: false, returned: false } },
  ),
  ofProcedure(
    'a meeting without quorum',
    'meeting-not-lawful',
    otherwise('DecideCollectively', ({ participantIds }) => ({ participantIds: (participantIds as string[]).slice(0, 1) })),
  ),
  ofProcedure(
    'a meeting without minutes',
    'meeting-not-lawful',
    otherwise('DecideCollectively', () => ({ minutesRef: '' })),
  ),
  ofProcedure(
    'a vote by who was recused',
    'not-recused',
    both(
      otherwise('FormInvestigationTeam', () => ({ recused: [{ personId: 'person-cp02', ground: { private: '近亲属' } }] })),
      otherwise('DecideCollectively', () => ({})),
    ),
    { needs: { path: 'investigated', organ: 'committee', measure: 'RemovalFromPost' }, tellings: ['silent', 'both'] },
  ),
  ofProcedure('an investigation by a declared relative', 'not-recused', (draft) => withKin(draft, 'person-inv1'), {
    needs: { path: 'investigated' },
    tellings: BESIDE,
  }),
  ofProcedure(
    'a vote by who stands in a declared relation',
    'not-recused',
    beside(() => ({ barred: [{ personId: 'person-cp02', why: { zh: '申报的近亲属', en: 'a declared relative' }, eventId: 'declared-1' }] })),
    { needs: { organ: 'committee' }, tellings: BESIDE },
  ),
  ofProcedure(
    'a decision that states no remedy',
    'document-defective',
    otherwise('ServeDecision', () => ({ remedyStated: false })),
  ),
  ofProcedure(
    'a service without receipt',
    'document-defective',
    otherwise('ServeDecision', () => ({ receiptRef: '' })),
  ),
  ofProcedure(
    'an investigation by one person',
    'investigation-defective',
    both(
      otherwise('FormInvestigationTeam', () => ({ memberIds: ['person-inv1'] })),
      otherwise('DraftFacts', () => ({})),
    ),
    { needs: { path: 'investigated' } },
  ),
  ofProcedure('an execution without the congress', 'statutory-step-missing', (draft) => without(draft, 'RecordCongressAct', ['ExecuteMeasure']), {
    needs: { subject: 'head', measure: 'RemovalFromPost', until: 'executed' },
  }),
  ofProcedure('an execution that nobody had announced', 'out-of-order', (draft) => without(draft, 'AnnounceDecision', ['ServeDecision', 'ExecuteMeasure']), {
    needs: { until: 'executed' },
    tellings: ['silent', 'both'],
  }),
  ofProcedure(
    'points that were accepted and left at that',
    'statement-not-answered',
    both(
      otherwise('HearStatement', () => ({ acceptedPoints: [{ private: '属实' }] })),
      otherwise('ReportInvestigation', () => ({})),
    ),
    { needs: { path: 'investigated', accepted: false, returned: false } },
  ),
  ofProcedure(
    'a statement that the report could not answer',
    'statement-not-answered',
    both(
      otherwise('ReportInvestigation', () => ({ date: '2017-01-22' })),
      otherwise('HearStatement', () => ({ date: '2017-01-30' })),
      otherwise('DecideCollectively', () => ({ date: '2017-02-20' })),
      otherwise('AnnounceDecision', () => ({ date: '2017-02-20' })),
      otherwise('ServeDecision', () => ({ date: '2017-02-20' })),
    ),
    { needs: { path: 'investigated', accepted: false, returned: false, until: 'served' } },
  ),
];
const repeats: readonly PlantedFault[] = [
  {
    name: 'the same fact in another case of the person',
    family: 'other',
    ground: 'other-imprecise',
    fault: 'same-fact-twice',
    tellings: BESIDE,
    plant: beside(({ file }) => ({ others: [{ ...file.key, postId: 'post-vice', eventId: 'other-case', bases: [PERIOD] }] })),
  },
];

/** What people did, or what their decision rests on. */
export const PLANTED_ACTS: readonly PlantedFault[] = [...authorities, ...facts, ...procedures, ...repeats];
