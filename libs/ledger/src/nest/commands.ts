import { Body, Controller, Headers, HttpCode, Inject, Post, type Type } from '@nestjs/common';
import { Command as NestCommand, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AnyDecider, Command, CommandOf } from '#kernel';
import type { Outcome } from '../execute.js';
import type { CommandGate, CommandHead } from '../gate.js';
import { headFromHeaders } from './head.js';

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

/**
 * One controller of a context with a route per request class, `POST /<context>/<verb>`: the method is built here, its body's shape and meaning stay in the
 * body class and the decider.
 */
export function controllerFor(context: string, zh: string, requests: readonly RequestClass[]): Type<object> {
  @ApiTags(`${context} ${zh}`)
  @Controller(context)
  class CommandController {
    constructor(@Inject(CommandBus) readonly bus: CommandBus) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${context[0]!.toUpperCase()}${context.slice(1)}Controller` });
  for (const request of requests) addRoute(CommandController, request);
  return CommandController;
}

type Controlled = { bus: CommandBus };

function addRoute(controller: Type<object>, request: RequestClass): void {
  const verb = kebab(request.type);
  const method = async function (this: Controlled, body: object, headers: Record<string, string>) {
    const { events, position } = await this.bus.execute<Request<object>, Outcome>(new request(body, headFromHeaders(headers)));
    return { position, events };
  };
  const prototype = controller.prototype as object;
  Object.defineProperty(prototype, verb, { value: method, configurable: true, writable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, verb)!;
  Post(verb)(prototype, verb, descriptor);
  HttpCode(201)(prototype, verb, descriptor);
  ApiOperation({ summary: request.type })(prototype, verb, descriptor);
  ApiHeader({ name: 'Idempotency-Key', required: true, description: 'the command id, a UUIDv7' })(prototype, verb, descriptor);
  ApiHeader({ name: 'X-Actor', required: true, description: 'person id, optionally followed by / and a post id' })(prototype, verb, descriptor);
  Body()(prototype, verb, 0);
  Headers()(prototype, verb, 1);
  // The validation pipe and OpenAPI learn the body's class from here.
  Reflect.defineMetadata('design:paramtypes', [request.body, Object], prototype, verb);
}
