import type { Actor } from '#kernel';
import { eventIdOf } from '#ledger';
import { CHAIR, CLERK, INVESTIGATORS, REVIEWERS, VOTERS, type Ground, type Subject } from './commission.js';
import { COUNTY, PERSON, POST } from './small-county.js';

/** Who may be taken up: the town's secretary, and its head. */
export const SUBJECTS: readonly Subject[] = [
  { personId: PERSON.secretary, postId: POST.secretary, year: COUNTY.year },
  { personId: PERSON.head, postId: POST.head, year: COUNTY.year },
];
export const caseKeyOf = ({ personId, postId, year }: Subject): string => `${personId}|${postId}|${year}`;

const OUTCOMES = ['maintained', 'varied', 'revoked', 'redecision-ordered'] as const;
type Outcome = (typeof OUTCOMES)[number];
/** Which way a case goes where people have a choice. */
export type Choice = Readonly<{ subject: number; outcome: number; carriesOut: boolean }>;
export const OUTCOME_COUNT = OUTCOMES.length;

export type Sending = readonly [type: string, data: object, actor?: Actor];
/** How far a case came, and what has to be remembered of it. `grounds`: those that now flag the person. */
type Place = Readonly<{ subject: Subject; today: string; grounds: readonly Ground[]; choice: Choice }>;
type Stage = (place: Place, remembered: Remembered) => readonly Sending[];
type Remembered = { outcome?: Outcome; corrected?: string };

const secret = { private: '示例' };
const { organ } = COUNTY;
const oneself = ({ personId }: Subject): Actor => ({ personId });
const inCase = ({ subject, today }: Place, data: object): object => ({ ...subject, date: today, ...data });
const appealIdOf = ({ personId }: Subject): string => `appeal-${personId.slice('person-'.length)}`;
const inAppeal = ({ subject }: Place, data: object): object => ({
  ...{ appealId: appealIdOf(subject), against: { kind: 'measure', ...subject }, organUnitId: organ },
  ...data,
});
const numbered = ({ subject, today }: Place, what: string): string => `示例${what}〔${subject.personId.slice(-5)}〕${today}`;

const taken: Stage = (at) => [
  ['RecommendAccountability', inCase(at, { organUnitId: organ, bases: at.grounds, materialRefs: ['材料'] }), CLERK],
  ['ApproveInitiation', inCase(at, { organUnitId: organ }), CHAIR],
  ['FormInvestigationTeam', inCase(at, { memberIds: INVESTIGATORS, conflictsChecked: true, recused: [] }), CLERK],
];
const investigated: Stage = (at) => [
  ['DraftFacts', inCase(at, { facts: secret, evidenceRefs: ['证据'] }), CLERK],
  ['PresentFacts', inCase(at, { signed: true }), CLERK],
  ['HearStatement', inCase(at, { signed: true, statement: secret, acceptedPoints: [] }), CLERK],
  ['ReportInvestigation', inCase(at, { bases: at.grounds, level: 'main', reportRef: numbered(at, '报告'), collectivelyDiscussed: true }), CLERK],
];
const voteFor = (at: Place, measure: string): Sending => {
  const vote = { participantIds: VOTERS, quorum: 3, dissents: [], minutesRef: '纪要', documentNo: numbered(at, '问') };
  return ['DecideCollectively', inCase(at, { organUnitId: organ, bases: at.grounds, measure, ...vote }), CHAIR];
};
const decided: Stage = (at) => [
  voteFor(at, 'RemovalFromPost'),
  ['AnnounceDecision', inCase(at, { forum: '干部会', documentNo: numbered(at, '问') }), CHAIR],
  ['ServeDecision', inCase(at, { mode: 'personal', receiptRef: '回证', remedyStated: true, documentNo: numbered(at, '问') }), CHAIR],
  ['PublishDecision', inCase(at, { scope: '全县', channel: '公告栏' }), CHAIR],
];
/** Some appeal before anything is carried out. */
const executed: Stage = (at) => (at.choice.carriesOut ? [['ExecuteMeasure', inCase(at, { organUnitId: organ, tenureEndsOn: at.today }), CLERK]] : []);
const lodged: Stage = (at) => {
  const filing = { appellantId: at.subject.personId, track: 'PARTY-2009', step: 'appeal-2009', request: secret, filedOn: at.today, receiptRef: '收据' };
  return [
    ['LodgeAppeal', inAppeal(at, filing), oneself(at.subject)],
    ['AdmitAppeal', inAppeal(at, { date: at.today }), CLERK],
    ['FormReviewPanel', inAppeal(at, { date: at.today, memberIds: REVIEWERS, conflictsChecked: true, overrides: [] }), CLERK],
  ];
};
const answered: Stage = (at, remembered) => {
  const outcome = OUTCOMES[at.choice.outcome % OUTCOMES.length]!;
  remembered.outcome = outcome;
  const said = { participantIds: VOTERS.slice(1), reason: secret, grounds: ['facts'], documentNo: numbered(at, '申') };
  return [
    ['ReportReview', inAppeal(at, { date: at.today, reportRef: numbered(at, '复查'), findings: secret }), CLERK],
    ['DecideAppeal', inAppeal(at, { outcome, decidedOn: at.today, ...said, ...(outcome === 'varied' && { measure: 'PublicApology' }) }), CHAIR],
    ['ServeAppealDecision', inAppeal(at, { date: at.today, mode: 'personal', receiptRef: '回证', remedyStated: true }), CHAIR],
  ];
};
/** What carries the outcome out: a correction, a decision anew, or nothing where all was maintained. */
const carriedOut: Stage = (at, { outcome }) => {
  if (outcome === 'redecision-ordered') return [voteFor(at, 'PublicApology')];
  if (outcome !== 'revoked' && outcome !== 'varied') return [];
  const changed = { kind: outcome, ...(outcome === 'varied' && { measure: 'PublicApology' }) };
  return [['CorrectDecision', inCase(at, { organUnitId: organ, ...changed, authorityRef: numbered(at, '申'), reason: secret }), CHAIR]];
};
const closed: Stage = (at, { corrected }) =>
  corrected === undefined ? [] : [['RecordAppealCarriedOut', inAppeal(at, { date: at.today, eventIds: [corrected] }), CHAIR]];
