import { subjectIdsIn, type Message } from '#kernel';
import { eventNamed, ledgerLayout, planOf, replay, type Layout, type Edit, type EditList, type Model } from '#replay';
import type { Parts } from '../parts.js';
import { consequencesOf, type Consequences } from './consequences.js';
import { differenceHash, differenceOf, type Difference, type EditTold, type Narrowed } from './difference.js';
import { movedZh, replacedZh } from './edit-words.js';
import { LIMITS } from './limits.js';
import { storedLedgerOf, modelOf } from './past.js';

export type Counterfactual = Readonly<{
  /** As known after which position. */
  position: number;
  hash: string;
  difference: Difference;
  /** The recorded events that the edits are about: where a reader finds what was imagined otherwise. */
  editedEventIds: readonly string[];
  /** The difference by what it means for units and people. */
  consequences: Consequences;
  /** What the answer cannot know. */
  limits: readonly Message[];
  /** Stretches of the log that were derived again, of those from the first edit on. */
  derived: number;
  segments: number;
  /** For the panel of an appeal: what was left out of the whole. */
  narrowed?: Narrowed;
}>;
export type CounterfactualAsk = Readonly<{ list: EditList; position?: number; everything?: boolean }>;

const layouts = new WeakMap<Parts, Readonly<{ position: number; layout: Promise<Layout> }>>();
/** What all counterfactuals of a ledger up to a position share. Questions follow each other: kept until somebody asks about another position. */
function layoutAt(parts: Parts, position: number): Promise<Layout> {
  const known = layouts.get(parts);
  if (known?.position === position) return known.layout;
  const layout = ledgerLayout({ model: modelOf(parts), base: storedLedgerOf(parts, position) });
  layouts.set(parts, { position, layout });
  // Whoever waits for it hears why; the next one tries again.
  layout.catch(() => layouts.get(parts)?.layout === layout && layouts.delete(parts));
  return layout;
}

/** What would be otherwise had these facts been different: nothing is stored, hashed into or exported from the ledger. @throws Rejection `replay.*` */
export async function counterfactual(parts: Parts, { list, position, everything }: CounterfactualAsk): Promise<Counterfactual> {
  const head = position ?? (await parts.history.head());
  await parts.projector.upTo(head);
  const [model, base] = [modelOf(parts), storedLedgerOf(parts, head)];
  const plan = await planOf(list, { model, base });
  const replayed = await replay({ model, base, plan, layout: await layoutAt(parts, head), ...(everything && { everything }) });
  const difference = await differenceOf({
    model,
    replayed,
    list,
    edited: await Promise.all(list.edits.map((edit) => told(edit, model, base))),
    storedRow: (view, key) => base.row(view, key, head),
    ...(everything && { everything }),
  });
  const consequences = consequencesOf(difference.changes, difference.flagged);
  const { derived, segments } = replayed;
  const edited = await Promise.all(list.edits.map(async (edit) => ('of' in edit ? (await eventNamed(edit.of, base))!.id : [])));
  return { position: head, hash: differenceHash(difference), difference, editedEventIds: edited.flat(), consequences, limits: LIMITS, derived, segments };
}

/** An edit in words: what it is about, without ids of events. */
async function told(edit: Edit, model: Model, base: ReturnType<typeof storedLedgerOf>): Promise<EditTold> {
  if (edit.op === 'add') {
    const { zh } = model.deciderOf(edit.command.type).commands[edit.command.type]!;
    return { op: edit.op, says: `假设另有：${zh}`, subjects: subjectIdsIn(edit.command.data) };
  }
  if (edit.op === 'book') return { op: edit.op, says: `假设适用另一规则文本：${String(edit.document.title)}`, subjects: [] };
  const event = (await eventNamed(edit.of, base))!;
  const { zh } = model.product.definitions.get(event.type)!;
  const date = event.validAt.from;
  if (edit.op === 'retract') return { op: edit.op, says: `假设没有：${zh}（${date}）`, subjects: event.subjects };
  if (edit.op === 'replace') return { op: edit.op, says: `假设“${zh}”（${date}）的${replacedZh(edit.path, edit.value)}`, subjects: event.subjects };
  return { op: edit.op, says: `假设“${zh}”（${date}）的${movedZh(edit)}`, subjects: event.subjects };
}
