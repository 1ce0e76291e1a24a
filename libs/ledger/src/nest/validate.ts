import type { PipeTransform, ArgumentMetadata, Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Rejection, STRAY_TEXT, straysIn } from '#kernel';
import { fieldErrors, type FieldError } from './field-errors.js';

/** A body that is not what the command takes; every wrong field is named. */
export class InvalidBody extends Rejection {
  constructor(readonly errors: readonly FieldError[]) {
    super('body.invalid', {
      zh: `字段不正确：${errors.map(({ field, zh }) => `${field} ${zh}`).join('；')}`,
      en: `invalid fields: ${errors.map(({ field, en }) => `${field}: ${en}`).join('; ')}`,
    });
  }
}

/** Checks a plain body against its class: unknown fields, wrong types and impossible dates are refused. @throws InvalidBody */
export async function validateBody<Body extends object>(bodyClass: Type<Body>, plain: unknown): Promise<Body> {
  if (!isPlainObject(plain)) throw new InvalidBody([{ field: '(body)', zh: '须为JSON对象', en: 'must be a JSON object' }]);
  // First, and for the whole document: the framework walks into what it does not know, and takes a key `constructor` for a class.
  const strays = straysIn(plain);
  if (strays.length > 0) throw new InvalidBody(strays.map(({ field, what }) => ({ field, ...STRAY_TEXT[what] })));
  const body = plainToInstance(bodyClass, plain, { enableImplicitConversion: false, exposeUnsetFields: false });
  const errors = await validate(body, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: true, value: false },
  });
  if (errors.length > 0) throw new InvalidBody(errors.flatMap((error) => fieldErrors(error)));
  // The checked original goes on: plain data all the way down, as events hold it.
  return plain as Body;
}

/** An object as JSON gives it: whatever else a parser may hand over (a stream, a buffer) is not walked through. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same check as a Nest pipe, for bodies only. */
export class StrictBodyPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    return type === 'body' && metatype && metatype !== Object ? validateBody(metatype as Type<object>, value) : value;
  }
}
