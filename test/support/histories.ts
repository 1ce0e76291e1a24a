import fc from 'fast-check';
import type { CaseRow } from '#accountability';
import { addDays, Rejection, type Actor } from '#kernel';
import { caseKeyOf, Cases, OUTCOME_COUNT, SUBJECTS, type Choice, type Sending } from './case-deeds.js';
import type { Ground, Subject } from './commission.js';
import { byHead, fact, OFFICE, of, onPaper } from './field-work.js';
import { COUNTY, PERSON, POST, type SmallCounty } from './small-county.js';

/** One thing that somebody does in the small county; numbers are taken as they come, refusals included. */
export type Deed =
  | Readonly<{ do: 'find' | 'agree' | 'withdraw' | 'lift-mark'; finding: number }>
  | Readonly<{ do: 'mark'; finding: number; original: number }>
  | Readonly<{ do: 'correct'; score: number }>
  | Readonly<{ do: 'confirm' | 'lift' | 'screen' | 'fail' | 'withdraw-exit' }>
  | Readonly<{ do: 'hand-over' | 'correct-tenure'; day: number }>
  | Readonly<{ do: 'wait'; days: number }>
  | (Readonly<{ do: 'press-on' }> & Choice);

const score = fc.oneof(fc.integer({ min: 5_700, max: 6_900 }), fc.integer({ min: 0, max: 10_000 }));
const finding = fc.integer({ min: 1, max: 4 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('find' as const, 'agree' as const, 'withdraw' as const, 'lift-mark' as const), finding }),
  fc.record({ do: fc.constant('mark' as const), finding, original: finding }),
  fc.record({ do: fc.constant('correct' as const), score }),
  fc.record({ do: fc.constantFrom('confirm' as const, 'lift' as const, 'screen' as const, 'fail' as const, 'withdraw-exit' as const) }),
  fc.record({ do: fc.constantFrom('hand-over' as const, 'correct-tenure' as const), day: fc.integer({ min: 1, max: 360 }) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
);
/** Mostly one and the same: a case taken far says more than two begun. */
const subject = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(SUBJECTS.length - 1) });
const pressing = fc.record({ do: fc.constant('press-on' as const), subject, outcome: fc.nat(OUTCOME_COUNT - 1), carriesOut: fc.boolean() });
/** Something to answer for, and cases of it taken as far as an outcome that is carried out, with other things in between. */
const prosecuted: fc.Arbitrary<readonly Deed[]> = fc
  .tuple(
    fc.oneof(fc.constant({ do: 'fail' as const }), fc.record({ do: fc.constant('agree' as const), finding })),
    fc.array(fc.tuple(pressing, fc.option(deed, { freq: 2, nil: undefined })), { minLength: 7, maxLength: 12 }),
  )
  .map(([first, rest]) => [first, ...rest.flatMap(([press, other]) => (other ? [press, other] : [press]))]);
/** What may happen in the county once it is settled and its town scored. */
export const histories: fc.Arbitrary<readonly Deed[]> = fc.oneof(fc.array(deed, { minLength: 8, maxLength: 18 }), prosecuted);

type Day = Readonly<{ today: string }>;
const UNIT = { unitId: COUNTY.town, year: COUNTY.year };
const EXIT = { villageId: COUNTY.village, year: COUNTY.year };
const authority = (date: string) => ({ organUnitId: COUNTY.organ, documentNo: '示例〔2017〕9号', date });
const dayOf = (day: number): string => addDays('2016-01-01', day);

const idOf = (finding: number): string => `finding-f${finding}`;

