import fc from 'fast-check';
import { decide, evolve, Rejection, type Actor, type Recorded } from '#kernel';
import { rowsOf, worldOf } from '../../../test/support/inspection-round.js';
import { AGAINST, APPEAL, ASSESSOR, OFFICER, registered, rows, secret, SECRETARY, STRANGER, SUCCESSOR } from '../../../test/support/redress.js';
import { factsFrom, recorded, specification, type Past } from '../../../test/support/specification.js';
import { erasureDecider, type ErasureCommand } from './erasure.decider.js';
import { erasureHandlers, erasureTies } from './erasure-interests.view.js';
import { erasures, erasuresDue } from './erasures.view.js';
import { legalHolds } from './legal-holds.view.js';
import { redressPosts, redressUnits } from './redress-offices.views.js';

const of = { erasureId: 'erasure-01', subjectId: SECRETARY };
const proposal = {
  ...of,
  ground: 'retention-expired' as const,
  provision: '个人信息保护法第四十七条第一款第二项',
  documentNo: '示例删〔2017〕1号',
  reason: secret('期满'),
};
const approval = { ...of, documentNo: '示例批〔2017〕1号' };
const proposed: Past = { type: 'ErasureProposed', data: proposal, actor: OFFICER };
const approved: Past = { type: 'ErasureApproved', data: approval, actor: ASSESSOR };
const refused: Past = { type: 'ErasureRefused', data: { ...of, reason: secret('仍需保存') }, actor: ASSESSOR };
const gone = { ...of, commitments: ['a'.repeat(64)] };
const carriedOut: Past = { type: 'ErasureCarriedOut', data: gone };

/** The same people and offices, with relations, decisions and holds as a case needs them. */
const worldWith = (...more: readonly Past[]) => ({
  rows: { ...rows, ...worldOf([erasureTies, erasureHandlers, legalHolds], [...registered, ...more]) },
  actor: OFFICER,
  recordedAt: '2017-06-30T02:00:00.000Z',
});
const given = specification(erasureDecider, worldWith());
const propose = (change: object = {}) => ({ type: 'ProposeErasure' as const, data: { ...proposal, ...change } });
const approve = (change: object = {}) => ({ type: 'ApproveErasure' as const, data: { ...approval, ...change } });
const held: Past = { type: 'LegalHoldPlaced', data: { appealId: APPEAL, against: AGAINST, heldIds: [SECRETARY] } };
const released: Past = { type: 'LegalHoldReleased', data: { appealId: APPEAL, because: 'withdrawn' } };

describe('proposing an erasure', () => {
  it('names subject, ground, article, document and reason', () => given().when(propose()).thenData({ type: 'ErasureProposed', data: proposal }));
  it('may keep to some fields', () =>
    given()
      .when(propose({ fields: ['name', 'phone'] }))
      .thenData({ type: 'ErasureProposed', data: { ...proposal, fields: ['name', 'phone'] } }));
  it.each([
    ['of something that is no subject', { subjectId: 'case-1' }, 'erasure.subject-invalid'],
    ['of no fields', { fields: [] }, 'erasure.fields-invalid'],
    ['of a field twice', { fields: ['name', 'name'] }, 'erasure.fields-invalid'],
    ['of a path', { fields: ['members.0.name'] }, 'erasure.fields-invalid'],
    ['without an article', { provision: ' ' }, 'erasure.provision-missing'],
    ['without document', { documentNo: '' }, 'redress.document-missing'],
    ['without reason', { reason: secret(' ') }, 'erasure.reason-missing'],
  ])('is refused %s', (_, change, code) => given().when(propose(change)).thenRejected(code));
  it('is for people of an organ', () =>
    given()
      .when(propose({ subjectId: SUCCESSOR }), { actor: STRANGER })
      .thenRejected('redress.not-competent'));
  it('happens once', () => given(proposed).when(propose()).thenRejected('erasure.already-proposed'));
  it('waits for an appeal, and not for one that is over', () => {
    given().when(propose(), worldWith(held)).thenRejected('erasure.legal-hold');
    given().when(propose(), worldWith(held, released)).thenData({ type: 'ErasureProposed', data: proposal });
  });
});

