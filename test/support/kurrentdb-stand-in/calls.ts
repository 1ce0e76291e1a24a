import { status, type ServerReadableStream, type ServerUnaryCall, type ServerWritableStream, type sendUnaryData } from '@grpc/grpc-js';
import { SupportedMethod, SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type { Empty } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import {
  DeleteResp,
  TombstoneResp,
  type AppendReq,
  type AppendResp,
  type DeleteReq,
  type ReadReq,
  type ReadResp,
  type TombstoneReq,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import {
  AppendRecordsResponse,
  AppendResponse,
  AppendSessionResponse,
  StreamRevision,
  type AppendRecord,
  type AppendRecordsRequest,
  type AppendRequest,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import * as messages from './messages.js';
import { ANY, ChecksFailed, TOMBSTONED, type Proposed, type Store } from './store.js';
import { read, subscribed } from './reading.js';

/** What the calls of one server share. `through` may do something to a call before or after it is carried out. */
export type Server = Readonly<{
  store: Store;
  version: string;
  through<Result>(name: CallName, carryOut: () => Result): Promise<Result>;
}>;
export type CallName = 'features' | 'append' | 'read' | 'subscribe' | 'delete';

/** Methods by the version that brought them. */
const METHODS: readonly (readonly [since: number, service: string, method: string])[] = [
  [20, 'event_store.client.streams.streams', 'append'],
  [20, 'event_store.client.streams.streams', 'read'],
  [25.1, 'kurrentdb.protocol.v2.streams.streamsservice', 'appendsession'],
  [26.1, 'kurrentdb.protocol.v2.streams.streamsservice', 'appendrecords'],
];

function features(version: string): SupportedMethods {
  const supported = new SupportedMethods();
  supported.setEventStoreServerVersion(version);
  for (const [since, service, name] of METHODS) {
    if (Number.parseFloat(version) < since) continue;
    const method = new SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    supported.addMethods(method);
  }
  return supported;
}

type Append = Readonly<{ stream: string; expected: number; events: readonly Proposed[] }>;

/** One stream's append, whose wrong revision is an answer and no fault. */
function appendedTo(store: Store, { stream, expected, events }: Append): AppendResp {
  try {
    const revisions = store.append(
      events.map((event) => ({ stream, event })),
      [{ stream, expected }],
    );
    return messages.appended(revisions.get(stream) ?? store.lastOf(stream), store.log.at(-1)?.at ?? 0);
  } catch (error) {
    if (!(error instanceof ChecksFailed)) throw messages.refusal(error);
    const { actual } = error.violations[0]!;
    if (actual === TOMBSTONED) throw messages.exception('stream-deleted', { 'stream-name': stream });
    return messages.wrongVersion(expected, actual);
  }
}

function recordsAppended(
  store: Store,
  records: readonly AppendRecord[],
  checks: readonly Readonly<{ stream: string; expected: number }>[],
): ReadonlyMap<string, number> {
  try {
    return store.append(records.map(messages.proposedIn), checks);
  } catch (error) {
    throw messages.refusal(error);
  }
}

function answer<Response>(result: Promise<Response>, callback: sendUnaryData<Response>): void {
  result.then(
    (response) => callback(null, response),
    (error: unknown) => callback(error as Error),
  );
}

/** Handlers by the names that the client's own service definitions have. */
export const callsOf = (server: Server) => ({ features: featureCalls(server), streams: streamCalls(server), records: recordCalls(server) });

const featureCalls = ({ through, version }: Server) => ({
  getSupportedMethods: (_: ServerUnaryCall<Empty, SupportedMethods>, callback: sendUnaryData<SupportedMethods>) =>
    answer(
      through('features', () => features(version)),
      callback,
    ),
});

const streamCalls = ({ store, through }: Server) => ({
  append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
    let [stream, expected]: [string, number] = ['', 0];
    const events: Proposed[] = [];
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      if (options) [stream, expected] = [messages.streamIn(options.getStreamIdentifier()), messages.expectedOf(options)];
      else events.push(messages.proposedOf(request.getProposedMessage()!));
    });
    const carryOut = () => appendedTo(store, { stream, expected, events });
    call.on('end', () => answer(through('append', carryOut), callback));
  },
  read: (call: ServerWritableStream<ReadReq, ReadResp>) => {
    const options = call.request.getOptions()!;
    const isLive = options.hasSubscription();
    through(isLive ? 'subscribe' : 'read', () => (isLive ? subscribed(store, call, options) : read(store, call, options))).catch((error: unknown) =>
      call.emit('error', error),
    );
  },
  delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>) =>
    answer(
      through('delete', () => {
        store.delete(messages.streamIn(call.request.getOptions()!.getStreamIdentifier()));
        return new DeleteResp();
      }),
      callback,
    ),
  tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, callback: sendUnaryData<TombstoneResp>) =>
    answer(
      through('delete', () => {
        store.tombstone(messages.streamIn(call.request.getOptions()!.getStreamIdentifier()));
        return new TombstoneResp();
      }),
      callback,
    ),
});

