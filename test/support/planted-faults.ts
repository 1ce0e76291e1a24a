import { addDays } from '#kernel';
import { PLANTED_ACTS } from './planted-acts.js';
import { ANY, beside, BESIDE, clauses, ofDecision, otherwise, removalBefore, tenureOf, without, withPost, type PlantedFault } from './planting.js';
import { bookRows, SCREENED_BOOK } from './screened-case.js';

const evidence: readonly PlantedFault[] = [
  ...(['missing', 'changed'] as const).map((state): PlantedFault => ({
    name: `a file that is ${state}`,
    family: 'missing evidence',
    ground: 'evidence-not-firm',
    fault: `evidence-${state}`,
    needs: { files: 2 },
    tellings: BESIDE,
    plant: beside(({ file }) => ({ files: new Map([...file.files].map(([sha256, held], index) => [sha256, index === 1 ? state : held])) })),
  })),
  {
    name: 'a file named by the facts that was never kept',
    family: 'missing evidence',
    ground: 'evidence-not-firm',
    fault: 'evidence-missing',
    needs: { path: 'investigated', files: 0 },
    tellings: BESIDE,
    plant: beside(({ file }) => ({ files: new Map([...file.files].map(([sha256]) => [sha256, 'missing' as const])) })),
  },
  {
    name: 'facts without evidence',
    family: 'missing evidence',
    ground: 'evidence-not-firm',
    fault: 'evidence-not-named',
    needs: { path: 'investigated' },
    tellings: ANY,
    plant: otherwise('DraftFacts', () => ({ evidenceRefs: [] })),
  },
];
const rules: readonly PlantedFault[] = (
  [
    [
      'a book version that had expired',
      (draft) => ({
        ...draft,
        books: [
          {
            ...bookRows()[0]!,
            versions: [
              { ...bookRows()[0]!.versions[0]!, to: '2016-07-01' },
              { ...bookRows()[0]!.versions[0]!, version: 2, from: '2016-07-01' },
            ],
          },
        ],
      }),
    ],
    ['a book version not yet in force', (draft) => ({ ...draft, books: bookRows({ from: '2017-01-01' }) })],
    ['a book for other years', (draft) => ({ ...draft, books: bookRows({}, { ...SCREENED_BOOK, appliesToYears: { from: 2017, to: 2019 } }) })],
  ] as readonly (readonly [string, PlantedFault['plant']])[]
).map(([name, plant]) => ({ name, plant, family: 'expired rule', ground: 'basis-insufficient', fault: 'rule-not-in-force' as const, tellings: BESIDE }));
const texts: readonly PlantedFault[] = [
  {
    name: 'a clause that reads otherwise',
    family: 'expired rule',
    ground: 'basis-insufficient',
    fault: 'rule-text-differs',
    tellings: BESIDE,
    plant: (draft) => ({ ...draft, books: bookRows({}, clauses({ sourceQuote: '后来的文本' })) }),
  },
  {
    name: 'a clause that the book does not have',
    family: 'expired rule',
    ground: 'basis-insufficient',
    fault: 'rule-text-differs',
    tellings: BESIDE,
    plant: (draft) => ({ ...draft, books: bookRows({}, { ...SCREENED_BOOK, clauses: [] }) }),
  },
];
const tenures: readonly PlantedFault[] = [
  {
    name: 'a post taken up after the year',
    family: 'wrong tenure',
    ground: 'responsibility-unclear',
    fault: 'wrong-tenure',
    tellings: BESIDE,
    plant: (draft) => withPost(draft, tenureOf(draft, '2017-01-05')),
  },
  {
    name: 'a post left before the clause was met',
    family: 'wrong tenure',
    ground: 'responsibility-unclear',
    fault: 'wrong-tenure',
    needs: { grounds: 2 },
    tellings: BESIDE,
    plant: (draft) => withPost(draft, tenureOf(draft, '2016-01-01', '2017-01-15')),
  },
];
const SOON_DECIDED = {
  ...SCREENED_BOOK,
  deadlines: [...SCREENED_BOOK.deadlines, { ...SCREENED_BOOK.deadlines[0]!, id: 'T-DECIDE', kind: 'decision', limit: { days: 1 } }],
};
const deadlines: readonly PlantedFault[] = [
  {
    name: 'formalities done late',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { until: 'executed' },
    tellings: ANY,
    plant: otherwise('ExecuteMeasure', () => ({ date: '2017-04-29' })),
  },
  {
    name: 'formalities never done',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { until: 'served' },
    tellings: BESIDE,
    plant: beside((draft) => ({ today: addDays(ofDecision(draft).date, 70) })),
  },
  {
    name: 'formalities marked overdue',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { until: 'served' },
    tellings: ['named'],
    plant: (draft) => ({
      ...draft,
      more: [{ type: 'FormalitiesOverdue', data: { ...draft.file.key, dueOn: '2017-03-10', breaches: ['S-MONTH'] }, origin: 'policy' }],
    }),
  },
  {
    name: 'a decision served late',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { until: 'served' },
    tellings: BESIDE,
    plant: otherwise('ServeDecision', ({ date }) => ({ date: addDays(String(date), 30) })),
  },
  {
    name: 'a decision long after the case was initiated',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { gaps: [2, 2, 2, 2, 2] },
    tellings: BESIDE,
    plant: (draft) => ({ ...draft, books: bookRows({}, SOON_DECIDED) }),
  },
  {
    name: 'a decision never served',
    family: 'missed deadline',
    ground: 'procedure-breached',
    fault: 'deadline-missed',
    needs: { until: 'served' },
    tellings: BESIDE,
    plant: (draft) => beside((one) => ({ today: addDays(ofDecision(one).date, 25) }))(without(draft, 'ServeDecision', [])),
  },
];
const measures: readonly PlantedFault[] = [
  {
    name: 'a measure that no text lists',
    family: 'measure outside the forms',
    ground: 'handling-unfit',
    fault: 'measure-outside-forms',
    tellings: ANY,
    needs: { until: 'served' },
    plant: otherwise('DecideCollectively', () => ({ measure: 'Demotion' })),
  },
  {
    name: 'a text that no longer listed the measure',
    family: 'measure outside the forms',
    ground: 'handling-unfit',
    fault: 'measure-outside-forms',
    tellings: BESIDE,
    plant: (draft) => ({ ...draft, books: bookRows({}, removalBefore('2017-01-01')) }),
  },
  {
    name: 'a measure for members, of who is none',
    family: 'measure outside the forms',
    ground: 'handling-unfit',
    fault: 'measure-outside-forms',
    needs: { measure: 'Admonition' },
    tellings: BESIDE,
    plant: (draft) => {
      const { personId } = draft.file.key;
      const persons = { [personId]: { ...draft.rows['responsibility-persons'][personId]!, partyMember: false } };
      return { ...draft, rows: { ...draft.rows, 'responsibility-persons': persons } };
    },
  },
  {
    name: 'a measure against a post already left',
    family: 'measure outside the forms',
    ground: 'handling-unfit',
    fault: 'post-left',
    needs: { measure: 'RemovalFromPost' },
    tellings: BESIDE,
    plant: (draft) => withPost(draft, tenureOf(draft, '2016-01-01', '2017-01-21')),
  },
];
/** Every fault that can be planted. */
export const PLANTED: readonly PlantedFault[] = [...evidence, ...rules, ...texts, ...tenures, ...deadlines, ...measures, ...PLANTED_ACTS];
