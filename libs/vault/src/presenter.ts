import { isCommitted, Rejection, SUBJECT_ID, subjectIdsIn, type Committed } from '#kernel';
import type { Vault } from './vault.js';

/** What an erased value reads as, and one that the reader may not see or that is not held here. */
export const ERASED = '（已删除）';
export const WITHHELD = '（不可见）';
const SEARCH_LIMIT_MAX = 200;
const COMMITMENT = /^[0-9a-f]{64}$/;

/** The scopes (stream categories) whose private values somebody may read. */
export type Reader = Readonly<{ scopes: readonly string[] }>;
/**
 * What a unit, village, post or person is called: plain text, or the commitment of a private name (as `{commitment}` or its 64 hex digits);
 * `undefined` when nobody knows the id, which is then shown as it is.
 */
export type Directory = (id: string) => Promise<string | Committed | undefined>;
export type Match = Readonly<{ subject: string; field: string; value: string; eventId: string; scope: string }>;

/** The one place where commitments and ids become words: the API, the CLI and documents all present through it. */
export class Presenter {
  constructor(
    private readonly vault: Pick<Vault, 'reveal' | 'erased' | 'search'>,
    private readonly directory: Directory,
  ) {}

  /** The value with each `{commitment}` replaced by its text; ids stay ids. For JSON answers. */
  async reveal<Value>(value: Value, reader: Reader): Promise<unknown> {
    const texts = await this.textsOf(commitmentsIn(value), reader);
    return mapValue(value, (part) => (isCommitted(part) ? texts.get(part.commitment) : undefined));
  }

  /** Display names of every subject id anywhere in a value, keys included: to stand beside a JSON answer, or to label a table. */
  async namesIn(value: unknown, reader: Reader): Promise<Readonly<Record<string, string>>> {
    return this.namesOf(subjectIdsIn(value), reader);
  }

  /** What one id is called; the id itself when it has no name. */
  async nameOf(id: string, reader: Reader): Promise<string> {
    return (await this.namesOf([id], reader))[id] ?? id;
  }

  /**
   * The value for reading: commitments and whole-string ids become text. Two ids of one name keep their ids beside it: who is meant must stay certain.
   * Keys of objects are left alone.
   */
  async present(value: unknown, reader: Reader): Promise<unknown> {
    const texts = await this.textsOf(commitmentsIn(value), reader);
    const names = await this.namesIn(value, reader);
    const holders = new Map<string, number>();
    for (const name of Object.values(names)) holders.set(name, (holders.get(name) ?? 0) + 1);
    const labelOf = (id: string) => {
      const name = names[id];
      return name === undefined || holders.get(name) === 1 ? name : `${name}（${id}）`;
    };
    return mapValue(value, (part) =>
      isCommitted(part) ? texts.get(part.commitment) : typeof part === 'string' && SUBJECT_ID.test(part) ? labelOf(part) : undefined,
    );
  }

  /** Who or what bears a name that contains the text, within the reader's scopes. @throws Rejection `vault.search-invalid` */
  async search(text: string, reader: Reader, { limit = 20, field = 'name' }: Readonly<{ limit?: number; field?: string }> = {}): Promise<readonly Match[]> {
    const wanted = text.trim();
    if (wanted === '' || !wanted.isWellFormed() || !Number.isInteger(limit) || limit < 1 || limit > SEARCH_LIMIT_MAX) {
      throw new Rejection('vault.search-invalid', {
        zh: `请输入要查找的文字，条数为1至${SEARCH_LIMIT_MAX}`,
        en: `give a text to search for and a limit from 1 to ${SEARCH_LIMIT_MAX}`,
      });
    }
    const entries = await this.vault.search(wanted, reader.scopes, limit, field);
    return entries.map(({ subject, field: path, value, eventId, scope }) => ({ subject, field: path, value, eventId, scope }));
  }

  private async namesOf(ids: readonly string[], reader: Reader): Promise<Readonly<Record<string, string>>> {
    const known: [string, string][] = [];
    const hidden: [string, string][] = [];
    for (const id of ids) {
      const name = await this.directory(id);
      if (name === undefined) continue;
      if (typeof name !== 'string') hidden.push([id, name.commitment]);
      else (COMMITMENT.test(name) ? hidden : known).push([id, name]);
    }
    const texts = await this.textsOf(
      hidden.map(([, commitment]) => commitment),
      reader,
    );
    // A name that may not be seen says nothing: the id then tells persons apart, which two "withheld" would not.
    return Object.fromEntries([
      ...known,
      ...hidden.map(([id, commitment]): [string, string] => [id, texts.get(commitment) ?? WITHHELD]).filter(([, text]) => text !== WITHHELD),
    ]);
  }

  private async textsOf(commitments: readonly string[], { scopes }: Reader): Promise<ReadonlyMap<string, string>> {
    if (commitments.length === 0) return new Map();
    const held = await this.vault.reveal(commitments, scopes);
    const missing = commitments.filter((commitment) => !held.has(commitment));
    const erased = missing.length === 0 ? new Set<string>() : await this.vault.erased(missing, scopes);
    return new Map(commitments.map((commitment) => [commitment, held.get(commitment)?.value ?? (erased.has(commitment) ? ERASED : WITHHELD)]));
  }
}

/** Every commitment anywhere in a value, each once. */
export function commitmentsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  mapValue(value, (part) => {
    if (isCommitted(part)) found.add(part.commitment);
    return undefined;
  });
  return [...found];
}

/** A copy in which `replace` has its say on every part; `undefined` keeps the part and goes on inside. */
function mapValue(value: unknown, replace: (part: unknown) => string | undefined): unknown {
  const text = replace(value);
  if (text !== undefined) return text;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapValue(inner, replace)]));
}
