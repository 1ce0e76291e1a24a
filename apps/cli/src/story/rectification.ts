import { dateOf, type Actor, type Command } from '#kernel';
import { ORGANS, personId, postId, unitId } from './cast.js';
import { at, sitting, thingId, type Step } from './ids.js';
import { findingId, FOUND, lead, townOf, type Found } from './inspection.js';
import { paper } from './papers.js';
import { acting, commandOffice } from './setup.js';

export const itemOf = ({ key }: Pick<Found, 'key'>, suffix = ''): string => thingId('rectification', `${key}${suffix}`);
const townHead = (found: Found): Actor => ({ personId: personId(`${townOf(found.village)}/town-head`), postId: postId(`${townOf(found.village)}/town-head`) });
/** Who did the work in the town, apart from the head who reports it. */
const fixer = (found: Found): string => personId(`${townOf(found.village)}/deputy-in-charge`);

const order = (found: Found, date: string, more: object): Step =>
  sitting(at(date, 10, Number(found.key.slice(-2))), commandOffice, [
    {
      type: 'AssignRectification',
      data: {
        ...{ rectificationId: itemOf(found), findingId: findingId(found), unitId: unitId(townOf(found.village)), date },
        ...{ requirement: { private: `限期整改：${found.zh}` }, documentNo: `岭督交〔2016〕${Number(found.key.slice(-2))}号` },
        ...more,
      },
    },
  ])[0]!;
type Item = Readonly<{ found: Found; suffix?: string }>;
const received = ({ found, suffix }: Item, date: string): Step =>
  sitting(at(date, 11, Number(found.key.slice(-2))), townHead(found), [
    { type: 'AcknowledgeRectification', data: { rectificationId: itemOf(found, suffix), date, ...(townHead(found) as object) } },
  ])[0]!;

function reported({ found, suffix = '' }: Item, date: string, zh: string): Step {
  const proof = paper(`${found.key}${suffix} ${date} ${zh}`);
  const [step] = sitting(at(date, 16, Number(found.key.slice(-2))), townHead(found), [
    {
      type: 'ReportRectification',
      data: {
        ...{ rectificationId: itemOf(found, suffix), reportedByPersonId: townHead(found).personId, fixedByPersonIds: [fixer(found)] },
        ...{ evidence: [{ evidenceId: thingId('evidence', `${found.key}${suffix}/${date}`), zh, file: proof.file }] },
        reportedAt: at(date, 15),
      },
    },
  ]);
  return { ...step!, files: [proof.bytes] };
}

/** A step of the group that found it: two of its people, with or without papers of their own. */
function byGroup({ found, suffix = '' }: Item, date: string, { type, zh, data }: Readonly<{ type: string; zh?: string; data: object }>): Step {
  const proof = zh === undefined ? undefined : paper(`${found.key}${suffix} ${type} ${zh}`);
  const evidence = proof && { evidence: [{ evidenceId: thingId('evidence', `${found.key}${suffix}/${type}/${date}`), zh, file: proof.file }] };
  const [step] = sitting(at(date, 14, Number(found.key.slice(-2))), lead(found.group), [
    { type, data: { rectificationId: itemOf(found, suffix), date, ...evidence, ...data } },
  ]);
  return { ...step!, ...(proof && { files: [proof.bytes] }) };
}
const pair = (found: Found): readonly string[] => [0, 1].map((seat) => personId(`督查组/${found.group}/${seat}`));

/** A paper of the item, once it bears number, issuer and seal. */
const issued = (found: Found, instant: string, { paper, documentNo }: Readonly<{ paper: string; documentNo: string }>): readonly Step[] =>
  sitting(instant, acting(ORGANS.command, 'command-clerk'), [
    {
      type: 'IssueRectificationPaper',
      data: {
        ...{ rectificationId: itemOf(found), paper, documentNo, issuerUnitId: unitId(ORGANS.command) },
        ...{ sealRef: '指挥部办公室章', date: dateOf(instant) },
      },
    },
  ]);

/** Sent back once, its evidence replaced, then closed: the dividend of two households. */
function returnedThenClosed(): readonly Step[] {
  const found = FOUND.dividend;
  const item = { found };
  const better = paper('F-01 银行到账回单（清晰件）');
  return [
    order(found, '2016-09-26', { urgency: 'ordinary' }),
    ...issued(found, at('2016-09-26', 10, 30), { paper: 'notice', documentNo: '岭督交〔2016〕1号' }),
    received(item, '2016-09-27'),
    reported(item, '2016-10-10', '发放名册'),
    byGroup(item, '2016-10-11', {
      type: 'ReturnRectification',
      data: { returnedByPersonIds: pair(found), reason: { private: '只附名册，未附到账凭证' }, deadline: { workDays: 5 } },
    }),
    received(item, '2016-10-12'),
    reported(item, '2016-10-14', '银行回单'),
    {
      ...sitting(at('2016-10-15', 9), townHead(found), [
        {
          type: 'ReplaceRectificationEvidence',
          data: {
            ...{ rectificationId: itemOf(found), date: '2016-10-15', evidenceId: thingId('evidence', 'F-01/clear') },
            ...{ replaces: thingId('evidence', 'F-01/2016-10-14'), zh: '银行到账回单（清晰件）', file: better.file, reason: '原件模糊' },
          },
        },
      ])[0]!,
      files: [better.bytes],
    },
    byGroup(item, '2016-10-17', {
      type: 'CloseRectification',
      zh: '入户核查记录',
      data: { verifiedByPersonIds: pair(found), documentNo: '岭督销〔2016〕1号' },
    }),
    ...issued(found, at('2016-10-18', 9), { paper: 'closure-approval', documentNo: '岭督销〔2016〕1号' }),
  ];
}

