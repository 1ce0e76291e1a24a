import { subjectIdsIn } from '#kernel';
import { act, SECRETARY } from '../../../test/support/accountability-case.js';
import { accountabilityContext, caseOwnerViews } from './index.js';

const { deciders, events, policies, views } = accountabilityContext;

describe('the manifest of accountability', () => {
  it('defines every event that a decider folds, and no other', () =>
    expect(deciders.flatMap(({ evolve }) => Object.keys(evolve)).sort()).toEqual(Object.keys(events).sort()));
  it('marks as acts what people do, as derived what policies find', () => {
    // What overrides a recusal stands beside the act that it belongs to.
    const byPeople = [...deciders.flatMap(({ commandOf }) => Object.keys(commandOf)), 'InvestigationRecusalOverridden'];
    for (const [type, { kind }] of Object.entries(events)) expect([type, kind]).toEqual([type, byPeople.includes(type) ? 'act' : 'derived']);
  });
  it('finds every subject of an event', () => {
    const { data } = act('FormInvestigationTeam');
    expect(events.InvestigationTeamFormed!.subjectsOf(data)).toEqual(['person-guta', 'person-inv1', 'person-inv2', 'post-sec1']);
    expect(subjectIdsIn(SECRETARY)).toHaveLength(2);
  });
  it('reads in its policies nothing that it derives itself', () => {
    const derived = Object.keys(events).filter((type) => events[type]!.kind === 'derived');
    const read = ['responsibility-posts', 'responsibility-villages', 'responsibility-duties', 'met-measures', 'case-dues'];
    const known = views.filter(({ name }) => read.includes(name));
    expect(known).toHaveLength(read.length);
    expect(known.flatMap(({ on }) => Object.keys(on)).filter((type) => derived.includes(type))).toEqual([]);
    const needed = policies
      .flatMap(({ needs = {} }) => Object.values(needs))
      .flatMap((needsOf) => needsOf!({ data: { consequence: { kind: 'measure' }, hour: 'h' } }).map(({ view }) => view));
    expect([...new Set(needed)].sort()).toEqual([...read].sort());
  });
  it('keeps to the case owner what nobody else may read', () => {
    expect(caseOwnerViews).toEqual(expect.arrayContaining(['trigger-register', 'accountability-cases']));
    expect(caseOwnerViews).not.toContain('measures-in-force');
    for (const name of caseOwnerViews.filter((one) => one !== 'met-measures')) expect(views.find((view) => view.name === name)?.aboutPersons).toBe(true);
  });
});