/** What is owed: the checklist refuses what it does not list. */
const restored: Stage = (at) => {
  const item = { appealId: appealIdOf(at.subject), date: at.today, documentNo: numbered(at, '恢') };
  return [
    ['RestoreEntitlement', { ...item, kind: 'pay', amountFen: 120_000 }, CLERK],
    ['RestoreEntitlement', { ...item, kind: 'effect-period' }, CLERK],
    ['RestoreName', { ...item, scope: '全县', channel: '公告栏' }, CLERK],
  ];
};
const STAGES: readonly Stage[] = [taken, investigated, decided, executed, lodged, answered, carriedOut, closed, restored];

/** The cases of one history, each as far as people have taken it. */
export class Cases {
  private readonly stages = new Map<Subject, number>();
  private readonly remembered = new Map<Subject, Remembered>();

  /** What people send to take a case one stage further. */
  next(choice: Choice, { today, grounds }: Readonly<{ today: string; grounds: (subject: Subject) => readonly Ground[] }>): readonly Sending[] {
    const subject = SUBJECTS[choice.subject % SUBJECTS.length]!;
    const at = { subject, today, choice, grounds: grounds(subject) };
    for (let stage = this.stages.get(subject) ?? 0; stage < STAGES.length; stage++) {
      this.stages.set(subject, stage);
      const sendings = STAGES[stage]!(at, this.of(subject));
      if (sendings.length > 0) return sendings;
    }
    return [];
  }

  /** What came of it: whoever was refused at the end of a stage begins it again the next time. */
  sent({ subject: of }: Choice, last: Readonly<{ type: string; commandId: string; refused?: string }>): void {
    const subject = SUBJECTS[of % SUBJECTS.length]!;
    if (last.refused !== undefined && STAGES[this.stages.get(subject)!] !== restored) return;
    if (last.type === 'CorrectDecision' || (last.type === 'DecideCollectively' && this.of(subject).outcome))
      this.of(subject).corrected = eventIdOf(last.commandId, 0);
    this.stages.set(subject, this.stages.get(subject)! + 1);
  }

  private of(subject: Subject): Remembered {
    let remembered = this.remembered.get(subject);
    if (!remembered) this.remembered.set(subject, (remembered = {}));
    return remembered;
  }
}
