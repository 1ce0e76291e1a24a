import fc from 'fast-check';
import { addDays, decide, evolve, holdsOn, Rejection, type AnyDecider, type AnyView, type Command, type Recorded, type ValidTime } from '#kernel';
import type { Chain } from '#accountability';
import { registryContext, type PostRow } from '#registry';
import { readBook } from '#rulebook/nest';
import { factsFrom, recorded } from '../support/specification.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';

// Corrections reach exactly as far as they say: who answered on any other day is as it was.

const day = fc.integer({ min: 0, max: 400 });
const dateOf = (n: number): string => addDays('2016-01-01', n);
const interval = fc.tuple(day, fc.integer({ min: 1, max: 200 }), fc.boolean()).map(([from, days, open]): ValidTime => {
  return open ? { from: dateOf(from) } : { from: dateOf(from), to: dateOf(from + days) };
});

const POSTS = ['post-a001', 'post-b001'];
const PEOPLE = ['person-a001', 'person-b001', 'person-c001'];
const held = fc.record({ postId: fc.constantFrom(...POSTS), personId: fc.constantFrom(...PEOPLE), span: interval });
const HISTORIES = fc.record({
  held: fc.array(held, { minLength: 1, maxLength: 6 }),
  chosen: fc.nat(),
  to: interval,
  days: fc.array(day, { minLength: 5, maxLength: 5 }),
});

const postDecider: AnyDecider = registryContext.deciders.find(({ category }) => category === 'post')!;
const viewNamed = (name: string): AnyView => registryContext.views.find((view) => view.name === name)!;
const VIEWS = [viewNamed('post-directory'), viewNamed('person-posts')];

/** A post's register on paper: deciders and views, folded in memory. */
class Register {
  private readonly states = new Map<string, unknown>();
  private readonly rows = new Map<string, unknown>();
  private events = 0;

  /** @returns whether the rules took it */
  record(command: Command<string, { postId: string }>): boolean {
    const { postId } = command.data;
    const known = Object.fromEntries([...POSTS, ...PEOPLE].map((id) => [id, {}]));
    const rows = { 'person-directory': known, 'unit-directory': { 'unit-town1': {}, 'unit-organ1': {} } };
    const facts = factsFrom(rows, postDecider.needs?.[command.type]?.(command) ?? []);
    try {
      const input = { actor: {}, recordedAt: '2017-06-01T01:00:00.000Z', commandId: 'c', readAt: 0, facts };
      const decided = decide(postDecider, command, this.states.get(postId) ?? postDecider.initialState, input);
      for (const event of decided) this.fold(postId, recorded(event, this.events++));
      return true;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  }

  private fold(postId: string, event: Recorded): void {
    this.states.set(postId, evolve(postDecider, this.states.get(postId) ?? postDecider.initialState, event));
    for (const view of VIEWS.filter(({ on }) => on[event.type])) {
      for (const key of view.keysOf(event)) this.rows.set(`${view.name}|${key}`, view.on[event.type]!(this.rows.get(`${view.name}|${key}`), event, key));
    }
  }

