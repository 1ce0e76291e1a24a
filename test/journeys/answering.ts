import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseRow } from '#accountability';
import type { Zelian } from '#zelian';
import type { Subject } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId } from '../../apps/cli/src/story/cast.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { storyToAsk } from '../support/played-story.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Answer, type Served } from './over-http.js';

export const OFFICER = actorText(acting(ORGANS.discipline, 'case-officer'));
export const STRANGER = actorText({ personId: personId('松坪镇/town-leader'), postId: postId('松坪镇/town-leader') });
export const AFTER_THE_VOTES = '2017-03-05T00:00:00.000Z';
export const personOf = ({ personKey }: Pick<Subject, 'personKey'>): string => personId(personKey);
export const caseOf = ({ personKey, postKey }: Subject): string => `${personId(personKey)}/${postId(postKey)}/2016`;
type Asking = Readonly<{ actor?: string; query?: string; options?: readonly string[] }>;

/** The played year behind both doors: every answer is asked of HTTP and of the command line, and has to be the same. */
export class Answering {
  private constructor(
    readonly zelian: Zelian,
    private readonly host: Served,
    private readonly folder: string,
  ) {}

  static async open(): Promise<Answering> {
    const folder = mkdtempSync(join(tmpdir(), 'zelian-answers-'));
    const zelian = await storyToAsk(join(folder, 'ledger'));
    return new Answering(zelian, await served(zelian), folder);
  }
  async close(): Promise<void> {
    await this.host.close();
    await this.zelian.close();
    rmSync(this.folder, { recursive: true });
  }

  overHttp(path: string, actor = OFFICER): Promise<Answer> {
    return this.host.ask(`/api/v1/${path}`, { headers: { 'x-actor': actor } });
  }
  post(path: string, body: object, actor = OFFICER): Promise<Answer> {
    return this.host.ask(`/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-actor': actor }, body: JSON.stringify(body) });
  }
  private byCommandLine(verb: readonly string[], actor: string) {
    return commandLine(...verb, '--data', join(this.folder, 'ledger'), '--actor', actor);
  }

  /** The same answer at both doors. */
  async answered<Told>(path: string, verb: readonly string[], actor = OFFICER): Promise<Told> {
    const answer = await this.overHttp(path, actor);
    const shown = await this.byCommandLine([...verb, '--json'], actor);
    expect([answer.status, shown.code, shown.json()]).toEqual([200, 0, answer.json()]);
    return answer.json<Told>();
  }
  /** Refused at both doors, with the same code. */
  async refused(path: string, verb: readonly string[], actor = OFFICER): Promise<string> {
    const { code } = (await this.overHttp(path, actor)).json();
    expect(refusalOf(await this.byCommandLine([...verb, '--json'], actor))).toBe(code);
    return code;
  }
  ofCase<Told>(what: string, subject: Subject, { actor = OFFICER, query = '', options = [] }: Asking = {}): Promise<Told> {
    return this.answered<Told>(`cases/${caseOf(subject)}/${what}${query}`, [what, caseOf(subject), ...options], actor);
  }
  refusedCase(what: string, caseKey: string, actor = OFFICER): Promise<string> {
    return this.refused(`cases/${caseKey}/${what}`, [what, caseKey], actor);
  }
  /** What people read: tables in Chinese. */
  async tables(verb: readonly string[], actor = OFFICER): Promise<string> {
    const { code, out } = await this.byCommandLine(verb, actor);
    expect([verb, code]).toEqual([verb, 0]);
    expect(out).toMatch(/■ .*\p{Script=Han}/u);
    return out;
  }

  /** What the access log has on a question. */
  async notedOf(view: string): Promise<readonly string[]> {
    const entries: string[] = [];
    for await (const entry of this.zelian.parts.access.entries())
      if (entry.view === view) entries.push(`${entry.kind} ${entry.actor?.personId ?? ''} ${entry.subject ?? ''} ${entry.outcome}`);
    return entries;
  }
  /** A case that a clause flags and nobody has taken up. */
  async flaggedCase(): Promise<string> {
    const { rows } = await this.zelian.reader.list('accountability-cases', { limit: 1_000 });
    return rows.find(({ row }) => (row as CaseRow).phase === 'open')!.key.replaceAll('|', '/');
  }
}
