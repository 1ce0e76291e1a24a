/** A message on its way out. `id` is the same on every attempt. */
export type OutgoingMessage = Readonly<{ id: string; text: string }>;
/** Whom it is for; without an address it cannot be sent. */
export type OutgoingRecipient = Readonly<{ id: string; address?: string }>;
/** `final`: another attempt would bring the same. `code`: the carrier's word, never an address or a text. */
export type DeliveryResult = Readonly<{ id: string; outcome: 'delivered' | 'failed' | 'no-address'; reference?: string; code?: string; final?: true }>;

/**
 * Where messages leave the product. A message may be handed over again after a crash: with the same key, so that a carrier that keeps keys sends it once.
 * A sink answers for every recipient, in their order.
 */
export interface NoticeSink {
  /** What it is called where the state of the product is shown. */
  readonly name: string;
  /** Whether it reaches people. A simulated ledger takes only sinks that do not. */
  readonly reachesPeople: boolean;
  /** @throws SinkUnusable when nothing was sent and nothing can be until somebody mends it */
  deliver(message: OutgoingMessage, recipients: readonly OutgoingRecipient[]): Promise<readonly DeliveryResult[]>;
}

/** The sink as a whole does not work (no right to send, no disk): no fault of any recipient's, so nothing is recorded of them. */
export class SinkUnusable extends Error {
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the sink cannot be used: ${code}`, options);
    this.name = 'SinkUnusable';
  }
}

/** The key under which a carrier may know a delivery again. */
export const deliveryKey = (message: Pick<OutgoingMessage, 'id'>, recipient: Pick<OutgoingRecipient, 'id'>): string => `${message.id}/${recipient.id}`;

/** Answers for those without address, and asks `send` about the others. */
export async function deliverEach(
  recipients: readonly OutgoingRecipient[],
  send: (recipient: OutgoingRecipient & Readonly<{ address: string }>) => Promise<Omit<DeliveryResult, 'id'>>,
): Promise<readonly DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const recipient of recipients) {
    const { id, address } = recipient;
    results.push(address === undefined ? { id, outcome: 'no-address' } : { id, ...(await send({ ...recipient, address })) });
  }
  return results;
}
