import { kindOf } from '#kernel';
import type { Reader } from '#readmodel';
import type { Directory } from '#vault';

/** Where it stands what is registered of each kind. */
export const DIRECTORIES = { unit: 'unit-directory', village: 'village-directory', post: 'post-directory', person: 'person-directory' } as const;

/** What an id is called, as known now: names of units, villages and posts are public, a person's is a commitment that the vault may open. */
export function directoryOf(reader: Reader): Directory {
  return async (id) => {
    const kind = kindOf(id);
    if (!kind) return undefined;
    const { row } = await reader.get(DIRECTORIES[kind], id);
    if (typeof row !== 'object' || row === null) return undefined;
    const { name, title } = row as Readonly<{ name?: string | Readonly<{ commitment: string }>; title?: string }>;
    return name ?? title;
  };
}