  /** Who held what on a day, as both registers say. */
  on(date: string): readonly string[] {
    const said: string[] = [];
    for (const [place, row] of this.rows) {
      const [view, key] = place.split('|');
      const then = viewNamed(view!).validOn!(row, date) as Pick<PostRow, 'tenures'> | undefined;
      for (const { tenureId } of then?.tenures ?? []) said.push(`${view} ${key} ${tenureId}`);
    }
    return said.sort();
  }
}

function registerOf(list: readonly Readonly<{ postId: string; personId: string; span: ValidTime }>[]) {
  const register = new Register();
  for (const postId of POSTS) {
    const post = { postId, unitId: 'unit-town1', role: 'town-head', title: '镇长', appointedBy: 'commission', managedByUnitId: 'unit-organ1' };
    expect(register.record({ type: 'RegisterPost', data: post })).toBe(true);
  }
  const taken = list.flatMap(({ postId, personId, span: { from, to } }, index) => {
    const tenure = { tenureId: `t${index}`, postId, personId, from, sharePermille: 100, ...(to !== undefined && { ended: { to, reason: '调动' } }) };
    return register.record({ type: 'StartTenure', data: tenure }) ? [{ tenureId: `t${index}`, postId, from, to }] : [];
  });
  return { register, taken };
}

describe('a correction of a tenure', () => {
  it('changes no answer for a day that lies in neither, or in both, of the intervals', () => {
    let corrected = 0;
    fc.assert(
      fc.property(HISTORIES, ({ held: list, chosen, to, days }) => {
        const { register, taken } = registerOf(list);
        const tenure = taken[chosen % taken.length]!;
        const dates = days.map(dateOf);
        const before = new Map(dates.map((date) => [date, register.on(date)]));
        const { tenureId, postId } = tenure;
        const command = { type: 'CorrectTenure', data: { tenureId, postId, ...to, sharePermille: 100, reason: '补录', documentRef: '示例文件' } };
        if (!register.record(command)) return;
        corrected++;
        for (const date of dates) {
          const [was, is] = [holdsOn(tenure, date), holdsOn(to, date)];
          if (was === is) expect([date, register.on(date)]).toEqual([date, before.get(date)]);
          else expect(register.on(date).some((line) => line.includes(` ${postId} ${tenureId}`))).toBe(is);
        }
      }),
      { numRuns: 2_000, seed: 2016 },
    );
    // The law was tried, not dodged by refusals.
    expect(corrected).toBeGreaterThan(1_000);
  });
});

describe('the chain of responsibility', () => {
  let county: SmallCounty;
  beforeAll(async () => {
    county = await SmallCounty.open();
    await county.settle(await readBook('pingli-2016'));
    await county.on('2017-01-10');
  });
  afterAll(() => county.close());

  const chainOn = async (target: string, validOn: string) => (await county.zelian.reader.get('responsibility-chain', target, { validOn })).row as Chain;
  const holders = async (date: string, duty: string) =>
    (await chainOn(COUNTY.village, date))?.links.filter((link) => link.duty === duty).map(({ personId }) => personId);

  it('names whoever held the duty on the day, however often it was handed on later', async () => {
    const people = [PERSON.secretary, PERSON.head, PERSON.successor];
    const duty = { kind: 'first-secretary', targetId: COUNTY.village, year: COUNTY.year };
    const starts = [18, 97, 160, 161, 300];
    const expected = (n: number) => starts.flatMap((start, index) => (start <= n && n < (starts[index + 1] ?? 366) ? [people[index % people.length]!] : []));
    for (const [index, start] of starts.entries()) {
      if (index > 0)
        await county.record('EndDuty', { dutyId: `d${index - 1}`, targetId: COUNTY.village, year: COUNTY.year, to: dateOf(start), reason: '轮换' });
      await county.record('AssignDuty', { ...duty, dutyId: `d${index}`, personId: people[index % people.length], from: dateOf(start), to: '2017-01-01' });
      // All that was answered for before this reassignment is answered for by the same people.
      for (let n = 0; n < start; n += 9) expect([n, await holders(dateOf(n), duty.kind)]).toEqual([n, expected(n)]);
    }
    for (let n = 0; n < 366; n += 5) expect([n, await holders(dateOf(n), duty.kind)]).toEqual([n, expected(n)]);
  });

  it('follows a late deed in valid time and nowhere else', async () => {
    const secretaries = async (date: string) =>
      (await chainOn(COUNTY.town, date)).links.filter(({ role }) => role === 'party-secretary').map(({ personId }) => personId);
    await county.record('EndTenure', { tenureId: 'tenure-party-secretary', postId: POST.secretary, to: '2016-10-10', reason: '调动' });
    await county.record('StartTenure', { tenureId: 'tenure-successor', personId: PERSON.successor, postId: POST.secretary, from: '2016-11-20' });
    const dates = ['2016-01-01', '2016-10-09', '2016-10-10', '2016-11-19', '2016-11-20', '2017-01-05'];
    const before = await Promise.all(dates.map(secretaries));
    expect(before).toEqual([[PERSON.secretary], [PERSON.secretary], [], [], [PERSON.successor], [PERSON.successor]]);
    const deed = {
      tenureId: 'tenure-party-secretary',
      postId: POST.secretary,
      from: '2016-01-01',
      to: '2016-11-20',
      reason: '交接实为十一月',
      documentRef: '示例文件',
    };
    await county.record('CorrectTenure', deed);
    const after = await Promise.all(dates.map(secretaries));
    expect(after).toEqual([[PERSON.secretary], [PERSON.secretary], [PERSON.secretary], [PERSON.secretary], [PERSON.successor], [PERSON.successor]]);
  });
});
