import { must, type DecisionInput } from '#kernel';
import { bookOf, clausesOfKind, type BookInForce, type Clause } from '#rulebook';

/** As the evaluator reads a clause: what its terms mean comes before what it states itself; of several words of authority the last one holds. */
function effectsOf({ consequence, terms = [] }: Clause, { book, interpretations }: BookInForce): readonly string[] {
  const meanings = terms.map((id) => {
    const term = book.terms.find((candidate) => candidate.id === id);
    return term?.defined ? term : interpretations.findLast((said) => said.term === id);
  });
  const stated = consequence.kind === 'veto' && consequence.effects !== 'undetermined' ? consequence.effects : [];
  return meanings.find((meaning) => meaning?.effects)?.effects ?? stated;
}

/** What a veto on these clauses may reach: stated by the book, or by whom it lets interpret it (justice 3, 8). */
export function knownEffects(inForce: BookInForce, clauseIds: readonly string[]): ReadonlySet<string> {
  const vetoing = clausesOfKind(inForce.book, 'veto').filter(({ id }) => clauseIds.includes(id));
  return new Set(vetoing.flatMap((clause) => effectsOf(clause, inForce)));
}

/** People choose among what the book's interpretations allow, each once; nobody invents an effect. */
export function mustBeKnownEffects(effects: readonly string[], clauseIds: readonly string[], input: DecisionInput): void {
  must(effects.length > 0, 'veto.effects-empty', { zh: '未明确效果时应省略effects', en: 'leave effects out when they are undetermined' });
  must(new Set(effects).size === effects.length, 'veto.effect-twice', { zh: '同一效果重复列出', en: 'the same effect is named twice' });
  const known = knownEffects(bookOf(input), clauseIds);
  const unknown = effects.find((effect) => !known.has(effect));
  must(
    unknown === undefined,
    'veto.unknown-effect',
    { zh: `规则库及其解释没有规定效果“${unknown}”`, en: `neither the book nor its interpretations give the effect "${unknown}"` },
    clauseIds[0],
  );
}
