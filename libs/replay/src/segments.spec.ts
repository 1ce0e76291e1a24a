import type { Command, Recorded } from '#kernel';
import { eventIdOf, newCommandId, seededEntropy } from '#ledger';
import { layoutOf } from './lag.js';
import type { Model } from './model.js';
import { Lists } from './past.js';
import { segmentsOf } from './segments.js';
import type { StoredLedger } from './stored-ledger.js';

const entropy = seededEntropy('segments');
const id = (name: string): string => newCommandId('2016-01-04T01:00:00.000Z', entropy, name);

const streamOf = (letter: string): string => `stream-${letter.toUpperCase()}`;

/** A log as a word: capital letters are people's commands, `a` is what follows from `A`; a letter twice in a row is one command with two events. */
function ledgerOf(word: string): StoredLedger {
  const seen = new Map<string, number>();
  const ids: string[] = [];
  const events = [...word].map((letter, position) => {
    const root = id(letter.toUpperCase());
    const isRoot = letter === letter.toUpperCase();
    const commandId = isRoot ? root : id(`${letter}${word[position - 1] === letter ? position - 1 : position}`);
    const index = seen.get(commandId) ?? 0;
    // What follows was caused by the last event of its own before it.
    const before = [...word.slice(0, position)].findLastIndex(
      (other, at) => other.toUpperCase() === letter.toUpperCase() && !(other === letter && at === position - 1),
    );
    const causationId = isRoot || before < 0 ? undefined : ids[before];
    seen.set(commandId, index + 1);
    ids.push(eventIdOf(commandId, index));
    return {
      id: ids.at(-1),
      type: 'Said',
      recordedAt: '2016-01-04T01:00:00.000Z',
      commandId,
      correlationId: root,
      origin: isRoot ? 'person' : 'policy',
      stream: streamOf(letter),
      causationId,
      position,
    } as unknown as Recorded;
  });
  const none = () => Promise.reject(new Error('not asked'));
  return {
    head: events.length - 1,
    readAll: async function* (from) {
      yield* events.slice(from);
    },
    stream: async function* () {
      yield* [];
    },
    find: async (eventId) => events.find((event) => event.id === eventId),
    row: none,
    list: none,
  };
}

type Followed = Readonly<{ starts: readonly number[]; late: readonly number[] }>;

/** Where a log's segments begin when every `A` is one that a policy answers on the streams named for it; the answer is recorded unless it is `idle`. */
async function laidOut(word: string, answers: Readonly<Record<string, string>> = {}, idle = false): Promise<Followed> {
  const base = ledgerOf(word);
  const streams = ({ position }: Recorded) => [...(answers[word[position]!] ?? '')].map(streamOf);
  const policy = { name: 'on', on: { Said: (event: Recorded) => streams(event).map((stream) => ({ type: 'Answer', data: { stream } })) }, reaches: streams };
  const decider = {
    streamOf: ({ data }: Command) => (data as { stream: string }).stream,
    initialState: {},
    decide: { Answer: () => (idle ? [] : [{}]) },
    evolve: { Said: () => ({}) },
  };
  const model = {
    policiesOn: () => [{ name: 'on', policy }],
    viewsOn: () => [],
    isShared: () => true,
    deciderOf: () => decider,
    deciderOfStream: () => decider,
    bookFor: async () => undefined,
  } as unknown as Model;
  const { starts, late } = await layoutOf({ base, model, lists: new Lists(base, model), started: new Map() });
  return { starts, late: [...late].sort((a, b) => a - b) };
}

async function cut(word: string, from: number): Promise<readonly string[]> {
  const { starts } = await laidOut(word);
  const words: string[] = [];
  for await (const { start, end } of segmentsOf(ledgerOf(word), from, starts)) words.push(word.slice(start, end + 1));
  return words;
}

describe('segments', () => {
  it('are a command and what followed from it, where the rules kept up', async () => {
    expect(await cut('AAaBbbCc', 0)).toEqual(['AAa', 'Bbb', 'Cc']);
    expect(await cut('AAaBbbCc', 4)).toEqual(['Bbb', 'Cc']);
    expect((await laidOut('AAaBbbCc')).late).toEqual([]);
  });
  it.each<[string, number, Followed, readonly string[]]>([
    ['AaBCcbDd', 0, { starts: [0, 2, 6], late: [2] }, ['Aa', 'BCcb', 'Dd']],
    ['AaBCcbDd', 3, { starts: [0, 2, 6], late: [2] }, ['BCcb', 'Dd']],
    ['ABCabcDd', 2, { starts: [0, 6], late: [0] }, ['ABCabc', 'Dd']],
    ['ABbCca', 3, { starts: [0], late: [0] }, ['ABbCca']],
  ])('%s from %i on begin where nothing was owed, and are late where something was', async (word, from, layout, words) => {
    expect(await laidOut(word)).toEqual(layout);
    expect(await cut(word, from)).toEqual(words);
  });
  it('are late where the next command wrote what a reaction was going to, and nothing shows that it had gone first', async () => {
    expect((await laidOut('AB', { A: 'B' })).late).toEqual([0]);
    expect((await laidOut('AB', { A: 'C' })).late).toEqual([]);
    expect((await laidOut('AaBC', { A: 'B', a: 'C' })).late).toEqual([0]);
    // What followed from `b` shows that all before it had had its turn.
    expect((await laidOut('AaBbC', { A: 'C' })).late).toEqual([]);
  });
  it('are not where the reaction would have recorded nothing, whenever its turn came', async () => {
    expect((await laidOut('AB', { A: 'B' }, true)).late).toEqual([]);
    expect((await laidOut('AaBC', { A: 'B', a: 'C' }, true)).late).toEqual([]);
    expect((await laidOut('ABCabcDd', {}, true)).late).toEqual([0]);
  });
});
