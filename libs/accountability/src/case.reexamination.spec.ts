import type { Recorded } from '#kernel';
import { posts, rows } from '../../../test/support/accountability.js';
import { act, book, play, SECRETARY, until } from '../../../test/support/accountability-case.js';
import { factsFrom, recorded, type Past } from '../../../test/support/specification.js';
import type { CaseEvent } from './case.events.js';
import { reexamine, reexaminationNeeds } from './case.reexamination.js';

const ELSEWHERE = { doneElsewhere: true, documentNo: '示例旧〔2017〕1号' };
const again = (history: readonly Past[], world: typeof rows = rows) => {
  const facts = factsFrom(world, reexaminationNeeds(SECRETARY));
  return reexamine(history.map(recorded) as readonly Recorded<CaseEvent>[], { facts, bookOn: () => book });
};
const broken = (...of: Parameters<typeof again>) => again(...of).flatMap((one) => (one.broken ?? []).map(({ code }) => `${one.type} ${code}`));

describe('an act examined again', () => {
  it('that was in order stays so, also when what it led to came to pass', () => {
    expect(broken(play(...until('ArchiveCase')))).toEqual([]);
    expect(again(play(...until('ArchiveCase')))).toHaveLength(13);
  });
  it('shows what it was recorded with, and what nobody had named', () => {
    const late = play(...until('ServeDecision'), act('ExecuteMeasure', { ...ELSEWHERE, date: '2017-04-28' }));
    expect(broken(late)).toEqual(['MeasureExecuted accountability.formalities-late']);
    const { breaches: _, ...unnamed } = late.at(-1)!.data as Readonly<Record<string, unknown>>;
    expect(broken([...late.slice(0, -1), { ...late.at(-1)!, data: unnamed }])).toEqual(['MeasureExecuted accountability.formalities-late']);
  });
  it('is judged by what is known now: a tenure or an authority that was corrected since', () => {
    const underCity = { ...rows, 'responsibility-posts': { ...posts, 'post-sec1': { ...posts['post-sec1']!, managedByUnitId: 'unit-city' } } };
    expect(broken(play(...until('DecideCollectively')), underCity)).toEqual(['CollectivelyDecided accountability.refer']);
  });
  it('that should never have been recorded says so', () => {
    const [first, ...more] = play(...until('DecideCollectively')).toReversed();
    const oneself = { ...first!, data: { ...(first!.data as object), participantIds: [SECRETARY.personId, 'person-cp02'] } };
    expect(broken([...more.toReversed(), oneself])).toEqual(['CollectivelyDecided accountability.subject-decides']);
  });
  it('in a post that nobody knows is not examined at all', () => {
    const [first] = again(play(...until('RecommendAccountability')).map((past) => ({ ...past, actor: { personId: 'person-x', postId: 'post-nowhere' } })));
    expect(first).toMatchObject({ type: 'AccountabilityRecommended' });
    expect(first!.broken).toBeUndefined();
  });
});
