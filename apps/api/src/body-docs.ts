import type { Type } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { bodySchema } from '#ledger/nest';
import { fieldZh } from '#zelian';

type Documented = Parameters<typeof ApiBody>[0];

/** Says in OpenAPI what a body holds, from the rules by which it is checked. */
export const TakesBody = (body: Type<object>): MethodDecorator => ApiBody({ required: true, schema: bodySchema(body, fieldZh) } as Documented);

/** A body that is a file, taken as it comes. */
export const TakesFile = (): MethodDecorator => ApiBody({ required: true, schema: { type: 'string', format: 'binary' } });
