import { must, type Actor } from '#kernel';
import { answerRecorded } from '#access';
import { parseEditList, type EditList } from '#replay';
import { againstFrom, type Against } from '#appeal';
import { lint, type RuleBook } from '#rulebook';
import type { Moment } from '#readmodel';
import type { Parts } from '../parts.js';
import { asksAs, type AsksAs } from '../who-may-ask.js';
import { counterfactual, type Counterfactual } from './counterfactual.js';
import { forPanel } from './for-panel.js';

/** `decision`: the one under appeal, for whose panel it is asked. */
export type ReplayAsk = Readonly<{ list: unknown; at?: Moment['asKnownAt']; actor: Actor; decision?: string }>;

/**
 * What would be otherwise. Its answer speaks of persons and cases: for case owners, and narrowed to what concerns the decision named for the panel of an appeal
 * against it. Noted before it is given. @throws Rejection `replay.*`
 */
export async function askReplay(parts: Parts, { list, at, actor, decision }: ReplayAsk): Promise<Counterfactual> {
  const against = decision === undefined ? undefined : againstFrom(decision);
  const of = against === undefined ? {} : { key: decision, decisions: [against] };
  return owned(parts, { actor, view: 'replay', ...of }, async (asker) => {
    const whole = await counterfactual(parts, { list: parseEditList(list), ...(at !== undefined && { position: await endAt(parts, at) }) });
    return asker === 'reviewer' && against ? forPanel(parts, whole, against) : whole;
  });
}

export type DryRunAsk = Readonly<{ document: RuleBook; at?: Moment['asKnownAt']; actor: Actor }>;

/** A draft book over the log, in place of the one it would replace. @throws Rejection of the linter's first error */
export async function askDryRun(parts: Parts, { document, at, actor }: DryRunAsk): Promise<Counterfactual> {
  const [error] = lint(document).filter(({ severity }) => severity === 'error');
  must(!error, error?.code ?? '', { zh: error?.zh ?? '', en: error?.en ?? '' }, error?.clauseId);
  const list: EditList = { format: 1, edits: [{ op: 'book', document: document as unknown as Readonly<Record<string, unknown>> }] };
  return askReplay(parts, { list, actor, ...(at !== undefined && { at }) });
}

type Asked = Readonly<{ actor: Actor; view: string; key?: string; decisions?: readonly Against[]; concerned?: true }>;
/** Case owners are answered, panels of appeals against the decisions named and, where `concerned`, whom they concern; every question is noted, refusals included. */
export async function owned<Answer>(
  parts: Parts,
  { actor, decisions = [], concerned, ...of }: Asked,
  answer: (asker: AsksAs) => Promise<Answer>,
): Promise<Answer> {
  const entry = { at: parts.clock.now(), actor, kind: 'read' as const, ...of };
  return answerRecorded(parts.access, entry, async () => {
    return answer(await asksAs(parts, { actor, decisions, ...(concerned && { concerned }) }));
  });
}

/** The position that a moment stands for: the end of a batch, as for every answer; the head of the log where none is named, with the rows brought up to it. */
export async function endAt({ reader, projector, history }: Parts, asKnownAt: Moment['asKnownAt']): Promise<number> {
  await projector.upTo(await history.head());
  if (asKnownAt === undefined) return history.head();
  return (await reader.list('rule-books', { limit: 1, moment: { asKnownAt } })).position;
}
