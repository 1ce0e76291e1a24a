import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { parametersOf, type RawQuery } from '#readmodel/nest';

/**
 * Routes that read a query name their parameters themselves; on all others any parameter is refused. Somebody who asks for a moment where none is taken must not
 * take the answer for that moment's.
 */
@Injectable()
export class StrayParameters implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { url, query } = context.switchToHttp().getRequest<FastifyRequest>();
    if (url.startsWith('/api/v1/') && !readsQuery(context)) parametersOf(query as RawQuery, []);
    return true;
  }
}

/** Whether the route's method takes its query: Nest keeps what each argument is under `<kind>:<index>`. */
function readsQuery(context: ExecutionContext): boolean {
  const taken = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object;
  return Object.keys(taken).some((argument) => argument.startsWith(`${RouteParamtypes.QUERY}:`));
}
