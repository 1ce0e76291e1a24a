import { newCommandId, realClock, realEntropy } from '#ledger';
import type { Health } from '#zelian';
import { KurrentStandIn } from '../support/kurrentdb-stand-in/index.js';
import { MongoStandIn } from '../support/mongodb-stand-in/index.js';
import { Machines } from '../support/several-processes.js';
import { serving, zelian, type Server } from './command-line.js';
import { headersOf, routeOf } from './over-http.js';

// Two servers of one ledger, as an operator starts them: KURRENTDB_URI and MONGODB_URI (stand-ins), and a directory each. One of them is killed.

jest.setTimeout(120_000);

const machines = new Machines();
const environment = { ...process.env };
const servers: Server[] = [];
let [log, rows] = [undefined as unknown as KurrentStandIn, undefined as unknown as MongoStandIn];
beforeAll(async () => {
  [log, rows] = [await KurrentStandIn.start(), await MongoStandIn.start()];
  Object.assign(process.env, { KURRENTDB_URI: log.uri, KURRENTDB_DEVELOPMENT: '1', MONGODB_URI: rows.uri });
});
afterAll(async () => {
  process.env = environment;
  for (const server of servers) await server.stop('SIGKILL');
  await log.stop();
  await rows.stop();
  machines.remove();
});

const optionsOf = (name: string): readonly string[] => {
  const { directory, keysFolder } = machines.place(name);
  return ['--data', directory, '--keys', keysFolder, '--log', 'kurrentdb', '--rows', 'mongodb'];
};
async function serve(name: string): Promise<Server> {
  const server = await serving(optionsOf(name));
  servers.push(server);
  return server;
}
const clerk = { personId: 'person-clerk1' };
const healthOf = async ({ url }: Server): Promise<Health> => (await (await fetch(`${url}/health/ready`)).json()) as Health;
/** Asks until it is so: each question takes its time, and nothing else is waited for. */
async function until(server: Server, holds: (health: Health) => boolean): Promise<void> {
  while (!holds(await healthOf(server)));
}
let made = 0;
/** Records a person at one server. @returns the id, and the position to ask for */
async function registered({ url }: Server): Promise<Readonly<{ personId: string; position: number }>> {
  const personId = `person-several${++made}`;
  const head = { actor: clerk, commandId: newCommandId(realClock.now(), realEntropy) };
  const body = JSON.stringify({ personId, name: { private: nameOf(personId) }, partyMember: false, staffStatus: 'village' });
  const answer = await fetch(`${url}${routeOf('RegisterPerson')}`, { method: 'POST', headers: headersOf(head), body });
  expect([answer.status, made]).toEqual([201, made]);
  return { personId, position: ((await answer.json()) as { position: number }).position };
}
const nameOf = (personId: string): string => `示例${personId}`;
async function seen({ url }: Server, { personId, position }: Readonly<{ personId: string; position?: number }>): Promise<string | undefined> {
  const query = position === undefined ? '' : `?atLeast=${position}`;
  const answer = await fetch(`${url}/api/v1/views/person-directory/${personId}${query}`, { headers: { 'x-actor': clerk.personId } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { row: { name: string } }).row.name;
}

it('two servers of one ledger record and answer, names and all; when the one on duty is killed the other goes on, and a third takes its place', async () => {
  const first = await serve('first');
  const second = await serve('second');
  const { holder } = await healthOf(first);
  expect([(await healthOf(first)).onDuty, await healthOf(second)]).toMatchObject([true, { onDuty: false, holder }]);
  let last = await registered(second);
  for (const server of [first, second, first, second]) {
    for (const asked of [first, second]) expect(await seen(asked, last)).toBe(nameOf(last.personId));
    last = await registered(server);
  }
  expect(await seen(first, last)).toBe(nameOf(last.personId));

  await first.stop('SIGKILL');
  // Nobody is on duty for a while: what was shown is shown.
  while (!(await healthOf(second)).onDuty) expect(await seen(second, { personId: last.personId })).toBe(nameOf(last.personId));
  const after = await registered(second);
  expect(await seen(second, after)).toBe(nameOf(after.personId));

  const third = await serve('third');
  expect(await healthOf(third)).toMatchObject({ onDuty: false, holder: (await healthOf(second)).holder });
  const late = await registered(third);
  for (const server of [second, third]) expect(await seen(server, late)).toBe(nameOf(late.personId));
  await until(second, ({ ok, lag }) => ok && Object.values(lag).every((behind) => behind === 0));
  expect([await third.stop('SIGTERM'), await second.stop('SIGTERM')]).toEqual([0, 0]);
  const verdict = await zelian('verify', ...optionsOf('second'), '--json');
  expect([verdict.code, verdict.json<{ ok: boolean }>().ok]).toEqual([0, true]);
});
