/** What a person reads: Chinese first. */
export type Message = Readonly<{ zh: string; en: string }>;

/** A refusal by the rules: an expected outcome, not a fault. Codes are stable: `<context>.<what>`. */
export class Rejection extends Error {
  constructor(
    readonly code: string,
    readonly text: Message,
    readonly clause?: string,
  ) {
    super(`${code}: ${text.en}`);
    this.name = 'Rejection';
  }
}

/** Refuses unless the condition holds. */
export function must(condition: unknown, code: string, text: Message, clause?: string): asserts condition {
  if (!condition) throw new Rejection(code, text, clause);
}

/** A stored or requested type that this code does not know: stop, never guess. */
export class UnknownType extends Error {
  constructor(
    readonly kind: 'command' | 'event',
    readonly type: string,
  ) {
    super(`unknown ${kind} type: ${type}`);
    this.name = 'UnknownType';
  }
}
