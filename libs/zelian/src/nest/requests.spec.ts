import { bodySchema, type Schema } from '#ledger/nest';
import { fieldZh } from '../field-names.js';
import { requestsByContext } from './requests.js';

const COMMANDS = Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type, body }) => [type, bodySchema(body)] as const));
const fieldsIn = ({ properties = {}, items }: Schema): readonly (readonly [string, Schema])[] => [
  ...Object.entries(properties),
  ...Object.values(properties).flatMap(fieldsIn),
  ...(items ? fieldsIn(items) : []),
];

describe('the bodies of all commands', () => {
  it.each(COMMANDS)('%s says of every field what it may be', (_, schema) => {
    const fields = fieldsIn(schema);
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter(([, said]) => Object.keys(said).length === 0)).toEqual([]);
  });
  it('call every field something in Chinese', () => {
    const names = new Set(COMMANDS.flatMap(([, schema]) => fieldsIn(schema).map(([field]) => field)));
    expect([...names].filter((field) => !/\p{Script=Han}/u.test(fieldZh(field)))).toEqual([]);
  });
});
