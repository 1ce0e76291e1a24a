import { Rejection, type Message } from '#kernel';

type ClientFault = Error & Readonly<{ type?: unknown; code?: unknown; violations?: readonly Violation[] }>;
/** A check that did not hold. The client says -1 as `no_stream`. */
export type Violation = Readonly<{ streamName: string; actualState: bigint | string }>;

/** The server took the request, or not, and said nothing in time: the client's own deadlines are not kept with a server that is frozen. */
export class NoAnswer extends Error {
  constructor(ms: number) {
    super(`no answer in ${ms} ms`);
  }
}

/** The client was left while the request was under way, because another request on it had failed. */
export class ClientLeft extends Error {
  constructor(cause: unknown) {
    super(`the client was left: ${String(cause)}`, { cause });
  }
}

const PASSING_TYPES = new Set<unknown>(['unavailable', 'deadline-exceeded', 'timeout', 'cancelled', 'not-leader']);
/** gRPC's CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
const PASSING_CODES = new Set<unknown>([1, 2, 4, 10, 13, 14, 15]);
const EXHAUSTED = 8;
const DENIED_CODES = new Set<unknown>([7, 16]);
const TOO_LARGE = new Set<unknown>(['append-record-size-exceeded', 'transaction-max-size-exceeded', 'maximum-append-size-exceeded']);
const GONE = new Set<unknown>(['stream-deleted', 'stream-tombstoned']);
const NO_ROOM = /disk|no space|storage/i;

const faultOf = (error: unknown): ClientFault | undefined => (error instanceof Error && !(error instanceof Rejection) ? error : undefined);

/** The checks that did not hold, when that is why nothing was written. */
export const violationsIn = (error: unknown): readonly Violation[] | undefined =>
  faultOf(error)?.type === 'append-consistency-violation' ? (error as ClientFault).violations : undefined;

export const isAbsent = (error: unknown): boolean => faultOf(error)?.type === 'stream-not-found';
export const isGone = (error: unknown): boolean => GONE.has(faultOf(error)?.type);

/**
 * Whether asking again may help. A refused connection is told as a type by reads and as a code by appends; a reader that lost its server may say neither, and
 * needs another client.
 */
export function isPassing(error: unknown): boolean {
  const fault = faultOf(error);
  if (!fault) return false;
  if (fault instanceof NoAnswer || fault instanceof ClientLeft || PASSING_TYPES.has(fault.type)) return true;
  return PASSING_CODES.has(fault.code) ? fault.type === undefined || fault.type === 'unknown' : fault.type === 'unknown' && fault.code === undefined;
}

const isTooLarge = ({ type, code, message }: ClientFault): boolean => TOO_LARGE.has(type) || (code === EXHAUSTED && !NO_ROOM.test(message));

/** Whether an error says nothing of what the server thinks of the request. */
export const saysNothing = (error: unknown): boolean => {
  const fault = faultOf(error);
  return fault !== undefined && fault.type === undefined && fault.code === undefined;
};

/** The client's errors as the port knows them; what is not known here stays as it is. */
export function mapped(error: unknown): unknown {
  const fault = faultOf(error);
  if (!fault) return error;
  const refuse = (what: string, text: Message) => Object.assign(new Rejection(`ledger.${what}`, text), { cause: error });
  if (fault.type === 'access-denied' || DENIED_CODES.has(fault.code))
    return refuse('access-denied', { zh: 'KurrentDB拒绝访问：用户、口令或权限不符', en: `KurrentDB denies access: ${fault.message}` });
  if (fault.type === 'unsupported')
    return refuse('old-server', { zh: 'KurrentDB版本过旧，须为26.1或更高', en: `this KurrentDB is too old, 26.1 or later is needed: ${fault.message}` });
  if (isTooLarge(fault)) return refuse('too-large', { zh: '内容超过KurrentDB的上限', en: `larger than KurrentDB takes: ${fault.message}` });
  if (fault.code === EXHAUSTED)
    return refuse('storage-full', { zh: 'KurrentDB磁盘已满，未确认任何写入', en: `KurrentDB has no room on its disk: ${fault.message}` });
  if (isGone(fault)) return refuse('deleted', { zh: 'KurrentDB上的数据流已被删除', en: `a stream of the ledger was deleted in KurrentDB: ${fault.message}` });
  if (isPassing(fault)) return refuse('unavailable', { zh: '暂时无法访问KurrentDB，请稍后重试', en: `KurrentDB cannot be reached: ${fault.message}` });
  return error;
}
