import { Body, Controller, Headers, HttpCode, Inject, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Context } from '#kernel';
import type { Outcome } from '#ledger';
import { headFromHeaders, kebab, type Request, type RequestClass } from '#ledger/nest';
import { TakesBody } from './body-docs.js';

/**
 * One controller of a context with a route per request class, `POST /<context>/<verb>`: the method is built here, its body's shape and meaning stay in the
 * body class and the decider.
 */
export function controllerFor({ name: context, zh, deciders }: Context, requests: readonly RequestClass[]): Type<object> {
  @ApiTags(`${context} ${zh}`)
  @Controller(context)
  class CommandController {
    constructor(@Inject(CommandBus) readonly bus: CommandBus) {}
  }
  Object.defineProperty(CommandController, 'name', { value: `${context[0]!.toUpperCase()}${context.slice(1)}Controller` });
  const labels = new Map(deciders.flatMap(({ commands }) => Object.entries(commands).map(([type, { zh: label }]) => [type, label] as const)));
  for (const request of requests) addRoute(CommandController, request, labels.get(request.type) ?? '');
  return CommandController;
}

type Controlled = { bus: CommandBus };

function addRoute(controller: Type<object>, request: RequestClass, zh: string): void {
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
  ApiOperation({ summary: `${request.type} ${zh}` })(prototype, verb, descriptor);
  TakesBody(request.body)(prototype, verb, descriptor);
  ApiHeader({ name: 'Idempotency-Key', required: true, description: 'the command id, a UUIDv7' })(prototype, verb, descriptor);
  ApiHeader({ name: 'X-Actor', required: true, description: 'person id, optionally followed by / and a post id' })(prototype, verb, descriptor);
  Body()(prototype, verb, 0);
  Headers()(prototype, verb, 1);
  // The validation pipe learns the body's class from here.
  Reflect.defineMetadata('design:paramtypes', [request.body, Object], prototype, verb);
}
