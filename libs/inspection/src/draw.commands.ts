import type { Command } from '#kernel';
import type { DrawAnnounced, DrawSeedCommitted, DrawSeedRevealed, DrawUnsealed, DrawVoided, SealedDrawCompleted } from './draw.events.js';

/** Hash and excluded draws follow from the list and the record. */
export type AnnounceDraw = Command<'AnnounceDraw', Omit<DrawAnnounced['data'], 'listHash' | 'excludedDrawIds'>>;
export type CommitDrawSeed = Command<'CommitDrawSeed', DrawSeedCommitted['data']>;
/** A draw in the open is completed by the second seed. */
export type RevealDrawSeed = Command<'RevealDrawSeed', DrawSeedRevealed['data']>;
/** For an unannounced draw: whoever holds both seeds states what they give; a wrong statement is refused. */
export type CompleteSealedDraw = Command<'CompleteSealedDraw', SealedDrawCompleted['data']>;
export type UnsealDraw = Command<'UnsealDraw', Omit<DrawUnsealed['data'], 'combinedSeed' | 'picked'>>;
export type VoidDraw = Command<'VoidDraw', DrawVoided['data']>;
export type DrawCommand = AnnounceDraw | CommitDrawSeed | RevealDrawSeed | CompleteSealedDraw | UnsealDraw | VoidDraw;
