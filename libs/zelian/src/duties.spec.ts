import { Duties, type Election, type Work } from './duties.js';

/** An election whose outcome the test decides. */
class Decided implements Election {
  private now: number | undefined;
  private tell: (isHeld: boolean) => void = () => undefined;

  constructor(term?: number) {
    this.now = term;
  }

  become(term: number | undefined): void {
    this.now = term;
    this.tell(term !== undefined);
  }

  term = () => this.now;
  isHeld = () => this.now !== undefined;
  holder = () => undefined;
  confirm = async () => undefined;
  guard = () => ({ stream: '~lease', revision: this.now ?? 0 });
  subscribe = (onChange: (isHeld: boolean) => void) => void (this.tell = onChange);
  refresh = async () => undefined;
  close = async () => undefined;
}

const nothing: Work = { isPrepared: () => true, prepare: async () => undefined, begin: async () => undefined };
const turns = async (count = 5): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('duties', () => {
  it('are ours at once where nobody else may have them, and from the start of a term that began before', () => {
    const alone = new Duties(undefined);
    alone.follow(nothing);
    const first = new Duties(new Decided(1));
    first.follow(nothing);
    expect([alone.areOurs, first.areOurs]).toEqual([true, true]);
  });

  it('are taken up, not presumed, where what they need did not come into our hands at the start', async () => {
    let prepared = false;
    const duties = new Duties(new Decided(1));
    duties.follow({ isPrepared: () => prepared, prepare: async () => void (prepared = true), begin: async () => undefined });
    expect(duties.areOurs).toBe(false);
    await turns();
    expect([prepared, duties.areOurs]).toEqual([true, true]);
  });

  it('are those of the last term won, however late the preparing of an earlier one ends', async () => {
    const election = new Decided();
    const duties = new Duties(election);
    const waiting: (() => void)[] = [];
    const begun: (number | undefined)[] = [];
    duties.follow({
      isPrepared: () => false,
      prepare: () => new Promise((resolve) => waiting.push(resolve)),
      begin: async () => void begun.push(election.term()),
    });
    election.become(5);
    await turns();
    election.become(undefined);
    election.become(7);
    await turns();
    const [early, late] = waiting;
    late!();
    await turns();
    expect([duties.areOurs, begun]).toEqual([true, [7]]);
    early!();
    await turns();
    expect([duties.areOurs, begun, duties.fault]).toEqual([true, [7], undefined]);
  });

  it('are taken up after all in a term that lapsed and was confirmed, of which nobody says that it is back', async () => {
    const election = new Decided(4);
    const duties = new Duties(election);
    const { term } = election;
    election.term = () => undefined;
    const begun = new Promise<void>((resolve) => duties.follow({ ...nothing, begin: async () => resolve() }));
    await turns();
    expect(duties.areOurs).toBe(false);
    election.term = term;
    await begun;
    expect(duties.areOurs).toBe(true);
  });

  it('tell why they could not be taken up, and are taken up when they can', async () => {
    const election = new Decided();
    const duties = new Duties(election);
    const refused = new Error('away');
    let away = true;
    const tried: Promise<void>[] = [];
    const attempt = async (): Promise<void> => {
      if (away) throw refused;
    };
    duties.follow({
      isPrepared: () => true,
      prepare: () => {
        const trying = attempt();
        tried.push(trying.catch(() => undefined));
        return trying;
      },
      begin: async () => undefined,
    });
    election.become(3);
    await turns();
    expect([duties.areOurs, duties.fault]).toEqual([false, refused]);
    away = false;
    while (tried.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await turns();
    expect([duties.areOurs, duties.fault]).toEqual([true, undefined]);
  });
});
