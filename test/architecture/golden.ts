import { createHash } from 'node:crypto';
import { SUBJECT_ID, type Context, type EventDefinition, type Recorded } from '#kernel';
import { decodeEvent, encodeEvent } from '#ledger';

export type Golden = Readonly<{ type: string; version: number; data: Readonly<Record<string, unknown>> }>;
export type Definitions = ReadonlyMap<string, EventDefinition>;

/** One event type in one version, as a ledger somewhere holds it, decoded by today's code into today's shape. @throws when that fails */
export function decoded({ type, version, data }: Golden, definitions: Definitions): Recorded {
  const envelope = {
    ...{ id: '0156d3a2-6c00-7000-8000-000000000000', stream: 'golden-1', revision: 0, recordedAt: '2016-12-07T00:00:00.000Z', validAt: { from: '2016-12-07' } },
    ...{ actor: { personId: 'person-golden' }, origin: 'person' as const, subjects: [], commandId: '0156d3a2-6c00-7000-8000-000000000000' },
    ...{ correlationId: '0156d3a2-6c00-7000-8000-000000000000', type, version, data },
  };
  const { id, stream, revision, recordedAt } = envelope;
  const beside = { mac: Buffer.alloc(32), macKeyId: 'golden', commandDigest: Buffer.alloc(32), position: 0 };
  return decodeEvent({ id, stream, revision, type, recordedAt, bytes: encodeEvent(envelope), ...beside }, definitions);
}

/** Values of fields that end in Id (or Ids) and are ids of subjects, anywhere in the data. */
export function idFieldsIn(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([field, value]) => {
    const values = /Ids?$/.test(field) ? [value].flat() : [];
    return [...values.filter((item): item is string => typeof item === 'string' && SUBJECT_ID.test(item)), ...idFieldsIn(value)];
  });
}

/** What is wrong with one golden file, said in words; empty when nothing is. */
export function faultsOf(name: string, golden: Golden, definitions: Definitions): readonly string[] {
  if (name !== `${golden.type}.v${golden.version}.json`) return [`${name}: holds ${golden.type} v${golden.version}`];
  const found = JSON.stringify(golden.data).includes('"private":') ? [`${name}: holds a private value; the bytes of a ledger hold commitments`] : [];
  try {
    const { data } = decoded(golden, definitions);
    const subjects = new Set(definitions.get(golden.type)!.subjectsOf(data));
    return [
      ...found,
      ...idFieldsIn(data)
        .filter((id) => !subjects.has(id))
        .map((id) => `${name}: ${id} is not among the subjects`),
    ];
  } catch (error) {
    return [...found, `${name}: ${(error as Error).message}`];
  }
}

/** Names of the golden files that the manifests ask for: every version of every event type, ever. */
export const wantedFiles = (contexts: readonly Context[]): readonly string[] =>
  contexts.flatMap(({ events }) =>
    Object.entries(events).flatMap(([type, { version }]) => Array.from({ length: version }, (_, index) => `${type}.v${index + 1}.json`)),
  );

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Files whose hash is not what SHA256SUMS says, and files on one side only. */
export function editedFiles(sums: string, hashes: ReadonlyMap<string, string>): readonly string[] {
  const locked = new Map(
    sums
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('  ').reverse() as [string, string]),
  );
  return [...new Set([...locked.keys(), ...hashes.keys()])].filter((file) => locked.get(file) !== hashes.get(file)).sort();
}
