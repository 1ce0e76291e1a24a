import { Inject, type Type } from '@nestjs/common';
import { Command as NestCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AnyDecider, Command, CommandOf } from '#kernel';
import type { Outcome } from '../execute.js';
import type { CommandGate, CommandHead } from '../gate.js';

export const COMMAND_GATE = Symbol('CommandGate');

/** A body class implements this, so that the compiler keeps it in step with the core's command. */
export type DataOf<C extends Command> = C['data'];

/** What a client may say (the validated body), kept apart from what only the edge knows (the head). */
export abstract class Request<Body> extends NestCommand<Outcome> {
  constructor(
    readonly body: Body,
    readonly head: CommandHead,
  ) {
    super();
  }
}
export type RequestClass<C extends Command = Command> = { readonly type: C['type']; readonly body: Type<object> } & Type<Request<object>>;

/** `IndicatorScoreRecorded` → `indicator-score-recorded`. */
export const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** One Nest handler per request class, generated: the decision itself lives in the decider. */
export function handlersFor<D extends AnyDecider>(decider: D, requests: readonly RequestClass<CommandOf<D>>[]): Type<ICommandHandler>[] {
  for (const { type } of requests) if (!Object.hasOwn(decider.decide, type)) throw new TypeError(`${decider.category} decides no ${type}`);
  return requests.map((request) => {
    class Handler implements ICommandHandler<Request<object>> {
      constructor(@Inject(COMMAND_GATE) private readonly gate: CommandGate) {}
      execute({ body, head }: Request<object>) {
        return this.gate.record({ type: request.type, data: { ...body } }, head);
      }
    }
    Object.defineProperty(Handler, 'name', { value: `${request.name}Handler` });
    CommandHandler(request)(Handler);
    return Handler;
  });
}
