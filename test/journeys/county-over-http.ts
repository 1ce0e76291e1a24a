import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rejection, type Actor } from '#kernel';
import { SmallCounty } from '../support/small-county.js';
import { zelian as commandLine, type Ended } from './command-line.js';
import { actorText, post, served, type Problem, type Served } from './over-http.js';

/** What HTTP said: a status, and the answer or the problem. */
export type Said<Body> = Readonly<{ status: number; body: Body & Readonly<{ code?: string }> }>;

/** A small county on disk: people write over HTTP, and ask over HTTP or by the command line. */
export class CountyOverHttp {
  private constructor(
    readonly county: SmallCounty,
    private readonly host: Served,
    private readonly folder: string,
  ) {}

  static async open(): Promise<CountyOverHttp> {
    const folder = mkdtempSync(join(tmpdir(), 'worked-cases-'));
    const county = await SmallCounty.open({ directory: join(folder, 'ledger') });
    const host = await served(county.zelian);
    county.through(async (command, head) => {
      const answer = await post(host, command, head);
      if (answer.status === 201) return;
      const { code, messages, clause } = answer.json<Problem>();
      throw new Rejection(code, messages, clause);
    });
    return new CountyOverHttp(county, host, folder);
  }

  /** One act of somebody on a day, over HTTP. */
  async act(actor: Actor, on: string, type: string, data: object): Promise<void> {
    await this.county.on(on);
    await this.county.record(type, data, undefined, actor);
  }

  /** The code by which an act is refused; `undefined` when it is taken. */
  refused(actor: Actor, on: string, type: string, data: object): Promise<string | undefined> {
    return this.act(actor, on, type, data).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Rejection) return error.code;
        throw error;
      },
    );
  }

  /** A question over HTTP; with a body it is posted. */
  async ask<Body>(actor: Actor, path: string, body?: object): Promise<Said<Body>> {
    const headers = { 'x-actor': actorText(actor), 'content-type': 'application/json' };
    const asked = body === undefined ? { headers: { 'x-actor': headers['x-actor'] } } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await this.host.ask(`/api/v1/${path}`, asked);
    return { status: answer.status, body: answer.json() };
  }

  /** A question by the command line, of the same directory. */
  cli(actor: Actor, ...args: readonly string[]): Promise<Ended> {
    return commandLine(...args, '--data', join(this.folder, 'ledger'), '--actor', actorText(actor));
  }

  /** A file beside the ledger, for the command line to read. */
  file(name: string, document: unknown): string {
    const path = join(this.folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  }

  async row<Row>(view: string, key: string): Promise<Row> {
    const row = await this.county.row<Row>(view, key);
    expect(row).toBeDefined();
    return row!;
  }

  /** What a replay must leave as it was. */
  async log(): Promise<Readonly<{ events: number; logHash: string }>> {
    const { events, logHash } = await this.county.zelian.verify();
    return { events, logHash };
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.county.close();
    rmSync(this.folder, { recursive: true });
  }
}
