import { startOf, type Actor } from '#kernel';
import { readBook } from '#rulebook/nest';
import { fact, FIELD, GROUPS, OFFICE, signerOf, startRound } from '../support/field-work.js';
import { PROOF } from '../support/proof.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';

// What a group had to verify is found in the morning by the group that took its work over.

const ITEM = 'rectification-handed';
const HEAD: Actor = { personId: PERSON.head, postId: POST.head };
let county: SmallCounty;
beforeEach(async () => {
  county = await (await SmallCounty.open()).settle(await readBook('pingli-2016'));
  await startRound(county);
});
afterEach(() => county.close());

const by = (actor: Actor, type: string, data: object) => county.record(type, data, undefined, actor);
const awaiting = async (actor: Actor, date: string) =>
  (await county.zelian.today({ date, actor })).awaitingMyVerification.map(({ rectificationId }) => rectificationId);

it('awaits its signers and its group, and after a handover whoever took over', async () => {
  await by(signerOf('group-one'), 'LogFinding', fact('finding-handed', '2016-01-04'));
  await by(OFFICE, 'AssignRectification', {
    ...{
      rectificationId: ITEM,
      findingId: 'finding-handed',
      unitId: COUNTY.town,
      requirement: { private: '修房' },
      documentNo: '示例交1号',
      date: '2016-01-04',
    },
  });
  await county.on('2016-01-05');
  await by(HEAD, 'AcknowledgeRectification', { rectificationId: ITEM, personId: PERSON.head, postId: POST.head, date: '2016-01-05' });
  await by(HEAD, 'ReportRectification', {
    ...{ rectificationId: ITEM, reportedByPersonId: PERSON.head, fixedByPersonIds: [PERSON.secretary], reportedAt: startOf('2016-01-05', 9) },
    evidence: [{ evidenceId: 'evidence-fixed', zh: '照片', file: PROOF }],
  });
  const [signer, , unsigned] = GROUPS['group-one'];
  const taker = GROUPS['group-two'][2];
  expect(await Promise.all([signer, unsigned, taker, PERSON.head].map((personId) => awaiting({ personId }, '2016-01-05')))).toEqual([[ITEM], [ITEM], [], []]);
  await county.record('HandOverInspectionGroup', {
    ...{ handoverId: 'handover-1', roundId: FIELD.round, fromGroupId: 'group-one', toGroupId: 'group-two', scope: 'all', from: '2016-01-06' },
    ...{ fromLeadPersonId: GROUPS['group-one'][0], toLeadPersonId: GROUPS['group-two'][0] },
  });
  await county.on('2016-01-06');
  expect(await Promise.all([signer, unsigned, taker, PERSON.head].map((personId) => awaiting({ personId }, '2016-01-06')))).toEqual([[ITEM], [], [ITEM], []]);
});
