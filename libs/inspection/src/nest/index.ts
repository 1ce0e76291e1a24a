import type { RequestClass } from '#ledger/nest';

/** Every command of a person in this context. */
export const inspectionRequests: readonly RequestClass[] = [];
