import type { RequestClass } from '#ledger/nest';
import { accountabilityRequests } from '#accountability/nest';
import { assessmentRequests } from '#assessment/nest';
import { programmeRequests } from '#programme/nest';
import { registryRequests } from '#registry/nest';
import { rulebookRequests } from '#rulebook/nest';
import { vetoRequests } from '#veto/nest';

/** Every command of a person, by context: what HTTP and the CLI offer. */
export const requestsByContext: Readonly<Record<string, readonly RequestClass[] | undefined>> = {
  registry: registryRequests,
  rulebook: rulebookRequests,
  programme: programmeRequests,
  assessment: assessmentRequests,
  veto: vetoRequests,
  accountability: accountabilityRequests,
};