describe('who may handle it', () => {
  const decided: Past = { type: 'CollectivelyDecided', data: { ...AGAINST, participantIds: [ASSESSOR.personId] }, actor: OFFICER };
  const kin: Past = {
    type: 'RelationDeclared',
    data: { relationId: 'relation-1', personId: SECRETARY, relatedPersonId: OFFICER.personId, from: '2000-01-01' },
  };
  it('nobody handles it about themself', () =>
    given()
      .when(propose({ subjectId: OFFICER.personId }))
      .thenRejected('erasure.own-matter'));
  it('nor who voted on the person, nor who recorded it', () => {
    given().when(propose(), worldWith(decided)).thenRejected('erasure.handled-case');
    given(proposed)
      .when(approve(), { ...worldWith(decided), actor: ASSESSOR })
      .thenRejected('erasure.handled-case');
    given(proposed)
      .when({ type: 'RefuseErasure', data: refused.data as never }, { ...worldWith(decided), actor: ASSESSOR })
      .thenRejected('erasure.handled-case');
  });
  it('nor who is related to the person', () => given().when(propose(), worldWith(kin)).thenRejected('erasure.interested'));
  it('nor who serves in the subject’s office', () =>
    given()
      .when(propose({ subjectId: 'unit-jiwei' }))
      .thenRejected('erasure.interested'));
});

describe('approving it', () => {
  it('takes a second person of another post', () => given(proposed).when(approve(), { actor: ASSESSOR }).thenData({ type: 'ErasureApproved', data: approval }));
  it('is refused to the one who proposed it, in whatever post', () => {
    given(proposed).when(approve()).thenRejected('erasure.same-person');
    given({ ...proposed, actor: { personId: OFFICER.personId!, postId: 'post-assess' } })
      .when(approve())
      .thenRejected('erasure.same-person');
  });
  it('is refused to another person of the same post', () =>
    given({ ...proposed, actor: { personId: 'person-before', postId: OFFICER.postId! } })
      .when(approve())
      .thenRejected('erasure.same-post'));
  it('waits for an appeal that came meanwhile', () =>
    given(proposed)
      .when(approve(), { ...worldWith(held), actor: ASSESSOR })
      .thenRejected('erasure.legal-hold'));
  it('is of something proposed, about the same subject, once', () => {
    given().when(approve(), { actor: ASSESSOR }).thenRejected('erasure.unknown');
    given(proposed)
      .when(approve({ subjectId: SUCCESSOR }), { actor: ASSESSOR })
      .thenRejected('erasure.unknown');
    given(proposed, approved).when(approve(), { actor: ASSESSOR }).thenRejected('erasure.already-decided');
    given(proposed, refused).when(approve(), { actor: ASSESSOR }).thenRejected('erasure.already-decided');
  });
  it('has its document', () =>
    given(proposed)
      .when(approve({ documentNo: '' }), { actor: ASSESSOR })
      .thenRejected('redress.document-missing'));
});

describe('refusing it', () => {
  const refuse = (change: object = {}) => ({ type: 'RefuseErasure' as const, data: { ...of, reason: secret('仍需保存'), ...change } });
  it('says why', () => {
    given(proposed).when(refuse()).thenData({ type: 'ErasureRefused', data: refused.data });
    given(proposed)
      .when(refuse({ reason: secret('') }))
      .thenRejected('erasure.reason-missing');
  });
  it('comes before it is approved', () => given(proposed, approved).when(refuse()).thenRejected('erasure.already-decided'));
});

describe('what the vault did', () => {
  const done = (change: object = {}) => ({ type: 'RecordErasureCarriedOut' as const, data: { ...gone, ...change } });
  it('is recorded once, of what was approved', () => {
    given(proposed, approved).when(done()).thenData({ type: 'ErasureCarriedOut', data: gone });
    given(proposed, approved, carriedOut).when(done()).thenNothing();
    for (const history of [[], [proposed], [proposed, refused]])
      given(...history)
        .when(done())
        .thenRejected('erasure.not-approved');
    given(proposed, approved)
      .when(done({ subjectId: SUCCESSOR }))
      .thenRejected('erasure.not-approved');
    given(proposed, approved)
      .when(done({ commitments: ['张三'] }))
      .thenRejected('erasure.commitment-invalid');
  });
});

