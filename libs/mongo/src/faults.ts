import { Rejection, type Message } from '#kernel';

/** Whose data it is: refusals carry its name. */
export type Part = 'readmodel' | 'vault';
type ServerFault = Error & Readonly<{ code?: unknown; writeConcernError?: unknown; result?: unknown; errorResponse?: unknown }>;

const DUPLICATE = 11_000;
/** Names of the driver's errors for a server that is away, slow, or has closed the line. */
const AWAY = [
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoWriteConcernError',
];
/** Codes of a server that steps down, shuts down, cannot reach its majority, or was interrupted, or of a cursor that a restart took away. */
const PASSING = new Set([6, 7, 43, 50, 64, 89, 91, 100, 112, 134, 189, 262, 317, 9001, 10_107, 11_600, 11_602, 13_435, 13_436]);
const DENIED = new Set([13, 18, 8000]);
const DISK_FULL = 14_031;
const TOO_LARGE = new Set([10_334, 17_419, 17_420]);

const codeOf = (error: unknown): number => Number((error as ServerFault).code ?? Number.NaN);
const hasNoMajority = (error: ServerFault): boolean =>
  error.writeConcernError !== undefined || (error.result as { getWriteConcernError?(): unknown } | undefined)?.getWriteConcernError?.() !== undefined;

/** A unique key was there already. */
export const isDuplicate = (error: unknown): boolean => error instanceof Error && codeOf(error) === DUPLICATE;

/** Whether asking again may help: the server was away or nobody can tell what became of the request. Two upserts of one key at a time end as a duplicate. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Rejection) return false;
  if (AWAY.includes(error.name) || PASSING.has(codeOf(error)) || isDuplicate(error) || hasNoMajority(error)) return true;
  // A line that is cut in the middle of a list of writes comes as a fault of the list, with the cut line inside.
  return isPassing((error as ServerFault).errorResponse);
}

/** The driver's errors as the ports know them; what is not known here stays as it is. */
export function mapped(part: Part, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Rejection) return error;
  const refuse = (what: string, text: Message) => Object.assign(new Rejection(`${part}.${what}`, text), { cause: error });
  if (DENIED.has(codeOf(error))) return refuse('access-denied', { zh: 'MongoDB拒绝访问：用户、口令或权限不符', en: `MongoDB denies access: ${error.message}` });
  if (codeOf(error) === DISK_FULL)
    return refuse('storage-full', { zh: 'MongoDB磁盘已满，未确认任何写入', en: `MongoDB has no room on its disk: ${error.message}` });
  if (TOO_LARGE.has(codeOf(error)))
    return refuse('too-large', { zh: '内容超过MongoDB单个文档的上限', en: `a document is larger than MongoDB takes: ${error.message}` });
  if (isPassing(error)) return refuse('unavailable', { zh: '暂时无法访问MongoDB，请稍后重试', en: `MongoDB cannot be reached: ${error.message}` });
  return error;
}
