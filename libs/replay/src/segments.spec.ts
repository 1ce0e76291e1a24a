import type { Recorded } from '#kernel';
import { eventIdOf, newCommandId, seededEntropy } from '#ledger';
import { Lagged, segmentsOf, segmentStarts } from './segments.js';
import type { StoredLedger } from './stored-ledger.js';

const entropy = seededEntropy('segments');
const id = (name: string): string => newCommandId('2016-01-04T01:00:00.000Z', entropy, name);

/** A log as a word: capital letters are people's commands, `a` is what follows from `A`; a letter twice in a row is one command with two events. */
function ledgerOf(word: string): StoredLedger {
  const seen = new Map<string, number>();
  const events = [...word].map((letter, position) => {
    const root = id(letter.toUpperCase());
    const isRoot = letter === letter.toUpperCase();
    const commandId = isRoot ? root : id(`${letter}${word[position - 1] === letter ? position - 1 : position}`);
    const index = seen.get(commandId) ?? 0;
    seen.set(commandId, index + 1);
    return { id: eventIdOf(commandId, index), commandId, correlationId: root, origin: isRoot ? 'person' : 'policy', position } as unknown as Recorded;
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

async function cut(word: string, from: number, starts?: readonly number[]): Promise<readonly string[]> {
  const words: string[] = [];
  for await (const { start, end } of segmentsOf(ledgerOf(word), from, starts)) words.push(word.slice(start, end + 1));
  return words;
}

describe('segments', () => {
  it('are a command and what followed from it, where the rules kept up', async () => {
    expect(await cut('AAaBbbCc', 0)).toEqual(['AAa', 'Bbb', 'Cc']);
    expect(await cut('AAaBbbCc', 3)).toEqual(['Bbb', 'Cc']);
  });
  it('cannot be told while going along where the rules lagged', () => expect(cut('ABaCcb', 0)).rejects.toThrow(Lagged));
  it.each<[string, number, readonly number[], readonly string[]]>([
    ['AaBCcbDd', 0, [0, 2, 6], ['Aa', 'BCcb', 'Dd']],
    ['AaBCcbDd', 3, [2, 6], ['BCcb', 'Dd']],
    ['ABCabcDd', 2, [0, 6], ['ABCabc', 'Dd']],
    ['ABbCca', 3, [0], ['ABbCca']],
  ])('%s from %i on begin where nothing was owed', async (word, from, starts, words) => {
    expect(await segmentStarts(ledgerOf(word), from)).toEqual(starts);
    expect(await cut(word, from, starts)).toEqual(words);
  });
});
