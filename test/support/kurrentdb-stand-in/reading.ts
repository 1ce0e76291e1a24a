import { randomUUID } from 'node:crypto';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import * as messages from './messages.js';
import { Tombstoned, type Kept, type Store } from './store.js';

type Options = ReadReq.Options;
type Call = ServerWritableStream<ReadReq, ReadResp>;

/** Which events a read of everything wants. */
function wanted(options: Options): (event: Kept) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType()!;
  const of = (event: Kept) => (filter.hasStreamIdentifier() ? event.stream : event.type);
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  return (event) => (prefixes.length > 0 ? prefixes.some((prefix) => of(event).startsWith(prefix)) : pattern.test(of(event)));
}

/** Where a read begins, inclusive in both directions; the place of a revision in its stream, the place in the file for everything. */
function startOf(options: Options): number {
  const [stream, all] = [options.getStream(), options.getAll()];
  if (stream?.hasStart() || all?.hasStart()) return 0;
  if (stream?.hasEnd() || all?.hasEnd()) return Number.MAX_SAFE_INTEGER;
  return stream ? Number(stream.getRevision()) : Number(all!.getPosition()!.getCommitPosition());
}

const placeIn = (options: Options, event: Kept): number => (options.hasStream() ? event.revision : event.at);

/** The events of a stream or of everything; undefined when there is no such stream. */
function eventsFor(store: Store, options: Options): readonly Kept[] | undefined {
  if (!options.hasStream()) return store.log.filter(wanted(options));
  const name = messages.streamIn(options.getStream()!.getStreamIdentifier());
  try {
    return store.stream(name);
  } catch (error) {
    if (error instanceof Tombstoned) throw messages.exception('stream-deleted', { 'stream-name': name });
    throw error;
  }
}

/** Answers a read and ends. */
export function read(store: Store, call: Call, options: Options): void {
  const events = eventsFor(store, options);
  if (!events) {
    call.write(messages.notFound(messages.streamIn(options.getStream()!.getStreamIdentifier())));
    return void call.end();
  }
  const from = startOf(options);
  const forwards = messages.isForwards(options);
  const chosen = forwards ? events.filter((event) => placeIn(options, event) >= from) : events.filter((event) => placeIn(options, event) <= from).toReversed();
  for (const event of chosen.slice(0, Number(options.getCount()))) call.write(messages.eventMessage(event));
  if (options.hasStream()) call.write(messages.lastInStream(events.at(-1)?.revision ?? 0));
  call.end();
}

/** Where a subscription begins, exclusive: after what its reader has handled. */
function after(store: Store, options: Options): number {
  const start = options.getStream() ?? options.getAll()!;
  if (start.hasStart()) return -1;
  if (start.hasEnd()) return (eventsFor(store, options) ?? []).reduce((last, event) => Math.max(last, placeIn(options, event)), -1);
  return startOf(options);
}

/** Sends what is there and then what comes, until the other side goes. */
export function subscribed(store: Store, call: Call, options: Options): void {
  let last = after(store, options);
  const send = () => {
    if (call.cancelled || call.destroyed) return;
    const events = eventsFor(store, options) ?? [];
    for (const event of events.slice(events.findLastIndex((one) => placeIn(options, one) <= last) + 1)) {
      last = placeIn(options, event);
      call.write(messages.eventMessage(event));
    }
  };
  call.write(messages.confirmation(randomUUID()));
  send();
  const leave = store.watch(send);
  call.on('cancelled', leave).on('close', leave);
}
