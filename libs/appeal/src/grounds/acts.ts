import type { CaseEvent, ReexaminedAct } from '#accountability';
import { dateOf, type Recorded } from '#kernel';
import { bookInForceFrom, type RuleBook } from '#rulebook';
import type { CaseFile } from './case-file.js';
import type { Decided } from './decided.js';
import { faultOfBreach, faultOfCode, withoutImplied } from './faults.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

type BrokenRules = NonNullable<ReexaminedAct['broken']>;
const breachesIn = ({ data }: Recorded<CaseEvent>): readonly string[] => (data as Readonly<{ breaches?: readonly string[] }>).breaches ?? [];

/** Breaches with which acts were recorded, and those that show when the acts are examined again: one fault each, whoever named it. */
export function actsSeen(file: CaseFile, { decision, before, after }: Decided): Seen {
  const acts = [...before, decision, ...after];
  const reexamined = new Map(file.reexamined.map((act) => [act.eventId, act]));
  const sightings = acts.flatMap((act) => sightingsOf(act, reexamined.get(act.id)?.broken ?? [], bookOn(file, act)));
  const unchecked = acts.flatMap((act): readonly Unchecked[] => (isUnexamined(reexamined.get(act.id)) ? [unexamined(act)] : []));
  return seen([...sightings, ...barredSeen(file, acts)], [...unchecked, ...meetingUnchecked(file, decision)]);
}

const bookOn = ({ books }: CaseFile, { validAt, recordedAt }: Recorded): RuleBook | undefined =>
  bookInForceFrom(books, validAt?.from ?? dateOf(recordedAt))?.book;
const isUnexamined = (act: ReexaminedAct | undefined): boolean => act !== undefined && act.broken === undefined;

function sightingsOf(act: Recorded<CaseEvent>, broken: BrokenRules, book: RuleBook | undefined): readonly Sighting[] {
  const named = new Set(breachesIn(act));
  const rules = withoutImplied(broken);
  const found = rules.map(({ code, text, clause }): Sighting => ({
    fault: faultOfCode(code) ?? 'other-breach',
    what: text,
    eventIds: [act.id],
    ...(clause !== undefined && { clause }),
    named: named.has(clause ?? code),
  }));
  const explained = new Set(broken.map(({ code, clause }) => clause ?? code));
  return [...found, ...[...named].filter((breach) => !explained.has(breach)).map((breach) => recordedOnly(act, breach, book))];
}

/** A breach on record that does not show any more, as where a post or a text was corrected since: it was named, so it is told. */
function recordedOnly({ id }: Recorded, breach: string, book: RuleBook | undefined): Sighting {
  const clause = book && [...book.procedure, ...book.clauses].find((one) => one.id === breach);
  return {
    fault: faultOfBreach(breach, book),
    what: { zh: `登记时已注明违反：${clause?.zh ?? breach}`, en: `recorded with the breach ${breach}` },
    eventIds: [id],
    ...(clause && { clause: breach }),
    named: true,
  };
}

/** Who decided though a declared relation bars the person. An investigation is examined again with everything that relates somebody to it, and overrides. */
function barredSeen({ barred = [] }: CaseFile, acts: readonly Recorded<CaseEvent>[]): readonly Sighting[] {
  return acts.flatMap((act) => {
    const people = act.type === 'CollectivelyDecided' ? act.data.participantIds : [];
    return barred
      .filter(({ personId }) => people.includes(personId))
      .map(({ why, eventId }): Sighting => ({
        fault: 'not-recused',
        what: why,
        eventIds: [act.id, ...(eventId === undefined ? [] : [eventId])],
        named: false,
      }));
  });
}

const unexamined = ({ id }: Recorded): Unchecked => ({
  fault: 'out-of-order',
  why: { zh: '该行为登记时所用岗位未在册，无法复核', en: 'the post in which this act was recorded is not registered: it cannot be examined again' },
  eventIds: [id],
});
const meetingUnchecked = ({ organKnown }: CaseFile, { id }: Recorded): readonly Unchecked[] =>
  organKnown
    ? []
    : [
        {
          fault: 'meeting-not-lawful',
          why: { zh: '决定机关的任职情况未在册，到会人数和资格无法核对', en: 'nobody is registered in the deciding organ: its quorum cannot be checked' },
          eventIds: [id],
        },
      ];