const recordCalls = ({ store, through }: Server) => ({
  appendSession: (call: ServerReadableStream<AppendRequest, AppendSessionResponse>, callback: sendUnaryData<AppendSessionResponse>) => {
    const requests: AppendRequest[] = [];
    call.on('data', (request: AppendRequest) => requests.push(request));
    const carryOut = () => sessionAppended(store, requests);
    call.on('end', () => answer(through('append', carryOut), callback));
  },
  appendRecords: (call: ServerUnaryCall<AppendRecordsRequest, AppendRecordsResponse>, callback: sendUnaryData<AppendRecordsResponse>) =>
    answer(
      through('append', () => requestAppended(store, call.request)),
      callback,
    ),
});

function requestAppended(store: Store, request: AppendRecordsRequest): AppendRecordsResponse {
  const states = request.getChecksList().map((check) => check.getStreamState()!);
  const checks = states.map((state) => ({ stream: state.getStream(), expected: Number(state.getExpectedState()) }));
  mustBeGood(request, checks);
  const response = new AppendRecordsResponse();
  for (const [stream, revision] of recordsAppended(store, request.getRecordsList(), checks)) {
    const one = new StreamRevision();
    one.setStream(stream);
    one.setRevision(String(revision));
    response.addRevisions(one);
  }
  response.setPosition(String(store.log.at(-1)?.at ?? 0));
  return response;
}

const REQUEST_BYTES_MAX = 30_000_000;
const TYPE = /^[\p{L}\p{N}_.$:-]+$/u;

/** What a real server refuses in this kind of request. Capitals count for nothing here, though streams are told apart by them. */
function mustBeGood(request: AppendRecordsRequest, checks: readonly Readonly<{ stream: string; expected: number }>[]): void {
  const records = request.getRecordsList();
  const size = records.reduce((sum, record) => sum + record.getData_asU8().length, 0);
  if (size > REQUEST_BYTES_MAX) throw messages.fault(status.UNKNOWN, 'Exception was thrown by handler.');
  const names = (streams: readonly string[]) => new Set(streams.map((stream) => stream.toLowerCase())).size;
  const streams = new Set(records.map((record) => record.getStream()));
  const isGood =
    records.length > 0 &&
    records.every((record) => TYPE.test(record.getSchema()!.getName())) &&
    names([...streams]) === streams.size &&
    names(checks.map(({ stream }) => stream)) === checks.length &&
    checks.every(({ expected }) => expected !== ANY);
  if (!isGood) throw messages.fault(status.INVALID_ARGUMENT, 'bad request');
}

function sessionAppended(store: Store, requests: readonly AppendRequest[]): AppendSessionResponse {
  const records = requests.flatMap((request) => request.getRecordsList().map((record) => record.setStream(request.getStream())));
  const checks = requests.map((request) => ({ stream: request.getStream(), expected: Number(request.getExpectedRevision()) }));
  const response = new AppendSessionResponse();
  for (const [stream, revision] of recordsAppended(store, records, checks)) {
    const one = new AppendResponse();
    one.setStream(stream);
    one.setStreamRevision(String(revision));
    response.addOutput(one);
  }
  response.setPosition(String(store.log.at(-1)?.at ?? 0));
  return response;
}
