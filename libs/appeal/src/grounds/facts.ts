import type { CaseBasisChanged, CaseBasisRemoved, MeasureBasisLost, MeasureBasisRegained } from '#accountability';
import { isCommitted, type Basis, type Recorded } from '#kernel';
import type { CaseFile } from './case-file.js';
import { basisRelied, groundKey, ofType, type Decided } from './decided.js';
import { seen, type Seen, type Sighting, type Unchecked } from './sighting.js';

/** Whether what the decision rests on is there, and is still what it was. */
export function factsSeen(file: CaseFile, decided: Decided): Seen {
  return seen([...missingFacts(file, decided), ...lostBases(decided), ...changedFacts(decided)], erasedFacts(file, decided));
}

function missingFacts({ evidence }: CaseFile, { decision, bases }: Decided): readonly Sighting[] {
  return bases.flatMap(({ clauseId, events }): readonly Sighting[] => {
    const missing = events.filter((id) => !evidence.has(id));
    if (events.length > 0 && missing.length === 0) return [];
    const what =
      events.length === 0
        ? { zh: `条款${clauseId}没有列出任何依据事件`, en: `clause ${clauseId} names no event at all` }
        : { zh: `条款${clauseId}所列的依据事件不在账本中：${missing.join('、')}`, en: `events that clause ${clauseId} rests on are not in the log` };
    return [{ fault: 'fact-missing', what, eventIds: [decision.id, ...missing], clause: clauseId, named: false }];
  });
}

type Fall = Recorded<MeasureBasisLost | CaseBasisRemoved>;
const newEvents = ({ basis = [] }: Recorded): readonly string[] => basis.flatMap(({ events }) => events);

/** Grounds that the decision relied on and that fell since, unless they are met again. */
function lostBases({ decision, after }: Decided): readonly Sighting[] {
  const relied = new Set(decision.data.bases.map(groundKey));
  const falls: readonly Fall[] = [...ofType(after, 'MeasureBasisLost'), ...ofType(after, 'CaseBasisRemoved')];
  const back: readonly Recorded<MeasureBasisRegained>[] = ofType(after, 'MeasureBasisRegained');
  return falls
    .filter((fall) => relied.has(groundKey(fall.data)) && !back.some((one) => groundKey(one.data) === groundKey(fall.data) && one.position > fall.position))
    .map((fall): Sighting => {
      const { clauseId } = fall.data;
      const last = fall.type === 'MeasureBasisLost';
      return {
        fault: 'basis-lost',
        what: {
          zh: last ? `所依据的条款${clauseId}现已不成立，处理不再有依据` : `所依据的条款${clauseId}现已不成立，处理尚有其他依据`,
          en: last ? `clause ${clauseId} is not met any more: nothing is left to rest on` : `clause ${clauseId} is not met any more; other grounds remain`,
        },
        eventIds: [fall.id, ...newEvents(fall)],
        clause: clauseId,
        named: false,
      };
    });
}

/** Grounds that still hold, on other facts than those that the deciders had. */
function changedFacts(decided: Decided): readonly Sighting[] {
  const { decision, after } = decided;
  const relied = new Map(decision.data.bases.map((ref) => [groundKey(ref), basisRelied(decided, ref)]));
  const last = new Map<string, Recorded<CaseBasisChanged>>(ofType(after, 'CaseBasisChanged').map((change) => [groundKey(change.data), change]));
  return [...last].flatMap(([key, change]): readonly Sighting[] => {
    const was: Basis | undefined = relied.get(key);
    const now = new Set(newEvents(change));
    const gone = was?.events.filter((id) => !now.has(id)) ?? [];
    if (gone.length === 0) return [];
    const { clauseId } = change.data;
    return [
      {
        fault: 'fact-changed-since',
        what: {
          zh: `条款${clauseId}所依据的事实在决定后被撤回或更正，条款仍成立`,
          en: `facts behind clause ${clauseId} were withdrawn or corrected; it is still met`,
        },
        eventIds: [change.id, ...gone, ...[...now].filter((id) => !was!.events.includes(id))],
        clause: clauseId,
        named: false,
      },
    ];
  });
}

function erasedFacts({ erased }: CaseFile, { before }: Decided): readonly Unchecked[] {
  return ofType(before, 'FactsDrafted')
    .filter(({ data: { facts } }) => isCommitted(facts) && erased.has(facts.commitment))
    .map(({ id }) => ({
      fault: 'fact-missing' as const,
      why: { zh: '事实材料的内容已依法删除，只能核对其存在', en: 'the text of the facts was erased: only that there was one can be checked' },
      eventIds: [id],
    }));
}
