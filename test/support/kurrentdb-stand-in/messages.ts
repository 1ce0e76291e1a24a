import type { Metadata, ServiceError, status } from '@grpc/grpc-js';
import { Metadata as Trailer, status as Status } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb.js';
import type { Message } from 'google-protobuf';
import { Empty, StreamIdentifier, UUID } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import { Status as StatusDetails } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import { AppendResp, ReadReq, ReadResp, type AppendReq } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import * as errors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import { SchemaFormat, type AppendRecord } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { ANY, ChecksFailed, EXISTS, NO_STREAM, RECORD_BYTES_MAX, TooLarge, type Kept, type Proposed } from './store.js';

const TICKS_PER_MS = 10_000n;

/** A fault as gRPC carries it; `details` become the typed part of the answer. */
export function fault(
  code: status,
  message: string,
  { metadata = new Trailer(), details }: Readonly<{ metadata?: Metadata; details?: [string, Message] }> = {},
) {
  if (details) {
    const any = new Any();
    any.pack(details[1].serializeBinary(), `kurrentdb.protocol.v2.streams.errors.${details[0]}`);
    const whole = new StatusDetails();
    whole.setCode(code as never);
    whole.setMessage(message);
    whole.setDetails(any);
    metadata.add('grpc-status-details-bin', Buffer.from(whole.serializeBinary()));
  }
  return Object.assign(new Error(message), { code, details: message, metadata }) as ServiceError;
}

/** What the store refuses, as the second version of the protocol says it. */
export function refusal(error: unknown): ServiceError {
  if (error instanceof ChecksFailed) {
    const details = new errors.AppendConsistencyViolationErrorDetails();
    for (const { index, stream, expected, actual } of error.violations) {
      const state = new errors.ConsistencyViolation.StreamStateViolation();
      state.setStream(stream);
      state.setExpectedState(String(expected));
      state.setActualState(String(actual));
      const violation = new errors.ConsistencyViolation();
      violation.setCheckIndex(index);
      violation.setStreamState(state);
      details.addViolations(violation);
    }
    return fault(Status.FAILED_PRECONDITION, 'consistency checks failed', { details: ['AppendConsistencyViolationErrorDetails', details] });
  }
  if (error instanceof TooLarge) {
    const details = new errors.AppendRecordSizeExceededErrorDetails();
    details.setStream(error.stream);
    details.setRecordId(error.id);
    details.setSize(error.size);
    details.setMaxSize(RECORD_BYTES_MAX);
    return fault(Status.INVALID_ARGUMENT, error.message, { details: ['AppendRecordSizeExceededErrorDetails', details] });
  }
  return fault(Status.UNKNOWN, `the stand-in failed: ${String(error)}`);
}

/** The same as the first version says it: by the name of an exception. */
export function exception(name: string, more: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Trailer();
  metadata.set('exception', name);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return fault(name === 'access-denied' ? Status.PERMISSION_DENIED : Status.FAILED_PRECONDITION, name, { metadata });
}

/** A record of the second version: its properties are read, by the first, as one JSON document. */
export function proposedIn(record: AppendRecord): Readonly<{ stream: string; event: Proposed }> {
  const isJson = record.getSchema()?.getFormat() === SchemaFormat.SCHEMA_FORMAT_JSON;
  const properties: Record<string, string> = {};
  record.getPropertiesMap().forEach((value, key) => (properties[key] = value.getStringValue()));
  properties['$schema.format'] = isJson ? 'Json' : 'Bytes';
  properties['$schema.name'] = record.getSchema()!.getName();
  return {
    stream: record.getStream(),
    event: {
      id: record.getRecordId()!,
      type: record.getSchema()!.getName(),
      contentType: isJson ? 'application/json' : 'application/octet-stream',
      data: Buffer.from(record.getData_asU8()),
      metadata: Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))), undefined, 1)),
    },
  };
}

export function proposedOf(message: AppendReq.ProposedMessage): Proposed {
  return {
    id: message.getId()!.getString(),
    type: message.getMetadataMap().get('type')!,
    contentType: message.getMetadataMap().get('content-type')!,
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
}

export function expectedOf(options: AppendReq.Options): number {
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasAny()) return ANY;
  return options.hasStreamExists() ? EXISTS : Number(options.getRevision());
}

export function identifier(stream: string): StreamIdentifier {
  const name = new StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  return name;
}
export const streamIn = (name: StreamIdentifier | undefined): string => Buffer.from(name!.getStreamName_asU8()).toString('utf8');

export function eventMessage(kept: Kept): ReadResp {
  const id = new UUID();
  id.setString(kept.id);
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier(kept.stream));
  recorded.setStreamRevision(String(kept.revision));
  recorded.setCommitPosition(String(kept.at));
  recorded.setPreparePosition(String(kept.at));
  recorded.getMetadataMap().set('type', kept.type);
  recorded.getMetadataMap().set('content-type', kept.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(kept.created) * TICKS_PER_MS));
  recorded.setData(kept.data);
  recorded.setCustomMetadata(kept.metadata);
  const event = new ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(kept.at));
  const response = new ReadResp();
  response.setEvent(event);
  return response;
}

/** What ends the answer to a read of a stream. */
export function lastInStream(revision: number): ReadResp {
  const response = new ReadResp();
  response.setLastStreamPosition(String(revision));
  return response;
}

export function notFound(stream: string): ReadResp {
  const absent = new ReadResp.StreamNotFound();
  absent.setStreamIdentifier(identifier(stream));
  const response = new ReadResp();
  response.setStreamNotFound(absent);
  return response;
}

export function confirmation(id: string): ReadResp {
  const confirmed = new ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(id);
  const response = new ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

export function appended(revision: number, at: number): AppendResp {
  const position = new AppendResp.Position();
  position.setCommitPosition(String(at));
  position.setPreparePosition(String(at));
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(revision));
  success.setPosition(position);
  const response = new AppendResp();
  response.setSuccess(success);
  return response;
}

export function wrongVersion(expected: number, actual: number): AppendResp {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (expected === NO_STREAM) wrong.setExpectedNoStream(new Empty());
  else if (expected === EXISTS) wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedRevision(String(expected));
  if (actual === NO_STREAM) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(actual));
  const response = new AppendResp();
  response.setWrongExpectedVersion(wrong);
  return response;
}

export const isForwards = (options: ReadReq.Options): boolean => options.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS;
