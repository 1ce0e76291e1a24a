import { ConfirmVetoRequest, DetermineVetoEffectsRequest, LiftVetoRequest } from './veto.commands.js';

export * from './veto.commands.js';

/** Every command of persons in this context. */
export const vetoRequests = [ConfirmVetoRequest, DetermineVetoEffectsRequest, LiftVetoRequest] as const;
