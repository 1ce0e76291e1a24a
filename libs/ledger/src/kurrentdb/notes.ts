import { randomUUID } from 'node:crypto';
import type { AppendRecordInput, ConsistencyCheck, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { isAbsent } from './failures.js';

/** The last of a stream of short records that processes leave for each other; -1 and nothing where there is none. */
export type Noted = Readonly<{ revision: number; content: Readonly<Record<string, unknown>> }>;

export const check = (streamName: string, revision: number): ConsistencyCheck => ({
  ...{ type: 'stream_state', streamName },
  expectedState: revision < 0 ? 'no_stream' : BigInt(revision),
});

export const noteOf = (streamName: string, content: Readonly<Record<string, string>>): AppendRecordInput => ({
  streamName,
  record: { id: randomUUID(), type: 'Noted', contentType: 'application/octet-stream', data: Buffer.from(JSON.stringify(content)), metadata: undefined },
});

export async function lastOf(client: KurrentDBClient, stream: string): Promise<Noted> {
  try {
    for await (const { event } of client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 })) {
      if (event) return { revision: Number(event.revision), content: contentOf(event.data) };
    }
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  return { revision: -1, content: {} };
}

/** Whoever else wrote there said nothing that concerns us. */
function contentOf(data: unknown): Noted['content'] {
  if (!(data instanceof Uint8Array)) return {};
  try {
    return JSON.parse(Buffer.from(data).toString('utf8')) as Noted['content'];
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
