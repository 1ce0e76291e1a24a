import fc from 'fast-check';
import { addDays, Rejection, type Actor, type Command } from '#kernel';
import type { Edit, EditList } from '#zelian';
import type { PostRow } from '#registry';
import type { RuleBook } from '#rulebook';
import { readBook } from '#rulebook/nest';
import type { Zelian } from '#zelian';
import { staff } from './commission.js';
import { startRound } from './field-work.js';
import { live, type Deed } from './histories.js';
import { COUNTY, POST, type SmallCounty } from './small-county.js';

/** One command that the small county's ledger took: when, by whom, under which id. */
export type Entry = Readonly<{ at: string; type: string; data: object; commandId: string; actor?: Actor }>;

/** Lives a history from its first day and keeps a journal of what was taken. */
export async function journalOf(deeds: readonly Deed[], county: SmallCounty): Promise<readonly Entry[]> {
  const journal: Entry[] = [];
  const record = county.record.bind(county);
  county.record = async (type, data, commandId = county.nextCommandId(), actor?: Actor) => {
    await record(type, data, commandId, actor);
    journal.push({ at: county.clock.now(), type, data, commandId, ...(actor && { actor }) });
    return county;
  };
  await county.settle(await readBook('pingli-2016'));
  await startRound(county);
  await county.planExit();
  await county.assess(6_100);
  await staff(county);
  await live(county, deeds);
  return journal;
}

/** The same entries, four days' worth of them recorded on the last of these days: rules that lag within a day then have something to lag behind. */
export function inHaste(journal: readonly Entry[]): readonly Entry[] {
  const days = [...new Set(journal.map(({ at }) => at))];
  const lastOf = (at: string): string => days[Math.min(days.length - 1, Math.floor(days.indexOf(at) / 4) * 4 + 3)]!;
  return journal.map((entry) => ({ ...entry, at: lastOf(entry.at) }));
}

/** `left`: commands because of which the rules recorded that somebody left a post; all where nobody says. */
type Recording = Readonly<{ until: string; turn?: () => boolean; left?: ReadonlySet<string> }>;

/** When a ledger last recorded anything: as far as its time is known. */
export const endOf = async ({ log }: Zelian): Promise<string> => (await log.head()).recordedAt;

/**
 * Records journal entries as they come, and lets time go on to the end; what is refused is left out and counted. `turn` says when the runners may follow.
 */
export async function recordAll(county: SmallCounty, journal: readonly Entry[], { until, turn = () => true, left }: Recording): Promise<number> {
  const { zelian } = county;
  const actor = { personId: 'person-clerk1', postId: 'post-clerk1' };
  let refused = 0;
  for (const { at, type, data, commandId, actor: by = actor } of journal) {
    // The rules lag within a day: results are dated by what they follow from, and a day that ended has had its results.
    if (at !== county.clock.now()) await zelian.moveTo(at);
    const send = () => zelian.record({ type, data } as Command, { actor: by, commandId });
    try {
      await send().catch(async (error: unknown) => {
        if (!(error instanceof Rejection)) throw error;
        // Somebody who is refused because the rules lag asks again.
        await zelian.drain();
        await send();
      });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      refused++;
      await leftAllTheSame(county, { at, type, data, commandId }, left);
    }
    if (turn()) await zelian.drain();
  }
  if (until > county.clock.now()) await zelian.moveTo(until);
  await zelian.drain();
  return refused;
}

/** Commands because of which the rules recorded that somebody left a post: where the rules lag, it may have ended before they had their turn. */
export async function leavingsIn(zelian: Zelian): Promise<ReadonlySet<string>> {
  const causes = new Set<string>();
  for await (const { type, origin, correlationId } of zelian.parts.history.readAll(0))
    if (origin === 'policy' && /^Tenure(Ended|Corrected)$/.test(type)) causes.add(correlationId);
  return causes;
}

