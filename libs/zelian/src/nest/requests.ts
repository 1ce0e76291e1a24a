import { UnknownType } from '#kernel';
import type { RequestClass } from '#ledger/nest';
import { accountabilityRequests } from '#accountability/nest';
import { appealRequests } from '#appeal/nest';
import { assessmentRequests } from '#assessment/nest';
import { cadenceRequests } from '#cadence/nest';
import { inspectionRequests } from '#inspection/nest';
import { programmeRequests } from '#programme/nest';
import { rectificationRequests } from '#rectification/nest';
import { redressRequests } from '#redress/nest';
import { registryRequests } from '#registry/nest';
import { rulebookRequests } from '#rulebook/nest';
import { vetoRequests } from '#veto/nest';

/** Every command of a person, by context: what HTTP and the CLI offer. */
export const requestsByContext: Readonly<Record<string, readonly RequestClass[] | undefined>> = {
  registry: registryRequests,
  rulebook: rulebookRequests,
  programme: programmeRequests,
  assessment: assessmentRequests,
  inspection: inspectionRequests,
  rectification: rectificationRequests,
  cadence: cadenceRequests,
  veto: vetoRequests,
  accountability: accountabilityRequests,
  appeal: appealRequests,
  redress: redressRequests,
};

const bodies = new Map(Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type, body }) => [type, body] as const)));

/** The body class of a command. @throws UnknownType */
export function bodyOf(type: string): RequestClass['body'] {
  const body = bodies.get(type);
  if (!body) throw new UnknownType('command', type);
  return body;
}
