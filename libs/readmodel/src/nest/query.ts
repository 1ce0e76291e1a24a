import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import { Rejection } from '#kernel';
import { knownAtFrom } from '../known-at.js';
import type { Moment } from '../reader.js';

/** A query string as the HTTP server parsed it: a repeated parameter comes as a list. */
export type RawQuery = Readonly<Record<string, unknown>>;
type Parsed<Name extends string> = Readonly<Partial<Record<Name, string>>>;

export const MOMENT_PARAMETERS = ['asKnownAt', 'validOn', 'atLeast'] as const;

/**
 * The parameters that a route knows. Any other is refused, and so is a repeated one: a misspelt `asKnownAt` must not silently mean "now".
 * @throws Rejection `query.unknown`, `query.repeated`
 */
export function parametersOf<Name extends string>(query: RawQuery, names: readonly Name[]): Parsed<Name> {
  for (const [name, value] of Object.entries(query)) {
    if (!(names as readonly string[]).includes(name)) {
      throw new Rejection('query.unknown', {
        zh: `未知参数：${name}；此地址${names.length === 0 ? '不接受参数' : `可用参数：${names.join('、')}`}`,
        en: `unknown parameter: ${name}; this route takes ${names.join(', ') || 'none'}`,
      });
    }
    if (typeof value !== 'string') throw new Rejection('query.repeated', { zh: `参数${name}只能出现一次`, en: `${name} may be given once` });
  }
  return query as Parsed<Name>;
}

/** A whole number. @throws Rejection `query.number` */
export function numberFrom(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Rejection('query.number', { zh: `参数${name}须为非负整数`, en: `${name} must be a whole number` });
  return Number(text);
}

export function momentFrom({ asKnownAt, validOn, atLeast }: Parsed<(typeof MOMENT_PARAMETERS)[number]>): Moment {
  return {
    ...(asKnownAt !== undefined && { asKnownAt: knownAtFrom(asKnownAt) }),
    ...(validOn !== undefined && { validOn }),
    ...(atLeast !== undefined && { atLeast: numberFrom('atLeast', atLeast) }),
  };
}

const optional = (name: string, description: string): MethodDecorator => ApiQuery({ name, required: false, schema: { type: 'string' }, description });

/** Says in OpenAPI that a route answers for any moment. */
export const TakesMoment = (): MethodDecorator =>
  applyDecorators(
    optional('asKnownAt', 'as known after this position (an end of a batch), at this instant (UTC or with its offset), or at the end of this day in Shanghai'),
    optional('validOn', 'as it held in the world on this date, YYYY-MM-DD'),
    optional('atLeast', 'waits until the view has handled this position'),
  );
export const TakesPage = (): MethodDecorator =>
  applyDecorators(
    optional('prefix', 'only keys that begin with it'),
    optional('after', 'cursor: the `next` of the page before'),
    optional('limit', 'rows at most, 1 to 1000; 100 when absent'),
  );
/** Who asks. */
export const TakesActor = (): MethodDecorator =>
  ApiHeader({ name: 'X-Actor', required: false, description: 'person id, optionally followed by / and a post id; required for views about persons' });