/** Who was removed was in fact gone, whatever becomes of the decision (justice 17): the post was left, so that is recorded by itself. */
async function leftAllTheSame({ zelian }: SmallCounty, { type, data, commandId }: Entry, left: Recording['left']): Promise<void> {
  const { personId, postId, tenureEndsOn: to } = data as Readonly<Record<string, string | undefined>>;
  if (type !== 'ExecuteMeasure' || to === undefined || left?.has(commandId) === false) return;
  const reason = '处理执行：RemovalFromPost';
  const { row } = await zelian.reader.get('post-directory', postId!);
  for (const held of ((row as PostRow | undefined)?.tenures ?? []).filter(
    (one) => one.personId === personId && one.from < to && (one.to === undefined || one.to > to),
  )) {
    const command =
      held.to === undefined
        ? { type: 'EndTenure', data: { tenureId: held.tenureId, postId, to, reason } }
        : { type: 'CorrectTenure', data: { tenureId: held.tenureId, postId, from: held.from, to, reason, documentRef: '示例' } };
    await zelian.record(command, { actor: { personId: 'person-clerk1', postId: 'post-clerk1' }, commandId: besideId(commandId, 0x80) });
  }
}

/** An edit as numbers that any journal can be edited by. */
export type Wish = Readonly<{ op: 'retract' | 'score' | 'move' | 'shift' | 'book' | 'add-score' | 'add-end'; which: number; score: number; day: number }>;
export const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
  fc.record({
    op: fc.constantFrom(...(['retract', 'score', 'move', 'shift', 'book', 'add-score', 'add-end'] as const)),
    which: fc.nat(1_000),
    score: fc.integer({ min: 5_500, max: 6_900 }),
    day: fc.integer({ min: 1, max: 360 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Ids of commands that recorded nothing but facts: what may be edited. */
export async function factsIn(zelian: Zelian): Promise<ReadonlySet<string>> {
  const facts = new Set<string>();
  const others = new Set<string>();
  for await (const { commandId, type, origin } of zelian.parts.history.readAll(0))
    (origin === 'person' && zelian.parts.history.definitions.get(type)!.kind === 'fact' ? facts : others).add(commandId);
  return new Set([...facts].filter((commandId) => !others.has(commandId)));
}

type Edited = Readonly<{ list: EditList; journal: readonly Entry[] }>;

/** The edit list of some wishes, and beside it the journal as it would have been: written by hand, not by replay. */
export function edited(journal: readonly Entry[], wanted: readonly Wish[], editable: ReadonlySet<string>): Edited {
  const edits: Edit[] = [];
  const changed = new Map<string, Entry | undefined>();
  const added = new Map<string, Entry[]>();
  for (const [index, wish] of wanted.entries()) {
    const untouched = journal.filter(({ commandId }) => !changed.has(commandId));
    const facts = untouched.filter(({ commandId }) => editable.has(commandId));
    const of = wish.op === 'book' ? milderBook(untouched) : EDITS[wish.op](wish, facts, index);
    if (!of) continue;
    edits.push(of.edit);
    if (of.after) added.set(of.after.commandId, [...(added.get(of.after.commandId) ?? []), of.after.entry]);
    else changed.set(of.commandId!, of.entry);
  }
  const after = journal.flatMap((entry) => {
    const kept = changed.has(entry.commandId) ? changed.get(entry.commandId) : entry;
    return [...(kept ? [kept] : []), ...(added.get(entry.commandId) ?? [])];
  });
  return { list: { format: 1, edits }, journal: after };
}

type Made = Readonly<{ edit: Edit; commandId?: string; entry?: Entry; after?: Readonly<{ commandId: string; entry: Entry }> }>;
const pick = (from: readonly Entry[], { which }: Wish): Entry | undefined => from[which % Math.max(1, from.length)];
/** The book without what it takes off scores, in the place of the one that was published. */
function milderBook(untouched: readonly Entry[]): Made | undefined {
  const entry = untouched.find(({ type }) => type === 'PublishRuleBook');
  if (!entry) return undefined;
  const { document: book } = entry.data as Readonly<{ document: RuleBook }>;
  const document = { ...book, clauses: book.clauses.filter(({ consequence }) => consequence.kind !== 'deduction') };
  return { edit: { op: 'book', document: document as never }, commandId: entry.commandId, entry: { ...entry, data: { document } } };
}
const EDITS: Readonly<Record<Exclude<Wish['op'], 'book'>, (wish: Wish, facts: readonly Entry[], index: number) => Made | undefined>> = {
  retract: (wish, facts) => {
    // Mostly what cases hang on: without the registers there are no cases at all.
    const recent = facts.filter(({ at }) => at > '2017');
    const entry = pick(wish.score % 4 === 0 || recent.length === 0 ? facts : recent, wish);
    return entry && { edit: { op: 'retract', of: entry.commandId }, commandId: entry.commandId };
  },
  score: (wish, facts) => {
    const entry = pick(
      facts.filter(({ data }) => 'scoreHundredths' in data),
      wish,
    );
    if (!entry) return undefined;
    const edit: Edit = { op: 'replace', of: entry.commandId, path: '/scoreHundredths', value: wish.score };
    return { edit, commandId: entry.commandId, entry: { ...entry, data: { ...entry.data, scoreHundredths: wish.score } } };
  },
  move: (wish, facts) => {
    const entry = pick(
      facts.filter(({ type }) => type === 'CorrectTenure'),
      wish,
    );
    if (!entry) return undefined;
    const to = addDays('2016-01-01', wish.day);
    return {
      edit: { op: 'replace', of: entry.commandId, path: '/to', value: to },
      commandId: entry.commandId,
      entry: { ...entry, data: { ...entry.data, to } },
    };
  },
  shift: (wish, facts) => {
    const entry = pick(
      facts.filter(({ type }) => type === 'CorrectTenure'),
      wish,
    );
    if (!entry) return undefined;
    const [from, to] = [addDays('2015-12-01', wish.day % 60), addDays('2016-02-01', wish.day)];
    return {
      edit: { op: 'move', of: entry.commandId, from, to },
      commandId: entry.commandId,
      entry: { ...entry, data: { ...entry.data, from, to } },
    };
  },
  'add-score': (wish, facts, index) => {
    const anchor = pick(
      facts.filter(({ at }) => at > '2017'),
      wish,
    );
    const data = {
      unitId: COUNTY.town,
      year: COUNTY.year,
      indicatorId: 'all',
      scoreHundredths: wish.score,
      evidenceRefs: ['附件'],
      reason: '补录',
      documentDate: '2017-01-05',
    };
    return anchor && adding(anchor, { type: 'CorrectIndicatorScore', data }, index);
  },
  'add-end': (wish, facts, index) => {
    const anchor = pick(
      facts.filter(({ at }) => at > '2017'),
      wish,
    );
    const data = { tenureId: 'tenure-town-head', postId: POST.head, to: addDays('2016-01-01', wish.day), reason: '调动' };
    return anchor && adding(anchor, { type: 'EndTenure', data }, index);
  },
};

/** The id of a command that goes with another, never the same: `by` is not 0. */
const besideId = (commandId: string, by: number): string => commandId.slice(0, -2) + (parseInt(commandId.slice(-2), 16) ^ by).toString(16).padStart(2, '0');

function adding({ commandId, at }: Entry, command: Command & Readonly<{ data: object }>, index: number): Made {
  const own = besideId(commandId, 0x90 + index);
  const edit: Edit = { op: 'add', label: `f${index}`, after: commandId, command, actor: { personId: 'person-clerk1', postId: 'post-clerk1' } };
  return { edit, after: { commandId, entry: { at, type: command.type, data: command.data, commandId: own } } };
}
