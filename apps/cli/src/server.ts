import { Rejection, type Message } from '#kernel';
import { SheetRefused, type SheetFault } from '#exchange';
import type { RunningServer } from '#zelian';
import { ListRefused, type ListFault } from '#zelian/nest';

type Asked = Readonly<{ headers: Readonly<Record<string, string>>; body: string | Uint8Array; token?: string }>;
type Refused = Readonly<{ code?: string; messages?: Message; clause?: string; errors?: readonly (SheetFault | ListFault)[] }>;

/**
 * One writer owns a directory: while a server runs, what writes goes through it.
 * @returns undefined when nobody listens there any more
 * @throws the server's refusal as it would be thrown here
 */
export async function ask<Answer>(server: RunningServer, path: string, asked: Asked): Promise<Answer | undefined> {
  const response = await posted(server, path, asked);
  return response && ((await response.json()) as Answer);
}

/** The same for an answer that is a file. */
export async function askForFile(server: RunningServer, path: string, asked: Asked): Promise<Buffer | undefined> {
  const response = await posted(server, path, asked);
  return response && Buffer.from(await response.arrayBuffer());
}

async function posted({ url }: RunningServer, path: string, { headers, body, token }: Asked): Promise<Response | undefined> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body,
  }).catch(unreachable);
  if (response === undefined || response.ok) return response;
  const answer = (await response.json()) as Refused;
  if (answer.code === 'sheet.refused' && answer.errors) throw new SheetRefused(answer.errors as readonly SheetFault[]);
  if (answer.code === 'list.refused' && answer.errors) throw new ListRefused(answer.errors as readonly ListFault[]);
  throw new Rejection(answer.code ?? 'http.refused', answer.messages ?? { zh: '请求被拒绝', en: `HTTP ${response.status}` }, answer.clause);
}

/** Nobody listens: the note was left by a server that was killed. Anything else may have reached the server, so it is not tried a second way. */
function unreachable(error: unknown): undefined {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  if (cause?.code === 'ECONNREFUSED') return undefined;
  throw new Rejection('server.unreachable', {
    zh: '服务没有应答；可用同一命令编号（--command-id）重试',
    en: `the server did not answer (${cause?.message ?? String(error)}); the same --command-id can be tried again`,
  });
}