describe('the views of it', () => {
  it('tell who proposed, who approved and what is gone; only what is approved and not done is due', () => {
    const row = rowsOf(erasures, [proposed, approved, carriedOut])['erasure-01'];
    expect([row.state, row.proposed.actor, row.approved.actor, row.carriedOut.commitments]).toEqual(['carried-out', OFFICER, ASSESSOR, gone.commitments]);
    expect(rowsOf(erasures, [proposed, refused])['erasure-01']).toMatchObject({ state: 'refused', approved: null });
    expect(rowsOf(erasuresDue, [proposed])['erasure-01']).toMatchObject({ fields: null, approved: null });
    expect(rowsOf(erasuresDue, [proposed, approved])['erasure-01']).toMatchObject({ approved: { eventId: 'e1', position: 1 } });
    for (const last of [refused, carriedOut]) expect(rowsOf(erasuresDue, [proposed, last])['erasure-01']).toBeUndefined();
  });
});

describe('the law of two people', () => {
  const people = [OFFICER.personId!, ASSESSOR.personId!, SECRETARY, SUCCESSOR];
  const posts = [OFFICER.postId!, ASSESSOR.postId!, 'post-office2', 'post-sec1'];
  const seats: readonly Past[] = [
    { type: 'PostRegistered', data: { postId: 'post-office2', unitId: 'unit-kaohe' } },
    ...people.flatMap((personId) =>
      posts.map((postId): Past => ({ type: 'TenureStarted', data: { tenureId: `t-${personId}-${postId}`, personId, postId, from: '2010-01-01' } })),
    ),
  ];
  /** Everybody holds every post: what keeps an erasure from happening is then the law alone. */
  const offices = worldOf([erasureTies, erasureHandlers, legalHolds], registered);
  const actor: fc.Arbitrary<Actor> = fc.record({ personId: fc.constantFrom(...people), postId: fc.constantFrom(...posts) });
  const command: fc.Arbitrary<ErasureCommand> = fc.oneof(
    fc.constant(propose()),
    fc.constant(approve()),
    fc.constant({ type: 'RefuseErasure' as const, data: { ...of, reason: secret('否') } }),
    fc.constant({ type: 'RecordErasureCarriedOut' as const, data: gone }),
  );

  it('whoever does what in whatever order: nothing is gone that two persons of two posts, neither the subject, did not agree to', () => {
    const all = { ...rows, ...offices, ...worldOf([redressPosts, redressUnits], [...registered, ...seats]) };
    let [approvedOnce, refusedOnce] = [false, false];
    const runs = Number(process.env.ZELIAN_RUNS ?? 400);
    fc.assert(
      fc.property(fc.array(fc.tuple(command, actor), { maxLength: 12 }), (acts) => {
        const log: Recorded[] = [];
        for (const [one, by] of acts) {
          const state = log.reduce((known, event) => evolve(erasureDecider, known, event), erasureDecider.initialState);
          const facts = factsFrom(all, (erasureDecider.needs as Record<string, (c: unknown) => never[]>)[one.type]?.(one) ?? []);
          try {
            const input = { actor: by, recordedAt: '2017-06-30T02:00:00.000Z', commandId: 'c', readAt: 0, facts };
            for (const event of decide(erasureDecider, one, state, input)) log.push(recorded({ ...event, actor: by }, log.length));
          } catch (error) {
            if (!(error instanceof Rejection)) throw error;
            refusedOnce = true;
          }
        }
        const by = (type: string) => log.find((event) => event.type === type)?.actor;
        const [first, second, done] = [by('ErasureProposed'), by('ErasureApproved'), by('ErasureCarriedOut')];
        if (second) {
          approvedOnce = true;
          expect([first!.personId === second.personId, first!.postId === second.postId]).toEqual([false, false]);
          expect([first!.personId, second.personId]).not.toContain(SECRETARY);
        }
        if (done) expect(second).toBeDefined();
        expect(log.filter(({ type }) => type === 'ErasureCarriedOut').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: runs },
    );
    expect([approvedOnce, refusedOnce]).toEqual([true, true]);
  });
});
