import { must, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { parseEditList, type EditList } from '#replay';
import { lint, type RuleBook } from '#rulebook';
import type { Moment } from '#readmodel';
import { notAnOwner, ownsCases } from '../case-owners.js';
import type { Parts } from '../parts.js';
import { counterfactual, type Counterfactual } from './counterfactual.js';

export type ReplayAsk = Readonly<{ list: unknown; at?: Moment['asKnownAt']; actor: Actor }>;

/** What would be otherwise. Its answer speaks of persons and cases: for case owners, and noted before it is given. @throws Rejection `replay.*` */
export async function askReplay(parts: Parts, { list, at, actor }: ReplayAsk): Promise<Counterfactual> {
  return owned(parts, { actor, view: 'replay' }, async () =>
    counterfactual(parts, { list: parseEditList(list), ...(at !== undefined && { position: await endAt(parts, at) }) }),
  );
}

export type DryRunAsk = Readonly<{ document: RuleBook; at?: Moment['asKnownAt']; actor: Actor }>;

/** A draft book over the log, in place of the one it would replace. @throws Rejection of the linter's first error */
export async function askDryRun(parts: Parts, { document, at, actor }: DryRunAsk): Promise<Counterfactual> {
  const [error] = lint(document).filter(({ severity }) => severity === 'error');
  must(!error, error?.code ?? '', { zh: error?.zh ?? '', en: error?.en ?? '' }, error?.clauseId);
  const list: EditList = { format: 1, edits: [{ op: 'book', document: document as unknown as Readonly<Record<string, unknown>> }] };
  return askReplay(parts, { list, actor, ...(at !== undefined && { at }) });
}

/** Only case owners are answered, and every question is noted, refusals included. */
export async function owned<Answer>(
  parts: Parts,
  { actor, ...of }: Readonly<{ actor: Actor; view: string; key?: string }>,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, ...of };
  return answerRecorded(parts.access, entry, async () => {
    if (!(await ownsCases(parts, actor))) throw notAnOwner();
    return answer();
  });
}

/** The position that a moment stands for: the end of a batch, as for every answer. */
export async function endAt({ reader, projector }: Parts, asKnownAt: NonNullable<Moment['asKnownAt']>): Promise<number> {
  await projector.catchUp();
  return (await reader.list('rule-books', { limit: 1, moment: { asKnownAt } })).position;
}