/** The landslide: the date slips, an extension is granted once, then the deadline passes and a letter is drafted for somebody to sign. */
function late(): readonly Step[] {
  const found = FOUND.road;
  const item = { found };
  const person = townHead(found);
  return [
    order(found, '2016-09-26', { urgency: 'ordinary', deadline: { dueAt: at('2016-10-20', 18) } }),
    received(item, '2016-09-27'),
    ...sitting(at('2016-10-18', 9), person, [
      {
        type: 'RequestRectificationExtension',
        data: {
          rectificationId: itemOf(found),
          date: '2016-10-18',
          personId: person.personId,
          newDueAt: at('2016-10-31', 18),
          reason: { private: '连日降雨，无法施工' },
        },
      },
    ]),
    ...sitting(at('2016-10-19', 9), commandOffice, [
      {
        type: 'GrantRectificationExtension',
        data: {
          ...{ rectificationId: itemOf(found), date: '2016-10-19', newDueAt: at('2016-10-31', 18) },
          ...{ reason: { private: '情况属实' }, documentNo: '岭督延〔2016〕1号' },
        },
      },
    ]),
    reported(item, '2016-11-07', '修复后照片'),
    byGroup(item, '2016-11-09', {
      type: 'CloseRectification',
      zh: '现场核查照片',
      data: { verifiedByPersonIds: pair(found), documentNo: '岭督销〔2016〕3号' },
    }),
  ];
}

/** The letter that the ladder drafted three work days after the deadline, signed by people: until then it is a draft and says so. */
const letter = (): readonly Step[] =>
  sitting(at('2016-11-04', 9), acting(ORGANS.command, 'command-clerk'), [
    {
      type: 'IssueSupervision',
      data: {
        ...{ rectificationId: itemOf(FOUND.road), date: '2016-11-04', stepId: 'draft-letter', at: LETTER_DRAFTED_AT },
        ...{ documentNo: '岭督函〔2016〕2号', issuerUnitId: unitId(ORGANS.command), sealRef: '指挥部办公室章' },
      },
    },
  ]);
const LETTER_DRAFTED_AT = at('2016-11-03', 18);

/** The water: closed on a photograph, and dry again when somebody looked back. The closed item stays closed; a successor goes on, and who signed is asked. */
function falselyClosed(): readonly Step[] {
  const found = FOUND.water;
  const item = { found };
  const successor = { found, suffix: '/2' };
  return [
    order(found, '2016-09-26', { urgency: 'urgent' }),
    received(item, '2016-09-26'),
    reported(item, '2016-09-30', '通水照片'),
    byGroup(item, '2016-10-08', { type: 'CloseRectification', zh: '照片核查', data: { verifiedByPersonIds: pair(found), documentNo: '岭督销〔2016〕2号' } }),
    ...sitting(at('2016-10-25', 10), lead(7), [lookBack(found)]).map((step) => ({ ...step, files: [DRY.bytes] })),
    ...sitting(at('2016-10-26', 10), commandOffice, [
      {
        type: 'AssignRectification',
        data: {
          ...{ rectificationId: itemOf(found, '/2'), findingId: findingId(found), unitId: unitId(townOf(found.village)), date: '2016-10-26' },
          ...{ requirement: { private: '更换末端管网，逐户验收' }, documentNo: '岭督交〔2016〕11号', urgency: 'urgent', predecessorId: itemOf(found) },
        },
      },
    ]),
    received(successor, '2016-10-26'),
    reported(successor, '2016-11-01', '管网更换验收单'),
    byGroup(successor, '2016-11-02', {
      type: 'CloseRectification',
      zh: '三户逐户验收',
      data: { verifiedByPersonIds: [1, 2].map((seat) => personId(`督查组/${found.group}/${seat}`)), documentNo: '岭督销〔2016〕4号' },
    }),
    ...sitting(at('2016-10-28', 10), acting(ORGANS.discipline, 'case-officer'), [
      {
        type: 'OpenSignerReview',
        data: { rectificationId: itemOf(found), organUnitId: unitId(ORGANS.discipline), documentNo: '岭纪核〔2016〕1号', date: '2016-10-28' },
      },
    ]),
  ];
}
const DRY = paper('F-05 回头看 末端仍断水');
const lookBack = (found: Found): Command => ({
  type: 'LookBackOnRectification',
  data: {
    ...{
      rectificationId: itemOf(found),
      date: '2016-10-25',
      result: 'recurred',
      falseClosure: true,
      lookedByPersonIds: [0, 1].map((seat) => personId(`督查组/7/${seat}`)),
    },
    evidence: [{ evidenceId: thingId('evidence', 'F-05/look-back'), zh: '回头看照片', file: DRY.file }],
  },
});

/** The files: a finding that the town disputed and that stood; put right months late, and at the story's end not yet verified. */
const open = (): readonly Step[] => [
  order(FOUND.files, '2016-09-27', { urgency: 'hard' }),
  received({ found: FOUND.files }, '2016-09-28'),
  reported({ found: FOUND.files }, '2017-02-10', '更正后的户档'),
];

/** From the order to the closing, with people who disagree, dates that slip and evidence that is replaced. */
export const rectification = (): readonly Step[] => [...returnedThenClosed(), ...late(), ...letter(), ...falselyClosed(), ...open()];
