import { must } from '#kernel';

const PREFIX = /^[a-z][a-z0-9_]{0,63}$/;

type Filter = { filterOn: 'streamName'; prefixes: string[] };

/** What is said about a stream lies in a stream of its own. */
const METADATA = '$$';
/** To the server, streams whose names differ in capitals only are one stream within an append, and two otherwise: so no name has any. */
const CAPITAL_OR_SIGN = /[A-Z!]/g;
const SIGNED = /!([a-z!])/g;

/** What the streams of one ledger are called on the server: all begin with its prefix, so that several ledgers and other applications can share one. */
export class Names {
  /** One record for each append, in order: what keeps appends of several processes in one order. */
  readonly head: string;
  /** Who writes what only one may write. */
  readonly lease: string;
  /** That whoever does is still there. */
  readonly beat: string;
  /** Where the runners of whoever does it stand. */
  readonly positions: string;
  private readonly events: string;

  /** @throws Rejection `ledger.prefix` */
  constructor(readonly prefix: string) {
    must(PREFIX.test(prefix), 'ledger.prefix', {
      zh: `数据流前缀只能用小写字母、数字和下划线：${prefix}`,
      en: `a stream prefix is lower-case letters, digits and underscores: ${prefix}`,
    });
    this.events = `${prefix}:`;
    this.head = `${prefix}~head`;
    this.lease = `${prefix}~lease`;
    this.beat = `${prefix}~beat`;
    this.positions = `${prefix}~positions`;
  }

  /** The server's name of a stream of the ledger. */
  of(stream: string): string {
    return this.events + stream.replace(CAPITAL_OR_SIGN, (found) => `!${found.toLowerCase()}`);
  }

  /** The ledger's name of a stream on the server; undefined when it is none of its events'. */
  streamOf(name: string): string | undefined {
    return name.startsWith(this.events) ? name.slice(this.events.length).replace(SIGNED, (_, letter: string) => letter.toUpperCase()) : undefined;
  }

  /** The name, by its metadata's stream, of a stream whose metadata it is; undefined when it is none of the ledger's. */
  describedBy(name: string): string | undefined {
    if (!name.startsWith(METADATA)) return undefined;
    const described = name.slice(METADATA.length);
    return this.streamOf(described) ?? (described === this.head ? described : undefined);
  }

  /** What reading everything is narrowed to: the server leaves out system streams and those of others. */
  get filter(): Filter {
    return { filterOn: 'streamName', prefixes: [this.events, this.head, METADATA + this.events, METADATA + this.head] };
  }
}
