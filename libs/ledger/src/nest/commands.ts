import type { Type } from '@nestjs/common';
import type { ICommand } from '@nestjs/cqrs';
import type { Command } from '#kernel';
import type { CommandHead } from '../gate.js';

/** A body class implements this, so that the compiler keeps it in step with the core's command. */
export type DataOf<C extends Command> = C['data'];

/**
 * What a client may say (the validated body), kept apart from what only the edge knows (the head). A command of Nest's bus by its shape alone: bodies are checked on
 * the command line as well, where the framework would be a third of what is loaded.
 */
export abstract class Request<Body> implements ICommand {
  constructor(
    readonly body: Body,
    readonly head: CommandHead,
  ) {}
}
export type RequestClass<C extends Command = Command> = { readonly type: C['type']; readonly body: Type<object> } & Type<Request<object>>;

/** `IndicatorScoreRecorded` → `indicator-score-recorded`. */
export const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
