import type { Recorded } from '#kernel';
import type { ClauseOutcomeChanged, Consequence } from '#rulebook';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import { vetoClauses, type VetoClauseRow } from './veto-clauses.view.js';
import { onClauseOutcomeChanged } from './veto.policy.js';

const veto: Consequence = { kind: 'veto', effects: 'undetermined' };
const data: ClauseOutcomeChanged['data'] = {
  target: 'unit-qinglan01',
  targetKind: 'unit',
  year: 2016,
  clauseId: 'A',
  clauseHash: 'h',
  bookId: 'book',
  bookVersion: 1,
  outcome: 'met',
  consequence: veto,
  values: { 'performance.grade': 'poor' },
  evidence: ['e1'],
  missing: [],
};
const changed = (change: Partial<ClauseOutcomeChanged['data']>) =>
  recorded({ type: 'ClauseOutcomeChanged', data: { ...data, ...change } }, 0) as Recorded<ClauseOutcomeChanged>;

/** Runs the policy as the runner does: the view has seen the causing event, too. */
function react(...history: readonly Recorded<ClauseOutcomeChanged>[]) {
  const rows: Record<string, VetoClauseRow> = {};
  for (const event of history) {
    for (const key of vetoClauses.keysOf(event)) {
      const row = vetoClauses.on.ClauseOutcomeChanged(rows[key], event, key);
      if (row) rows[key] = row;
    }
  }
  const last = history.at(-1)!;
  return onClauseOutcomeChanged.on.ClauseOutcomeChanged(
    last,
    factsFrom({ [vetoClauses.name]: rows }, onClauseOutcomeChanged.needs?.ClauseOutcomeChanged?.(last) ?? []),
  );
}

const basis = { bookId: 'book', bookVersion: 1, clauseId: 'A', clauseHash: 'h', events: ['e1'] };
const said = { unitId: 'unit-qinglan01', year: 2016, clauseId: 'A', target: 'unit-qinglan01', values: data.values, basis };

describe("which clause vetoes is the book's word", () => {
  it('a met clause is a basis', () => expect(react(changed({}))).toEqual([{ type: 'SetVetoBasis', data: { ...said, met: true } }]));
  it.each(['not-met', 'undetermined'] as const)('a clause that is %s is none', (outcome) =>
    expect(react(changed({ outcome }))).toEqual([{ type: 'SetVetoBasis', data: { ...said, met: false } }]),
  );
  it("other consequences are not this context's business", () => expect(react(changed({ consequence: { kind: 'nomination', says: 'barred' } }))).toEqual([]));
  it('no veto stands about a village', () => expect(react(changed({ target: 'village-shiban01', targetKind: 'village' }))).toEqual([]));
  it('a clause that no longer vetoes has fallen, though it is met', () =>
    expect(react(changed({}), changed({ consequence: { kind: 'nomination', says: 'barred' } }))).toEqual([
      { type: 'SetVetoBasis', data: { ...said, met: false } },
    ]));
});

describe('veto-clauses', () => {
  it('lists what vetoes and what once did', () => {
    const first = vetoClauses.on.ClauseOutcomeChanged(undefined, changed({}), 'A');
    expect(first).toEqual({ clauseId: 'A', bookId: 'book', bookVersion: 1, vetoes: true });
    expect(vetoClauses.on.ClauseOutcomeChanged(first, changed({ bookVersion: 2, consequence: { kind: 'grade' } }), 'A')).toEqual({
      clauseId: 'A',
      bookId: 'book',
      bookVersion: 2,
      vetoes: false,
    });
    expect(vetoClauses.on.ClauseOutcomeChanged(undefined, changed({ consequence: { kind: 'grade' } }), 'A')).toBeUndefined();
  });
});
