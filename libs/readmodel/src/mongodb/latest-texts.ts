/** Beyond this many characters the rows that were longest unused are forgotten. */
const CHARACTERS_MAX = 16_000_000;
const ENTRY_CHARACTERS = 100;

type Row = Readonly<{ generation: number; key: string; text: string | undefined }>;
type Latest = Pick<Row, 'text'>;

/**
 * Rows as they are now, for the process that writes them: a view asks for the row before each event, and each question would cost a journey to the server and back.
 * While something is written nobody is answered from here: rows and position change one after the other. What could not be written for certain makes everything be
 * forgotten.
 */
export class LatestTexts {
  private readonly kept = new Map<string, Latest>();
  private characters = 0;
  private writing = 0;
  /** How often writing began or ended: what was asked before, or in between, is not kept. */
  private writings = 0;

  constructor(private readonly charactersMax = CHARACTERS_MAX) {}

  find(generation: number, key: string): Latest | undefined {
    const name = nameOf(generation, key);
    const found = this.writing > 0 ? undefined : this.kept.get(name);
    if (!found) return undefined;
    this.kept.delete(name);
    this.kept.set(name, found);
    return found;
  }

  /** To be called before it is looked where a row's view stands. @returns keeps what was read, unless something was written meanwhile */
  asking(): (row: Row) => void {
    const { writings } = this;
    return (row) => void (this.writing === 0 && writings === this.writings && this.keep(row));
  }

  /** `write` says how the rows are that it changed. */
  async whileWriting(write: () => Promise<readonly Row[]>): Promise<void> {
    this.writing++;
    this.writings++;
    try {
      for (const row of await write()) this.keep(row);
    } catch (error) {
      this.kept.clear();
      this.characters = 0;
      throw error;
    } finally {
      this.writing--;
      this.writings++;
    }
  }

  private keep({ generation, key, text }: Row): void {
    const name = nameOf(generation, key);
    this.drop(name);
    this.kept.set(name, { text });
    this.characters += sizeOf(name, text);
    for (const oldest of this.kept.keys()) {
      if (this.characters <= this.charactersMax) return;
      this.drop(oldest);
    }
  }

  private drop(name: string): void {
    const found = this.kept.get(name);
    if (!found) return;
    this.characters -= sizeOf(name, found.text);
    this.kept.delete(name);
  }
}

const nameOf = (generation: number, key: string): string => `${generation} ${key}`;
const sizeOf = (name: string, text: string | undefined): number => name.length + (text?.length ?? 0) + ENTRY_CHARACTERS;
