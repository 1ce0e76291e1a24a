import type { Actor, Command } from '#kernel';
import type { Outcome } from './execute.js';

/** A row that the deciders had before them; the ledger itself adds the view's version and the row's hash. */
export type SeenRef = Readonly<{ view: string; key: string; position?: number }>;
/** What only the edge knows of a command: who sends it, under which id, on what knowledge. */
export type CommandHead = Readonly<{ actor: Actor; commandId: string; expectedRevision?: number; seen?: readonly SeenRef[] }>;
/** The write side as the edge sees it. */
export interface CommandGate {
  record(command: Command, head: CommandHead): Promise<Outcome>;
}
