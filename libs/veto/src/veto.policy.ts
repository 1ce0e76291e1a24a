import type { Policy } from '#kernel';
import type { ClauseOutcomeChanged } from '#rulebook';
import { vetoClauses, type VetoClauseRow } from './veto-clauses.view.js';
import type { SetVetoBasis } from './veto.commands.js';

/**
 * Which clause vetoes is the book's word. A veto concerns the unit judged; about a village none can stand, so those outcomes lead nowhere.
 * A clause that no longer vetoes, met or not, is a ground that fell.
 */
export const onClauseOutcomeChanged: Policy<ClauseOutcomeChanged, SetVetoBasis> = {
  name: 'onClauseOutcomeChanged',
  needs: { ClauseOutcomeChanged: ({ data }) => [{ view: vetoClauses.name, key: data.clauseId }] },
  on: {
    ClauseOutcomeChanged: ({ data }, facts) => {
      const { target, targetKind, year, clauseId, clauseHash, bookId, bookVersion, outcome, consequence, values, evidence } = data;
      if (targetKind !== 'unit' || !facts.get<VetoClauseRow>(vetoClauses.name, clauseId)) return [];
      const met = consequence.kind === 'veto' && outcome === 'met';
      return [
        {
          type: 'SetVetoBasis',
          data: { unitId: target, year, clauseId, target, met, values, basis: { bookId, bookVersion, clauseId, clauseHash, events: evidence } },
        },
      ];
    },
  },
};
