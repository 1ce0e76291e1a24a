import { Inject, type Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AnyDecider, CommandOf } from '#kernel';
import type { CommandGate } from '#ledger';
import type { Request, RequestClass } from '#ledger/nest';

export const COMMAND_GATE = Symbol('CommandGate');

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
