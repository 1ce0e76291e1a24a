import { contexts, fieldZh, openLedger, type Zelian } from '#zelian';
import type { Schema } from '#ledger/nest';
import { requestsByContext } from '#zelian/nest';
import { routeOf, served, type Served } from './over-http.js';

type Operation = Readonly<{ summary?: string; requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Schema }>>> }> }>;
type Document = Readonly<{ paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }>;

let zelian: Zelian;
let host: Served;
let paths: Document['paths'];
beforeAll(async () => {
  zelian = await openLedger({ mode: 'write' });
  host = await served(zelian);
  ({ paths } = (await host.ask('/api-json')).json<Document>());
});
afterAll(async () => {
  await host.close();
  await zelian.close();
});

const bodyOf = (path: string): Schema | undefined => Object.values(paths[path]?.['post']?.requestBody?.content ?? {})[0]?.schema;
const COMMANDS = Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type }) => type));

describe('what OpenAPI tells of bodies', () => {
  it.each(COMMANDS)('%s: which fields, which of them have to be there, and no others', (type) => {
    const { properties = {}, required = [], additionalProperties } = bodyOf(routeOf(type)) ?? {};
    expect(Object.keys(properties)).not.toEqual([]);
    expect([required.filter((field) => !Object.hasOwn(properties, field)), additionalProperties]).toEqual([[], false]);
  });
  it('calls commands and fields by their names in Chinese', () => {
    const labels = new Map(
      contexts.flatMap(({ deciders }) => deciders.flatMap(({ commands }) => Object.entries(commands).map(([type, { zh }]) => [type, zh]))),
    );
    for (const type of COMMANDS) expect(paths[routeOf(type)]!['post']!.summary).toBe(`${type} ${labels.get(type)}`);
    expect(bodyOf(routeOf('ConfirmVeto'))!.properties!['unitId']!.description).toContain(fieldZh('unitId'));
  });
  it('leaves no other route that takes a body without one', () => {
    const silent = Object.entries(paths).filter(([path, { post }]) => post !== undefined && bodyOf(path) === undefined);
    // It takes nothing but the address.
    expect(silent.map(([path]) => path)).toEqual(['/api/v1/verify']);
    const hollow = Object.keys(paths).filter((path) => bodyOf(path)?.type === 'object' && bodyOf(path)?.properties === undefined);
    // A receipt is a document of its own.
    expect(hollow).toEqual(['/api/v1/erasures/receipts/check']);
  });
});