const logging = (finding: number, today: string): Sending => ['LogFinding', fact(idOf(finding), today)];
const showing = (finding: number, today: string): Sending => ['ShowFindingToUnit', byHead(idOf(finding), today)];
const COMMANDS: { readonly [Do in Exclude<Deed['do'], 'wait' | 'press-on'>]: (deed: Extract<Deed, { do: Do }>, day: Day) => Sending } = {
  find: ({ finding }, { today }) => logging(finding, today),
  agree: ({ finding }, { today }) => ['AgreeToFinding', byHead(idOf(finding), today)],
  withdraw: ({ finding }, { today }) => ['WithdrawFinding', { ...of(idOf(finding), today), ...onPaper }, OFFICE],
  mark: ({ finding, original }, { today }) => [
    'MarkFindingDuplicate',
    { ...of(idOf(finding), today), duplicateOf: idOf(original), reason: '同一事实' },
    OFFICE,
  ],
  'lift-mark': ({ finding }, { today }) => ['LiftFindingDuplicateMark', { ...of(idOf(finding), today), ...onPaper }, OFFICE],
  correct: ({ score: scoreHundredths }, { today }) => [
    'CorrectIndicatorScore',
    { ...UNIT, indicatorId: 'all', scoreHundredths, evidenceRefs: ['附件'], reason: '更正', documentDate: today },
  ],
  confirm: (_, { today }) => ['ConfirmVeto', { ...UNIT, authorityRef: '示例〔2017〕5号', date: today }],
  lift: (_, { today }) => ['LiftVeto', { ...UNIT, authorityRef: '示例〔2017〕6号', reason: '复议', date: today }],
  screen: (_, { today }) => [
    'ScreenNomination',
    { personId: PERSON.head, date: today, aimedPostId: POST.secretary, organUnitId: COUNTY.organ, documentNo: '示例〔2017〕7号' },
  ],
  fail: (_, { today }) => ['DetermineVillageExitFailure', { ...EXIT, authority: authority(today) }],
  'withdraw-exit': (_, { today }) => ['WithdrawExitDetermination', { ...EXIT, reason: '复核', authority: authority(today) }],
  'hand-over': ({ day }) => ['EndTenure', { tenureId: 'tenure-party-secretary', postId: POST.secretary, to: dayOf(day), reason: '调动' }],
  'correct-tenure': ({ day }) => [
    'CorrectTenure',
    { tenureId: 'tenure-party-secretary', postId: POST.secretary, from: '2016-01-01', to: dayOf(day), reason: '补录', documentRef: '示例文件' },
  ],
};

/** What a deed sends: what is found is shown at once, and whoever agrees to a finding that nobody logged had it logged and shown first. */
function sendingsOf(deed: Exclude<Deed, { do: 'wait' | 'press-on' }>, today: string): readonly Sending[] {
  const main = (COMMANDS[deed.do] as (deed: Deed, day: Day) => Sending)(deed, { today });
  if (deed.do === 'find') return [main, showing(deed.finding, today)];
  if (deed.do === 'agree') return [logging(deed.finding, today), showing(deed.finding, today), main];
  return [main];
}

export type Sent = Readonly<{ type: string; data: object; commandId: string; actor?: Actor; refused?: string }>;

/** The grounds on which somebody is flagged now. */
async function groundsIn(county: SmallCounty): Promise<(subject: Subject) => readonly Ground[]> {
  const rows = new Map<Subject, readonly Ground[]>();
  for (const subject of SUBJECTS) {
    const row = await county.row<CaseRow>('accountability-cases', caseKeyOf(subject));
    const bases = (row?.bases ?? []).filter(({ state }) => state === 'triggered');
    rows.set(
      subject,
      bases.map(({ clauseId, target }) => ({ clauseId, target })),
    );
  }
  return (subject) => rows.get(subject)!;
}

/** Plays deeds one day at a time, each followed by all that follows from it. What the rules refuse is part of life. */
export async function live(county: SmallCounty, deeds: readonly Deed[], after: (sent: Sent) => Promise<void> = async () => undefined): Promise<void> {
  let today = '2017-01-10';
  const cases = new Cases();
  await county.on(today);
  for (const deed of deeds) {
    today = addDays(today, deed.do === 'wait' ? deed.days : 1);
    await county.on(today);
    if (deed.do === 'wait') continue;
    const pressing = deed.do === 'press-on';
    const sendings = pressing ? cases.next(deed, { today, grounds: await groundsIn(county) }) : sendingsOf(deed, today);
    let last: Sent | undefined;
    for (const sending of sendings) await after((last = await sendIt(county, sending)));
    if (pressing && last) cases.sent(deed, last);
  }
}

async function sendIt(county: SmallCounty, [type, data, actor]: Sending): Promise<Sent> {
  const commandId = county.nextCommandId();
  const refused = await county.record(type, data, commandId, actor).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Rejection) return error.code;
      throw error;
    },
  );
  return { type, data, commandId, ...(actor && { actor }), ...(refused !== undefined && { refused }) };
}
