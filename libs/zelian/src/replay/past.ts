import { bookInForceFrom, RULE_BOOKS, RULE_BOOKS_STREAM, type RuleBookRow } from '#rulebook';
import { decodeEvent } from '#ledger';
import { Model, type StoredLedger } from '#replay';
import { definitionsOf } from '../contexts.js';
import type { Parts } from '../parts.js';

/** The product's manifests as a replay needs them. The trail only retells the log, event by event. */
export const modelOf = ({ contexts }: Pick<Parts, 'contexts'>): Model =>
  new Model({
    contexts,
    definitions: definitionsOf(contexts),
    books: {
      view: RULE_BOOKS,
      stream: RULE_BOOKS_STREAM,
      published: 'RuleBookPublished',
      inForce: (rows, date) => bookInForceFrom(rows as readonly RuleBookRow[], date),
    },
    calendar: 'calendar',
    retelling: new Set(['trail']),
  });

/** The stored ledger up to a position, with its rows at every earlier one. */
export function storedLedgerOf({ engines: { log, rows }, history }: Parts, head: number): StoredLedger {
  const { definitions } = history;
  return {
    head,
    readAll: (from) => history.readAll(from),
    stream: async function* (name, fromRevision) {
      for await (const stored of log.read(name, fromRevision)) {
        if (stored.position > head) return;
        yield decodeEvent(stored, definitions);
      }
    },
    find: async (eventId) => {
      const stored = await log.find(eventId);
      return stored && decodeEvent(stored, definitions);
    },
    row: (view, key, position) => rows.get(view, key, position),
    list: (view, position) => rows.list(view, { asKnownAt: position }),
  };
}
