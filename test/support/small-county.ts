import 'reflect-metadata';
import { dateOf, Rejection, startOf, type Actor, type Command, type Context } from '#kernel';
import { newCommandId, seededEntropy, SimulatedClock, type CommandHead } from '#ledger';
import { openLedger, productContexts, type OpenOptions, type Zelian } from '#zelian';
import { rowsByKey } from './domain-rows.js';
import { PROOF_BYTES } from './proof.js';

/** One town with a village, a department and the people that clauses speak of: the smallest county in which every rule has somebody to concern. Invented. */
export const COUNTY = { town: 'unit-town1', department: 'unit-dept1', organ: 'unit-organ1', village: 'village-one1', year: 2016 } as const;
export const POST = { secretary: 'post-secretary1', head: 'post-head1' } as const;
export const PERSON = { secretary: 'person-secretary1', head: 'person-head1', successor: 'person-successor1', clerk: 'person-clerk1' } as const;
const CLERK: Actor = { personId: PERSON.clerk, postId: 'post-clerk1' };
const entropy = seededEntropy('small county');

/** How a command reaches the ledger; it throws what refuses it. */
export type Send = (command: Command, head: CommandHead) => Promise<unknown>;
/** What units and people are called in this county. */
export type Called = Readonly<Record<string, string>>;

/** A ledger of its own with a handful of people. Time stands still unless `on` moves it; every command is followed by all that follows from it. */
export class SmallCounty {
  private commands = 0;
  private send: Send = (command, head) => this.zelian.record(command, head);
  private constructor(
    readonly zelian: Zelian,
    readonly clock: SimulatedClock,
  ) {}

  /** From now on commands go another way. */
  through(send: Send): this {
    this.send = send;
    return this;
  }

  static async open({ joining = [], ...options }: OpenOptions & Readonly<{ joining?: readonly Context[] }> = {}): Promise<SmallCounty> {
    const clock = new SimulatedClock(startOf('2016-01-04', 9));
    const zelian = await openLedger({ clock, entropy, contexts: productContexts(joining), ...options });
    await zelian.putEvidence(PROOF_BYTES);
    return new SmallCounty(zelian, clock);
  }

  /** Moves to the morning of a date, with whatever falls due before it. */
  async on(date: string): Promise<this> {
    await this.zelian.moveTo(startOf(date, 9));
    return this;
  }

  nextCommandId(): string {
    return newCommandId(this.clock.now(), entropy, `c${this.commands++}`);
  }

  today(): string {
    return dateOf(this.clock.now());
  }

  async record(type: string, data: object, commandId = this.nextCommandId(), actor: Actor = CLERK): Promise<this> {
    const command: Command = { type, data };
    await this.send(command, { actor, commandId });
    await this.zelian.drain();
    return this;
  }

  /** The code of a refusal; a command that is taken has none. */
  async refusal(type: string, data: object): Promise<string | undefined> {
    return this.record(type, data).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Rejection) return error.code;
        throw error;
      },
    );
  }

  async row<Row>(view: string, key: string): Promise<Row | undefined> {
    return (await this.zelian.reader.get(view, key)).row as Row | undefined;
  }

  async rows<Row>(view: string): Promise<readonly Row[]> {
    return Object.values(await rowsByKey(this.zelian, view)) as Row[];
  }

  async events(): Promise<readonly string[]> {
    const types: string[] = [];
    for await (const { type } of this.zelian.log.readAll(0)) types.push(type);
    return types;
  }

  /** Who is who, in posts since the year began. */
  async settle(book: unknown, called: Called = {}): Promise<this> {
    const { town, department, organ, village } = COUNTY;
    const unit = (unitId: string, kind: string, more: object = {}) => this.record('RegisterUnit', { unitId, kind, name: called[unitId] ?? unitId, ...more });
    await unit(organ, 'organ', { competences: ['party-committee', 'organization', 'command-office', 'assessment-office'] });
    await unit(town, 'town');
    await unit(department, 'department');
    await this.record('PublishRuleBook', { document: book });
    await this.record('RegisterVillage', { villageId: village, name: '一村', townUnitId: town });
    for (const personId of Object.values(PERSON)) {
      await this.record('RegisterPerson', { personId, name: { private: called[personId] ?? '虚构' }, partyMember: true, staffStatus: 'civil-servant' });
    }
    await this.post(POST.secretary, 'party-secretary', PERSON.secretary);
    await this.post(POST.head, 'town-head', PERSON.head);
    return this;
  }

  private async post(postId: string, role: string, personId: string): Promise<void> {
    const { town, organ } = COUNTY;
    await this.record('RegisterPost', { postId, unitId: town, role, title: role, appointedBy: 'commission', managedByUnitId: organ });
    await this.record('StartTenure', { tenureId: `tenure-${role}`, personId, postId, from: '2016-01-01' });
  }

  /** Opens the town's assessment with one indicator that is everything. */
  async assess(scoreHundredths: number): Promise<this> {
    const of = { unitId: COUNTY.town, year: COUNTY.year };
    await this.record('OpenPerformanceAssessment', { ...of, indicators: [{ id: 'all', zh: '总', weightBasisPoints: 10_000 }], documentRef: '示例〔2016〕1号' });
    return this.record('RecordIndicatorScore', { ...of, indicatorId: 'all', scoreHundredths, evidenceRefs: ['示例附件'] });
  }

  /** A correction with a paper of the day. */
  async correct(scoreHundredths: number, documentDate: string): Promise<this> {
    const of = { unitId: COUNTY.town, year: COUNTY.year, indicatorId: 'all' };
    return this.record('CorrectIndicatorScore', { ...of, scoreHundredths, evidenceRefs: ['示例附件'], reason: '更正', documentDate });
  }

  async failExit(date = '2016-12-31'): Promise<this> {
    const authority = { organUnitId: COUNTY.organ, documentNo: '示例〔2016〕2号', date };
    return this.record('DetermineVillageExitFailure', { villageId: COUNTY.village, year: COUNTY.year, authority });
  }

  async planExit(): Promise<this> {
    const authority = { organUnitId: COUNTY.organ, documentNo: '示例〔2016〕3号', date: '2016-01-04' };
    return this.record('PlanVillageExit', { villageId: COUNTY.village, year: COUNTY.year, cutOff: '2016-12-31', authority });
  }

  close(): Promise<void> {
    return this.zelian.close();
  }
}
