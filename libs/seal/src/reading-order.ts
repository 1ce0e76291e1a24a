import { Succession, type Placed } from '#ledger';
import type { LoggedEvent } from '#transparency';
import { outOfOrder, type SealStopped } from './seal-stopped.js';
import type { TakenLeaf } from './taken-leaves.js';
import { loggedFrom, placeIn, readDocument } from './stored-event.js';

/** Where events stand, as their own bytes say, each the next of its stream and of the log: a MAC fits bytes wherever somebody put them. */
export class ReadingOrder {
  private readonly succession = new Succession();
  private read_: Placed | undefined;

  /** What tree and map need of an event; where it stands is kept for `next`. @throws Malformed, Rejection */
  readonly read = (bytes: Uint8Array): LoggedEvent => {
    const document = readDocument(bytes);
    this.read_ = placeIn(document);
    return loggedFrom(document);
  };

  /** @param appended what this process wrote there, and compared: what it says need not be read. @returns where the event stands, or why it is not the next */
  next(position: number, appended?: TakenLeaf): Placed | SealStopped {
    const place = appended?.said ? appended.place : this.read_!;
    const gap = this.succession.next(place);
    return gap ? outOfOrder(position, gap) : place;
  }
}
