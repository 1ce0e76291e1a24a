import { must, type DecisionInput } from '#kernel';
import { bookOf, clausesOfKind, type BookInForce, type Clause, type Interpretation } from '#rulebook';

/** The last word of authority on a term, or on the clause itself. */
const lastOn = (interpretations: readonly Interpretation[], term: string): Interpretation | undefined => interpretations.findLast((said) => said.term === term);

function effectsOf(clause: Clause, { book, interpretations }: BookInForce): readonly string[] {
  const { consequence, terms = [] } = clause;
  const stated = consequence.kind === 'veto' && consequence.effects !== 'undetermined' ? consequence.effects : [];
  const interpreted = [...terms, clause.id].flatMap((term) => {
    const said = lastOn(interpretations, term)?.effects;
    if (said) return said;
    const known = book.terms.find(({ id }) => id === term);
    return (known?.defined && known.effects) || [];
  });
  return [...stated, ...interpreted];
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
  must(unknown === undefined, 'veto.unknown-effect', { zh: `规则库及其解释没有规定效果“${unknown}”`, en: `neither the book nor its interpretations give the effect "${unknown}"` }, clauseIds[0]);
}
